"""Plans read from documents: our own always, the collected ones where they are at hand."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from core.errors import DomainError
from roadmap.deadlines import Period
from roadmap.reading import PlanDraft, PlanRow, read_plan
from tests.roadmap.shared_data import OWN, ROOT, SHARED, shared_file, tsv_rows

DEMO = ROOT / "roadmap" / "demo"
FIELDS = ("stage", "number", "activity", "deadline", "responsible", "result")
INDEX = SHARED / "roadmaps" / "index.tsv"


def plans(path: Path) -> list[PlanDraft]:
    return read_plan(path.read_bytes(), path.name)


def shown(row: PlanRow) -> tuple[str, ...]:
    return tuple(
        " ".join(text.split())
        for text in (row.stage, row.number, row.text, row.deadline, row.responsible, row.result)
    )


def expected(path: Path, fields: tuple[str, ...] = FIELDS) -> list[tuple[str, ...]]:
    return [tuple(" ".join(row[name].split()) for name in fields) for row in tsv_rows(path)]


def test_demo_plan_gives_its_44_activities_in_7_stages() -> None:
    [plan] = plans(DEMO / "plan_2026_2027.docx")
    assert [shown(row) for row in plan.rows] == expected(DEMO / "plan_2026_2027.tsv")
    assert (len(plan.rows), len(plan.stages), len(plan.tasks)) == (44, 7, 7)
    assert plan.period == Period(date(2026, 9, 1), date(2027, 8, 31))
    assert plan.title.startswith("Дорожная карта программы наставничества")


def test_demo_plan_shows_what_a_person_should_look_at() -> None:
    [plan] = plans(DEMO / "plan_2026_2027.docx")
    doubts = {row.number: row.doubts for row in plan.rows if row.doubts}
    assert doubts["3.1."] == ("продолжение с новой страницы приклеено к строке",)
    assert doubts["4.5."] == ("номер 4.5 встречается дважды", "ответственный не указан")


def test_workbook_and_csv_give_the_same_plan() -> None:
    [book] = plans(OWN / "plan.xlsx")
    rows = expected(DEMO / "plan_2026_2027.tsv")
    rows[1] = (*rows[1][:3], "15.09.2026", *rows[1][4:])  # a real date cell
    assert [shown(row) for row in book.rows] == rows
    [text] = plans(OWN / "plan_cp1251.csv")
    assert [shown(row)[:5] for row in text.rows] == [row[:5] for row in expected(DEMO / "plan_2026_2027.tsv")]
    assert book.period == text.period == Period(date(2026, 9, 1), date(2027, 8, 31))


def test_tables_with_the_same_header_are_one_plan() -> None:
    [plan] = plans(OWN / "stages_in_parts.docx")
    assert [row.number for row in plan.rows] == list("1234567")
    assert plan.rows[0].stage == "Подготовка условий для запуска программы наставничества"
    assert plan.rows[1].activity.count("\n") == 5


def test_each_passport_and_the_roadmap_are_plans_of_their_own() -> None:
    found = plans(OWN / "passports.docx")
    assert [plan.title for plan in found] == [
        "Проект «Студент – студент»",
        "Проект «Педагог – педагог»",
        "План мероприятий «дорожная карта» на 2026 – 2029 гг.",
    ]
    assert [len(plan.rows) for plan in found] == [10, 10, 16]
    assert found[0].period == Period(date(2026, 9, 1), date(2029, 5, 31))
    assert found[2].period == Period(date(2026, 1, 1), date(2029, 12, 31))
    assert [row.number for row in found[0].rows] == [f"{n}." for n in range(2, 12)]


def test_cells_merged_downwards_are_inherited_and_said_so() -> None:
    [plan] = plans(OWN / "merged_down.docx")
    lower = plan.rows[1]
    assert (lower.number, lower.responsible, lower.effective("responsible")) == ("", "", "Директор")
    assert "ответственный: ячейка объединена с верхней" in lower.doubts
    third = [row for row in plan.rows if row.stage == "Формирование базы наставников"]
    assert [row.effective("deadline") for row in third] == ["01.02.2026г.- 28.02.2026г."] * 2
    assert plan.rows[0].content.startswith("1. Приказ о внедрении")


def test_two_line_header_and_automatic_numbers_are_read() -> None:
    [plan] = plans(OWN / "two_line_header.docx")
    assert [row.number for row in plan.rows] == ["1.", "2.", "3.", "4.", "5."]
    assert {row.deadline for row in plan.rows} == {"с 01.10.2026 по 15.10.2026"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bad_no_table.docx", "нет ни одной таблицы"),
        ("bad_no_header.docx", "Не найдена строка заголовков плана (таблица 1)"),
        ("bad_only_header.docx", "нет ни одной строки с мероприятием"),
    ],
)
def test_document_without_a_plan_is_refused_with_the_place(name: str, words: str) -> None:
    with pytest.raises(DomainError) as refusal:
        plans(OWN / name)
    assert words in refusal.value.message


def table_of(*rows: tuple[str, ...]) -> list[PlanDraft]:
    """The plans of a CSV made of the given rows."""
    return read_plan("\n".join("\t".join(row) for row in rows).encode(), "план.csv")


@pytest.mark.parametrize(
    "header",
    [
        ("Результат", "Срок", "Мероприятие", "Кто отвечает"),
        ("Подтверждающий документ", "Планируемый срок", "Необходимые действия", "Кем проводится"),
        ("Ожидаемые результаты", "Дата/время", "Формы работы", "Ответственный исполнитель"),
        ("Итоговый документ", "Месяц", "Содержание деятельности", "Исполнители"),
    ],
)
def test_columns_are_recognised_by_meaning_in_any_order(header) -> None:
    [plan] = table_of(header, ("Протокол", "октябрь", "Собраться", "Куратор"))
    [row] = plan.rows
    assert (row.activity, row.deadline, row.responsible, row.result) == (
        "Собраться",
        "октябрь",
        "Куратор",
        "Протокол",
    )


def test_row_that_sounds_like_a_header_stays_a_row() -> None:
    [plan] = table_of(
        ("Мероприятие", "Срок", "Ответственный"),
        ("Подведение итогов мероприятий", "дата по согласованию", "Ответственные за воспитание"),
        ("Мероприятие", "Срок", "Ответственный"),
        ("Собраться", "май", "Куратор"),
    )
    assert [row.activity for row in plan.rows] == ["Подведение итогов мероприятий", "Собраться"]


def test_marks_of_copied_text_become_plain_lines() -> None:
    [plan] = table_of(
        ("Мероприятие", "Срок"),
        ("**Собраться** и решить <ul><li>первое</li><li>второе</li></ul>", "до <b>5</b> мая"),
    )
    assert plan.rows[0].activity == "Собраться и решить\n– первое\n– второе"
    assert plan.rows[0].deadline == "до 5 мая"


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types>wordprocessingml.document.main+xml</Types>")
        archive.writestr("word/document.xml", b" " * 200_000_000)
    return buffer.getvalue()


def broken_inside() -> bytes:
    """A package that is whole as an archive, but whose document is no XML."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(DEMO / "plan_2026_2027.docx") as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<w:document" if name == "word/document.xml" else source.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.docx", b""),
        ("plan.docx", b"<html><body>no</body></html>"),
        ("plan.docx", (DEMO / "plan_2026_2027.docx").read_bytes()[:9000]),
        ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096),
        ("plan.docx", bomb()),
        ("plan.docx", broken_inside()),
        ("plan.pdf", b"%PDF-1.7\n%%EOF"),
        ("plan.csv", b"\x00\x01\x02\x03" * 50),
    ],
    ids=["empty", "html", "truncated", "old-or-encrypted", "bomb", "broken-inside", "pdf", "binary-csv"],
)
def test_unsound_file_is_refused_in_russian(name: str, data: bytes) -> None:
    with pytest.raises(DomainError) as refusal:
        read_plan(data, name)
    assert any("а" <= letter <= "я" for letter in refusal.value.message)


def collected() -> list[str]:
    return [row["file"] for row in tsv_rows(INDEX)] if INDEX.exists() else ["index.tsv"]


@pytest.mark.parametrize("name", collected())
def test_collected_plan_is_read_row_by_row(name: str) -> None:
    path = shared_file(f"roadmaps/{name}")
    tables = {row["file"]: row["tables"].split(", ") for row in tsv_rows(INDEX)}[name]
    rows = [row for table in tables for row in expected(path.with_name(f"{table}.tsv"))]
    found = [shown(row) for plan in plans(path) for row in plan.rows]
    assert sorted(found) == sorted(rows)
    if len(tables) == 1:
        assert found == rows
