"""Invented institutions with their programmes: a college with a history, a region with hundreds of them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django_scopes import scopes_disabled

from config.demo.house import description
from config.scale.answers import QUESTIONS, add_answers, adopt
from config.scale.people import Pool, add_people
from config.scale.plans import add_indicators, add_roadmap
from config.scale.writing import Writer
from config.scale.years import YearOf, add_year
from core.clock import today as today_of
from core.domain.organizations import create_organization
from core.enums import Role
from core.models import Membership, Organization, User
from mentorship.enums import ProgrammeState
from mentorship.models import FormOfMentoring, Programme, Project

COLLEGE, REGION = "scale-college", "scale-region"
COLLEGE_PEOPLE, COLLEGE_YEARS = 3_000, 5
INSTITUTIONS, PARTICIPANTS, ANSWERS = 400, 300_000, 1_000_000
BATCH = 10  # institutions written in one transaction
_FORMS = {
    True: ("pupil-pupil", "teacher-teacher", "employer-pupil"),
    False: ("student-student", "teacher-teacher", "employer-student"),
}
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """What one institution is to be like. `behind`: 0 goes on as planned … 3 has no pairs and no denominators yet."""

    number: int
    people: int
    answers: int
    is_school: bool = False
    years: int = 1
    behind: int = 0


def build_college(tell: Tell, *, people: int = COLLEGE_PEOPLE) -> Organization:
    """A college of five years: four programmes are over, the fifth goes on."""
    with scopes_disabled(), transaction.atomic():
        college = create_organization(
            code=COLLEGE, full_name="Большой образцовый колледж", short_name="Образцовый колледж",
            city="г. Примерск", time_zone="Europe/Moscow", head_last_name="Образцова", head_first_name="Вера",
            head_middle_name="Ивановна", head_gender="female", founder="Министерство примеров",
        )  # fmt: skip
        accounts = _accounts([college], prefix="college")
        writer = Writer()
        answers = people * 2 // COLLEGE_YEARS
        _add_institution(
            writer,
            college,
            Wanted(0, people, answers, years=COLLEGE_YEARS),
            accounts.get(college.pk),
            _forms(),
        )
        tell(f"строк записано: {writer.flush()}")
    _analyse()
    return college


def build_region(
    tell: Tell, *, institutions: int = INSTITUTIONS, people: int | None = None, answers: int | None = None
) -> Organization:
    """A region; `people` and `answers` are those of all institutions together, by default in proportion."""
    if people is None:
        people = PARTICIPANTS * institutions // INSTITUTIONS
    if answers is None:
        answers = ANSWERS * institutions // INSTITUTIONS
    with scopes_disabled():
        region = create_organization(
            code=REGION, is_region=True, full_name="Министерство образования Примерной области",
            short_name="Примерная область", city="г. Примерск", time_zone="Europe/Moscow",
        )  # fmt: skip
        forms = _forms()
        observer = _user("region@scale.example", "Наблюдателев Иван Петрович", _password())
        Membership.objects.create(organization=region, user=observer, role=Role.REGION_OBSERVER)
        for first in range(0, institutions, BATCH):
            last = min(first + BATCH, institutions)
            with transaction.atomic():
                written = _add_batch(region, range(first, last), institutions, people, answers, forms)
            tell(f"организаций {last} из {institutions}, строк в последней части: {written}")
    _analyse()
    return region


def _add_batch(
    region: Organization, numbers: range, total: int, people: int, answers: int, forms: dict[str, int]
) -> int:
    cards = [_card(region, number) for number in numbers]
    accounts = _accounts(cards, prefix="org")
    writer = Writer()
    for number, card in zip(numbers, cards, strict=True):
        wanted = Wanted(
            number=number,
            people=people * (number + 1) // total - people * number // total,
            answers=math.ceil(answers * (number + 1) / total / QUESTIONS)
            - math.ceil(answers * number / total / QUESTIONS),
            is_school=number % 3 == 0,
            behind=max(0, number % 8 - 4),
        )
        _add_institution(writer, card, wanted, accounts.get(card.pk), forms)
    return writer.flush()


def _card(region: Organization, number: int) -> Organization:
    word = "Школа" if number % 3 == 0 else "Колледж"
    return create_organization(
        code=f"scale-{number + 1}", parent=region, full_name=f"{word} примеров № {number + 1}",
        short_name=f"{word} № {number + 1}", city=f"г. Примерск-{1 + number % 30}", time_zone="Europe/Moscow",
        municipality=f"Примерский округ № {1 + number % 30}",
        head_last_name="Образцова", head_first_name="Вера", head_middle_name="Ивановна", head_gender="female",
        founder=region.full_name,
    )  # fmt: skip


def _forms() -> dict[str, int]:
    return dict(FormOfMentoring.objects.filter(organization=None).values_list("code", "pk"))


# --- people who sign in ---


def _password() -> str:
    return make_password(description()["password"])


def _user(email: str, name: str, password: str) -> User:
    return User.objects.create(email=email, full_name=name, password=password)


def _accounts(organizations: list[Organization], *, prefix: str) -> dict[int, User]:
    """A director and a curator for each; returns the curators. One hash of one password serves them all."""
    password, curators, members = _password(), {}, []
    for card in organizations:
        code = card.code.removeprefix("scale-")
        for role, name in (
            (Role.DIRECTOR, "Образцова Вера Ивановна"),
            (Role.CURATOR, "Примерова Анна Сергеевна"),
        ):
            login = (
                f"{role.value}@scale.example" if prefix == "college" else f"{role.value}{code}@scale.example"
            )
            user = _user(login, name, password)
            members.append(Membership(organization=card, user=user, role=role))
            if role is Role.CURATOR:
                curators[card.pk] = user
    Membership.objects.bulk_create(members)
    return curators


# --- an institution ---


def _add_institution(
    writer: Writer, card: Organization, wanted: Wanted, curator: User | None, forms: dict[str, int]
) -> None:
    day = today_of(card)
    current = day.year - (day.month < 9)
    seed = wanted.number * 101
    pool = add_people(
        writer, card.pk, wanted.people, seed=seed, is_school=wanted.is_school, years=wanted.years, today=day
    )
    version, items, glad = adopt(card, is_school=wanted.is_school)
    left = wanted.answers
    for place in range(wanted.years):
        number = current - wanted.years + 1 + place
        year = _add_programme(writer, card, number, wanted, curator, forms, day)
        mentees = add_year(writer, year, _of_year(pool, place, wanted.years))
        add_roadmap(writer, year, late=0 if wanted.behind < 2 else 4 * wanted.behind)
        add_indicators(writer, year, people=wanted.people, numbers=[number], is_counted=wanted.behind < 3)
        share = min(len(mentees), left if place == wanted.years - 1 else wanted.answers // wanted.years)
        add_answers(writer, year, version.pk, items, glad, mentees[:share], seed=seed + place)
        left -= share


def _of_year(pool: Pool, place: int, years: int) -> Pool:
    """Students come for one year of a programme, those who work there stay."""
    count = len(pool.students)
    return Pool(
        pool.students[count * place // years : count * (place + 1) // years], pool.employees, pool.employers
    )


def _add_programme(
    writer: Writer,
    card: Organization,
    number: int,
    wanted: Wanted,
    curator: User | None,
    forms: dict[str, int],
    today: dt.date,
) -> YearOf:
    start, end = dt.date(number, 9, 1), dt.date(number + 1, 8, 31)
    is_over = end < today
    key = writer.keys(Programme, 1)[0]
    writer.add(
        Programme,
        ("id", "organization_id", "code", "title", "state", "period_start", "period_end", "goals", "curator_id"),
        [
            (
                key, card.pk, f"year-{number}", f"Программа наставничества {number}/{(number + 1) % 100:02}",
                (ProgrammeState.CLOSED if is_over else ProgrammeState.ACTIVE).value, start, end,
                "Раскрыть способности каждого участника.", curator.pk if curator else None,
            )
        ],
    )  # fmt: skip
    projects = writer.keys(Project, 3)
    writer.add(
        Project,
        ("id", "organization_id", "programme_id", "form_id", "title"),
        [
            (project, card.pk, key, forms[code], f"Проект «{code}»")
            for project, code in zip(projects, _FORMS[wanted.is_school], strict=True)
        ],
    )
    return YearOf(
        organization=card.pk, programme=key, projects=(projects[0], projects[1], projects[2]), start=start, end=end,
        today=today, is_over=is_over, has_pairs=wanted.behind < 3,
    )  # fmt: skip


def _analyse() -> None:
    """Fresh statistics: a million rows came at once."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
