"""The sections of each report as the portal drafts them on a day, and as the curator has left them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.russian import date_short
from reports.models import ReportSection
from reports.narrative.book import Book, Section, with_own
from reports.narrative.goals import forms_section, goals_section
from reports.narrative.indicators import indicators_annex, indicators_section
from reports.narrative.outlook import Findings, next_annex, next_section, problems_of, problems_section
from reports.narrative.pairs import durations_section, models_section, pairs_annex, pairs_section
from reports.narrative.people import bases_annex, bases_section
from reports.narrative.quality import influence_section, swot_section
from reports.narrative.results import documents_annex, documents_section, events_section, practices_section
from reports.narrative.roadmap import roadmap_section
from reports.narrative.surveys import surveys_section
from reports.narrative.work import meetings_section, plans_section, training_section
from reports.report_enums import OwnText
from reports.selectors.spans import Span, span_before
from reports.selectors.year_pairs import YearPairs, meeting_figures, pairs_figures, plan_figures, year_pairs
from reports.selectors.year_people import goal_figures, people_figures, project_figures, training_figures
from reports.selectors.year_quality import influence_figures, swot_figures
from reports.selectors.year_results import (
    document_figures,
    event_figures,
    indicator_figures,
    next_figures,
    practice_figures,
    roadmap_figures,
)
from reports.selectors.year_surveys import campaign_figures
from surveys.selectors.names import NameHider

ANNUAL_KIND = "annual_report"
PROJECT_KIND = "project_report"
PAIRS_KIND = "pairs_report"


@dataclass(frozen=True)
class Year:
    """Everything counted once for the sections of one report."""

    span: Span
    before: Span | None
    pairs: YearPairs
    found: Findings
    hider: NameHider


def count_year(span: Span) -> Year:
    before = span_before(span)
    hider = NameHider(span.programme.organization_id)
    pairs, last = year_pairs(span), year_pairs(before) if before else None
    told = pairs_figures(span, pairs, last, hider)
    found = Findings(
        roadmap=roadmap_figures(span, before),
        people=people_figures(span, pairs, before),
        pairs=told,
        training=training_figures(span, before),
        meetings=meeting_figures(span, pairs, told, last),
        plans=plan_figures(span, pairs),
        indicators=indicator_figures(span, before),
        campaigns=campaign_figures(span),
    )
    return Year(span, before, pairs, found, hider)


def annual_book(span: Span) -> Book:
    """The annual report as drafted: sections in the order of the methodology, then annexes that are not empty."""
    year = count_year(span)
    found, problems = year.found, problems_of(year.found)
    following, documents = next_figures(span, found.roadmap), document_figures(span)
    practices, published = practice_figures(span, year.hider)
    sections = [
        goals_section(goal_figures(span)),
        forms_section(project_figures(span, year.pairs)),
        roadmap_section(found.roadmap),
        bases_section(found.people),
        pairs_section(found.pairs),
        training_section(found.training),
        meetings_section(found.meetings),
        plans_section(found.plans),
        indicators_section(found.indicators, year=span.label, day=date_short(span.day)),
        surveys_section(found.campaigns),
        swot_section(swot_figures(span, year.hider)),
        influence_section(influence_figures(span)),
        practices_section(practices, published=published),
        events_section(*event_figures(span)),
        documents_section(documents),
        problems_section(problems),
        next_section(following, problems),
    ]
    annexes = [
        bases_annex(found.people),
        pairs_annex(found.pairs),
        indicators_annex(found.indicators),
        documents_annex(documents),
        next_annex(following),
    ]
    return Book(sections, [annex for annex in annexes if any(piece.grid for piece in annex.pieces)])


def project_book(span: Span) -> Book:
    """The report of a project's curator: one form of the programme."""
    year = count_year(span)
    found, problems = year.found, problems_of(year.found)
    practices, published = practice_figures(span, year.hider)
    sections = [
        goals_section(goal_figures(span)),
        forms_section(project_figures(span, year.pairs)),
        *([roadmap_section(found.roadmap)] if found.roadmap else []),
        bases_section(found.people),
        pairs_section(found.pairs),
        training_section(found.training),
        meetings_section(found.meetings),
        plans_section(found.plans),
        surveys_section(found.campaigns),
        swot_section(swot_figures(span, year.hider)),
        influence_section(influence_figures(span)),
        practices_section(practices, published=published),
        problems_section(problems),
        next_section(next_figures(span, found.roadmap), problems),
    ]
    annexes = [bases_annex(found.people), pairs_annex(found.pairs)]
    return Book(sections, [annex for annex in annexes if any(piece.grid for piece in annex.pieces)])


