"""Lists of people, as long as a large college has them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django_scopes import scopes_disabled

from config.bench.pages import measure_page
from config.bench.registry import Measurement, register
from core.context import inside
from core.domain.memberships import grant_membership
from core.domain.organizations import create_organization
from core.enums import Gender, Role
from core.models import Membership, Organization, User
from mentorship.enums import EntryState, ProgrammeState
from mentorship.models import FormOfMentoring, MenteeEntry, Person, Programme, Project

PEOPLE = 1000
BATCH = 5000
LAST_NAMES = ("Образцова", "Примерова", "Тестова", "Опытова", "Учебнова", "Ёжикова", "Щеглова")
FIRST_NAMES = ("Анна", "Вера", "Дарья", "Ирина", "Мария")


@contextmanager
def filled_portal(people: int = PEOPLE) -> Iterator[Membership]:
    """An institution with a programme and so many mentees in the measuring database; yields its curator."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with scopes_disabled():
        number = Organization.objects.count()  # entries of one run share the database
        organization = create_organization(
            code=f"bench-{number}",
            full_name="Колледж для измерений",
            short_name="Колледж",
            time_zone="Europe/Moscow",
        )
        user = User.objects.create_user(
            f"curator{number}@example.test", "Измеряем-2026", full_name="Примерова Анна"
        )
    with inside(organization):
        curator = grant_membership(user, organization=organization, role=Role.CURATOR, actor=None)
        add_people(organization, add_programme(organization, user), people)
    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET autovacuum = off")  # it would be billed to the page
        cursor.execute("SELECT pg_reload_conf()")
        cursor.execute("VACUUM ANALYZE")
    yield curator


def add_programme(organization: Any, curator: User) -> list[Project]:
    programme = Programme.objects.create(
        organization=organization,
        code="bench",
        title="Программа наставничества",
        state=ProgrammeState.ACTIVE,
        period_start=date(2026, 9, 1),
        period_end=date(2027, 8, 31),
        curator=curator,
    )
    return [
        Project.objects.create(organization=organization, programme=programme, title=form.title, form=form)
        for form in FormOfMentoring.objects.all()[:4]
    ]


def add_people(organization: Any, projects: list[Project], count: int = PEOPLE) -> None:
    people = Person.objects.bulk_create(
        (
            Person(
                organization=organization,
                last_name=(last := LAST_NAMES[number % len(LAST_NAMES)]),
                first_name=(first := FIRST_NAMES[number % len(FIRST_NAMES)]),
                middle_name=f"Номеровна{number}",
                gender=Gender.FEMALE,
                birth_date=date(2008 + number % 3, 1 + number % 12, 1 + number % 28),
                group=f"ТМ-{number % 40:02}",
                email=f"person{number}@example.test",
                search_key=f"{last} {first} номеровна{number}".lower().replace("ё", "е"),
            )
            for number in range(count)
        ),
        batch_size=BATCH,
    )
    MenteeEntry.objects.bulk_create(
        (
            MenteeEntry(
                organization=organization,
                programme=projects[0].programme,
                project=projects[number % len(projects)],
                person=person,
                state=list(EntryState)[number % 3],
            )
            for number, person in enumerate(people)
        ),
        batch_size=BATCH,
    )


def signed_in(membership: Membership) -> dict[str, str]:
    """The header of a browser in which this person has signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(membership.user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = membership.user.get_session_auth_hash()
    session["membership"] = membership.pk
    session.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


@register("lists.people_1000", "ms")
def people() -> Measurement:
    """The base of a thousand mentees, first page; the goal is a cost of 30 at most."""
    return _first_page(PEOPLE)


@register("lists.people_100", "ms")
def people_100() -> Measurement:
    """The same page of a hundred mentees, to be held against `lists.people_100k`."""
    return _first_page(100)


@register("lists.people_100k", "ms")
def people_100k() -> Measurement:
    """The same page of a hundred thousand: at most 30, and at most 1.5 times the page of a hundred."""
    return _first_page(100_000)


@register("search.people_100k", "ms")
def search_100k() -> Measurement:
    """Three people found among a hundred thousand by surname, name and patronymic in another order."""
    return _first_page(100_000, "?" + urlencode({"q": "анна образцова номеровна4200"}))


def _first_page(count: int, query: str = "") -> Measurement:
    with filled_portal(count) as curator:
        return measure_page(
            reverse("mentorship:mentees") + query,
            postgres_pid=int(os.environ["BENCH_POSTGRES_PID"]),
            headers=signed_in(curator),
        )
