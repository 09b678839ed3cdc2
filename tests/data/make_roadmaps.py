"""Makes the plan documents of the demo and of the tests, the same bytes every time.

    python tests/data/make_roadmaps.py

The plan's rows stand in `roadmap/demo/plan_2026_2027.tsv`; from them come the demo's document and, in the shapes that
institutions really send, the files of `tests/data/roadmaps`. Every word is our own.
"""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "roadmap" / "demo"
HERE = Path(__file__).parent / "roadmaps"
MOMENT = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
TITLE = "Дорожная карта программы наставничества Приреченского политехнического колледжа\nна 2026-2027 учебный год"
HEADER = ("Этап. Мероприятия этапа", "Длительность этапа", "Ответственные", "Результат")
TASKS = (
    "Задача этапа – договориться, зачем колледжу программа, и создать для неё условия.",
    "Задача этапа – узнать, кому и в чём нужна помощь наставника.",
    "Задача этапа – найти тех, кто может и хочет помогать.",
    "Задача этапа – выбрать подходящих наставников и подготовить их.",
    "Задача этапа – собрать пары, в которых людям хорошо работать вместе.",
    "Задача этапа – помочь парам встречаться с пользой до самого конца.",
    "Задачи этапа: подвести итоги, поблагодарить участников и рассказать о лучшем.",
)
Row = dict[str, str]


def plan_rows() -> list[Row]:
    with (DEMO / "plan_2026_2027.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def by_stage(rows: list[Row]) -> dict[str, list[Row]]:
    stages: dict[str, list[Row]] = {}
    for row in rows:
        stages.setdefault(row["stage"], []).append(row)
    return stages


# Word ------------------------------------------------------------------------------------------------------------


def landscape() -> Any:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    return document


def approval(document: Any) -> None:
    for line in ("УТВЕРЖДАЮ:", "Директор", "_____________ П. И. Образцов", "«20» августа 2026 г."):
        document.add_paragraph(line).alignment = 2


def add_row(table: Any, *texts: str) -> Any:
    cells = table.add_row().cells
    for cell, text in zip(cells, texts, strict=False):
        lines = text.split("\n")
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)
    return cells


def add_merged(table: Any, text: str, first: int = 0) -> None:
    cells = table.add_row().cells
    cells[first].merge(cells[-1]).text = text


def new_table(document: Any, header: tuple[str, ...]) -> Any:
    table = document.add_table(rows=0, cols=len(header))
    table.style = "Table Grid"
    add_row(table, *header)
    return table


def repeat_header(table: Any) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def demo_plan(rows: list[Row]) -> Any:
    """The demo: stages merged over all columns with their aims below, numbers inside the cell, a row split in two."""
    document = landscape()
    approval(document)
    document.add_heading(TITLE, level=1)
    table = new_table(document, HEADER)
    repeat_header(table)
    for task, (stage, its_rows) in zip(TASKS, by_stage(rows).items(), strict=True):
        add_merged(table, stage)
        add_merged(table, task)
        for row in its_rows:
            first, rest = row["activity"], ""
            if row["number"] == "3.1.":
                first, rest = row["activity"].split(" выпускникам", 1)
                rest = "выпускникам" + rest
            add_row(table, f"{row['number']} {first}", row["deadline"], row["responsible"], row["result"])
            if rest:
                add_row(table, rest, "", "", "")
    return document


def stages_in_parts(rows: list[Row]) -> Any:
    """Three tables with the header repeated in each, a letter after them that is no plan."""
    document = docx.Document()
    document.add_paragraph("План внедрения целевой модели наставничества на 2026-2027 учебный год")
    stages = list(by_stage(rows).items())
    header = (
        "№ этапа",
        "Наименование этапа",
        "Длительность этапа",
        "На этом этапе важно:",
        "Рекомендуемые документы",
    )
    for part in (stages[:1], stages[1:4], stages[4:]):
        table = new_table(document, header)
        for stage, its_rows in part:
            number, name = stage.rstrip(".").removeprefix("Этап ").split(". ", 1)
            works = "\n".join(f"– {row['activity'].lower()};" for row in its_rows)
            add_row(table, number, name, its_rows[0]["deadline"], works, its_rows[0]["result"])
        document.add_paragraph("")
    document.add_paragraph("Уважаемые партнёры! Ждём ваших предложений до 15.10.2026.")
    return document


