"""Every computed figure counted anew from the files that the portal exports, by plain Python written from the rules.

Nothing of ours counts here: no selectors, no querysets. The world is `recounted_world`.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from openpyxl import load_workbook

from core.domain.job_run import run_job
from core.models import Job, Membership
from reports.indicator_enums import Formula
from reports.indicator_formulas import FORMULAS
from tests.reports.indicator_worlds import indicator
from tests.reports.recounted_world import CONTINGENT, FIRST, ON, OTHER_NORM, VACATION, World, nasty_world

Row = dict[str, Any]
Fraction = tuple[int, int | None]
NAME = "Фамилия, имя, отчество"
ORDERED = {"Действует", "Приостановлена", "Завершена", "Прекращена досрочно"}
CONFIRMED = {"Отобран", "Обучен", "Утверждён приказом", "В паре", "Завершил"}
HOLIDAY = date(2027, 2, 23)

# --- files ---


def rows_of(content: bytes, kind: str) -> list[Row]:
    """Rows of a file under its heads; what stands above the heads is passed by."""
    if kind == "csv":
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    else:
        lines = [list(line) for line in load_workbook(io.BytesIO(content)).active.values]
    head = next(place for place, line in enumerate(lines) if len([cell for cell in line if cell]) > 1)
    return [dict(zip(lines[head], line, strict=False)) for line in lines[head + 1 :]]


def exported(web: Client, name: str, columns: list[str], kind: str) -> list[Row]:
    """A list with these columns, as its file has them."""
    address = reverse(f"mentorship:{name}")
    web.post(address, {"_view": "columns", "column": columns})
    assert web.get(address).status_code == 200  # the page shows the same columns
    answer = web.get(f"{address}?_export={kind}")
    return rows_of(b"".join(answer.streaming_content) if answer.streaming else answer.content, kind)


def answers_of(web: Client, campaign: int) -> list[Row]:
    web.post(reverse("surveys:answers_file", kwargs={"pk": campaign, "kind": "csv"}))
    with scopes_disabled():
        job = Job.objects.filter(kind="surveys.answers_file").latest("pk")
    run_job(job.pk)
    job.refresh_from_db()
    return rows_of(b"".join(web.get(job.result_url).streaming_content), "csv")


def as_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = re.search(r"\d\d\.\d\d\.\d{4}", str(value or ""))
    return datetime.strptime(found[0], "%d.%m.%Y").date() if found else None  # noqa: DTZ007


def days_by_name(cell: object) -> dict[str, date]:
    """«Примерова Анна, 18.02.2027; …»."""
    parts = [part.rpartition(", ") for part in str(cell or "").split("; ") if ", " in part]
    return {name: day for name, _, told in parts if (day := as_day(told))}


# --- what the files say ---


@dataclass
class Told:
    """The tables of one programme, as somebody with the files alone has them."""

    people: dict[str, Row]
    mentors: list[Row]
    pairs: list[Row]
    meetings: list[Row]
    plans: list[Row]
    practices: list[Row]
    partners: list[Row]
    alumni: list[Row]
    answers: dict[str, list[Row]] = field(default_factory=dict)


def read(web: Client, world: World) -> Told:
    """Half of the lists as CSV, half as XLSX: both tell the same."""
    person = ["category", "birth_date"]
    mentees = exported(web, "mentees", [*person, "categories"], "csv")
    mentors = exported(web, "mentors", [*person, "place", "training", "state"], "xlsx")
    pairs = ["mentees", "project", "state", "order", "ended_on", "joined", "left", "continued"]
    return Told(
        people={row[NAME]: row for row in [*mentors, *mentees]},
        mentors=mentors,
        pairs=exported(web, "pairs", pairs, "csv"),
        meetings=exported(web, "meetings", ["mentor", "state", "minutes", "form"], "xlsx"),
        plans=exported(web, "plans", ["state", "approved_on", "completed_on"], "xlsx"),
        practices=exported(web, "practices", ["state", "published_on"], "csv"),
        partners=exported(web, "partners", ["state"], "xlsx"),
        alumni=exported(web, "alumni", ["programme", "where", "state", "consent_on"], "csv"),
        answers={role: answers_of(web, one.pk) for role, one in world.campaigns.items()},
    )


def in_year(day: date | None) -> bool:
    return day is not None and FIRST <= day <= ON


def ordered(pair: Row) -> date | None:
    return as_day(pair["Приказ"]) if pair["Состояние"] in ORDERED else None


def made(told: Told) -> list[Row]:
    return [pair for pair in told.pairs if in_year(ordered(pair))]


def mentees_of(told: Told, form: str = "") -> set[str]:
    """Named in an order of the year; who joined later entered on that day."""
    found = set()
    for pair in told.pairs:
        day = ordered(pair)
        if day is None or day > ON or (form and pair["Форма"] != form):
            continue
        joined = days_by_name(pair["Вошли позже"])
        found |= {name for name in pair["Наставляемые"].split(", ") if in_year(joined.get(name, day))}
    return found


def mentors_of(told: Told) -> set[str]:
    return {pair["Наставник"] for pair in made(told)}


def of_category(told: Told, names: set[str], category: str) -> set[str]:
    return {name for name in names if told.people[name]["Кто"] == category}


def aged(told: Told, names: set[str], low: int, high: int) -> set[str]:
    """Full years on the day: who was born on 29 February is a year older on 1 March of a common year."""
    found = set()
    for name in names:
        born = as_day(told.people[name]["Дата рождения"])
        if born and low <= ON.year - born.year - ((ON.month, ON.day) < (born.month, born.day)) <= high:
            found.add(name)
    return found


def students(told: Told, names: set[str]) -> set[str]:
    return of_category(told, names, "Обучающийся")


# --- the rules, formula by formula ---


def young(told: Told) -> Fraction:
    staff = of_category(told, mentees_of(told), "Работник организации")
    marked = {name for name in staff if "молод" in str(told.people[name].get("Категории") or "").lower()}
    return len(marked), CONTINGENT["young_specialists"]


def partners(told: Told) -> Fraction:
    """Enterprises whose workers are mentors, of those that are at work or have such mentors."""
    places = [str(told.people[name].get("Откуда") or "") for name in mentors_of(told)]
    there = {
        row["Наименование"] for row in told.partners if any(row["Наименование"] in one for one in places)
    }
    active = {row["Наименование"] for row in told.partners if row["Состояние"] == "Действует"}
    return len(there), len(active | there)


def trained(told: Told) -> Fraction:
    whole = [row for row in told.mentors if row["Состояние"] in CONFIRMED]
    days = [re.findall(r"\d\d\.\d\d\.\d{4}", str(row["Обучение"] or "")) for row in whole]
    return sum(any((as_day(day) or ON) <= ON for day in own) for own in days), len(whole)


def involved(category: str, whole: str) -> Callable[[Told], Fraction]:
    return lambda told: (
        len(of_category(told, mentees_of(told) | mentors_of(told), category)), CONTINGENT[whole]
    )  # fmt: skip


def finished(told: Told) -> Fraction:
    """A pair that another goes on with has only changed its mentor."""
    over = [
        pair
        for pair in told.pairs
        if pair["Состояние"] in {"Завершена", "Прекращена досрочно"}
        and in_year(as_day(pair["Закончила"]))
        and ordered(pair)
        and not pair["Продолжена с наставником"]
    ]
    return sum(pair["Состояние"] == "Завершена" for pair in over), len(over)


def term(since: date, norm: int) -> date:
    """The last day to meet again: days of nobody are not counted, and it is a working day."""
    idle = {VACATION[0] + timedelta(days=place) for place in range((VACATION[1] - VACATION[0]).days + 1)}
    idle.add(HOLIDAY)
    day = since
    while norm:
        day += timedelta(days=1)
        norm -= day not in idle
    while day in idle or day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def meeting_in_time(told: Told) -> Fraction:
    held: dict[tuple[str, str], date] = {}
    for row in told.meetings:
        day, key = as_day(row["День"]), (str(row["Наставник"]).split()[0], row["Форма"])
        if row["Состояние"] == "Состоялась" and day and day <= ON:
            held[key] = max(day, held.get(key, day))
    working = kept = 0
    for pair in told.pairs:
        day, ended = ordered(pair), as_day(pair["Закончила"])
        later = pair["Состояние"] in {"Завершена", "Прекращена досрочно"} and ended is not None and ended > ON
        if day is None or day > ON or not (pair["Состояние"] == "Действует" or later):
            continue
        working += 1
        last = held.get((pair["Наставник"].split()[0], pair["Форма"]), day)
        kept += term(max(day, last), OTHER_NORM if pair["Форма"] == "Педагог – педагог" else 14) >= ON
    return kept, working


def minutes(told: Told) -> Fraction:
    held = [row for row in told.meetings if row["Состояние"] == "Состоялась" and in_year(as_day(row["День"]))]
    return sum(int(row["Минут"]) for row in held), 60


def plans(told: Told) -> Fraction:
    part = whole = 0
    for row in told.plans:
        agreed, done = as_day(row["Утверждён"]), as_day(row["Завершён"])
        if agreed is None or agreed > ON or row["Состояние"] == "Отменён" or (done and done < FIRST):
            continue
        whole += 1
        part += row["Состояние"] == "Завершён" and done is not None and done <= ON
    return part, whole


def practices(told: Told) -> Fraction:
    return sum(
        row["Состояние"] == "Опубликована" and in_year(as_day(row["Опубликована"])) for row in told.practices
    ), None


def grew(told: Told) -> Fraction:
    stayed, leading = set(), set()
    for pair in told.pairs:
        day, ended = ordered(pair), as_day(pair["Закончила"])
        if day and day <= ON:
            leading.add(pair["Наставник"])
        if pair["Состояние"] == "Завершена" and ended and ended <= ON:
            gone = days_by_name(pair["Вышли раньше"])
            stayed |= {name for name in pair["Наставляемые"].split(", ") if gone.get(name, ended) >= ended}
    return len(stayed & leading), len(stayed)


def alumni(at: Callable[[Told, str], bool]) -> Callable[[Told], Fraction]:
    def count(told: Told) -> Fraction:
        known = [
            row
            for row in told.alumni
            if row["Связь"] == "На связи"
            and (as_day(row["Согласие от"]) or date.max) <= ON
            and row["Программа"] == "Программа наставничества 2026/27"
        ]
        places = [str(row["Где теперь"]).partition("работает: ")[2] for row in known]
        return sum(at(told, place) for place in places), len(known)

    return count


def at_partner(told: Told, place: str) -> bool:
    """Whoever writes the name writes it in letters of their own."""
    return any(f"«{row['Наименование']}»".lower() in place.lower() for row in told.partners)


def satisfied(role: str) -> Callable[[Told], Fraction]:
    def count(told: Told) -> Fraction:
        rows = [(row["Довольны?"], row["Рады?"]) for row in told.answers[role]]
        both = [
            (int(str(mark)), str(glad))
            for mark, glad in rows
            if mark not in {"", None} and glad not in {"", None}
        ]
        return sum(mark >= 7 and glad == "Да" for mark, glad in both), len(both)

    return count


RULES: dict[Formula, Callable[[Told], Fraction]] = {
    Formula.STUDENT_MENTEES_10_19: lambda told: (
        len(aged(told, students(told, mentees_of(told)), 10, 19)), CONTINGENT["students_10_19"]
    ),
    Formula.STUDENT_MENTEES: lambda told: (len(students(told, mentees_of(told))), CONTINGENT["students"]),
    Formula.STUDENT_MENTORS_15_19: lambda told: (
        len(aged(told, students(told, mentors_of(told)), 15, 19)), CONTINGENT["students_15_19"]
    ),
    Formula.STUDENT_MENTORS: lambda told: (len(students(told, mentors_of(told))), CONTINGENT["students"]),
    Formula.YOUNG_SPECIALISTS: young,
    Formula.PARTNERS: partners,
    Formula.TRAINED_MENTORS: trained,
    Formula.STUDENTS_INVOLVED: involved("Обучающийся", "students"),
    Formula.TEACHERS_INVOLVED: involved("Работник организации", "teachers"),
    Formula.PAIRS_MADE: lambda told: (len(made(told)), None),
    Formula.PAIRS_FINISHED: finished,
    Formula.PAIRS_MEETING: meeting_in_time,
    Formula.MEETING_HOURS: minutes,
    Formula.PLANS_DONE: plans,
    Formula.PRACTICES: practices,
    Formula.GREW_TO_MENTORS: grew,
    Formula.ALUMNI_AT_WORK: alumni(lambda told, place: bool(place)),
    Formula.ALUMNI_AT_PARTNERS: alumni(at_partner),
    Formula.MENTEE_SATISFACTION: satisfied("mentee"),
    Formula.MENTOR_SATISFACTION: satisfied("mentor"),
}  # fmt: skip


@pytest.mark.slow  # the whole year of a programme and twelve files of it
def test_every_figure_is_the_one_counted_from_the_exported_files(curator: Membership, signed_in) -> None:
    assert set(RULES) == {formula for formula in Formula if FORMULAS[formula].is_computed}
    with scopes_disabled():
        world = nasty_world(curator.organization)
        for formula in RULES:
            indicator(world.programme, formula)
        out = io.StringIO()
        call_command("compute_indicators", program=world.programme.code, date=str(ON), json=True, stdout=out)
    lines = {row["formula"]: row for row in json.loads(out.getvalue())["indicators"]}
    told = read(signed_in(curator), world)
    figures = {formula: (lines[formula]["numerator"], lines[formula]["denominator"]) for formula in RULES}
    assert figures == {formula: rule(told) for formula, rule in RULES.items()}
    for formula, (part, whole) in figures.items():
        assert part > 0, formula
        assert whole is None or formula is Formula.MEETING_HOURS or part < whole, formula
        if whole and formula is not Formula.MEETING_HOURS:
            share = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
            assert lines[formula]["value"] == str(share), formula
    forms = {one["form"]: one["numerator"] for one in lines[Formula.STUDENT_MENTEES]["by_form"]}
    assert forms == {form: len(students(told, mentees_of(told, form))) for form in forms}
    assert len(forms) == 2
    assert sum(forms.values()) > figures[Formula.STUDENT_MENTEES][0]  # somebody is in both forms
