"""Reading a SWOT: statements by scope and quadrant, the shift against last year, measures and what became of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from core.enums import Role
from core.models import Membership
from mentorship.models import Programme
from mentorship.selectors.programmes import programmes_visible_to
from reports.models import SwotAnalysis, SwotMeasure, SwotSession, SwotStatement
from reports.selectors.swot_answers import quotes_told
from reports.swot.facts import Figure
from reports.swot_enums import Origin, Quadrant, Shift, StatementState

WHOLE = "Программа в целом"
Key = tuple[int | None, str, str]


@dataclass(frozen=True)
class MeasureView:
    """A measure as the roadmap has it."""

    text: str
    responsible: str
    deadline: str
    url: str


@dataclass(frozen=True)
class StatementView:
    """A statement as it is read. `figure_then` is last year's figure; `former` what the figures were when decided."""

    pk: int
    text: str
    drafted: str
    is_worded: bool
    origin: str
    state: str
    quadrant: str
    figure_text: str
    facts: tuple[Figure, ...]
    quotes: tuple[str, ...]
    former: tuple[Figure, ...]
    changed_on: dt.date | None
    is_supported: bool
    reason: str
    votes: int | None
    shift: Shift | None
    figure_then: str
    measures: tuple[MeasureView, ...]

    @property
    def is_kept(self) -> bool:
        return self.state == StatementState.KEPT

    @property
    def is_dropped(self) -> bool:
        return self.state == StatementState.DROPPED

    @property
    def waits(self) -> bool:
        return self.state == StatementState.NEW

    @property
    def origin_label(self) -> str:
        return str(Origin(self.origin).label)


@dataclass(frozen=True)
class QuadrantView:
    quadrant: Quadrant
    statements: tuple[StatementView, ...]

    @property
    def title(self) -> str:
        return str(self.quadrant.label)

    @property
    def kept(self) -> tuple[StatementView, ...]:
        return tuple(one for one in self.statements if one.is_kept)

    @property
    def standing(self) -> tuple[StatementView, ...]:
        """All that is not dropped: what the page shows."""
        return tuple(one for one in self.statements if not one.is_dropped)


@dataclass(frozen=True)
class GoneView:
    """What last year's analysis said and this year's does not."""

    quadrant: Quadrant
    text: str
    figure_then: str


@dataclass(frozen=True)
class ScopeView:
    """One form, or the whole programme (`project` None): always four quadrants in their order."""

    project: int | None
    title: str
    quadrants: tuple[QuadrantView, ...]
    gone: tuple[GoneView, ...] = ()

    @property
    def has_any(self) -> bool:
        return any(one.statements for one in self.quadrants)

    @property
    def has_kept(self) -> bool:
        return any(one.kept for one in self.quadrants)

    @property
    def dropped(self) -> tuple[StatementView, ...]:
        return tuple(one for part in self.quadrants for one in part.statements if one.is_dropped)


@dataclass(frozen=True)
class SwotView:
    """The analysis of a year. `compared_with` is the year of the earlier one, None where there is none."""

    pk: int
    programme: str
    year: int
    drafted_on: dt.date | None
    decisions: str
    compared_with: int | None
    scopes: tuple[ScopeView, ...] = field(default_factory=tuple)

    @property
    def waiting(self) -> int:
        """Statements that the curator has not decided on."""
        return sum(one.waits for one in self._all())

    @property
    def changed(self) -> int:
        return sum(one.changed_on is not None for one in self._all())

    @property
    def kept_count(self) -> int:
        return sum(one.is_kept for one in self._all())

    @property
    def measures(self) -> tuple[tuple[StatementView, MeasureView], ...]:
        return tuple((one, measure) for one in self._all() for measure in one.measures)

    def _all(self) -> list[StatementView]:
        return [one for scope in self.scopes for part in scope.quadrants for one in part.statements]


def swot_of(programme: Programme, year: int, *, membership: Membership | None = None) -> SwotView | None:
    """Return the analysis of a programme's year of account, None where none was drafted; a constant number of queries.

    With a membership, only the scopes that it works with: a project curator sees their forms.
    """
    analysis = SwotAnalysis.objects.filter(programme=programme, year=year).first()
    if analysis is None:
        return None
    earlier = earlier_of(analysis)
    rows = list(_rows(analysis))
    told = quotes_told(programme) if any(row.quotes for row in rows) else frozenset()
    before = {_key(row): row for row in _rows(earlier)} if earlier else {}
    projects = list(programme.projects.select_related("form"))
    if membership is not None and membership.role == Role.PROJECT_CURATOR:
        own = set(programme.projects.filter(curators=membership.user).values_list("pk", flat=True))
        scopes: list[tuple[int | None, str, int | None]] = [
            (one.pk, one.form.title, one.form_id) for one in projects if one.pk in own
        ]
    else:
        scopes = [(None, WHOLE, None), *((one.pk, one.form.title, one.form_id) for one in projects)]
    return SwotView(
        analysis.pk,
        programme.title,
        analysis.year,
        analysis.drafted_on,
        analysis.decisions,
        earlier.year if earlier else None,
        tuple(_scope(pk, title, form, rows, before if earlier else None, told) for pk, title, form in scopes),
    )


