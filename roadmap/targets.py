"""Where the plans of one document go: the programme's roadmap, a project's, a new project's, or nowhere."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.errors import DomainError
from mentorship.models import FormOfMentoring, Project
from roadmap.drafts import PlanForm

SKIP, PROGRAMME = "skip", "programme"
PROJECT, NEW_PROJECT = "project", "form"
Choice = tuple[str, str]


def target_choices(projects: Iterable[Project], forms: Iterable[FormOfMentoring]) -> list[Choice]:
    """(value, name): the programme, its projects, forms of mentoring that have no project in it yet, «не загружать»."""
    projects = list(projects)
    taken = {project.form_id for project in projects}
    found: list[Choice] = [(PROGRAMME, "Вся программа")]
    found += [(f"{PROJECT}:{project.pk}", f"Проект: {project.title}") for project in projects]
    found += [
        (f"{NEW_PROJECT}:{form.pk}", f"Новый проект: {form.title}") for form in forms if form.pk not in taken
    ]
    return [*found, (SKIP, "Не загружать")]


def named_in(title: str, name: str) -> bool:
    """Whether a plan's title names a form of mentoring, whatever the dashes: «Проект „Студент – студент“»."""
    words, form = (re.findall(r"\w+", text.lower().replace("ё", "е")) for text in (title, name))
    return bool(form) and any(words[at : at + len(form)] == form for at in range(len(words)))


def proposed_targets(
    titles: Sequence[str], projects: Iterable[Project], forms: Iterable[FormOfMentoring]
) -> list[str]:
    """A target for each plan by its title: the project it names, each once; what names none is the programme's."""
    projects = list(projects)
    taken = {project.form_id for project in projects}
    named = [(f"{PROJECT}:{project.pk}", project.form.title) for project in projects]
    named += [(f"{NEW_PROJECT}:{form.pk}", form.title) for form in forms if form.pk not in taken]
    done: list[str] = []
    for title in titles:
        free = [value for value, name in named if value not in done and named_in(title, name)]
        done.append(free[0] if free else PROGRAMME)
    return done


def key_of(target: str) -> tuple[str, int]:
    """The kind of a target and the row it names (0 for the programme and for nothing)."""
    kind, _, number = target.partition(":")
    if kind in (PROJECT, NEW_PROJECT) and number.isdecimal():
        return kind, int(number)
    if target in (PROGRAMME, SKIP):
        return target, 0
    raise DomainError("Выберите, чей это план.", field="targets")


def joined_plan(plans: Sequence[PlanForm]) -> PlanForm:
    """Plans with one target as one: rows in the document's order, the term of all of them, the longest one's title."""
    if len(plans) == 1:
        return plans[0]
    main = max(plans, key=lambda plan: len(plan.included))
    starts = [plan.period_start for plan in plans if plan.period_start]
    ends = [plan.period_end for plan in plans if plan.period_end]
    tasks = {title: task for plan in plans for title, task in plan.tasks.items()}
    return replace(
        main,
        period_start=min(starts, default=None),
        period_end=max(ends, default=None),
        rows=tuple(row for plan in plans for row in plan.rows),
        tasks=tasks,
    )
