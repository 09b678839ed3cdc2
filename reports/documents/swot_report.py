"""«SWOT-отчёт»: the table 2×2 by form and of the whole, the sources of each line, decisions and measures (§5.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.docx import Align, Block, Heading, Paragraph, SignatureLine, Table
from core.errors import DomainError
from core.russian import date_long
from reports import consequences
from reports.documents.letterhead import Letterhead, Signatory, letterhead_blocks, letterhead_of, signatory_of
from reports.indicator_years import year_told
from reports.kinds import Built, DocumentKind, Source, register
from reports.models import SwotAnalysis
from reports.selectors.swot import QuadrantView, ScopeView, SwotView, swot_of
from reports.swot_enums import Quadrant, Shift

KIND = "swot_report"
PLACES = {
    Quadrant.STRENGTH: "внутренние, помогают",
    Quadrant.WEAKNESS: "внутренние, мешают",
    Quadrant.OPPORTUNITY: "внешние, помогают",
    Quadrant.THREAT: "внешние, мешают",
}


@dataclass(frozen=True)
class SwotLine:
    """A kept statement with its number in the report; `shift` against last year in words, empty without one."""

    number: int
    text: str
    shift: str

    @property
    def told(self) -> str:
        if not self.shift:
            return f"{self.number}. {self.text}"
        return f"{self.number}. {self.text.rstrip('. ')} ({self.shift})."


@dataclass(frozen=True)
class SwotPart:
    title: str
    place: str
    lines: list[SwotLine]


@dataclass(frozen=True)
class SwotSource:
    """What a statement rests on: its figure with where it is from, and impersonal words."""

    number: int
    figures: list[str]
    quotes: list[str]


@dataclass(frozen=True)
class SwotScope:
    """Four parts in the order of the table, the sources under it, and what has gone since last year."""

    title: str
    parts: list[SwotPart]
    sources: list[SwotSource]
    gone: list[str]

    @property
    def rows(self) -> list[list[SwotPart]]:
        return [self.parts[:2], self.parts[2:]]


@dataclass(frozen=True)
class SwotMeasureLine:
    text: str
    responsible: str
    deadline: str
    statement: int


@dataclass(frozen=True)
class SwotReport:
    title: str
    letterhead: Letterhead
    signatory: Signatory
    programme: str
    curator: str
    drafted_on: dt.date | None
    cut_on: dt.date
    compared_with: int | None
    least: int
    scopes: list[SwotScope]
    measures: list[SwotMeasureLine]
    decisions: list[str]
    compared_label: str = ""


def build_swot_report(source: Source) -> Built:
    """The subject is an analysis. Raises DomainError while nothing is kept, or statements wait for a decision."""
    analysis = source.subject
    if not isinstance(analysis, SwotAnalysis):
        raise TypeError("the subject of a SWOT report is an analysis")
    programme = analysis.programme
    view = swot_of(programme, analysis.year)
    if view is None or not view.kept_count:
        raise DomainError("В SWOT ещё ничего не оставлено: решите, что войдёт в отчёт.", code="empty")
    if view.waiting:
        raise DomainError(
            f"Решите, оставить или убрать: ждут решения {view.waiting} из утверждений черновика.",
            code="waits",
        )
    numbers, basis = _numbered(view), programme.organization.year_basis
    content = SwotReport(
        title=f"SWOT-анализ программы наставничества за\u00a0{year_told(analysis.year, basis)}",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        programme=programme.title,
        curator=programme.curator.full_name if programme.curator else "",
        drafted_on=view.drafted_on,
        cut_on=source.today,
        compared_with=view.compared_with,
        compared_label=year_told(view.compared_with, basis) if view.compared_with else "",
        least=5,
        scopes=[_scope(scope, numbers) for scope in view.scopes if scope.has_kept],
        measures=[
            SwotMeasureLine(measure.text, measure.responsible, measure.deadline, numbers[statement.pk])
            for statement, measure in view.measures
            if statement.pk in numbers
        ],
        decisions=[line.strip() for line in view.decisions.splitlines() if line.strip()],
    )
    return Built(content, summary=f"утверждений: {view.kept_count}", programme=programme)


def _numbered(view: SwotView) -> dict[int, int]:
    kept = [one.pk for scope in view.scopes for part in scope.quadrants for one in part.kept]
    return {pk: number for number, pk in enumerate(kept, start=1)}


def _scope(scope: ScopeView, numbers: dict[int, int]) -> SwotScope:
    return SwotScope(
        scope.title,
        [_part(part, numbers) for part in scope.quadrants],
        [
            SwotSource(
                numbers[one.pk],
                [f"{fact.label}: {fact.value}" for fact in one.facts]
                or [f"{one.origin_label}{f', голосов: {one.votes}' if one.votes is not None else ''}"],
                list(one.quotes),
            )
            for part in scope.quadrants
            for one in part.kept
        ],
        [
            one.text
            if not one.figure_then or one.figure_then in one.text
            else f"{one.text.rstrip('. ')} (было: {_flat(one.figure_then)})."
            for one in scope.gone
        ],
    )


def _part(part: QuadrantView, numbers: dict[int, int]) -> SwotPart:
    lines = []
    for one in part.kept:
        shift = ""
        if one.shift == Shift.NEW:
            shift = "новое"
        elif one.shift == Shift.KEPT:
            shift = f"и в прошлом году: {_flat(one.figure_then)}" if one.figure_then else "и в прошлом году"
        lines.append(SwotLine(numbers[one.pk], one.text, shift))
    return SwotPart(part.title, PLACES[part.quadrant], lines)


def _flat(figure: str) -> str:
    """A figure inside brackets has none of its own: «41 ч при плане 60 ч, 68,3 % плана»."""
    return figure.replace(" (", ", ").replace(")", "")


def swot_report_blocks(doc: SwotReport) -> list[Block]:
    """The report for an editor's hands."""
    blocks: list[Block] = [
        *letterhead_blocks(doc.letterhead),
        Heading(doc.title, align=Align.CENTER),
        Paragraph(f"«{doc.programme}»", align=Align.CENTER),
        Paragraph(f"Данные на {date_long(doc.cut_on)}. Куратор программы: {doc.curator or 'не назначен'}."),
    ]
    if doc.compared_with:
        label = doc.compared_label or f"{doc.compared_with} год"
        blocks.append(Paragraph(f"Сравнение – с анализом за {label}."))
    for scope in doc.scopes:
        blocks.append(Heading(scope.title, 2))
        for row in scope.rows:
            cells = ["\n".join(line.told for line in part.lines) or "—" for part in row]
            blocks.append(Table([f"{part.title} ({part.place})" for part in row], [cells], (50, 50), 11))
        if scope.gone:
            blocks.append(Heading("Ушло с прошлого года", 3))
            blocks += [Paragraph(f"– {text}") for text in scope.gone]
        blocks += [Heading("На чём основано", 3)]
        rows = [
            [str(one.number), "; ".join(one.figures), "\n".join(f"«{text}»" for text in one.quotes) or "—"]
            for one in scope.sources
        ]
        blocks.append(Table(("№", "Цифры и источник", "Слова участников"), rows, (8, 52, 40), 11))
    if doc.measures:
        blocks.append(Heading("Меры", 2))
        rows = [[one.text, one.responsible, one.deadline, str(one.statement)] for one in doc.measures]
        blocks.append(Table(("Что сделать", "Ответственный", "Срок", "К пункту"), rows, (46, 26, 18, 10), 11))
    blocks.append(Heading("Выводы и решения", 2))
    blocks += [Paragraph(line) for line in doc.decisions] or [Paragraph("Не записаны.")]
    blocks.append(SignatureLine(doc.signatory.position, doc.signatory.initials))
    return blocks


def find_analysis(pk: int) -> SwotAnalysis:
    found: SwotAnalysis = SwotAnalysis.objects.select_related(
        "programme__organization", "programme__curator", "organization"
    ).get(pk=pk)
    return found


SWOT_REPORT = register(
    DocumentKind(
        code=KIND,
        family="Отчёт",
        label="SWOT-отчёт",
        content=SwotReport,
        build=build_swot_report,
        find=find_analysis,
        stylesheet="report",
        series="reports",
        number_pattern="{number}-О",
        signed_by_head=True,
        personal_data=False,
        on_signed=consequences.report_issued,
        blocks=swot_report_blocks,
    )
)