def earlier_of(analysis: SwotAnalysis) -> SwotAnalysis | None:
    """The last analysis of an earlier year: of the same programme, else of the institution's programme before it."""
    rows = SwotAnalysis.objects.filter(organization_id=analysis.organization_id, year__lt=analysis.year)
    same: SwotAnalysis | None = rows.filter(programme_id=analysis.programme_id).order_by("-year").first()
    return same or rows.order_by("-year", "-pk").first()


def _rows(analysis: SwotAnalysis) -> QuerySet[SwotStatement]:
    measures = SwotMeasure.objects.select_related("activity")
    return (
        SwotStatement.objects.filter(analysis=analysis)
        .select_related("project")
        .prefetch_related(Prefetch("measures", queryset=measures))
    )


def _key(row: SwotStatement) -> Key:
    """What makes statements of two years the same: the form, the rule, what it is about; of own ones the words."""
    form = row.project.form_id if row.project else None
    if row.origin == Origin.RULE:
        return form, row.rule, row.subject
    return form, f"own.{row.quadrant}", row.wording.casefold()


def _scope(
    pk: int | None,
    title: str,
    form: int | None,
    rows: list[SwotStatement],
    before: dict[Key, Any] | None,
    told: frozenset[str],
) -> ScopeView:
    own = [row for row in rows if row.project_id == pk]
    quadrants = tuple(
        QuadrantView(
            quadrant, tuple(_statement(row, before, told) for row in own if row.quadrant == quadrant)
        )
        for quadrant in Quadrant
    )
    now = {_key(row) for row in own if row.is_supported and row.state != StatementState.DROPPED}
    gone = tuple(
        GoneView(Quadrant(row.quadrant), row.text, row.figure_text)
        for key, row in (before or {}).items()
        if key[0] == form and key not in now and row.state != StatementState.DROPPED
    )
    return ScopeView(pk, title, quadrants, gone)


def _statement(row: SwotStatement, before: dict[Key, Any] | None, told: frozenset[str]) -> StatementView:
    then = before.get(_key(row)) if before else None
    if then is not None and then.state == StatementState.DROPPED:
        then = None
    shift = None if before is None else Shift.KEPT if then is not None else Shift.NEW
    return StatementView(
        pk=row.pk,
        text=row.text,
        drafted=row.drafted,
        is_worded=bool(row.wording) and row.origin == Origin.RULE,
        origin=row.origin,
        state=row.state,
        quadrant=row.quadrant,
        figure_text=row.figure_text,
        facts=_figures(row.facts),
        quotes=tuple(quote for quote in row.quotes if quote in told),
        former=_figures(row.former),
        changed_on=row.changed_on,
        is_supported=row.is_supported,
        reason=row.reason,
        votes=row.votes,
        shift=shift,
        figure_then=then.figure_text if then else "",
        measures=tuple(
            MeasureView(
                measure.activity.text,
                measure.activity.responsible,
                measure.activity.deadline,
                reverse("roadmap:activity", args=[measure.activity_id]),
            )
            for measure in row.measures.all()
        ),
    )


def _figures(lines: list[dict[str, str]]) -> tuple[Figure, ...]:
    return tuple(Figure(line["label"], line["value"], line.get("url", "")) for line in lines)


# --- what a member may change ---


def analyses_visible_to(membership: Membership) -> QuerySet[SwotAnalysis]:
    return SwotAnalysis.objects.filter(programme__in=programmes_visible_to(membership)).select_related(
        "programme__organization"
    )


def statements_visible_to(membership: Membership) -> QuerySet[SwotStatement]:
    """Statements of the analyses that a member sees; a project curator's are those of their forms."""
    found = SwotStatement.objects.filter(analysis__in=analyses_visible_to(membership)).select_related(
        "analysis__programme__organization", "project__form"
    )
    if membership.role == Role.PROJECT_CURATOR:
        found = found.filter(Q(project__curators=membership.user))
    return found


def sessions_visible_to(membership: Membership) -> QuerySet[SwotSession]:
    return SwotSession.objects.filter(analysis__in=analyses_visible_to(membership)).select_related(
        "analysis__programme__organization", "organization"
    )
