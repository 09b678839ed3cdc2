"""Writing a SWOT: drafted by rules, decided by the curator; redrafting never overwrites what a person has said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.models import Programme, Project
from reports.indicator_years import ReportingYear, reporting_year, year_told
from reports.models import SwotAnalysis, SwotMeasure, SwotStatement
from reports.permissions import MANAGE_SWOT
from reports.selectors.swot_facts import collect_facts
from reports.swot.facts import Draft
from reports.swot.limits import limits
from reports.swot.rules import drafts_of
from reports.swot_enums import STATEMENT_TRANSITIONS, Origin, Quadrant, StatementState
from roadmap.domain.arranging import add_activity
from roadmap.domain.assigning import assign
from roadmap.models import Stage

Key = tuple[int | None, str, str]
LONGEST = 1000


def draft_swot(programme: Programme, *, actor: User | None, on: dt.date | None = None) -> SwotAnalysis:
    """Draft the analysis of the year of account that `on` (today) lies in, or bring it up to date.

    New statements are added, those that nobody has decided on follow their figures or go with them. What a curator
    has kept, dropped or worded stays; where its figures are others now, it is marked with what they were.
    """
    day = on or today(programme.organization)
    year = year_of(programme, day)
    scopes = collect_facts(programme, on=min(day, year.end), since=year.start)
    with transaction.atomic():
        analysis = _locked(programme, year)
        known = {_key(row): row for row in analysis.statements.filter(origin=Origin.RULE)}
        seen: set[Key] = set()
        for facts in scopes:
            for draft in drafts_of(facts, limits()):
                key = (facts.project, f"{draft.rule}.{draft.quadrant}", draft.subject)
                if key in seen:  # two campaigns say the same of one side: the newest came first
                    continue
                seen.add(key)
                if key in known:
                    _follow(known[key], draft, day)
                else:
                    _add(analysis, key, draft)
        for key, row in known.items():
            if key not in seen:
                _lose(row, day)
        analysis.drafted_on = day
        analysis.save(update_fields=["drafted_on", "updated_at"])
        audit.record("swot.drafted", subject=analysis, actor=actor)
    return analysis


def year_of(programme: Programme, day: dt.date) -> ReportingYear:
    return reporting_year(
        programme.period_start, programme.period_end, programme.organization.year_basis, day
    )


def _locked(programme: Programme, year: ReportingYear) -> SwotAnalysis:
    found, _ = SwotAnalysis.objects.get_or_create(
        programme=programme, year=year.number, defaults={"organization": programme.organization}
    )
    locked: SwotAnalysis = SwotAnalysis.objects.select_for_update(of=("self",)).get(pk=found.pk)
    return locked


def _key(row: SwotStatement) -> Key:
    return row.project_id, row.rule, row.subject


def _told(draft: Draft) -> dict[str, Any]:
    return {
        "drafted": draft.text,
        "figure": draft.figure,
        "figure_text": draft.figure_text[:60],
        "facts": [{"label": one.label, "value": one.value, "url": one.url} for one in draft.facts],
        "quotes": list(draft.quotes),
    }


def _add(analysis: SwotAnalysis, key: Key, draft: Draft) -> None:
    project, rule, subject = key
    SwotStatement.objects.create(
        organization=analysis.organization,
        analysis=analysis,
        project_id=project,
        quadrant=draft.quadrant,
        rule=rule,
        subject=subject,
        position=_last(analysis, project, draft.quadrant) + 1,
        **_told(draft),
    )


def is_decided(row: SwotStatement) -> bool:
    """Whether a person has said anything of the statement, so that redrafting may not take it away."""
    return row.state != StatementState.NEW or bool(row.wording) or row.measures.exists()


def _follow(row: SwotStatement, draft: Draft, day: dt.date) -> None:
    """Bring the figures up to date; of a decided statement keep what they were when it was decided on."""
    told = _told(draft)
    if row.facts == told["facts"] and row.quotes == told["quotes"] and row.is_supported:
        return
    if is_decided(row) and (row.facts != told["facts"] or not row.is_supported):
        former = row.former or row.facts
        row.former, row.changed_on = (former, day) if former != told["facts"] else ([], None)
    for name, value in told.items():
        setattr(row, name, value)
    row.is_supported = True
    row.save()


def _lose(row: SwotStatement, day: dt.date) -> None:
    """The figures no longer say it: an undecided statement goes, a decided one is marked."""
    if not is_decided(row):
        row.delete()
    elif row.is_supported:
        row.is_supported, row.changed_on, row.former = False, day, row.former or row.facts
        row.save(update_fields=["is_supported", "changed_on", "former", "updated_at"])


def _last(analysis: SwotAnalysis, project: int | None, quadrant: str) -> int:
    rows = analysis.statements.filter(project_id=project, quadrant=quadrant)  # type: ignore[misc]
    return int(rows.aggregate(last=Max("position"))["last"] or 0)


# --- what the curator says ---


def keep_statement(statement: SwotStatement, *, actor: User | None) -> SwotStatement:
    """Take a statement into the analysis."""
    return _decide(statement, StatementState.KEPT, actor, "")


def drop_statement(statement: SwotStatement, *, actor: User | None, reason: str) -> SwotStatement:
    """Leave a statement out, with the reason. Raises DomainError without one."""
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Напишите, почему утверждение убрано.", field="reason", code="required")
    return _decide(statement, StatementState.DROPPED, actor, reason[:500])


def _decide(statement: SwotStatement, to: str, actor: User | None, reason: str) -> SwotStatement:
    """Deciding is done on today's figures: the mark of a change is taken off."""
    return move(
        statement,
        to=to,
        transitions=STATEMENT_TRANSITIONS,
        actor=actor,
        rule=MANAGE_SWOT,
        reason=reason,
        set_fields={"reason": reason, "former": [], "changed_on": None},
    )


