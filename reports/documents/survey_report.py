"""«Отчёт по результатам анкетирования» of one campaign: what its page of results shows, frozen on a day."""

from __future__ import annotations

import datetime as dt
import importlib
from dataclasses import dataclass

from core.docx import Align, Block, Heading, Paragraph, SignatureLine, Table
from core.errors import DomainError
from core.russian import counted, fraction, lower_first, percent, period_long
from reports import consequences
from reports.documents.letterhead import Letterhead, Signatory, letterhead_blocks, letterhead_of, signatory_of
from reports.kinds import Built, DocumentKind, Source, register
from surveys.enums import Anonymity, CampaignState, ItemKind
from surveys.instruments import ScaleOptions
from surveys.models import Campaign
from surveys.selectors.campaigns import rate_of, rates_by_group
from surveys.selectors.comparison import TopicChange, compare_for_paper
from surveys.selectors.results import Bar, ItemResult, results_for_paper
from surveys.selectors.themes import theme_counts

FEW = "мало"
WORDS_PRINTED = 15
PROMISES = {
    Anonymity.NAMED: "Ответы именные; в отчёте показаны только вместе.",
    Anonymity.CONFIDENTIAL: "Ответы конфиденциальные: портал связывает их условным кодом и показывает только вместе.",
    Anonymity.ANONYMOUS: "Ответы анонимные: портал не хранит, чей какой ответ.",
}


@dataclass(frozen=True)
class GroupLine:
    group: str
    answered: int
    invited: int

    @property
    def cells(self) -> list[str]:
        return [self.group, fraction(self.answered, self.invited), percent(self.answered, self.invited)]


@dataclass(frozen=True)
class OptionLine:
    """An option with its count and share in per cent; None where they may not be shown."""

    label: str
    count: int | None
    share: float | None

    @property
    def cells(self) -> list[str]:
        return [
            self.label,
            FEW if self.count is None else str(self.count),
            "" if self.share is None else f"{self.share:.0f}\u00a0%",
        ]


@dataclass(frozen=True)
class Part:
    """A row of a matrix or a ranked choice: its own distribution."""

    label: str
    note: str
    options: list[OptionLine]


@dataclass(frozen=True)
class Question:
    """`answered` None: `withheld` says why nothing is shown."""

    number: int
    text: str
    is_scale: bool
    answered: int | None
    withheld: str
    figures: str
    options: list[OptionLine]
    parts: list[Part]
    themes: list[OptionLine]
    words: list[str]
    words_left_out: int

    @property
    def said(self) -> str:
        if self.answered is None:
            return self.withheld
        return f"Ответили {self.answered}. {self.figures}".strip()


@dataclass(frozen=True)
class ChangeLine:
    topic: str
    pairs: int
    before: str
    after: str
    reading: str

    @property
    def cells(self) -> list[str]:
        return [self.topic, str(self.pairs), self.before, self.after, self.reading]


@dataclass(frozen=True)
class Mark:
    """The mean of a question on its scale."""

    label: str
    mean: float
    top: int


@dataclass(frozen=True)
class SurveyReport:
    title: str
    letterhead: Letterhead
    signatory: Signatory
    campaign: str
    questionnaire: str
    programme: str
    form: str
    period: str
    phase: str
    promise: str
    least: int
    least_texts: int
    answered: int
    invited: int
    groups: list[GroupLine]
    marks: list[Mark]
    questions: list[Question]
    entry: str
    changes: list[ChangeLine]
    source: str
    cut_on: dt.date

    @property
    def response(self) -> str:
        people = counted(self.invited, "человека", "человек", "человек")
        return f"Ответили {self.answered} из {people} ({percent(self.answered, self.invited)})."

    @property
    def chart(self) -> str:
        """Means of the questions with a scale as a picture (`data:` address)."""
        charts = importlib.import_module("core.charts")  # matplotlib: loaded by the few that draw
        labels = [mark.label for mark in self.marks]
        texts = [f"{mark.mean:.1f}".replace(".", ",") for mark in self.marks]
        top = max(mark.top for mark in self.marks)
        drawn = charts.bar_chart(labels, [mark.mean for mark in self.marks], texts=texts, limit=top)
        return str(charts.svg_data_uri(drawn))

    @property
    def chart_text(self) -> str:
        return "Средние оценки: " + "; ".join(
            f"{mark.label} – {mark.mean:.1f}".replace(".", ",") for mark in self.marks
        )


def build_survey_report(source: Source) -> Built:
    """Raises DomainError while the campaign goes on and where too few have answered."""
    campaign = source.subject
    if not isinstance(campaign, Campaign):
        raise TypeError("the subject of a survey report is a campaign")
    if campaign.state != CampaignState.CLOSED:
        raise DomainError("Отчёт составляют по завершённому опросу.", code="open")
    results = results_for_paper(campaign)
    if results.closed:
        raise DomainError(results.closed, code="few")
    themes = theme_counts(campaign, [one.item.key for one in results.items if one.texts], least=results.least)
    rate = rate_of(campaign)
    comparison = compare_for_paper(campaign)
    told = comparison if comparison and not comparison.closed else None
    content = SurveyReport(
        title="Отчёт по результатам анкетирования",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        campaign=campaign.title,
        questionnaire=f"{campaign.version.title}, версия {campaign.version.number}",
        programme=campaign.programme.title,
        form=campaign.project.form.title if campaign.project else "",
        period=period_long(campaign.opens_on, campaign.closes_on),
        phase=campaign.get_phase_display(),
        promise=PROMISES[Anonymity(campaign.anonymity)],
        least=results.least,
        least_texts=results.least_texts,
        answered=rate.answered,
        invited=rate.invited,
        groups=[GroupLine(one.label, one.answered, one.invited) for one in rates_by_group(campaign)],
        marks=[
            Mark(one.item.label, one.mean, one.item.options.high)
            for one in results.items
            if isinstance(one.item.options, ScaleOptions) and one.mean is not None
        ],
        questions=[
            _question(number, one, themes.get(one.item.key, []))
            for number, one in enumerate(results.items, start=1)
        ],
        entry=told.before.title if told else "",
        changes=[_change(one) for one in told.topics if one.paired] if told else [],
        source=campaign.version.source,
        cut_on=source.today,
    )
    return Built(content, summary=campaign.title, programme=campaign.programme)


