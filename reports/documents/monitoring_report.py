"""«Отчёт мониторинга»: entry, middle or final — quality, influence and indicators with the curator's words (§5.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from core.docx import Align, Block, Heading, Paragraph, SignatureLine, Table
from core.errors import DomainError
from core.russian import date_long, fraction, percent, period_long
from mentorship.models import Programme
from reports import consequences
from reports.documents.indicators import IndicatorRow, indicator_rows
from reports.documents.letterhead import Letterhead, Signatory, letterhead_blocks, letterhead_of, signatory_of
from reports.documents.report_book import span_for
from reports.influence_charts import chart_of, shared_warnings
from reports.kinds import Built, DocumentKind, Source, register
from reports.models import CuratorScore
from reports.selectors.influence import InfluenceLine, expectation_lines, influence_lines
from reports.selectors.monitoring import StageMean, StageSurvey, conclusions_of, stage_means, stage_surveys
from reports.selectors.quality import satisfaction_lines, satisfaction_totals, score_views
from reports.swot_enums import ConclusionPart, MonitoringStage

KIND = "monitoring_report"
FEW = "мало"
LEAST = 5
NAMES = {
    MonitoringStage.ENTRY: "входной",
    MonitoringStage.MIDDLE: "промежуточный",
    MonitoringStage.EXIT: "итоговый",
}


@dataclass(frozen=True)
class MonitoringScore:
    form: str
    day: dt.date
    total: int
    most: int
    level: str
    bands: str
    criteria: list[list[str]]
    comment: str


@dataclass(frozen=True)
class SatisfactionRow:
    cells: list[str]
    is_total: bool


@dataclass(frozen=True)
class ChangeRow:
    """A parameter: figures as words, «мало» where they are not shown."""

    cells: list[str]
    warnings: list[str]


@dataclass(frozen=True)
class ChangeTable:
    """One audience of one form, with numbers for the chart (as many before as after)."""

    title: str
    rows: list[ChangeRow]
    labels: list[str]
    before: list[float]
    after: list[float]
    warnings: list[str]

    @property
    def chart(self) -> str:
        return chart_of(self.labels, self.before, self.after)

    @property
    def chart_text(self) -> str:
        return "; ".join(
            f"{label}: {one:.1f} → {two:.1f}".replace(".", ",")
            for label, one, two in zip(self.labels, self.before, self.after, strict=True)
        )


@dataclass(frozen=True)
class MonitoringReport:
    """`conclusions` are pairs of a section's code and the curator's paragraphs."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    programme: str
    stage: str
    period: str
    curator: str
    cut_on: dt.date
    least: int
    surveys: list[StageSurvey]
    score: MonitoringScore | None
    satisfaction: list[SatisfactionRow]
    means: list[StageMean]
    expectations: list[ChangeTable]
    influence: list[ChangeTable]
    indicators: list[IndicatorRow]
    quality_words: list[str]
    influence_words: list[str]
    indicator_words: list[str]
    overall_words: list[str]

    @property
    def is_entry(self) -> bool:
        return self.stage == MonitoringStage.ENTRY


def build_monitoring_report(source: Source) -> Built:
    """The subject is a programme, the option `stage` says which measurement. Raises DomainError without surveys."""
    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject of a monitoring report is a programme")
    stage = MonitoringStage(str(source.options.get("stage", MonitoringStage.EXIT)))
    span = span_for(source, programme)
    surveys = stage_surveys(span, stage)
    if not surveys:
        raise DomainError("Завершённых опросов этого этапа нет: отчитываться не о чем.", code="no_surveys")
    words = conclusions_of(programme, year=span.number, stage=stage)
    content = MonitoringReport(
        title=f"Отчёт мониторинга ({NAMES[stage]}) за\u00a0{span.label}",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        programme=programme.title,
        stage=stage.value,
        period=period_long(programme.period_start, programme.period_end),
        curator=programme.curator.full_name if programme.curator else "",
        cut_on=span.day,
        least=LEAST,
        surveys=surveys,
        score=_score(programme),
        satisfaction=_satisfaction(programme, span.day) if stage == MonitoringStage.EXIT else [],
        means=stage_means(span, stage),
        expectations=_tables(expectation_lines(programme, on=span.day), stage),
        influence=_tables(influence_lines(programme, on=span.day), stage),
        indicators=indicator_rows(programme, span.day),
        quality_words=_paragraphs(words.get(ConclusionPart.QUALITY, "")),
        influence_words=_paragraphs(words.get(ConclusionPart.INFLUENCE, "")),
        indicator_words=_paragraphs(words.get(ConclusionPart.INDICATORS, "")),
        overall_words=_paragraphs(words.get(ConclusionPart.OVERALL, "")),
    )
    return Built(content, summary=f"{NAMES[stage]}, данные на {date_long(span.day)}", programme=programme)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _score(programme: Programme) -> MonitoringScore | None:
    """The last score of the whole programme."""
    rows = CuratorScore.objects.filter(programme=programme, project__isnull=True).select_related(
        "project__form", "scored_by"
    )[:2]
    views = score_views(rows)
    if not views:
        return None
    last = views[0]
    return MonitoringScore(
        last.form,
        last.scored_on,
        last.total,
        last.most,
        last.level,
        "; ".join(f"{band.low}–{band.high} – {band.label.lower()}" for band in last.bands),
        [[text, section, str(mark)] for section, text, mark in last.criteria],
        last.comment,
    )