def passports(rows: list[Row]) -> Any:
    """Two project passports with the plan inside each, tables that are no plans, then the programme's own plan."""
    document = docx.Document()
    document.add_paragraph("ПРОГРАММА НАСТАВНИЧЕСТВА на период 2026-2029 гг.")
    for name, number in (("Студент – студент", "1."), ("Педагог – педагог", "")):
        document.add_paragraph(f"4. Проект «{name}»")
        table = document.add_table(rows=0, cols=5)
        table.style = "Table Grid"
        for label, text in (("Проект", f"«{name}»"), ("Сроки реализации", "Сентябрь 2026г. - май 2029г.")):
            cells = add_row(table, label)
            cells[1].merge(cells[4]).text = text
        top = add_row(table, "Планируемые мероприятия", number, "Мероприятия", "Дата", "Ответственный")[0]
        bottom = top
        for place, row in enumerate(rows[6:16], 2):
            bottom = add_row(table, "", f"{place}.", row["activity"], row["deadline"], row["responsible"])[0]
        top.merge(bottom)
        top.text = "Планируемые мероприятия"
        cells = add_row(table, "Планируемые результаты")
        cells[1].merge(cells[4]).text = "Больше участников, меньше пропусков."
    document.add_paragraph("Показатели")
    figures = new_table(document, ("№", "Показатель", "2026", "2027", "2028", "2029"))
    add_row(figures, "1.", "Доля довольных наставников, %", "50", "55", "60", "70")
    document.add_paragraph("Риски")
    add_row(new_table(document, ("№", "Риски", "Пути минимизации")), "1.", "Мало наставников", "Группы")
    document.add_paragraph("План мероприятий «дорожная карта» на 2026 – 2029 гг.")
    table = new_table(
        document, ("Наименование мероприятия", "Ожидаемый результат", "Срок реализации", "Исполнитель")
    )
    repeat_header(table)
    for stage, its_rows in list(by_stage(rows).items())[:3]:
        add_merged(table, stage.replace("Этап ", ""))
        for row in its_rows:
            add_row(table, row["activity"], row["result"], row["deadline"], row["responsible"])
    return document


def merged_down(rows: list[Row]) -> Any:
    """Number, stage, responsible and deadline merged downwards; two columns of the activity; the deadline last."""
    document = landscape()
    approval(document)
    document.add_paragraph("Дорожная карта (план мероприятий) на 2026г.")
    header = ("№ п/п", "Этапы", "Мероприятие", "Содержание деятельности", "Ответственные", "Сроки")
    table = new_table(document, header)
    for stage, its_rows in by_stage(rows).items():
        number, name = stage.rstrip(".").removeprefix("Этап ").split(". ", 1)
        made = [
            add_row(table, "", "", row["activity"], f"1. {row['result']}.\n2. Запись в журнале.", "", "")
            for row in its_rows[:2]
        ]
        for column, text in ((0, f"{number}."), (1, name), (4, its_rows[0]["responsible"])):
            made[0][column].merge(made[-1][column]).text = text
        made[0][5].text, made[-1][5].text = "01.02.2026г.- 28.02.2026г.", "с 01.03.2026г."
        if number == "3":
            made[0][5].merge(made[-1][5]).text = "01.02.2026г.- 28.02.2026г."
    return document


def two_line_header(rows: list[Row]) -> Any:
    """A header of two lines («Срок»: начало, окончание), a line of column numbers, automatic numbering of rows."""
    document = landscape()
    document.add_paragraph("План работы с наставниками на 2026/2027 учебный год")
    table = document.add_table(rows=2, cols=6)
    table.style = "Table Grid"
    top, under = table.rows[0].cells, table.rows[1].cells
    for column, text in (
        (0, "№"),
        (1, "Содержание работы"),
        (4, "Кто отвечает"),
        (5, "Отметка о выполнении"),
    ):
        top[column].merge(under[column]).text = text
    top[2].merge(top[3]).text = "Срок"
    under[2].text, under[3].text = "начало", "окончание"
    add_row(table, "1", "2", "3", "4", "5", "6")
    for row in rows[:5]:
        cells = add_row(table, "", row["activity"], "01.10.2026", "15.10.2026", row["responsible"], "")
        cells[0].paragraphs[0].style = "List Number"
    return document


