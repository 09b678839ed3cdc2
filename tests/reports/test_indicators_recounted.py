"""Every figure counted anew from the exported lists by plain Python, written from the rules, without our selectors."""

import csv
import io
import json
from collections import defaultdict
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from openpyxl import load_workbook

from core.models import Membership
from mentorship.models import Project
from reports.indicator_enums import Formula
from tests import factories
from tests.reports.indicator_worlds import indicator
from tests.reports.test_indicator_people import make_year

ON = date(2027, 2, 17)
FIRST, LAST = date(2026, 9, 1), ON  # the year of account so far; the first takes what came before it as well
CONTINGENT = {"students": 40, "students_10_19": 30, "students_15_19": 20, "teachers": 10}
ORDERED = {"Действует", "Приостановлена", "Завершена", "Прекращена досрочно"}


def exported(web: Client, name: str, columns: list[str], kind: str) -> list[dict]:
    """Rows of a list with these columns, as its file has them."""
    address = reverse(name)
    web.post(address, {"_view": "columns", "column": columns})
    answer = web.get(f"{address}?_export={kind}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == "csv":
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    else:
        lines = [list(line) for line in load_workbook(io.BytesIO(content)).active.values]
    head = next(place for place, line in enumerate(lines) if len([cell for cell in line if cell]) > 1)
    return [dict(zip(lines[head], line, strict=False)) for line in lines[head + 1 :]]


def as_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return datetime.strptime(str(value), "%d.%m.%Y").date() if value and value != "—" else None  # noqa: DTZ007


def age(born: date) -> int:
    """Full years: who was born on 29 February is a year older on 1 March of a common year."""
    return ON.year - born.year - ((ON.month, ON.day) < (born.month, born.day))


def share(part: int, whole: int) -> str:
    return str((Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_figure_is_the_one_counted_from_the_exported_lists(
    curator: Membership, signed_in, kind: str
) -> None:
    with scopes_disabled():
        project: Project = factories.project(factories.programme(curator.organization))
        make_year(project)
        _unlike_names(project)
        for formula in Formula:
            indicator(project.programme, formula)
        out = io.StringIO()
        call_command(
            "compute_indicators", program=project.programme.code, date="2027-02-17", json=True, stdout=out
        )
    told = {row["formula"]: row for row in json.loads(out.getvalue())["indicators"]}
    web = signed_in(curator)
    person = ["category", "birth_date", "place"]
    people: dict[str, dict] = {}
    for base in ("mentees", "mentors"):
        for row in exported(web, f"mentorship:{base}", person, kind):
            people[row["Фамилия, имя, отчество"]] = row
    pairs = exported(web, "mentorship:pairs", ["mentees", "project", "state", "order", "ended_on"], kind)
    partners = exported(web, "mentorship:partners", ["kind"], kind)
    counted = recount(people, pairs, {next(iter(row.values())) for row in partners})
    journal = exported(web, "mentorship:meetings", ["state", "minutes"], kind)
    minutes = sum(int(row["Минут"]) for row in journal if row["Состояние"] == "Состоялась")
    assert (told[Formula.MEETING_HOURS]["numerator"], told[Formula.MEETING_HOURS]["value"]) == (
        minutes,
        "1.8",
    )
    assert len(counted) == 10
    for formula, (part, whole) in counted.items():
        row = told[formula]
        assert (row["numerator"], row["denominator"]) == (part, whole), formula
        if whole:
            assert row["value"] == share(part, whole), formula
        if whole is None:
            assert row["value"] == str(part), formula
    assert all(row["missing"] for row in told.values() if row["value"] is None)
    forms = told[Formula.STUDENT_MENTEES]["by_form"]
    assert [(one["numerator"], one["denominator"]) for one in forms] == [counted[Formula.STUDENT_MENTEES]]


def recount(
    people: dict[str, dict], pairs: list[dict], partners: set[str]
) -> dict[str, tuple[int, int | None]]:
    mentees, mentors, finished, leading = set(), set(), set(), set()
    made = over = done = 0
    for pair in pairs:
        if pair["Состояние"] not in ORDERED:
            continue
        ordered = as_day(str(pair["Приказ"]).removeprefix("от ").split(" №")[0])
        if ordered is None or ordered > LAST:
            continue
        made += 1
        members = set(str(pair["Наставляемые"]).split(", "))
        mentees |= members
        mentors.add(pair["Наставник"])
        leading.add(pair["Наставник"])
        ended = as_day(pair["Закончила"])
        if ended is not None and FIRST <= ended <= LAST:
            over += 1
            done += pair["Состояние"] == "Завершена"
            if pair["Состояние"] == "Завершена":
                finished |= members
    students = {name for name, row in people.items() if row["Кто"] == "Обучающийся"}
    staff = {name for name, row in people.items() if row["Кто"] == "Работник организации"}
    aged: dict[str, int] = {}
    for name, row in people.items():
        born = as_day(row["Дата рождения"])
        if born is not None:
            aged[name] = age(born)
    named = defaultdict(set)
    for name in mentors:
        for partner in partners:
            if partner and partner in str(people[name].get("Откуда") or ""):
                named[partner].add(name)
    return {
        Formula.STUDENT_MENTEES: (len(mentees & students), CONTINGENT["students"]),
        Formula.STUDENT_MENTEES_10_19: (
            len({name for name in mentees & students if 10 <= aged.get(name, 0) <= 19}),
            CONTINGENT["students_10_19"],
        ),
        Formula.STUDENT_MENTORS: (len(mentors & students), CONTINGENT["students"]),
        Formula.STUDENT_MENTORS_15_19: (
            len({name for name in mentors & students if 15 <= aged.get(name, 0) <= 19}),
            CONTINGENT["students_15_19"],
        ),
        Formula.STUDENTS_INVOLVED: (len((mentees | mentors) & students), CONTINGENT["students"]),
        Formula.TEACHERS_INVOLVED: (len((mentees | mentors) & staff), CONTINGENT["teachers"]),
        Formula.PAIRS_MADE: (made, None),
        Formula.PAIRS_FINISHED: (done, over),
        Formula.GREW_TO_MENTORS: (len(finished & leading), len(finished)),
        Formula.PARTNERS: (len(named), len(partners)),
    }


def _unlike_names(project: Project) -> None:
    """In a file people are told apart by their names."""
    from mentorship.models import Person

    for place, person in enumerate(Person.objects.filter(organization=project.organization).order_by("pk")):
        name = f"Счётова{chr(ord('а') + place // 26)}{chr(ord('а') + place % 26)}"
        person.last_name, person.first_name, person.middle_name = name, "Анна", ""
        person.save()
