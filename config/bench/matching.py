"""Pairs found for everybody: from the database to explained pairs, against the bare solver on the same matrix."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management import call_command
from django_scopes import scopes_disabled
from scipy.optimize import linear_sum_assignment

from config.bench.registry import Measurement, alternate, register, timed
from core.context import inside
from core.domain.job_run import run_job
from core.domain.jobs import start_job
from core.domain.organizations import create_organization
from core.enums import JobState
from core.models import Organization
from mentorship.domain import matching as domain
from mentorship.enums import ConsentState, EntryState
from mentorship.matching import MenteeSide, MentorSide, assignment, best_assignment, vectors
from mentorship.models import (
    Consent,
    FormOfMentoring,
    MatchDraft,
    MenteeEntry,
    MentorEntry,
    Person,
    Programme,
    Project,
    RequestTopic,
)
from mentorship.selectors.matching import read_input

ROUNDS = 3
MOST_MEMORY = 1024 * 1024  # KiB
_ASKED = (
    "подтянуть математику к экзамену", "подготовка к чемпионату по сварке", "не понимаю физику и черчение",
    "помочь с выбором профессии", "научиться программировать роботов", "боюсь выступать перед группой",
    "найти друзей в новой группе", "подготовить проект по экономике",
)  # fmt: skip
_OFFERED = (
    "преподаю математику и физику", "чемпион области по сварке", "программирование и робототехника",
    "веду студию ораторского искусства", "экономика, предпринимательство, проекты", "черчение, инженерная графика",
)  # fmt: skip
_LIKED = ("футбол, шахматы", "рисование", "музыка и гитара", "походы, шахматы", "волейбол", "кино, чтение")
_WHEN = ("по вторникам после пар", "вечером в будни", "в выходные", "любое время", "")


def crowd(mentees: int, mentors: int) -> tuple[Organization, Programme]:
    """An institution with so many adults of both sides, consents signed; the same for the same numbers."""
    call_command("migrate", interactive=False, verbosity=0)
    chance = random.Random(mentees)  # noqa: S311
    with scopes_disabled():
        organization = create_organization(
            code=f"matching-{mentees}-{Organization.objects.count()}",
            full_name="Колледж для измерений",
            short_name="Колледж",
            time_zone="Europe/Moscow",
        )
    with inside(organization):
        programme = Programme.objects.create(
            organization=organization, code="bench", title="Программа", period_start=date(2026, 9, 1),
            period_end=date(2027, 8, 31),
        )  # fmt: skip
        forms = FormOfMentoring.objects.filter(organization=None, is_pedagogical=False)[:3]
        projects = [
            Project.objects.create(
                organization=organization, programme=programme, title=form.title, form=form
            )
            for form in forms
        ]
        people = Person.objects.bulk_create(_people(organization, mentees + mentors))
        Consent.objects.bulk_create(
            Consent(
                organization=organization, programme=programme, person=person, kind="processing", signer="self",
                state=ConsentState.SIGNED, signed_on=date(2026, 9, 2), method="paper", original_place="папка",
            )
            for person in people
        )  # fmt: skip
        topics = list(RequestTopic.objects.filter(organization=None))
        _add_mentees(programme, projects, people[:mentees], topics, chance)
        _add_mentors(programme, projects, people[mentees:], topics, chance)
    return organization, programme


def _people(organization: Organization, count: int) -> Iterator[Person]:
    for number in range(count):
        last = f"Образцов{number:05}"
        yield Person(
            organization=organization, last_name=last, first_name="Пётр", middle_name="Ильич", gender="male",
            birth_date=date(2000 + number % 7, 1 + number % 12, 1), search_key=f"{last} петр ильич".lower(),
        )  # fmt: skip


def _add_mentees(
    programme: Programme,
    projects: list[Project],
    people: list[Person],
    topics: list[Any],
    chance: random.Random,
) -> None:
    rows = MenteeEntry.objects.bulk_create(
        MenteeEntry(
            organization=programme.organization, programme=programme, person=person, state=EntryState.SURVEYED,
            project=chance.choice(projects), main_request=chance.choice(_ASKED), interests=chance.choice(_LIKED),
            availability=chance.choice(_WHEN), meeting_format=chance.choice(["any", "in_person", "remote"]),
        )
        for person in people
    )  # fmt: skip
    _link(MenteeEntry.topics.through, "menteeentry_id", rows, topics, chance)


def _add_mentors(
    programme: Programme,
    projects: list[Project],
    people: list[Person],
    topics: list[Any],
    chance: random.Random,
) -> None:
    rows = MentorEntry.objects.bulk_create(
        MentorEntry(
            organization=programme.organization, programme=programme, person=person, state=EntryState.SELECTED,
            competences=chance.choice(_OFFERED), interests=chance.choice(_LIKED), availability=chance.choice(_WHEN),
            meeting_format=chance.choice(["any", "in_person", "remote"]), capacity=chance.randint(1, 5),
            preferred_age_min=chance.choice([None, 18, 20]),
        )
        for person in people
    )  # fmt: skip
    _link(MentorEntry.topics.through, "mentorentry_id", rows, topics, chance)
    through: Any = MentorEntry.projects.through
    through.objects.bulk_create(
        through(mentorentry_id=row.pk, project_id=project.pk)
        for row in rows
        for project in chance.sample(projects, chance.randint(1, 2))
    )


def _link(through: Any, column: str, rows: list[Any], topics: list[Any], chance: random.Random) -> None:
    through.objects.bulk_create(
        through(**{column: row.pk, "requesttopic_id": topic.pk})
        for row in rows
        for topic in chance.sample(topics, 3)
    )


def measure(mentees: int, mentors: int) -> Measurement:
    """A job that reads, solves, explains and writes; the bare solver gets the same cost matrix, already made."""
    organization, programme = crowd(mentees, mentors)
    with inside(organization):
        projects = list(programme.projects.select_related("form").order_by("pk"))
        given = read_input(programme, projects)
    cost, allowed = _matrix(given.mentors, given.mentees, given.weights)
    rows, places = linear_sum_assignment(cost)
    most = int(allowed[rows, places].sum())
    least = float(cost[rows, places].sum())

    def ours() -> object:
        with inside(organization):
            job = start_job(
                domain.JOB_KIND, organization=organization, owner=None, title="Подбор",
                params={"programme": programme.pk, "projects": [one.pk for one in projects], "parent": None},
            )  # fmt: skip
        run_job(job.pk)
        with inside(organization):
            job.refresh_from_db()
            draft = MatchDraft.objects.get(job=job)
        found = (draft.placed, draft.score)
        if (
            job.state != JobState.DONE
            or found != (draft.bound_placed, draft.bound_score)
            or draft.placed != most
        ):
            raise RuntimeError(f"not the optimum: {found}, most {most}")
        return draft

    def bare() -> object:
        found = linear_sum_assignment(cost)
        if float(cost[found].sum()) != least:
            raise RuntimeError("the solver is not steady")
        return found

    measured = alternate(lambda: timed(ours), lambda: timed(bare), rounds=ROUNDS)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if used > MOST_MEMORY:
        raise RuntimeError(f"{used // 1024} MiB of memory")
    return measured


def _matrix(mentors: Any, mentees: Any, weights: Any) -> tuple[np.ndarray, np.ndarray]:
    ready = sorted((one for one in mentees if not one.obstacles), key=lambda one: one.key)
    usable = sorted((one for one in mentors if not one.obstacles), key=lambda one: one.id)
    own = assignment.weights_of(ready, weights)
    bits, points = vectors.broken_rules(usable, ready, own), vectors.points(usable, ready, own)
    problem = assignment.problem_of(usable, ready, own, bits, points)
    return problem.cost, problem.allowed


@register("matching.500x500", "s")
def matching_500() -> Measurement:
    """500 mentees and 500 mentors of one to five places. The goal is under 2 s."""
    return measure(500, 500)


@register("matching.3000x1000", "s")
def matching_3000() -> Measurement:
    """3,000 mentees and 1,000 mentors of one to five places. The goal is under 15 s and under 1 GiB."""
    return measure(3000, 1000)


THEIRS = """
import json, sys, time
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Generic

