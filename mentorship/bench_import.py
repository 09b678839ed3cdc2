"""What an import costs: ours against a bare read of the same XLSX and a bulk insert of the same rows, in turn.

Bare means: calamine in this process, no check of anything, `bulk_create` of people, representatives, their ties and
places in the base, five hundred at a time, in one transaction. Ours is everything an import does to an uploaded
list: the file is read in a process of its own after a scan for hostile insides, every cell is checked and compared
with the people who are there, the rows are written, each with its line of the journal and of the audit trail.
"""

from __future__ import annotations

import datetime as dt
import io
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from core.context import acting, inside
from core.models import Organization
from mentorship.domain.imports import apply_import, upload_people
from mentorship.enums import GuardianshipKind, ImportBase, PersonCategory
from mentorship.models import Guardianship, MenteeEntry, Person, Programme

ROWS = 10_000
ROUNDS = 5
_BATCH = 500
HEADER = (
    "№", "ФИО", "Дата рождения", "Пол", "Группа", "Телефон", "E-mail", "Адрес", "Основной запрос", "Интересы",
    "Формат встреч", "Законный представитель", "Кем приходится", "Телефон представителя", "E-mail представителя",
)  # fmt: skip
_LETTERS = "абвгдежзиклмнопрстуф"
Pair = tuple[float, float]


def _word(number: int) -> str:
    letters = ""
    for _ in range(4):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return letters


def workbook(rows: int) -> bytes:
    """A list of minors of fifteen columns, each with a representative of their own."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Наставляемые")
    sheet.append(HEADER)
    for number in range(rows):
        last = f"Пример{_word(number)}"
        sheet.append(
            (
                number + 1, f"{last} Пётр Ильич", dt.date(2011, 1 + number % 12, 1 + number % 28), "м",
                f"ТМ-{number % 40}", f"8 900 {number:07d}", f"u{number}@example.test", "г. Примерск, ул. Учебная, д. 1",
                "подготовка к чемпионату по сварке", "робототехника, футбол", "очно", f"{last}а Вера Ильинична", "мать",
                f"8 901 {number:07d}", f"p{number}@example.test",
            )
        )  # fmt: skip
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def make_programme(code: str) -> Programme:
    name = "Колледж для измерений"
    organization = Organization.objects.create(code=f"bench-{code}", full_name=name, short_name=name)
    with inside(organization):
        return Programme.objects.create(
            organization=organization,
            code=code,
            title=name,
            period_start=dt.date(2026, 9, 1),
            period_end=dt.date(2027, 6, 30),
        )


def bare(data: bytes, programme: Programme) -> None:
    """Read and insert, nothing else."""
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book, transaction.atomic():
        rows = iter(book.get_sheet_by_index(0).to_python()[1:])
        while batch := list(islice(rows, _BATCH)):
            _insert(batch, programme)


def _insert(batch: list[list[Any]], programme: Programme) -> None:
    organization = programme.organization
    people, guardians = [], []
    for row in batch:
        last, first, middle = row[1].split(" ")
        people.append(
            Person(
                organization=organization, last_name=last, first_name=first, middle_name=middle, birth_date=row[2],
                gender="male", group=row[4], phone=row[5], email=row[6], address=row[7], search_key=row[1].lower(),
            )
        )  # fmt: skip
        last, first, middle = row[11].split(" ")
        guardians.append(
            Person(
                organization=organization, last_name=last, first_name=first, middle_name=middle, gender="female",
                phone=row[13], email=row[14], category=PersonCategory.PARENT, search_key=row[11].lower(),
            )
        )  # fmt: skip
    Person.objects.bulk_create(people + guardians)
    MenteeEntry.objects.bulk_create(
        MenteeEntry(
            organization=organization, programme=programme, person=person, main_request=row[8], interests=row[9],
            meeting_format="in_person",
        )
        for person, row in zip(people, batch, strict=True)
    )  # fmt: skip
    Guardianship.objects.bulk_create(
        Guardianship(organization=organization, ward=ward, guardian=one, kind=GuardianshipKind.MOTHER)
        for ward, one in zip(people, guardians, strict=True)
    )


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _rounds(data: bytes, rounds: int) -> Iterator[Pair]:
    for number in range(rounds):
        values: dict[str, float] = {}
        for name in ("ours", "bare") if number % 2 else ("bare", "ours"):
            programme = make_programme(f"import-{name}-{number}")
            with inside(programme.organization), acting(None):
                if name == "bare":
                    values[name] = _seconds(lambda: bare(data, programme))  # noqa: B023 -- called at once
                    continue
                made = upload_people(programme, data, "list.xlsx", base=ImportBase.MENTEES, actor=None)
                values[name] = _seconds(
                    lambda: apply_import(made, only_good=False, actor=None)  # noqa: B023 -- called at once
                )
                if made.counts["new"] != len(Person.objects.filter(group__gt="")):
                    raise RuntimeError(f"imported {made.counts}")
        yield values["ours"], values["bare"]


def bench_import_10k(*, rows: int = ROWS, rounds: int = ROUNDS) -> Pair:
    """Seconds to read, check and write a list: (ours, bare), medians after a warm-up."""
    data = workbook(rows)
    measured = list(_rounds(data, rounds + 1))[1:]
    return statistics.median(one for one, _ in measured), statistics.median(one for _, one in measured)