def pairs_book(span: Span) -> Book:
    """The analysis of pairs: what became of them, how long they worked, how often they met."""
    found, before = year_pairs(span), span_before(span)
    last = year_pairs(before) if before else None
    told = pairs_figures(span, found, last, NameHider(span.programme.organization_id))
    sections = [
        pairs_section(told),
        models_section(told.pairs),
        durations_section(told.pairs),
        meetings_section(meeting_figures(span, found, told, last)),
        plans_section(plan_figures(span, found)),
    ]
    annex = pairs_annex(told)
    return Book(sections, [annex] if annex.pieces else [])


BOOKS: dict[str, Callable[[Span], Book]] = {
    ANNUAL_KIND: annual_book,
    PROJECT_KIND: project_book,
    PAIRS_KIND: pairs_book,
}


# --- as the curator left it ---


@dataclass(frozen=True)
class DraftSection:
    """A section on the page of the draft; `moved`: the figures have changed since the curator wrote."""

    section: Section
    shown: Section
    text: str
    mode: str
    is_dropped: bool
    moved: bool
    number: str
    is_annex: bool = False
    is_first: bool = False
    is_last: bool = False


def subject_of(kind: str, span: Span) -> int:
    return span.project.pk if kind == PROJECT_KIND and span.project else span.programme.pk


def edits_of(kind: str, span: Span) -> dict[str, ReportSection]:
    rows = ReportSection.objects.filter(kind=kind, subject_id=subject_of(kind, span), year=span.number)
    return {row.code: row for row in rows.select_related("author")}


def draft_of(kind: str, span: Span) -> list[DraftSection]:
    """Sections in the curator's order, annexes after them; those left out stand where they would."""
    book, edits = BOOKS[kind](span), edits_of(kind, span)
    ordered = in_order(book.sections, edits)
    numbers = iter(range(1, len(ordered) + 1))
    told = [
        _draft(one, edits.get(one.code), at, len(ordered), lambda: f"{next(numbers)}.")
        for at, one in enumerate(ordered)
    ]
    annexes = iter(range(1, len(book.annexes) + 1))
    return told + [
        _draft(
            one,
            edits.get(one.code),
            at,
            len(book.annexes),
            lambda: f"Приложение {next(annexes)}.",
            annex=True,
        )
        for at, one in enumerate(book.annexes)
    ]


def _draft(
    section: Section,
    edit: ReportSection | None,
    at: int,
    count: int,
    number: Callable[[], str],
    *,
    annex: bool = False,
) -> DraftSection:
    dropped = bool(edit and edit.is_dropped)
    return DraftSection(
        section=section,
        shown=edited(section, edit),
        text=edit.text if edit else "",
        mode=edit.mode if edit else OwnText.BESIDE,
        is_dropped=dropped,
        moved=bool(edit and edit.text and edit.drafted != section.fingerprint),
        number="" if dropped else number(),
        is_annex=annex,
        is_first=at == 0,
        is_last=at == count - 1,
    )


def in_order(sections: list[Section], edits: dict[str, ReportSection]) -> list[Section]:
    """Sections with a place of their own stand there; the rest keep the portal's order around them."""
    own = {at: edits[one.code].place for at, one in enumerate(sections) if one.code in edits}
    places = {at: place if (place := own.get(at)) is not None else at for at in range(len(sections))}
    return [sections[at] for at in sorted(places, key=lambda at: (places[at], at))]


def edited(section: Section, edit: ReportSection | None) -> Section:
    if edit is None or not edit.text:
        return section
    return with_own(section, edit.text, instead=edit.mode == OwnText.INSTEAD)


def final_book(kind: str, span: Span) -> Book:
    """The report as it goes into the document: without what the curator dropped, with their texts."""
    book, edits = BOOKS[kind](span), edits_of(kind, span)
    kept = [
        edited(one, edits.get(one.code)) for one in in_order(book.sections, edits) if not _dropped(one, edits)
    ]
    annexes = [edited(one, edits.get(one.code)) for one in book.annexes if not _dropped(one, edits)]
    return Book(kept, annexes)


def _dropped(section: Section, edits: dict[str, ReportSection]) -> bool:
    edit = edits.get(section.code)
    return bool(edit and edit.is_dropped)