# Workbooks -------------------------------------------------------------------------------------------------------


def workbook(rows: list[Row]) -> Any:
    """The plan in a workbook: approval in the last column, title merged, a real date cell, no merges for stages."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "План"
    sheet["E1"], sheet["E2"] = "УТВЕРЖДАЮ", "Директор ____________ П. И. Образцов"
    sheet["A4"] = TITLE
    sheet.merge_cells("A4:E4")
    sheet.append([])
    sheet.append(["№ п/п", "Мероприятие", "Сроки", "Ответственные", "Ожидаемый результат"])
    for stage, its_rows in by_stage(rows).items():
        sheet.append([stage])
        for row in its_rows:
            deadline: Any = date(2026, 9, 15) if row["number"] == "1.2." else row["deadline"]
            sheet.append([row["number"], row["activity"], deadline, row["responsible"], row["result"]])
    notes = book.create_sheet("показатели")
    notes.append(["Показатели", 2026, 2027])
    notes.append(["Довольны наставники, %", 50, 55])
    return book


def delimited(rows: list[Row]) -> bytes:
    """Semicolons, cp1251, title lines above the header, empty lines at the end."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerows(
        [["ДОРОЖНАЯ КАРТА", "", "", ""], ["на 2026-2027 учебный год", "", "", ""], ["", "", "", ""]]
    )
    writer.writerow(["№ п/п", "Мероприятие", "Сроки", "Ответственные"])
    for stage, its_rows in by_stage(rows).items():
        writer.writerow([stage, "", "", ""])
        writer.writerows(
            [[row["number"], row["activity"], row["deadline"], row["responsible"]] for row in its_rows]
        )
    writer.writerows([["", "", "", ""]] * 2)
    return buffer.getvalue().encode("cp1251")


# Bad ones --------------------------------------------------------------------------------------------------------


def no_table(_: list[Row]) -> Any:
    document = docx.Document()
    document.add_paragraph("Дорожная карта на 2026-2027 учебный год. Таблица будет позже.")
    return document


def no_header(rows: list[Row]) -> Any:
    document = docx.Document()
    table = document.add_table(rows=0, cols=4)
    for row in rows[:4]:
        add_row(table, row["number"], row["activity"], row["deadline"], row["responsible"])
    return document


def only_header(_: list[Row]) -> Any:
    document = docx.Document()
    new_table(document, ("№", "Мероприятие", "Срок", "Ответственный"))
    return document


# Saving ----------------------------------------------------------------------------------------------------------


def save(made: Any, path: Path) -> None:
    """Save a document with fixed times inside, so that the same content is the same file."""
    if isinstance(made, bytes):
        path.write_bytes(made)
        return
    properties = made.core_properties if hasattr(made, "core_properties") else made.properties
    properties.created = properties.modified = MOMENT.replace(tzinfo=None)
    buffer = io.BytesIO()
    made.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = fixed_times(content)
            target.writestr(
                zipfile.ZipInfo(name, date_time=(2026, 8, 20, 9, 0, 0)), content, zipfile.ZIP_DEFLATED
            )


def fixed_times(core: bytes) -> bytes:
    """openpyxl writes the moment of saving; here it is always the same one."""
    start = core.find(b"<dcterms:modified")
    if start < 0:
        return core
    begin = core.index(b">", start) + 1
    return core[:begin] + MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + core[core.index(b"<", begin) :]


FILES: dict[str, Callable[[list[Row]], Any]] = {
    "stages_in_parts.docx": stages_in_parts,
    "passports.docx": passports,
    "merged_down.docx": merged_down,
    "two_line_header.docx": two_line_header,
    "plan.xlsx": workbook,
    "plan_cp1251.csv": delimited,
    "bad_no_table.docx": no_table,
    "bad_no_header.docx": no_header,
    "bad_only_header.docx": only_header,
}


def main() -> None:
    rows = plan_rows()
    HERE.mkdir(exist_ok=True)
    save(demo_plan(rows), DEMO / "plan_2026_2027.docx")
    for name, make in FILES.items():
        save(make(rows), HERE / name)


if __name__ == "__main__":
    main()