def accept_figures(statement: SwotStatement, *, actor: User | None) -> SwotStatement:
    """The curator has seen that the figures are others now and leaves the statement as it is."""
    statement.former, statement.changed_on = [], None
    statement.save(update_fields=["former", "changed_on", "updated_at"])
    audit.record("swotstatement.figures_seen", subject=statement, actor=actor)
    return statement


def word_statement(statement: SwotStatement, *, text: str, actor: User | None) -> SwotStatement:
    """Put a statement in the curator's own words; empty, or the portal's, gives a drafted one its own words back."""
    text = _clean(text, empty=statement.origin == Origin.RULE)
    before = statement.text
    statement.wording = "" if statement.origin == Origin.RULE and text == statement.drafted else text
    statement.save(update_fields=["wording", "updated_at"])
    audit.record(
        "swotstatement.worded",
        subject=statement,
        actor=actor,
        before={"wording": before},
        after={"wording": statement.text},
    )
    return statement


def add_statement(
    analysis: SwotAnalysis,
    *,
    quadrant: str,
    text: str,
    actor: User | None,
    project: Project | None = None,
    origin: Origin = Origin.OWN,
    votes: int | None = None,
) -> SwotStatement:
    """Add a statement that no rule has drafted: it is kept from the start. Raises DomainError."""
    if quadrant not in Quadrant.values:
        raise DomainError("Такой части таблицы нет.", field="quadrant", code="choice")
    if project is not None and project.programme_id != analysis.programme_id:
        raise DomainError("Эта форма из другой программы.", field="project", code="choice")
    with transaction.atomic():
        made = SwotStatement.objects.create(
            organization=analysis.organization,
            analysis=analysis,
            project=project,
            quadrant=quadrant,
            origin=origin,
            state=StatementState.KEPT,
            wording=_clean(text),
            votes=votes,
            position=_last(analysis, project.pk if project else None, quadrant) + 1,
        )
        audit.record("swotstatement.added", subject=made, actor=actor, after={"wording": made.wording})
    return made


def remove_statement(statement: SwotStatement, *, actor: User | None) -> None:
    """Take away a statement of the curator's own; a drafted one is dropped instead, with a reason."""
    if statement.origin == Origin.RULE:
        raise DomainError("Составленное порталом не удаляют, а убирают с причиной.", code="rule")
    audit.record("swotstatement.removed", subject=statement, actor=actor, before={"wording": statement.text})
    statement.delete()


def place_statement(statement: SwotStatement, *, step: int, actor: User | None) -> bool:
    """Change places with the statement before (-1) or after (1) in its quadrant; False at the edge."""
    with transaction.atomic():
        SwotAnalysis.objects.select_for_update(of=("self",)).get(pk=statement.analysis_id)
        rows: list[SwotStatement] = list(
            SwotStatement.objects.filter(
                analysis_id=statement.analysis_id,
                project_id=statement.project_id,  # type: ignore[misc]
                quadrant=statement.quadrant,
            ).exclude(state=StatementState.DROPPED)
        )
        place = next((at for at, row in enumerate(rows) if row.pk == statement.pk), None)
        if place is None or not 0 <= place + step < len(rows):
            return False
        rows[place], rows[place + step] = rows[place + step], rows[place]
        for position, row in enumerate(rows, start=1):
            if row.position != position:
                row.position = position
                row.save(update_fields=["position", "updated_at"])
        audit.record("swotstatement.placed", subject=statement, actor=actor)
    return True


def write_decisions(analysis: SwotAnalysis, *, text: str, actor: User | None) -> SwotAnalysis:
    """The closing words of the report: what was concluded and decided."""
    before = analysis.decisions
    analysis.decisions = text.strip()
    analysis.save(update_fields=["decisions", "updated_at"])
    audit.record(
        "swot.decided",
        subject=analysis,
        actor=actor,
        before={"decisions": before},
        after={"decisions": analysis.decisions},
    )
    return analysis


def assign_measure(
    statement: SwotStatement,
    *,
    stage: Stage,
    text: str,
    responsible: str,
    due: dt.date,
    users: Iterable[User] = (),
    actor: User | None,
) -> SwotMeasure:
    """Put a measure into the roadmap as an activity with its responsible and day. Raises DomainError.

    The activity lives on as any other of the plan: what becomes of it is read there.
    """
    if stage.roadmap.organization_id != statement.organization_id:
        raise DomainError("Этот этап из чужой дорожной карты.", field="stage", code="choice")
    with transaction.atomic():
        activity = add_activity(
            stage,
            actor=actor,
            text=text,
            deadline=f"до {due:%d.%m.%Y}",
            responsible=responsible.strip(),
            result=f"Мера по SWOT-анализу за {year_told(statement.analysis.year, statement.organization.year_basis)}",
        )
        people = list(users)
        if people:
            roles = [row.role for row in activity.assignees.all() if row.role]
            assign(activity, roles=roles, users=people, actor=actor)
        made = SwotMeasure.objects.create(
            organization=statement.organization, statement=statement, activity=activity
        )
        audit.record(
            "swotstatement.measure", subject=statement, actor=actor, after={"measure": str(activity)}
        )
    return made


def _clean(text: str, *, empty: bool = False) -> str:
    text = text.strip()
    if not text and not empty:
        raise DomainError("Напишите утверждение.", field="text", code="required")
    if len(text) > LONGEST:
        raise DomainError(f"Не длиннее {LONGEST} знаков.", field="text", code="long")
    return text