def _question(number: int, result: ItemResult, themes: list[Bar]) -> Question:
    words = [f"{text} ({count})" if count > 1 else text for text, count in result.texts]
    return Question(
        number=number,
        text=result.item.text,
        is_scale=result.item.kind == ItemKind.SCALE,
        answered=result.n,
        withheld=result.withheld,
        figures=_figures(result),
        options=[_option(bar) for bar in result.bars],
        parts=[
            Part(table.label, table.note, [_option(bar) for bar in table.bars]) for table in result.tables
        ],
        themes=[_option(bar) for bar in themes],
        words=words[:WORDS_PRINTED],
        words_left_out=max(len(words) - WORDS_PRINTED, 0),
    )


def _figures(result: ItemResult) -> str:
    named = (
        ("среднее", result.mean, "{:.1f}"),
        ("медиана", result.median, "{:g}"),
        ("оценок 8–10", result.high, "{:.0f}\u00a0%"),
        ("оценок 1–5", result.low, "{:.0f}\u00a0%"),
    )
    told = [
        f"{name}\u00a0– {form.format(value)}".replace(".", ",")
        for name, value, form in named
        if value is not None
    ]
    if not told:
        return ""
    line = "; ".join(told)
    return f"{line[:1].upper()}{line[1:]}."


def _option(bar: Bar) -> OptionLine:
    return OptionLine(bar.label, bar.count, bar.share)


def _change(change: TopicChange) -> ChangeLine:
    paired = change.paired
    assert paired is not None  # noqa: S101 - the caller leaves the others out
    before, after = (f"{mean:.1f}".replace(".", ",") for mean in (paired.before, paired.after))
    shown = change.means_shown
    return ChangeLine(
        change.label, paired.n, before if shown else FEW, after if shown else FEW, paired.reading
    )


def survey_report_blocks(doc: SurveyReport) -> list[Block]:
    """The report for an editor's hands: the same tables; instead of the chart the figures behind it."""
    blocks: list[Block] = [
        *letterhead_blocks(doc.letterhead),
        Heading(doc.title, align=Align.CENTER),
        Paragraph(f"«{doc.campaign}»", align=Align.CENTER),
        Paragraph(
            f"Программа: {doc.programme}." + (f" Форма наставничества: {doc.form}." if doc.form else "")
        ),
        Paragraph(f"Анкета: {doc.questionnaire}. Срок: {doc.period}. Фаза: {lower_first(doc.phase)}."),
        Paragraph(f"{doc.response} {doc.promise}"),
        Table(("Группа", "Ответили", "Доля"), [one.cells for one in doc.groups], (60, 20, 20)),
    ]
    if doc.marks:
        rows = [[mark.label, f"{mark.mean:.1f}".replace(".", ","), str(mark.top)] for mark in doc.marks]
        head = ("Вопрос", "Среднее", "Из")
        blocks += [Heading("Средние оценки", 2), Table(head, rows, (70, 15, 15), 11)]
    if doc.changes:
        blocks += [
            Heading("До и после", 2),
            Paragraph(f"Сравнение с опросом «{doc.entry}» по ответам одних и тех же людей."),
            Table(
                ("Тема", "Пар", "До", "После", "Что это значит"),
                [one.cells for one in doc.changes],
                (34, 8, 8, 10, 40),
            ),
        ]
    for question in doc.questions:
        blocks += [Heading(f"{question.number}. {question.text}", 3), Paragraph(question.said)]
        if question.options:
            head = ("Ответ", "Человек", "Доля")
            blocks.append(Table(head, [one.cells for one in question.options], (60, 20, 20), 11))
        for part in question.parts:
            blocks.append(Paragraph(part.note, lead=part.label))
            blocks.append(
                Table(("Ответ", "Человек", "Доля"), [one.cells for one in part.options], (60, 20, 20), 11)
            )
        if question.themes:
            blocks.append(
                Table(("Тема", "Ответов", "Доля"), [one.cells for one in question.themes], (60, 20, 20), 11)
            )
        blocks += [Paragraph(f"– {text}") for text in question.words]
        if question.words_left_out:
            more = counted(question.words_left_out, "ответ", "ответа", "ответов")
            blocks.append(Paragraph(f"И ещё {more}."))
    if doc.source:
        blocks.append(Paragraph(f"Источник анкеты: {doc.source}."))
    blocks.append(SignatureLine(doc.signatory.position, doc.signatory.initials))
    return blocks


def find_campaign(pk: int) -> Campaign:
    found: Campaign = Campaign.objects.select_related(
        "programme", "project__form", "version__questionnaire", "organization"
    ).get(pk=pk)
    return found


SURVEY_REPORT = register(
    DocumentKind(
        code="survey_report",
        family="Отчёт",
        label="Отчёт по результатам анкетирования",
        content=SurveyReport,
        build=build_survey_report,
        find=find_campaign,
        stylesheet="report",
        personal_data=False,
        on_issued=consequences.report_issued,
        check_change=consequences.report_may_change,
        blocks=survey_report_blocks,
    )
)
