"""Plans in the shapes that institutions send: every shape with the rows that must be read from it.

    python tests/data/plan_shapes.py

writes the files of `tests/data/roadmaps/shapes`. The words are our own; nothing is taken from a real plan.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.data.make_roadmaps import add_merged, add_row, approval, landscape, new_table, save

HERE = Path(__file__).parent / "roadmaps" / "shapes"
Row = tuple[str, str, str, str, str, str]  # stage, number, activity, deadline, responsible, result
FIRST, SECOND = "Этап 1. Подготовка", "Этап 2. Работа пар"
ROWS: list[Row] = [
    (
        FIRST,
        "1.",
        "Собрать рабочую группу",
        "до 10.09.2026",
        "Заместитель директора",
        "Приказ о рабочей группе",
    ),
    (
        FIRST,
        "2.",
        "Рассказать о программе родителям",
        "сентябрь – октябрь 2026",
        "Классные руководители",
        "Протокол",
    ),
    (FIRST, "3.", "Провести анкетирование", "октябрь", "Куратор", "Отчёт по анкетированию"),
    (SECOND, "4.", "Утвердить пары", "до 1 ноября", "Директор", "Приказ о закреплении пар"),
    (SECOND, "5.", "Встречаться в парах", "в течение учебного года", "Наставники", "Журнал встреч"),
    (SECOND, "6.", "Подвести итоги", "май 2027", "Куратор", "Итоговый отчёт"),
]
TITLE = "Дорожная карта наставничества Примерской школы на 2026-2027 учебный год"
HEADER = ("№", "Мероприятие", "Срок", "Ответственный", "Результат")
STAGE, NUMBER, ACTIVITY, DEADLINE, RESPONSIBLE, RESULT = range(6)


@dataclass(frozen=True)
class Shape:
    """A document (or sheet, or text) and the plans that must be read from it."""

    name: str
    make: Callable[[], Any]
    plans: list[list[Row]] = field(default_factory=lambda: [ROWS])


def without(rows: list[Row], *columns: int) -> list[Row]:
    return [tuple("" if i in columns else text for i, text in enumerate(row)) for row in rows]  # type: ignore[misc]


def with_stage(rows: list[Row], stage: str) -> list[Row]:
    return [(stage, *row[1:]) for row in rows]


def titled(title: str = TITLE) -> Any:
    document = landscape()
    approval(document)
    document.add_heading(title, level=1)
    return document


def fill(
    table: Any, rows: list[Row], columns: tuple[int, ...] = (1, 2, 3, 4, 5), *, stages: bool = True
) -> None:
    """The rows in the given columns, a row merged over all columns before each stage."""
    stage = ""
    for row in rows:
        if stages and row[STAGE] and row[STAGE] != stage:
            stage = row[STAGE]
            add_merged(table, stage)
        add_row(table, *(row[column] for column in columns))


def table_in(document: Any, header: tuple[str, ...] = HEADER) -> Any:
    return new_table(document, header)


# Headers and columns -------------------------------------------------------------------------------------------------


def headed(header: tuple[str, ...], columns: tuple[int, ...]) -> Callable[[], Any]:
    def make() -> Any:
        document = titled()
        fill(table_in(document, header), ROWS, columns)
        return document

    return make


def merged_heading_over_two() -> Any:
    """«Сроки» over «начало | окончание» and «Исполнение» over «ответственный | результат»."""
    document = titled()
    table = document.add_table(rows=2, cols=6)
    top, under = table.rows[0].cells, table.rows[1].cells
    for column, text in ((0, "№ п/п"), (1, "Наименование мероприятий")):
        top[column].merge(under[column]).text = text
    top[2].merge(top[3]).text = "Сроки"
    top[4].merge(top[5]).text = "Исполнение"
    for column, text in ((2, "начало"), (3, "окончание"), (4, "ответственный"), (5, "результат")):
        under[column].text = text
    for row in ROWS[:3]:
        add_row(table, row[1], row[2], "01.09.2026", "15.09.2026", row[4], row[5])
    return document


def header_on_each_page() -> Any:
    document = titled()
    table = table_in(document)
    fill(table, ROWS[:2])
    add_row(table, *HEADER)
    add_row(table, *ROWS[2][1:])
    add_row(table, *HEADER)
    fill(table, ROWS[3:])
    return document


# Stages ---------------------------------------------------------------------------------------------------------------


def stage_column_merged() -> Any:
    document = titled()
    table = table_in(document, ("Этап", *HEADER))
    made = [add_row(table, "", *row[1:]) for row in ROWS]
    for first, last in ((0, 2), (3, 5)):
        made[first][0].merge(made[last][0]).text = ROWS[first][STAGE]
    return document


def stages_between_tables() -> Any:
    document = titled()
    for stage in (FIRST, SECOND):
        document.add_paragraph(stage)
        fill(table_in(document), [row for row in ROWS if row[STAGE] == stage], stages=False)
    return document


def stages_bold_unmerged() -> Any:
    document = titled()
    table = table_in(document)
    stage = ""
    for row in ROWS:
        if row[STAGE] != stage:
            stage = row[STAGE]
            cells = add_row(table, "", stage, "", "", "")
            cells[1].paragraphs[0].runs[0].bold = True
        add_row(table, *row[1:])
    return document


def stages_numbered_unmerged() -> Any:
    """«1 | Подготовительный этап | | |», rows 1.1, 1.2 below."""
    document = titled()
    table = table_in(document)
    for row in NUMBERED_STAGES:
        if row[NUMBER].endswith(".1"):
            add_row(table, row[NUMBER][0], row[STAGE], "", "", "")
        add_row(table, *row[1:])
    return document


NUMBERED_STAGES: list[Row] = [
    ("Подготовка", "1.1", *ROWS[0][2:]), ("Подготовка", "1.2", *ROWS[1][2:]), ("Подготовка", "1.3", *ROWS[2][2:]),
    ("Дела пар", "2.1", *ROWS[3][2:]), ("Дела пар", "2.2", *ROWS[4][2:]), ("Дела пар", "2.3", *ROWS[5][2:]),
]  # fmt: skip


def sections_inside_stages() -> Any:
    document = titled()
    table = table_in(document)
    for row, section in zip(ROWS, SECTIONS, strict=True):
        if row[NUMBER] in ("1.", "4."):
            add_merged(table, row[STAGE])
        if section:
            add_merged(table, section)
        add_row(table, *row[1:])
    return document


SECTIONS = ("Организационная работа", "Работа с родителями", "", "Организационная работа", "", "Завершение")
SECTIONED: list[Row] = [
    (f"{row[STAGE]}. {section}", *row[1:])
    for row, section in zip(
        ROWS,
        (SECTIONS[0], SECTIONS[1], SECTIONS[1], SECTIONS[3], SECTIONS[3], SECTIONS[5]),
        strict=True,
    )
]


# Cells ----------------------------------------------------------------------------------------------------------------


def split_rows() -> Any:
    """Rows cut by page breaks: the rest stands in the next row; once behind a header repeated by hand."""
    document = titled()
    table = table_in(document)
    add_merged(table, FIRST)
    add_row(table, "1.", "Собрать рабочую", "до 10.09.2026", "Заместитель", "Приказ о рабочей")
    add_row(table, "", "группу", "", "директора", "группе")
    add_row(table, "2.", "Рассказать о программе", *ROWS[1][3:])
    add_row(table, *HEADER)
    add_row(table, "", "родителям", "", "", "")
    add_row(table, *ROWS[2][1:])
    add_merged(table, SECOND)
    add_row(table, "4.", "Утвердить пары", "до 1 ноября", "Директор", "Приказ")
    add_row(table, "", "", "", "", "о закреплении пар")
    fill(table, ROWS[4:], stages=False)
    return document


def merged_deadlines() -> Any:
    """One deadline and one responsible for three rows of a stage."""
    document = titled()
    table = table_in(document)
    made = [add_row(table, *row[1:3], "", "", row[5]) for row in ROWS[:3]]
    for column, text in ((2, "сентябрь 2026"), (3, "Куратор")):
        made[0][column].merge(made[2][column]).text = text
    return document


def merged_activity() -> Any:
    """One activity with two deadlines: its number and text are merged downwards."""
    document = titled()
    table = table_in(document)
    first = add_row(table, "1.", "", "до 10.09.2026", "Куратор", "Список")
    second = add_row(table, "", "", "до 10.02.2027", "Заместитель директора", "Справка")
    for column, text in ((0, "1."), (1, "Сверить списки участников")):
        first[column].merge(second[column]).text = text
    add_row(table, *ROWS[1][1:])
    return document


def lists_in_cells() -> Any:
    document = titled()
    table = table_in(document)
    cells = add_row(table, "1.", "Подготовить встречу:\n1) выбрать день;\n2) позвать гостей.", *ROWS[0][3:])
    cells[4].paragraphs[0].text = "Сценарий"
    for text in ("фотографии", "отзывы"):
        cells[4].add_paragraph(text, style="List Bullet")
    add_row(table, *ROWS[1][1:])
    return document


def nested_table() -> Any:
    document = titled()
    table = table_in(document)
    cells = add_row(table, *ROWS[0][1:])
    inner = cells[4].add_table(rows=0, cols=2)
    add_row(inner, "Копия", "в папку")
    add_row(table, *ROWS[1][1:])
    return document


def odd_numbers() -> Any:
    document = titled()
    table = table_in(document)
    for number, row in zip(ODD_NUMBERS, ROWS, strict=True):
        add_row(table, number, *row[2:])
        add_row(table, "", "", "", "", "")
    return document


ODD_NUMBERS = ("1.", "1.", "", "4а", "17", "17.1.")


def one_deadline_for_all() -> Any:
    document = titled()
    table = table_in(document)
    for row in ROWS:
        add_row(table, row[1], row[2], "в течение года", row[4], row[5])
    return document


# Documents ------------------------------------------------------------------------------------------------------------


def among_other_tables() -> Any:
    """Passport, approval sheet, budget, indicators and risks around the plan: only the plan is one."""
    document = docx.Document()
    approval(document)
    seal = document.add_table(rows=0, cols=2)
    add_row(seal, "СОГЛАСОВАНО\nПедагогический совет", "УТВЕРЖДАЮ\nДиректор П. И. Образцов\n01.09.2026")
    passport = document.add_table(rows=0, cols=2)
    for label, text in (
        ("Наименование программы", "Программа наставничества «Рядом»"),
        ("Сроки реализации", "сентябрь 2026 г. – август 2027 г."),
        ("Ответственный исполнитель", "Примерова А. С."),
        ("Цель", "Помочь каждому"),
        ("Ожидаемые результаты", "Больше довольных"),
    ):
        add_row(passport, label, text)
    budget = new_table(document, ("№", "Наименование расходов", "Сумма, руб.", "Источник финансирования"))
    add_row(budget, "1", "Бумага", "5000", "Внебюджетные средства")
    document.add_paragraph(TITLE)
    fill(table_in(document), ROWS)
    figures = new_table(document, ("№", "Показатель", "Ед. изм.", "2026", "2027"))
    add_row(figures, "1", "Доля участников", "%", "10", "20")
    risks = new_table(document, ("Риски", "Мероприятия по минимизации", "Срок", "Ответственный"))
    add_row(risks, "Мало наставников", "Пригласить выпускников", "октябрь", "Куратор")
    people = new_table(document, ("№", "ФИО наставника", "ФИО наставляемого", "Тема", "Период"))
    add_row(people, "1", "Образцов П. И.", "Тестова В. А.", "Сварка", "сентябрь – май")
    changes = new_table(document, ("№", "Содержание изменения", "Дата", "Подпись"))
    add_row(changes, "1", "Уточнены сроки", "01.10.2026", "")
    signatures = new_table(document, ("Должность", "ФИО", "Подпись", "Дата"))
    add_row(signatures, "Куратор", "Примерова А. С.", "", "01.09.2026")
    document.add_paragraph("Уважаемые коллеги! Ждём предложений до 15.10.2026.")
    return document


def two_plans() -> Any:
    document = docx.Document()
    document.add_paragraph("ПРОГРАММА НАСТАВНИЧЕСТВА на 2026-2027 учебный год")
    document.add_paragraph("План мероприятий проекта «Ученик – ученик»")
    fill(table_in(document), ROWS[:3])
    document.add_paragraph("План мероприятий проекта «Учитель – учитель»")
    fill(table_in(document), ROWS[3:])
    return document


def table_cut_in_two() -> Any:
    """A landscape plan cut into two tables, the second without a header."""
    document = titled()
    fill(table_in(document), ROWS[:3])
    second = document.add_table(rows=0, cols=5)
    fill(second, ROWS[3:])
    return document


# More of what is sent ------------------------------------------------------------------------------------------------


def by_months() -> Any:
    """No column of deadlines: the sections are months."""
    document = titled()
    table = table_in(document, ("№", "Мероприятие", "Ответственный"))
    for month, rows in (("СЕНТЯБРЬ", ROWS[:2]), ("ОКТЯБРЬ – НОЯБРЬ", ROWS[2:4])):
        add_merged(table, month)
        for row in rows:
            add_row(table, *row[1:3], row[4])
    return document


MONTHS: list[Row] = [
    *[("СЕНТЯБРЬ", *row[1:3], "СЕНТЯБРЬ", row[4], "") for row in ROWS[:2]],
    *[("ОКТЯБРЬ – НОЯБРЬ", *row[1:3], "ОКТЯБРЬ – НОЯБРЬ", row[4], "") for row in ROWS[2:4]],
]


def month_column() -> Any:
    """The month stands first and is merged downwards."""
    document = titled()
    table = table_in(document, ("Месяц", "Мероприятие", "Ответственный", "Результат"))
    made = [add_row(table, "", row[2], row[4], row[5]) for row in ROWS[:4]]
    made[0][0].merge(made[1][0]).text = "Сентябрь"
    made[2][0].merge(made[3][0]).text = "Октябрь"
    return document


def hyphenated_headings() -> Any:
    document = titled()
    fill(table_in(document, ("№\nп/п", "Меро-\nприятия", "Cроки", "Ответст-\nвенные", "Резуль-\nтат")), ROWS)
    return document


def date_and_time() -> Any:
    document = titled()
    table = table_in(document, ("№", "Дата", "Время", "Мероприятие", "Ответственный"))
    add_row(table, "1", "15.10.2026", "15:00", "Встреча", "Куратор")
    add_row(table, "2", "октябрь", "", "Беседа", "Куратор")
    return document


def deadline_with_responsible() -> Any:
    document = titled()
    table = table_in(document, ("№", "Мероприятие", "Срок, ответственный", "Результат"))
    for row in ROWS[:3]:
        add_row(table, row[1], row[2], f"{row[3]}\n{row[4]}", row[5])
    return document


def title_inside_table() -> Any:
    """The title and the approval stand in the table's first rows; notes and totals in its last."""
    document = landscape()
    table = document.add_table(rows=0, cols=5)
    add_merged(table, "УТВЕРЖДАЮ. Директор П. И. Образцов")
    add_merged(table, TITLE)
    add_row(table, *HEADER)
    add_row(table, "1", "2", "3", "4", "5")
    fill(table, ROWS)
    add_merged(table, "Итого: 6 мероприятий")
    add_merged(table, "Примечание: сроки могут быть изменены")
    add_merged(table, "Куратор ____________ А. С. Примерова")
    return document


