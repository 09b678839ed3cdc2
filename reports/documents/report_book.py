"""What reports of the engine share: their content, their Word form, the kinds about a project and about pairs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.docx import Align, Block, Cell, Contents, Heading, PageBreak, Paragraph, SignatureLine, Table
from core.errors import DomainError
from core.names import short_name
from core.russian import date_long, quoted
from mentorship.models import Programme, Project
from reports import consequences
from reports.documents.letterhead import Letterhead, Signatory, letterhead_blocks, letterhead_of, signatory_of
from reports.kinds import Built, DocumentKind, Source, register
from reports.narrative.book import Book, Chart, Grid, Section
from reports.selectors.books import PAIRS_KIND, PROJECT_KIND, final_book
from reports.selectors.spans import Span, span_of


@dataclass(frozen=True)
class ReportPaper:
    """A report of a year with its sections, frozen on a day."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    programme: str
    subtitle: str
    cut_on: dt.date
    book: Book


def span_for(source: Source, programme: Programme, project: Project | None = None) -> Span:
    """The year that `options["year"]` names, the current one without it. Raises DomainError."""
    year = source.options.get("year")
    try:
        number = int(year) if year not in (None, "") else None
    except (TypeError, ValueError) as error:
        raise DomainError(f"«{year}» – не год.", field="year", code="year") from error
    return span_of(programme, source.today, year=number, project=project)


def build_pairs(source: Source) -> Built:
    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject of the report on pairs is a programme")
    span = span_for(source, programme)
    content = ReportPaper(
        title=f"Анализ работы наставнических пар и групп за\u00a0{span.label}",
        letterhead=letterhead_of(source.organization),
        signatory=_curator(programme, source),
        programme=programme.title,
        subtitle=programme.title,
        cut_on=span.day,
        book=final_book(PAIRS_KIND, span),
    )
    return Built(content, summary=f"срез данных {date_long(span.day)}", programme=programme)


def build_project(source: Source) -> Built:
    project = source.subject
    if not isinstance(project, Project):
        raise TypeError("the subject of a project's report is a project")
    span = span_for(source, project.programme, project)
    content = ReportPaper(
        title=f"Отчёт куратора проекта за\u00a0{span.label}",
        letterhead=letterhead_of(source.organization),
        signatory=_project_curator(project, source),
        programme=project.programme.title,
        subtitle=project.title
        if project.form.title.casefold() in project.title.casefold()
        else f"{project.title} ({project.form.title})",
        cut_on=span.day,
        book=final_book(PROJECT_KIND, span),
    )
    return Built(content, summary=f"{project.form.title}, {span.label}", programme=project.programme)


def _curator(programme: Programme, source: Source) -> Signatory:
    """Who answers for the programme; without a curator the head."""
    user = programme.curator
    return _signatory("Куратор программы", user.full_name) if user else signatory_of(source.organization)


def _project_curator(project: Project, source: Source) -> Signatory:
    user = project.curators.order_by("full_name").first()
    if user is None:
        return _curator(project.programme, source)
    return _signatory("Куратор проекта", user.full_name)


def _signatory(position: str, full_name: str) -> Signatory:
    parts = full_name.split()
    initials = short_name(*parts[:3], initials_first=True) if 2 <= len(parts) <= 3 else full_name
    return Signatory(position=position, initials=initials, full_name=full_name)


# --- Word ---


def book_blocks(paper: ReportPaper) -> list[Block]:
    """The report for an editor's hands: the same text and tables; instead of a chart the figures behind it."""
    return blocks_of(paper.title, paper.subtitle, paper.letterhead, paper.signatory, paper.cut_on, paper.book)


def blocks_of(
    title: str, subtitle: str, letterhead: Letterhead, signatory: Signatory, cut_on: dt.date, book: Book
) -> list[Block]:
    blocks: list[Block] = [
        *letterhead_blocks(letterhead),
        Heading(title, align=Align.CENTER),
        Paragraph(f"{quoted(subtitle)}. Данные на {date_long(cut_on)}", align=Align.CENTER),
        Paragraph("Содержание", align=Align.CENTER, bold=True),
        Contents(
            [(1, f"{number} {section.title}") for number, _, section in (*book.numbered, *book.annexed)]
        ),
    ]
    for number, _, section in book.numbered:
        blocks += [Heading(f"{number} {section.title}", 2), *_section(section)]
    blocks.append(SignatureLine(signatory.position, signatory.initials))
    for number, _, section in book.annexed:
        blocks += [PageBreak(), Heading(f"{number}. {section.title}", 2), *_section(section)]
    return blocks


def _section(section: Section) -> list[Block]:
    blocks: list[Block] = []
    for piece in section.pieces:
        if piece.heading:
            blocks.append(Heading(piece.heading, 3))
        if piece.text:
            blocks.append(Paragraph(piece.text))
        blocks += [Paragraph(f"– {item}") for item in piece.items]
        if piece.grid:
            blocks.append(_table(piece.grid))
        if piece.chart:
            blocks.append(_figures(piece.chart))
    return [*blocks, *(Paragraph(text) for text in section.own)]


def _table(grid: Grid) -> Table:
    rows = [
        [
            Cell(_plain(text), bold=line.is_total, align=Align.RIGHT if figures else Align.LEFT)
            for text, figures in line.cells
        ]
        for line in grid.lines
    ]
    return Table(
        [_plain(head) for head in grid.head], rows, widths=grid.widths, size=10, caption=grid.caption
    )


def _figures(chart: Chart) -> Table:
    names = chart.names or ["Значение"]
    rows = [[row[0], row[2], *([row[4]] if chart.seconds else [])] for row in chart.rows]
    return Table(["", *(name.capitalize() for name in names)], rows, size=10, caption=chart.title)


def _plain(text: str) -> str:
    return text.replace("\u00ad", "")


def find_programme(pk: int) -> Programme:
    found: Programme = Programme.objects.select_related("curator", "organization").get(pk=pk)
    return found


def find_project(pk: int) -> Project:
    found: Project = Project.objects.select_related(
        "form", "programme__curator", "programme__organization"
    ).get(pk=pk)
    return found


PROJECT_REPORT = register(
    DocumentKind(
        code=PROJECT_KIND,
        family="Отчёт",
        label="Отчёт куратора проекта",
        content=ReportPaper,
        build=build_project,
        find=find_project,
        stylesheet="report",
        personal_data=False,
        on_issued=consequences.report_issued,
        check_change=consequences.report_may_change,
        blocks=book_blocks,
    )
)
PAIRS_REPORT = register(
    DocumentKind(
        code=PAIRS_KIND,
        family="Отчёт",
        label="Анализ работы пар и групп",
        content=ReportPaper,
        build=build_pairs,
        find=find_programme,
        stylesheet="report",
        personal_data=False,
        on_issued=consequences.report_issued,
        check_change=consequences.report_may_change,
        blocks=book_blocks,
    )
)
