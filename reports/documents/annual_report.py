"""«Итоговый годовой отчёт» (аналитическая справка): what the programme did in a year, drafted from the records.

Wording "1" (until autumn 2026) was seven short sections issued at once; its versions are drawn as they were. Wording
"2" is the engine's: `book` holds the sections, the head signs the report.
"""

from __future__ import annotations

import datetime as dt
import importlib
from dataclasses import dataclass, field

from core.docx import Block
from core.errors import DomainError
from core.russian import counted, date_long, fraction, percent
from mentorship.models import Programme
from reports import consequences
from reports.documents.indicators import IndicatorRow
from reports.documents.letterhead import Letterhead, Signatory, letterhead_of, signatory_of
from reports.documents.report_book import blocks_of, find_programme, span_for
from reports.kinds import Built, DocumentKind, Source, register
from reports.narrative.book import Book
from reports.selectors.annual import ConsentFigure, FormFigure, StageFigure, StateFigure
from reports.selectors.books import ANNUAL_KIND, final_book


@dataclass(frozen=True)
class OrderLine:
    """A signed document of the programme."""

    title: str
    number: str
    date: dt.date


@dataclass(frozen=True)
class AnnualReport:
    """`book` is the report of wording "2"; None in a version of wording "1", whose fields follow it.

    `stages` None: the programme has no roadmap. `indicators` None: made before reports had this section.
    """

    title: str
    letterhead: Letterhead
    signatory: Signatory
    programme: str
    cut_on: dt.date
    subtitle: str = ""
    book: Book | None = None
    goals: str = ""
    period: str = ""
    curator: str = ""
    forms: list[str] = field(default_factory=list)
    stages: list[StageFigure] | None = None
    mentees: list[StateFigure] = field(default_factory=list)
    mentors: list[StateFigure] = field(default_factory=list)
    pairs: list[FormFigure] = field(default_factory=list)
    consents: ConsentFigure = field(default_factory=lambda: ConsentFigure(0, 0))
    orders: list[OrderLine] = field(default_factory=list)
    indicators: list[IndicatorRow] | None = None

    @property
    def stage_rows(self) -> list[tuple[str, str, str]]:
        """Stage · «3 из 7» · «42,9 %»; a stage without activities is «н/д», not nought."""
        return [(row.title, *_share(row.done, row.total)) for row in self.stages or []]

    @property
    def stage_total(self) -> tuple[str, str]:
        if self.stages is None:
            return fraction(None, None), percent(None, None)
        return _share(sum(row.done for row in self.stages), sum(row.total for row in self.stages))

    @property
    def mentees_total(self) -> int:
        return sum(row.count for row in self.mentees)

    @property
    def mentors_total(self) -> int:
        return sum(row.count for row in self.mentors)

    @property
    def pairs_total(self) -> FormFigure:
        figures = ("pairs", "groups", "mentees", "active", "completed", "terminated")
        return FormFigure(
            form="Всего", **{name: sum(getattr(row, name) for row in self.pairs) for name in figures}
        )

    @property
    def together(self) -> str:
        total = self.pairs_total
        return f"{counted(total.pairs, 'пара', 'пары', 'пар')} и {counted(total.groups, 'группа', 'группы', 'групп')}"

    @property
    def consents_share(self) -> tuple[str, str]:
        return _share(self.consents.signed, self.consents.people)

    @property
    def has_pairs(self) -> bool:
        return any(row.pairs or row.groups for row in self.pairs)

    @property
    def chart(self) -> str:
        """Pairs and groups by form as a picture (`data:` address), drawn from the frozen figures."""
        charts = importlib.import_module("core.charts")  # matplotlib: loaded by the few that draw
        numbers = [row.pairs + row.groups for row in self.pairs]
        return str(charts.svg_data_uri(charts.bar_chart([row.form for row in self.pairs], numbers)))

    @property
    def chart_text(self) -> str:
        """The same in words, for those who do not see it."""
        return "Пары и группы по формам наставничества: " + "; ".join(
            f"{row.form} – {row.pairs + row.groups}" for row in self.pairs
        )


def _share(done: int, total: int) -> tuple[str, str]:
    return (
        (fraction(done, total), percent(done, total))
        if total
        else (fraction(None, None), percent(None, None))
    )


def build_annual_report(source: Source) -> Built:
    """`options["year"]` is the year of account, the current one without it. Raises DomainError."""
    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject of the annual report is a programme")
    span = span_for(source, programme)
    content = AnnualReport(
        title=f"Итоговый отчёт о реализации программы наставничества за\u00a0{span.label}",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        programme=programme.title,
        cut_on=span.day,
        subtitle=programme.title,
        book=final_book(ANNUAL_KIND, span),
    )
    return Built(content, summary=f"срез данных {date_long(span.day)}", programme=programme)


def annual_blocks(report: AnnualReport) -> list[Block]:
    if report.book is None:
        raise DomainError("Этот отчёт составлен раньше: он бывает только в PDF.", code="no_docx")
    return blocks_of(
        report.title, report.subtitle, report.letterhead, report.signatory, report.cut_on, report.book
    )


ANNUAL_REPORT = register(
    DocumentKind(
        code=ANNUAL_KIND,
        family="Отчёт",
        label="Итоговый годовой отчёт",
        content=AnnualReport,
        build=build_annual_report,
        find=find_programme,
        wording="2",
        stylesheet="report",
        series="annual_reports",
        number_pattern="{number}-ОТ",
        signed_by_head=True,
        personal_data=False,
        on_signed=consequences.report_issued,
        on_issued=consequences.report_issued,
        check_change=consequences.report_may_change,
        blocks=annual_blocks,
    )
)