def stage_named_once() -> Any:
    """A column of stages filled in the first row of each stage only, without merges."""
    document = titled()
    table = table_in(document, ("Этап", *HEADER))
    stage = ""
    for row in ROWS:
        add_row(table, row[STAGE] if row[STAGE] != stage else "", *row[1:])
        stage = row[STAGE]
    return document


def roman_stages() -> Any:
    document = titled()
    table = table_in(document)
    for place, row in enumerate(ROWS):
        if place in (0, 3):
            add_merged(table, ROMAN[place // 3])
        add_row(table, *row[1:])
    return document


ROMAN = ("I. ПОДГОТОВИТЕЛЬНЫЙ ЭТАП", "II. ОСНОВНОЙ ЭТАП")


def numbers_in_activity() -> Any:
    document = titled()
    table = table_in(document, HEADER[1:])
    for row in ROWS:
        add_row(table, f"{row[1]} {row[2]}", *row[3:])
    return document


def long_before_short() -> Any:
    """An activity of several paragraphs, one of them in bold, and a deadline of two lines."""
    document = titled()
    table = table_in(document)
    add_row(table, "1.", "Школа наставника\nТема: «Первая встреча»\nФорма: семинар", "октябрь 2026,\nмай 2027",
            "Куратор\nПсихолог", "Программа")  # fmt: skip
    add_row(table, *ROWS[1][1:])
    return document


# What Word puts inside ------------------------------------------------------------------------------------------------


def sdt(child: Any, *, placeholder: bool = False) -> Any:
    """A content control around an element."""
    mark = "<w:showingPlcHdr/>" if placeholder else ""
    wrapper = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr>{mark}</w:sdtPr><w:sdtContent/></w:sdt>")
    child.getparent().replace(child, wrapper)
    wrapper.find(qn("w:sdtContent")).append(child)
    return wrapper


def content_controls() -> Any:
    document = titled()
    table = table_in(document)
    fill(table, ROWS)
    rows = list(table.rows)
    sdt(rows[2]._tr)
    sdt(rows[3].cells[2]._tc)
    sdt(rows[4].cells[3].paragraphs[0].runs[0]._r)
    sdt(table._tbl)
    return document


def placeholders() -> Any:
    """An unfilled control («Место для ввода даты») is an empty cell."""
    document = titled()
    table = table_in(document)
    add_row(table, *ROWS[0][1:])
    cells = add_row(table, *ROWS[1][1:3], "Место для ввода даты.", *ROWS[1][4:])
    sdt(cells[2].paragraphs[0].runs[0]._r, placeholder=True)
    return document


def tracked(run: Any, name: str) -> None:
    """Mark a run as inserted or deleted by a reviewer."""
    element = run._r
    mark = OxmlElement(f"w:{name}")
    mark.set(qn("w:id"), "1")
    mark.set(qn("w:author"), "П. Образцов")
    element.getparent().replace(element, mark)
    mark.append(element)
    if name == "del":
        for text in element.findall(qn("w:t")):
            text.tag = qn("w:delText")


def tracked_changes() -> Any:
    document = titled()
    table = table_in(document)
    fill(table, ROWS)
    cell = table.rows[2].cells[2].paragraphs[0]
    tracked(cell.add_run(" (было в августе)"), "del")
    deadline = table.rows[4].cells[2].paragraphs[0]
    tracked(deadline.runs[0], "ins")
    gone = add_row(table, "7.", "Удалённое рецензентом", "июнь", "Никто", "Ничего")
    properties = table.rows[-1]._tr.get_or_add_trPr()
    mark = OxmlElement("w:del")
    mark.set(qn("w:id"), "9")
    mark.set(qn("w:author"), "П. Образцов")
    properties.append(mark)
    for each in gone:
        tracked(each.paragraphs[0].runs[0], "del")
    return document


def smart_tags_and_notes() -> Any:
    """Smart tags around words, a footnote's mark, a hidden run, a soft hyphen, a field."""
    document = titled()
    table = table_in(document)
    fill(table, ROWS)
    paragraph = table.rows[2].cells[1].paragraphs[0]
    run = paragraph.runs[0]._r
    tag = parse_xml(f'<w:smartTag {nsdecls("w")} w:uri="urn:x" w:element="date"/>')
    run.getparent().replace(run, tag)
    tag.append(run)
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>'))
    paragraph._p.append(
        parse_xml(f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>скрытое примечание</w:t></w:r>")
    )
    field = table.rows[3].cells[3].paragraphs[0]._p
    for xml in (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText>PAGE</w:instrText>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        field.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))
    return document


TEXT_BOX = """<w:r %s xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>%s
</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"""


def text_boxes() -> Any:
    """The approval and the title in text boxes, and the plan itself in a third."""
    document = docx.Document()
    for text in ("УТВЕРЖДАЮ Директор", TITLE):
        inside = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        document.add_paragraph()._p.append(parse_xml(TEXT_BOX % (nsdecls("w"), inside)))
    table = table_in(document)
    fill(table, ROWS)
    element = table._tbl
    holder = document.add_paragraph()._p
    element.getparent().remove(element)
    box = parse_xml(TEXT_BOX % (nsdecls("w"), "<w:p/>"))
    box.find(".//" + qn("w:txbxContent")).insert(0, element)
    holder.append(box)
    return document


DOCUMENTS: list[Shape] = [
    Shape(
        "columns_any_order",
        headed(
            ("Ответственные лица", "Вид документа", "Наименование мероприятий", "Дата проведения", "№ п/п"),
            (RESPONSIBLE, RESULT, ACTIVITY, DEADLINE, NUMBER),
        ),
    ),
    Shape(
        "no_number",
        headed(("Содержание деятельности", "Период", "Исполнители", "Форма отчёта"), (2, 3, 4, 5)),
        [without(ROWS, NUMBER)],
    ),
    Shape("only_activity_and_deadline", headed(("Мероприятия", "Сроки"), (2, 3)), [without(ROWS, 1, 4, 5)]),
    Shape("merged_heading_over_two", merged_heading_over_two, [
        [("", *row[1:3], "с 01.09.2026 по 15.09.2026", *row[4:]) for row in ROWS[:3]]
    ]),
    Shape("header_on_each_page", header_on_each_page),
    Shape("stage_column_merged", stage_column_merged),
    Shape("stages_between_tables", stages_between_tables),
    Shape("stages_bold_unmerged", stages_bold_unmerged),
    Shape("stages_numbered_unmerged", stages_numbered_unmerged, [NUMBERED_STAGES]),
    Shape("sections_inside_stages", sections_inside_stages, [SECTIONED]),
    Shape("split_rows", split_rows),
    Shape("merged_deadlines", merged_deadlines, [[
        ("", *ROWS[0][1:3], "сентябрь 2026", "Куратор", ROWS[0][5]),
        *[("", *row[1:3], "", "", row[5]) for row in ROWS[1:3]],
    ]]),
    Shape("merged_activity", merged_activity, [[
        ("", "1.", "Сверить списки участников", "до 10.09.2026", "Куратор", "Список"),
        ("", "", "Сверить списки участников", "до 10.02.2027", "Заместитель директора", "Справка"),
        ("", *ROWS[1][1:]),
    ]]),
    Shape("lists_in_cells", lists_in_cells, [[
        ("", "1.", "Подготовить встречу:\n1) выбрать день;\n2) позвать гостей.", *ROWS[0][3:5],
         "Сценарий\n– фотографии\n– отзывы"),
        ("", *ROWS[1][1:]),
    ]]),
    Shape("nested_table", nested_table, [[
        ("", *ROWS[0][1:5], f"{ROWS[0][5]}\nКопия\nв папку"), ("", *ROWS[1][1:]),
    ]]),
    Shape("odd_numbers", odd_numbers, [
        [("", number, *row[2:]) for number, row in zip(ODD_NUMBERS, ROWS, strict=True)]
    ]),
    Shape("one_deadline_for_all", one_deadline_for_all, [
        [("", *row[1:3], "в течение года", *row[4:]) for row in ROWS]
    ]),
    Shape("among_other_tables", among_other_tables),
    Shape("two_plans", two_plans, [ROWS[:3], ROWS[3:]]),
    Shape("table_cut_in_two", table_cut_in_two),
    Shape("by_months", by_months, [MONTHS]),
    Shape("month_column", month_column, [[
        ("", "", ROWS[0][2], "Сентябрь", *ROWS[0][4:]), ("", "", ROWS[1][2], "", *ROWS[1][4:]),
        ("", "", ROWS[2][2], "Октябрь", *ROWS[2][4:]), ("", "", ROWS[3][2], "", *ROWS[3][4:]),
    ]]),
    Shape("hyphenated_headings", hyphenated_headings),
    Shape("date_and_time", date_and_time, [[
        ("", "1", "Встреча", "15.10.2026, 15:00", "Куратор", ""), ("", "2", "Беседа", "октябрь", "Куратор", ""),
    ]]),
    Shape("deadline_with_responsible", deadline_with_responsible, [with_stage(ROWS[:3], "")]),
    Shape("title_inside_table", title_inside_table),
    Shape("stage_named_once", stage_named_once),
    Shape("roman_stages", roman_stages, [[(ROMAN[place // 3], *row[1:]) for place, row in enumerate(ROWS)]]),
    Shape("numbers_in_activity", numbers_in_activity, [with_stage(ROWS, "")]),
    Shape("long_before_short", long_before_short, [[
        ("", "1.", "Школа наставника\nТема: «Первая встреча»\nФорма: семинар", "октябрь 2026,\nмай 2027",
         "Куратор\nПсихолог", "Программа"),
        ("", *ROWS[1][1:]),
    ]]),
    Shape("content_controls", content_controls),
    Shape("placeholders", placeholders, [[
        ("", *ROWS[0][1:]), ("", *ROWS[1][1:3], "", *ROWS[1][4:]),
    ]]),
    Shape("tracked_changes", tracked_changes),
    Shape("smart_tags_and_notes", smart_tags_and_notes),
    Shape("text_boxes", text_boxes),
]  # fmt: skip


def main() -> None:
    from tests.data.plan_sheets import SHEETS

    HERE.mkdir(exist_ok=True)
    for shape in DOCUMENTS:
        save(shape.make(), HERE / f"{shape.name}.docx")
    for shape in SHEETS:
        save(shape.make(), HERE / shape.name)


if __name__ == "__main__":
    main()
