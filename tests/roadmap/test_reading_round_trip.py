"""A plan written as a document, a workbook, a delimited table or a text is read back with the same rows."""

import contextlib
import csv
import io
from itertools import pairwise

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from roadmap.reading import PlanDraft, read_pasted, read_plan
from tests.data.plan_sheets import ods

pytestmark = pytest.mark.slow

HEADINGS = {
    "number": ("№", "№ п/п", "Номер"),
    "activity": ("Мероприятие", "Наименование мероприятий", "Планируемые мероприятия"),
    "deadline": ("Срок", "Сроки проведения", "Дата", "Период"),
    "responsible": ("Ответственный", "Исполнители", "Ответственные лица"),
    "result": ("Результат", "Вид документа", "Форма отчёта"),
}
VERBS, THINGS = (
    ("Провести", "Собрать", "Подготовить", "Обсудить"),
    ("встречу", "группу", "анкеты", "«Школу»", "план"),
)
VALUES = {
    "number": st.sampled_from(["1.", "2", "2.1.", "17", "3)", ""]),
    "activity": st.builds(
        lambda verb, thing, tail: f"{verb} {thing}{tail}",
        st.sampled_from(VERBS), st.sampled_from(THINGS),
        st.sampled_from(["", " с родителями", "; сдать отчёт, копию", " (при желании)", ' "Рядом"']),
    ),
    "deadline": st.sampled_from(["до 10.10.2026", "Октябрь", "В течение года", "Ежегодно, май", "По плану", ""]),
    "responsible": st.sampled_from(["Куратор", "Директор, куратор", "Зам. директора по ВР", ""]),
    "result": st.sampled_from(["Приказ", "Протокол; фото", "Отчёт, 2 шт.", ""]),
}  # fmt: skip
Table = tuple[tuple[str, ...], list[dict[str, str]], list[str]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Fields in any order, a heading for each, rows that say something besides their activity."""
    order = draw(st.permutations(list(HEADINGS)))
    fields = [name for name in order if name in ("activity", "deadline") or draw(st.booleans())]
    rows = draw(
        st.lists(st.fixed_dictionaries({name: VALUES[name] for name in fields}), min_size=1, max_size=6)
    )
    for row in rows:
        row["deadline"] = row["deadline"] or "Май"
    heads = [draw(st.sampled_from(HEADINGS[name])) for name in fields]
    return tuple(fields), rows, heads


def cells(table: Table) -> list[list[str]]:
    fields, rows, heads = table
    return [heads, *([row[name] for name in fields] for row in rows)]


def as_docx(table: Table) -> bytes:
    document = docx.Document()
    made = document.add_table(rows=0, cols=len(table[0]))
    for line in cells(table):
        for cell, text in zip(made.add_row().cells, line, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_xlsx(table: Table) -> bytes:
    book = openpyxl.Workbook()
    for line in cells(table):
        book.active.append([text or None for text in line])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_csv(table: Table, delimiter: str, encoding: str) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(cells(table))
    return buffer.getvalue().encode(encoding)


def escaped(table: Table) -> list[list[str]]:
    return [[text.replace('"', "&quot;") for text in line] for line in cells(table)]


def check(plans: list[PlanDraft], table: Table) -> None:
    fields, rows, _ = table
    [plan] = plans
    found = [{name: getattr(row, name) for name in fields} for row in plan.rows]
    assert found == rows


@settings(max_examples=25, deadline=None)
@given(tables())
def test_document_gives_its_rows_back(table: Table) -> None:
    check(read_plan(as_docx(table), "план.docx"), table)


@settings(max_examples=10, deadline=None)
@given(tables())
def test_workbooks_give_their_rows_back(table: Table) -> None:
    check(read_plan(as_xlsx(table), "план.xlsx"), table)
    check(read_plan(ods(escaped(table), {}), "план.ods"), table)


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from([(";", "cp1251"), (",", "utf-8-sig"), ("\t", "utf-8"), (";", "utf-8")]))
def test_delimited_table_gives_its_rows_back(table: Table, shape: tuple[str, str]) -> None:
    check(read_plan(as_csv(table, *shape), "план.csv"), table)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_text_with_tabs_gives_its_rows_back(table: Table) -> None:
    check(read_pasted("\n".join("\t".join(line) for line in cells(table))), table)


@st.composite
def run_together(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Lines of a PDF without its columns, each row cut anywhere between its words, and the rows themselves."""
    rows = [
        [f"{number}.", draw(VALUES["activity"]), draw(st.sampled_from(TIMES)), draw(st.sampled_from(WHO)),
         draw(st.sampled_from(("Приказ", "Протокол; фото", "Отчёт, 2 шт.")))]
        for number in range(1, draw(st.integers(1, 5)) + 1)
    ]  # fmt: skip
    lines = ["№ Мероприятие Срок Ответственный Результат"]
    for row in rows:
        words = " ".join(row).split()
        cuts = sorted(draw(st.sets(st.integers(3, len(words) - 1), max_size=3)))
        lines += [" ".join(words[a:b]) for a, b in pairwise([0, *cuts, len(words)])]
    return lines, rows


TIMES = (
    "до 10.10.2026",
    "октябрь-ноябрь",
    "5 октября 2026",
    "Ежегодно, май",
    "в течение года",
    "по четвергам",
)
WHO = ("Куратор", "Директор, куратор", "Классные руководители")


@settings(max_examples=60, deadline=None)
@given(run_together())
def test_columns_that_have_run_together_are_doubts_and_lose_no_word(
    case: tuple[list[str], list[list[str]]],
) -> None:
    lines, rows = case
    [plan] = read_pasted("\n".join(lines))
    found = [row for row in plan.rows if row.number]
    assert [row.number for row in found] == [row[0] for row in rows]
    for row, written in zip(found, rows, strict=True):
        assert any("разложена по догадке" in doubt or "перемешаны" in doubt for doubt in row.doubts)
        told = f"{row.number} {row.text} {row.deadline} {row.responsible} {row.result}"
        assert sorted(told.split()) == sorted(" ".join(written).split())


def test_lines_that_go_across_the_columns_are_told_so() -> None:
    text = """План работы на 2026-2027 учебный год
№ Мероприятие Срок Ответственный Результат
1 Принять решение о До 28 Директор Приказ о
внедрении целевой августа внедрении
модели 2026
2 Назначить куратора до 15.09.2026 Директор Приказ"""
    [plan] = read_pasted(text)
    assert [any("перемешаны" in doubt for doubt in row.doubts) for row in plan.rows] == [True, False]


def test_top_number_after_parts_begins_a_row_of_its_own() -> None:
    text = """План работы на 2026-2027 учебный год
№ Мероприятие Срок Ответственный Результат
1.1. Провести собрания октябрь-ноябрь Классные руководители Протоколы
2. Обучить наставников декабрь 2026 Педагог-психолог Журнал занятий"""
    [plan] = read_pasted(text)
    assert [(row.number, row.deadline, row.responsible) for row in plan.rows] == [
        ("1.1.", "октябрь-ноябрь", "Классные руководители"),
        ("2.", "декабрь 2026", "Педагог-психолог"),
    ]


PIECES = (
    "№", "Мероприятие", "Срок", "Ответственный", "1", "2.", "до 5 октября", "Этап 1. База", "Задача этапа: знать",
    "Собрать группу  май  Куратор", "а\tб\tв", "№\tМероприятие\tСрок", "| 1 | x | май |", "|---|---|", "   ", "",
    "1.\tСобраться\tмай", "\tпродолжение\t", '"кавычка', "№   Мероприятие      Срок", "1   Собраться        май",
    "Содержание", "приложение 1",
)  # fmt: skip
LINES = st.lists(st.sampled_from(PIECES), max_size=14).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(st.one_of(LINES, st.text(max_size=200)))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    plans: list[PlanDraft] = []
    with contextlib.suppress(DomainError):
        plans = read_pasted(text)
    assert all(plan.rows for plan in plans)


def test_a_column_that_is_empty_at_first_is_no_frame_of_the_plan() -> None:
    """Found by the property above: the row that had somebody in it was taken for the end of the plan."""
    heads = ["Ответственный", "Срок", "Мероприятие"]
    rows = [
        {"responsible": name, "deadline": "до 10.10.2026", "activity": "Провести встречу"}
        for name in ("", "", "Куратор")
    ]
    table: Table = ("responsible", "deadline", "activity"), rows, heads
    check(read_pasted("\n".join("\t".join(line) for line in cells(table))), table)