def _satisfaction(programme: Programme, on: dt.date) -> list[SatisfactionRow]:
    lines = satisfaction_lines(programme, on=on)
    rows = [
        SatisfactionRow(
            [line.form or "Программа в целом", line.who, *_told(line.satisfied, line.answered)],
            is_total=False,
        )
        for line in lines
    ]
    return rows + [
        SatisfactionRow(["По всем формам", total.who, *_told(total.satisfied, total.answered)], is_total=True)
        for total in satisfaction_totals(lines)
    ]


def _told(part: int | None, whole: int | None) -> tuple[str, str]:
    return (FEW, "—") if part is None else (fraction(part, whole), percent(part, whole))


def _tables(lines: Iterable[InfluenceLine], stage: MonitoringStage) -> list[ChangeTable]:
    tables: dict[str, ChangeTable] = {}
    found = list(lines)
    for line in found:
        change = next((one for one in line.changes if one.phase.value == stage.value), None)
        if change is None:
            continue
        title = ", ".join(part for part in (line.form, line.audience) if part)
        if title not in tables:
            own = [one for one in found if (one.form, one.audience) == (line.form, line.audience)]
            shared = shared_warnings(own, change.phase)
            tables[title] = ChangeTable(title[:1].upper() + title[1:], [], [], [], [], list(shared))
        table = tables[title]
        before, after = (
            FEW if value is None else f"{value:.1f}".replace(".", ",")
            for value in (change.before, change.after)
        )
        reading = " ".join(part for part in (change.reading, change.note) if part)
        table.rows.append(
            ChangeRow(
                [
                    f"{line.label} ({line.direction})",
                    FEW if change.n is None else str(change.n),
                    before,
                    after,
                    change.difference_text or FEW,
                    reading,
                ],
                [one for one in change.warnings if one not in table.warnings],
            )
        )
        if change.before is not None and change.after is not None:
            table.labels.append(line.label)
            table.before.append(change.before)
            table.after.append(change.after)
    return list(tables.values())


CHANGE_HEAD = ("Тема", "Ответили дважды", "До", "После", "Изменение", "Что это значит")


def monitoring_report_blocks(doc: MonitoringReport) -> list[Block]:
    """The report for an editor's hands: the same tables, without charts."""
    blocks: list[Block] = [
        *letterhead_blocks(doc.letterhead),
        Heading(doc.title, align=Align.CENTER),
        Paragraph(f"«{doc.programme}»", align=Align.CENTER),
        Paragraph(f"Срок: {doc.period}. Данные на {date_long(doc.cut_on)}."),
        Paragraph(f"Куратор программы: {doc.curator or 'не назначен'}."),
        Heading("Опросы этапа", 2),
        Table(("Опрос", "Кто", "Ответили", "Доля"), [one.cells for one in doc.surveys], (50, 20, 16, 14), 11),
        Heading("Качество реализации", 2),
    ]
    if doc.score:
        score = doc.score
        told = (
            f"Оценка куратора: {score.total} из {score.most}, {score.level.lower()}. Уровни: {score.bands}."
        )
        blocks.append(Paragraph(f"{told} {score.comment}".strip()))
        blocks.append(Table(("Показатель", "Критерий", "Балл"), score.criteria, (60, 30, 10), 11))
    if doc.satisfaction:
        rows = [row.cells for row in doc.satisfaction]
        blocks.append(Table(("Форма", "Кто", "Довольны", "Доля"), rows, (44, 24, 18, 14), 11))
    if doc.means:
        rows = [one.cells for one in doc.means]
        blocks.append(Table(("Форма", "Кто", "Тема", "Ответили", "Среднее"), rows, (28, 18, 30, 12, 12), 11))
    blocks += _change_blocks("Ожидания и то, что вышло", doc.expectations)
    blocks += [Paragraph(text) for text in doc.quality_words]
    blocks += _change_blocks("Влияние на участников", doc.influence)
    blocks += [Paragraph(text) for text in doc.influence_words]
    if doc.indicators:
        blocks.append(Heading("Показатели", 2))
        rows = [[one.title, one.plan, one.fact, one.fraction] for one in doc.indicators]
        blocks.append(Table(("Показатель", "План", "Факт", "Дробь"), rows, (52, 14, 14, 20), 11))
    blocks += [Paragraph(text) for text in doc.indicator_words]
    blocks.append(Heading("Выводы и решения", 2))
    blocks += [Paragraph(text) for text in doc.overall_words] or [Paragraph("Не записаны.")]
    blocks.append(SignatureLine(doc.signatory.position, doc.signatory.initials))
    return blocks


def _change_blocks(title: str, tables: list[ChangeTable]) -> list[Block]:
    if not tables:
        return []
    blocks: list[Block] = [Heading(title, 2)]
    for table in tables:
        rows = [[*row.cells[:5], " ".join([row.cells[5], *row.warnings])] for row in table.rows]
        blocks += [Heading(table.title, 3), Table(CHANGE_HEAD, rows, (26, 10, 8, 8, 10, 38), 10)]
        blocks += [Paragraph(text) for text in table.warnings]
    return blocks


MONITORING_REPORT = register(
    DocumentKind(
        code=KIND,
        family="Отчёт",
        label="Отчёт мониторинга",
        content=MonitoringReport,
        build=build_monitoring_report,
        find=lambda pk: Programme.objects.select_related("curator", "organization").get(pk=pk),
        stylesheet="report",
        series="reports",
        number_pattern="{number}-О",
        signed_by_head=True,
        personal_data=False,
        on_signed=consequences.report_issued,
        blocks=monitoring_report_blocks,
    )
)
