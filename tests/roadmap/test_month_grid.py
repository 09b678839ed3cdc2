"""Plans whose months are columns: marks become a deadline, nothing else is touched."""

import csv
import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.deadlines import parse_deadline
from roadmap.deadlines.lexicon import MONTH_NAMES
from roadmap.deadlines.occurrences import occurrences
from roadmap.reading import PlanDraft, read_plan
from roadmap.reading.model import Cell, Grid, GridRow
from roadmap.reading.month_grid import MONTHS_JOINED, with_one_deadline

SCHOOL = [9, 10, 11, 12, 1, 2, 3, 4, 5]


def plan(header: list[str], *rows: list[str], title: str = "План на 2026-2027 учебный год") -> PlanDraft:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([[title], header, *rows])
    [found] = read_plan(buffer.getvalue().encode(), "план.csv")
    return found


def test_marks_days_and_dashes_in_columns_of_months() -> None:
    found = plan(
        ["№", "Мероприятие", "сен.", "окт.", "ноябрь", "дек.", "Ответственный"],
        ["1", "Приказ", "до 15", "-", "", "", "Директор"],
        ["2", "Встречи", "", "х", "V", "+", "Куратор"],
    )
    assert [(row.deadline, row.responsible) for row in found.rows] == [
        ("до 15 сентября", "Директор"),
        ("октябрь, ноябрь, декабрь", "Куратор"),
    ]
    assert MONTHS_JOINED in found.doubts
    assert ("Срок по месяцам", "срок") in found.columns


def test_merged_marks_are_a_range_and_headings_of_stages_stay() -> None:
    def row(number: int, *cells: Cell) -> GridRow:
        return GridRow(number, [cell for cell in cells for _ in range(cell.colspan)])

    months = [Cell(name) for name in ("Сентябрь 2026", "Октябрь 2026", "Ноябрь 2026", "Январь 2027")]
    grid = Grid(
        [
            row(1, Cell("Мероприятие"), *months, Cell("Исполнитель")),
            row(2, Cell("Этап 1", colspan=6)),
            row(3, Cell("Отбор"), Cell("x", colspan=3), Cell(""), Cell("Куратор")),
            row(4, Cell("Работа"), Cell("весь срок", colspan=4), Cell("Куратор")),
        ],
        "таблица 1",
    )
    made = with_one_deadline(grid)
    assert [[cell.text for cell in each.slots] for each in made.rows] == [
        ["Мероприятие", "Срок по месяцам", "Исполнитель"],
        ["Этап 1"] * 3,
        ["Отбор", "сентябрь 2026 – ноябрь 2026", "Куратор"],
        ["Работа", "сентябрь 2026 – январь 2027", "Куратор"],
    ]


@pytest.mark.parametrize("again", [True, False])
def test_header_of_two_lines_over_the_months_is_one(again: bool) -> None:
    lower = ["№", "Мероприятие"] if again else ["", ""]
    found = plan(
        ["№", "Мероприятие", "Сроки", "", "", "", "Ответственный"],
        [*lower, "сентябрь", "октябрь", "ноябрь", "декабрь", "Ответственный" if again else ""],
        ["1", "Приказ", "+", "", "", "", "Директор"],
    )
    assert [(row.activity, row.deadline, row.responsible) for row in found.rows] == [
        ("Приказ", "сентябрь", "Директор")
    ]


def test_header_merged_downwards_beside_the_months_is_one() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=6)
    texts = (
        ["Мероприятие", "Месяцы", "", "", "", "Ответственный"],
        ["", "сент.", "окт.", "нояб.", "дек.", ""],
        ["Приказ", "", "х", "х", "", "Директор"],
    )
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    for column in (0, 5):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 1).merge(table.cell(0, 4))
    buffer = io.BytesIO()
    document.save(buffer)
    [found] = read_plan(buffer.getvalue(), "план.docx")
    assert [(row.activity, row.deadline, row.responsible) for row in found.rows] == [
        ("Приказ", "октябрь, ноябрь", "Директор")
    ]


def test_table_without_columns_of_months_stays_itself() -> None:
    grid = Grid([GridRow(1, [Cell("Месяц"), Cell("Май"), Cell("Июнь")])], "таблица 1")
    assert with_one_deadline(grid) is grid


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sets(st.sampled_from(SCHOOL), min_size=1), min_size=1, max_size=4))
def test_deadline_comes_due_in_the_marked_months_and_in_no_other(marked: list[set[int]]) -> None:
    rows = [
        [f"Дело {n}", *("+" if month in months else "" for month in SCHOOL)]
        for n, months in enumerate(marked)
    ]
    found = plan(["Мероприятие", *(MONTH_NAMES[month] for month in SCHOOL)], *rows)
    for row, months in zip(found.rows, marked, strict=True):
        reading = parse_deadline(row.deadline, period_start=found.period.start, period_end=found.period.end)
        dues = occurrences(reading, found.period)
        assert {due.end.month for due in dues if due.end} == months


@pytest.mark.parametrize(
    ("cell", "halves"),
    [
        ("до 1 сентября, директор", ("до 1 сентября", "директор")),
        ("Директор; до 1 сентября", ("до 1 сентября", "Директор")),
        ("сентябрь, октябрь, куратор", ("сентябрь, октябрь", "куратор")),
        ("сентябрь, октябрь", ("сентябрь, октябрь", "")),
        ("куратор", ("куратор", "")),
    ],
)
def test_deadline_and_responsible_in_one_line_part(cell: str, halves: tuple[str, str]) -> None:
    found = plan(["Мероприятие", "Сроки и ответственные"], ["Приказ", cell])
    assert [(row.deadline, row.responsible) for row in found.rows] == [halves]


def test_header_of_two_lines_without_merged_cells_is_one() -> None:
    found = plan(
        ["№", "Мероприятие", "Сроки", "Сроки", "Ответственный"],
        ["№", "Мероприятие", "начало", "окончание", "Ответственный"],
        ["1", "Приказ", "01.09.2026", "10.09.2026", "Директор"],
    )
    assert [row.deadline for row in found.rows] == ["с 01.09.2026 по 10.09.2026"]


def test_numbers_that_begin_anew_in_each_stage_are_no_doubt() -> None:
    found = plan(
        ["№", "Мероприятие", "Срок"],
        ["I. Начало", "", ""], ["1", "Приказ", "май"], ["II. Работа", "", ""], ["1", "Встреча", "май"],
        ["1", "Отчёт", "май"],
    )  # fmt: skip
    assert [bool(row.doubts) for row in found.rows] == [False, True, True]
