"""What an institution's figures for its region are counted from: the same selectors that its own pages read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Max, QuerySet
from django.utils import timezone

from core.models import AuditEntry, Organization
from core.registries import year_lines
from core.selectors.home import card_gaps
from mentorship.enums import PersonCategory, ProgrammeState
from mentorship.models import Programme
from reports.indicator_lines import IndicatorLine
from reports.region_cells import NOT_STUDYING, UNKNOWN, Traits, age_band, course_of
from reports.region_enums import RegionRole
from reports.selectors.annual import base_figures, consent_figure, form_figures
from reports.selectors.indicator_sets import made_by_order, span_of, taken_by_order
from reports.selectors.indicators import current_year, indicator_lines

_SEXES = {"female": "женский", "male": "мужской"}
_OWN_FORM = "своя форма"


@dataclass(frozen=True)
class Counted:
    """The figures of one institution on a day, as `InstitutionFigures` keeps them."""

    programme: Programme | None = None
    mentees: int = 0
    mentors: int = 0
    pairs: int = 0
    in_pairs: int = 0
    people: int = 0
    consents: int = 0
    activities: int = 0
    done: int = 0
    stage: int | None = None
    stage_title: str = ""
    complete: int | None = None
    gaps: list[str] = field(default_factory=list)
    last_on: dt.date | None = None
    lines: list[IndicatorLine] = field(default_factory=list)


def programme_of(organization: Organization) -> Programme | None:
    """The programme that an institution is judged by: the newest running one, else the newest that has been run."""
    begun = list(
        Programme.objects.filter(organization=organization)
        .exclude(state=ProgrammeState.DRAFT)
        .order_by("-period_start", "-pk")
        .select_related("organization")
    )
    running = [one for one in begun if one.state == ProgrammeState.ACTIVE]
    return next(iter(running or begun), None)


def judged_programmes(organizations: Iterable[Organization]) -> list[Programme]:
    """The same of many institutions, of those that have one. One query, run without a scope."""
    rows = Programme.objects.filter(organization__in=organizations).exclude(state=ProgrammeState.DRAFT)
    found: dict[int, Programme] = {}
    for one in rows.order_by("period_start", "pk").select_related("organization"):
        known = found.get(one.organization_id)
        if known is None or known.state != ProgrammeState.ACTIVE or one.state == ProgrammeState.ACTIVE:
            found[one.organization_id] = one
    return list(found.values())


def count_institution(
    organization: Organization,
    *,
    on: dt.date,
    lines_by_programme: Mapping[int, list[IndicatorLine]] | None = None,
) -> Counted:
    """A constant number of queries, whatever the institution holds. Must run inside its scope.

    `lines_by_programme`: indicators as of `on`, where they are counted already (`indicator_sweep`).
    """
    programme = programme_of(organization)
    if programme is None:
        return Counted(last_on=_last_on(organization))
    mentees, mentors = base_figures(programme)
    forms = form_figures(programme)
    consents = consent_figure(programme)
    marks = _marks(programme, on)
    now = next((number for number, mark in enumerate(marks, start=1) if mark.is_now), None)
    ready = None if lines_by_programme is None else lines_by_programme.get(programme.pk)
    lines = indicator_lines(programme, on=on) if ready is None else ready
    known = Counted(
        programme=programme,
        mentees=sum(row.count for row in mentees),
        mentors=sum(row.count for row in mentors),
        pairs=sum(row.pairs + row.groups for row in forms),
        in_pairs=sum(row.mentees for row in forms),
        people=consents.people,
        consents=consents.signed,
        activities=sum(mark.total for mark in marks),
        done=sum(mark.done for mark in marks),
        stage=now,
        stage_title=marks[now - 1].title.rstrip(". ")[:200] if now else "",
        last_on=_last_on(organization),
        lines=lines,
    )
    gaps = _gaps(organization, known)
    return Counted(
        **{
            name: getattr(known, name)
            for name in known.__dataclass_fields__
            if name not in {"gaps", "complete"}
        },
        gaps=[word for word, missing in gaps.items() if missing],
        complete=round(100 * sum(not missing for missing in gaps.values()) / len(gaps)),
    )


def _marks(programme: Programme, on: dt.date) -> list:
    for provider in year_lines:
        line = provider(programme, on)
        if line is not None:
            return line.stages
    return []


def _gaps(organization: Organization, known: Counted) -> dict[str, bool]:
    """What a programme is expected to have by words, and whether it lacks it."""
    return {
        "карточка организации": bool(card_gaps(organization)),
        "дорожная карта": not known.activities,
        "база наставляемых": not known.mentees,
        "база наставников": not known.mentors,
        "пары по приказу": not known.pairs,
        "согласия всех участников": not known.people or known.consents < known.people,
        "показатели программы": not known.lines,
        "план показателей на год": not known.lines or any(line.planned is None for line in known.lines),
        "контингент и факт показателей": not known.lines or any(line.amount is None for line in known.lines),
    }


def _last_on(organization: Organization) -> dt.date | None:
    """The day on which somebody last did something in the portal."""
    entries = AuditEntry.objects.filter(organization=organization, actor__isnull=False)
    moment = entries.aggregate(last=Max("at"))["last"]
    return timezone.localdate(moment) if moment else None


def traits_counted(programme: Programme, *, on: dt.date) -> Counter[Traits]:
    """Who took part by an order of the year of account, by traits: a person once in a form and a role. Two queries."""
    year = current_year(programme, on)
    span = span_of(programme, year, on)
    sides: tuple[tuple[RegionRole, QuerySet, str, str], ...] = (
        (RegionRole.MENTEE, taken_by_order(span), "pair__project", "mentee__person"),
        (RegionRole.MENTOR, made_by_order(span), "project", "mentor__person"),
    )
    found: Counter[Traits] = Counter()
    for role, rows, project, person in sides:
        values = rows.order_by().values_list(
            f"{project}__form__title",
            f"{project}__form__organization_id",
            *(f"{person}__{name}" for name in ("pk", "category", "birth_date", "gender", "group")),
        )
        for title, owner, _, category, born, gender, group in values.distinct():
            course = course_of(group) if category == PersonCategory.STUDENT else NOT_STUDYING
            form = _OWN_FORM if owner else title
            age = age_band(born, span.day)
            found[Traits(form, role.value, age, _SEXES.get(gender, UNKNOWN), course)] += 1
    return found
