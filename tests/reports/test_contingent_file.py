"""The contingent from a spreadsheet: read whole or not at all, every wrong row told by its number."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scopes_disabled
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core.errors import DomainError
from core.models import Membership
from mentorship.models import Programme
from reports.contingent_file import count_of, kind_of, read_contingent
from reports.indicator_enums import ContingentKind
from reports.models import ContingentFigure
from tests import factories

TODAY = date(2026, 11, 20)
HEAD = ["Кто", "Сколько", "На дату", "Источник"]


def book(*rows: list[object]) -> bytes:
    made = Workbook()
    for row in (["Контингент колледжа"], HEAD, *rows):
        made.active.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


GOOD = (
    ["Обучающиеся 10–19 лет", 474, date(2026, 10, 1), "приказ о контингенте"],
    ["Дети от 15 до 19", "1 250", "01.10.2026", "СПО-1"],
    ["Молодые специалисты (стаж 0–3 года)", 6, date(2026, 10, 1), "кадры"],
    ["Педагоги", 48.0, date(2026, 10, 1), "кадры"],
)
BAD = (
    ["Кошки", 3, date(2026, 10, 1), "приказ"],
    ["Педагоги", -1, date(2026, 10, 1), "приказ"],
    ["Педагоги", 48, date(2027, 1, 1), ""],
    ["Все обучающиеся", 500, "вчера", "приказ"],
    ["Педагоги", 48, date(2026, 9, 1), "кадры"],
    ["Педагоги", 49, date(2026, 9, 1), "кадры"],
)


def test_rows_are_read_as_passports_write_them() -> None:
    found = read_contingent(book(*GOOD), "контингент.xlsx", today=TODAY)
    assert found.problems == []
    assert [(line.kind, line.count) for line in found.lines] == [
        (ContingentKind.STUDENTS_10_19, 474),
        (ContingentKind.STUDENTS_15_19, 1250),
        (ContingentKind.YOUNG_SPECIALISTS, 6),
        (ContingentKind.TEACHERS, 48),
    ]


def test_csv_is_read_too() -> None:
    text = "Кто;Сколько;На дату;Источник\nВсе обучающиеся;480;01.10.2026;СПО-1\n"
    found = read_contingent(text.encode("cp1251"), "контингент.csv", today=TODAY)
    assert [(line.kind, line.count, line.as_of) for line in found.lines] == [
        (ContingentKind.STUDENTS, 480, date(2026, 10, 1))
    ]


def test_every_wrong_row_is_told_by_the_number_that_the_sheet_shows() -> None:
    found = read_contingent(book(*GOOD, *BAD), "контингент.xlsx", today=TODAY)
    told = [str(one) for one in found.problems]
    assert told[0].startswith("Строка 7: не понять, кто посчитан: «Кошки»")
    assert told[1] == "Строка 8: «Сколько» – целое число от нуля, а стоит «-1»"
    assert told[2:4] == [
        "Строка 9: дата ещё не наступила",
        "Строка 9: не указан источник: приказ, отчёт, форма",
    ]
    assert told[4].startswith("Строка 10: «На дату»")
    assert told[5] == "Строка 12: «Педагогические работники» на эту дату уже есть в строке 11"


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"", "пуст"), (b"PK\x03\x04 not a book", ""), ("Имя;Возраст\nА;1\n".encode(), "")],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, told: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_contingent(data, "файл.csv" if data[:2] != b"PK" else "файл.xlsx", today=TODAY)
    assert told in refused.value.message.lower()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Всего обучающихся, чел.", ContingentKind.STUDENTS),
        ("Студенты колледжа", ContingentKind.STUDENTS),
        ("Преподаватели и мастера производственного обучения", ContingentKind.TEACHERS),
        ("Предприятия-партнёры", ContingentKind.PARTNERS),
        ("Молодые педагоги", ContingentKind.YOUNG_SPECIALISTS),
        ("Обучающиеся с ОВЗ", None),
        ("Студенты первого курса", None),
        ("Педагоги-психологи", None),
        ("Обучающиеся 2 курса", None),
    ],
)
def test_a_part_of_the_contingent_is_not_taken_for_the_whole(words: str, kind: ContingentKind | None) -> None:
    assert kind_of(words) is kind


@given(st.text(max_size=80))
def test_any_words_are_some_kind_or_none(text: str) -> None:
    kind = kind_of(text)
    assert kind is None or kind_of(kind.label) is kind


@given(st.one_of(st.integers(), st.floats(), st.text(max_size=20), st.none(), st.booleans()))
def test_a_count_is_a_whole_number_of_people_or_none(value: object) -> None:
    count = count_of(value)
    assert count is None or 0 <= count <= 2_000_000_000


@pytest.fixture
def programme(curator: Membership) -> Programme:
    return factories.programme(curator.organization)


def upload(web, data: bytes):
    file = SimpleUploadedFile("контингент.xlsx", data)
    return web.post(reverse("reports:contingent_load"), {"file": file}, follow=True)


def test_a_file_is_loaded_whole_or_not_at_all(programme: Programme, curator: Membership, signed_in) -> None:
    web = signed_in(curator)
    past = [[kind, count, date(2026, 9, 2), source] for kind, count, _, source in GOOD]
    answer = upload(web, book(*past, ["Кошки", 3, date(2026, 9, 2), "приказ"]))
    assert answer.status_code == 422
    assert "Строка 7: не понять" in answer.content.decode()
    with scopes_disabled():
        assert not ContingentFigure.objects.exists()
    page = upload(web, book(*past)).content.decode()
    assert "Загружено: 4\u00a0числа." in page
    # 1250 of 15–19 are more than 474 of 10–19: kept, and told at once.
    assert "больше, чем" in page
    with scopes_disabled():
        assert ContingentFigure.objects.filter(programme=programme).count() == 4