def person(kind, name, number):
    return kind(**{"grade": number % 5, "organisation": str(number % 3), "profession": str(number * 7 % 9),
                   "email": f"{name}{number}@example.test"})

mentors = [person(Mentor, "mentor", n) for n in range(500)]
mentees = [person(Mentee, "mentee", n * 3 + n // 7) for n in range(500)]
rules = [[Generic({True: 40, False: 0}, lambda m: m.mentor.profession == m.mentee.profession),
          Disqualify(lambda m: m.mentor.organisation != m.mentee.organisation)] for _ in range(3)]
began = time.perf_counter()
process_data(mentors, mentees, rules)
print(json.dumps({"seconds": time.perf_counter() - began, "placed": sum(bool(one.mentors) for one in mentees)}))
"""


@register("matching.mentor_match", "s")
def mentor_match() -> Measurement:
    """The same 500 × 500 problem, as far as mentor-match 7.0.1 can state it: a form that must agree, one topic;
    three rounds of theirs give a mentor up to three mentees, so ours have three places.
    It is installed for the measurement alone, into a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        install = [python, "-m", "pip", "install", "-q", "mentor-match==7.0.1"]
        subprocess.run(install, check=True, stdout=sys.stderr)  # noqa: S603
        said = subprocess.run([python, "-c", THEIRS], check=True, capture_output=True, text=True)  # noqa: S603
    theirs = json.loads(said.stdout.splitlines()[-1])
    mentors = [
        MentorSide(n + 1, "", free=3, projects=frozenset({1 + n % 3}), topics=frozenset({n * 7 % 9}))
        for n in range(500)
    ]
    mentees = [
        MenteeSide(number + 1, "", project=1 + number % 3, topics=frozenset({number * 7 % 9}))
        for number in (n * 3 + n // 7 for n in range(500))
    ]
    found: list[int] = []
    value = min(
        timed(lambda: found.append(best_assignment(mentors, mentees, locked=()).placed))
        for _ in range(ROUNDS)
    )
    if found[-1] < theirs["placed"]:
        raise RuntimeError(f"{found[-1]} placed, mentor-match places {theirs['placed']}")
    return Measurement(value, theirs["seconds"])
