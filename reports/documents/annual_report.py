"""«Итоговый годовой отчёт»: what the programme did, from the records, every figure with its fraction."""

from __future__ import annotations

import datetime as dt
import importlib
from dataclasses import dataclass

from core.russian import counted, date_long, fraction, percent, period_long
from mentorship.models import Programme
from reports import consequences
from reports.documents.indicators import IndicatorRow, indicator_rows
from reports.documents.letterhead import Letterhead, Signatory, letterhead_of, signatory_of
from reports.kinds import Built, DocumentKind, Source, register
from reports.selectors import annual
from reports.selectors.annual import ConsentFigure, FormFigure, StageFigure, StateFigure


@dataclass(frozen=True)
class OrderLine:
    """A signed document of the programme."""

    title: str
    number: str
    date: dt.date


@dataclass(frozen=True)
class AnnualReport:
    """`stages` None: the programme has no roadmap, so its completion is not known.

    `indicators` None: the report was made before reports had this section; it is drawn without it.
    """

    title: str
    letterhead: Letterhead
    signatory: Signatory
    programme: str
    goals: str
    period: str
    cut_on: dt.date
    curator: str
    forms: list[str]
    stages: list[StageFigure] | None
    mentees: list[StateFigure]
    mentors: list[StateFigure]
    pairs: list[FormFigure]
    consents: ConsentFigure
    orders: list[OrderLine]
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
    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject of the annual report is a programme")
    mentees, mentors = annual.base_figures(programme)
    content = AnnualReport(
        title=f"Итоговый отчёт о реализации программы наставничества за\u00a0{year_name(programme)}",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        programme=programme.title,
        goals=programme.goals,
        period=period_long(programme.period_start, programme.period_end),
        cut_on=source.today,
        curator=programme.curator.full_name if programme.curator else "",
        forms=[project.form.title for project in programme.projects.select_related("form")],
        stages=annual.roadmap_figures(programme, source.today),
        mentees=mentees,
        mentors=mentors,
        pairs=annual.form_figures(programme),
        consents=annual.consent_figure(programme),
        orders=[
            OrderLine(row.title, row.number, row.date)
            for row in annual.signed_documents(programme)
            if row.date is not None
        ],
        indicators=indicator_rows(programme, source.today),
    )
    return Built(content, summary=f"срез данных {date_long(source.today)}", programme=programme)


def year_name(programme: Programme) -> str:
    """«2026/27 учебный год» or «2026 год», by the programme's own period."""
    start, end = programme.period_start.year, programme.period_end.year
    return f"{start}\u00a0год" if start == end else f"{start}/{end % 100:02}\u00a0учебный год"


ANNUAL_REPORT = register(
    DocumentKind(
        code="annual_report",
        family="Отчёт",
        label="Итоговый годовой отчёт",
        content=AnnualReport,
        build=build_annual_report,
        find=lambda pk: Programme.objects.select_related("curator").get(pk=pk),
        stylesheet="report",
        personal_data=False,
        on_issued=consequences.report_issued,
        check_change=consequences.report_may_change,
    )
)
