"""«Сводный отчёт региона»: the annual report's structure in short, over the institutions, without persons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.clock import local
from core.docx import Align, Block, Heading, Paragraph, Table
from core.models import Organization
from core.russian import NO_DATA, date_long, grouped, percent, quoted
from reports import consequences
from reports.documents.letterhead import Letterhead, letterhead_blocks, letterhead_of
from reports.kinds import Built, DocumentKind, Source, register
from reports.models import InstitutionFigures
from reports.selectors import region as selectors
from reports.selectors.periods import late_institutions, period_lines
from reports.selectors.region_cells import Cells, pivot_of, told_count
from reports.selectors.region_comparison import comparison_of

CODE = "region_report"
HEADS = (
    "Организация", "Этап", "Дорожная карта", "Наставля\u00adемых", "Настав\u00adников", "Пар и групп", "Согласия",
    "Полнота данных",
)  # fmt: skip
WIDTHS = (28, 18, 9, 11, 10, 7, 9, 8)
SHARES = ("Показатель", "По региону", "Числа", "Организаций")
SHARE_WIDTHS = (44, 16, 24, 16)
FEW = 5
LOW = 60


@dataclass(frozen=True)
class ShareRow:
    """An indicator of the region: sums of both parts where both are known."""

    title: str
    value: str
    parts: str
    known: str

    @property
    def cells(self) -> list[str]:
        return [self.title, self.value, self.parts or NO_DATA, self.known]


@dataclass(frozen=True)
class NamedLine:
    name: str
    text: str


@dataclass(frozen=True)
class RegionReport:
    """All words and figures as they are printed; `counted_at` is the age of the oldest kept figures."""

    title: str
    letterhead: Letterhead
    cut_on: dt.date
    counted_at: str
    totals: list[tuple[str, str]]
    institutions: list[list[str]]
    indicators: list[ShareRow]
    forms_head: list[str]
    forms: list[list[str]]
    ahead: list[NamedLine]
    in_work: list[NamedLine]
    period: str
    waiting: list[str]

    @property
    def heads(self) -> list[tuple[str, int]]:
        return list(zip(HEADS, WIDTHS, strict=True))

    @property
    def waiting_words(self) -> str:
        return "; ".join(self.waiting)


def build_region_report(source: Source) -> Built:
    """A constant number of queries, however many institutions there are."""
    region = source.organization
    totals = selectors.totals_of(region)
    below = list(selectors.institutions_below(region).order_by("short_name", "pk"))
    comparison = comparison_of(region)
    pivot = pivot_of(Cells(region, {}), rows="form", columns="role")
    period, waiting = _period(region, source.today)
    moment = local(totals.counted_at, region) if totals.counted_at else None
    content = RegionReport(
        title="Сводный отчёт о реализации программ наставничества",
        letterhead=letterhead_of(region),
        cut_on=source.today,
        counted_at=f"{moment:%d.%m.%Y в %H:%M}" if moment else "",
        totals=_totals(totals),
        institutions=[_institution(one) for one in below],
        indicators=[
            ShareRow(title, cell.value, cell.parts, f"{known} из {totals.institutions}")
            for title, cell, known in zip(comparison.heads, comparison.total, comparison.known, strict=True)
        ],
        forms_head=[pivot.row_head, *pivot.columns, "Всего"],
        forms=[
            [name, *(told_count(count) for count in cells), grouped(total)]
            for name, cells, total in pivot.rows
        ],
        ahead=_ahead(below),
        in_work=_in_work(below),
        period=period,
        waiting=waiting,
    )
    return Built(content, summary=f"на {date_long(source.today)}")


def _totals(totals: selectors.Totals) -> list[tuple[str, str]]:
    return [
        ("Организаций", grouped(totals.institutions)),
        ("Из них с начатой программой", grouped(totals.with_programme)),
        ("Наставляемых в базах", grouped(totals.mentees)),
        ("Наставников в базах", grouped(totals.mentors)),
        ("Пар и групп закреплено приказами", grouped(totals.pairs)),
        ("Согласия подписаны", totals.consent_share),
        ("Мероприятия дорожных карт выполнены", totals.done_share),
    ]


def _kept(one: Organization) -> InstitutionFigures | None:
    """The figures of an institution with a programme; None is «н/д»."""
    figures: InstitutionFigures | None = getattr(one, "figures", None)
    return figures if figures is not None and figures.programme_id is not None else None


def _institution(one: Organization) -> list[str]:
    kept = _kept(one)
    if kept is None:
        return [one.short_name, *[NO_DATA] * (len(HEADS) - 1)]
    return [
        one.short_name,
        f"{kept.stage}. {kept.stage_title}" if kept.stage else NO_DATA,
        percent(kept.done, kept.activities) if kept.activities else NO_DATA,
        grouped(kept.mentees),
        grouped(kept.mentors),
        grouped(kept.pairs),
        percent(kept.consents, kept.people) if kept.people else NO_DATA,
        f"{kept.complete}\u00a0%",
    ]


def _ahead(below: list[Organization]) -> list[NamedLine]:
    """A few whose data are whole and whose roadmap has come furthest."""
    found = [(one.short_name, kept) for one in below if (kept := _kept(one))]
    ready = [(name, kept) for name, kept in found if kept.activities and (kept.complete or 0) > LOW]
    ready.sort(key=lambda row: (-row[1].done / row[1].activities, -(row[1].complete or 0), row[0]))
    return [
        NamedLine(
            name,
            f"выполнено {kept.done} из {kept.activities} мероприятий, полнота данных {kept.complete}\u00a0%",
        )
        for name, kept in ready[:FEW]
    ]


def _in_work(below: list[Organization]) -> list[NamedLine]:
    """Where something is still to be entered, and what: a list of help, not of blame."""
    found = []
    for one in below:
        kept = _kept(one)
        if kept is None:
            found.append(NamedLine(one.short_name, "программа ещё не начата или показатели не посчитаны"))
        elif (kept.complete or 0) < LOW:
            found.append(NamedLine(one.short_name, "предстоит внести: " + ", ".join(kept.gaps)))
    return found


def _period(region: Organization, today: dt.date) -> tuple[str, list[str]]:
    """The nearest period with how many have reported, and who is waited for."""
    lines = period_lines(region, today)
    if not lines:
        return "", []
    line = lines[0]
    told = f"{quoted(line.period.title)}, срок {date_long(line.period.due_on)}: сдали {line.reported} из {line.of}"
    return told, [one.short_name for one in late_institutions(line.period)]


def lay_out(paper: RegionReport) -> list[Block]:
    blocks: list[Block] = [
        *letterhead_blocks(paper.letterhead),
        Heading(paper.title, align=Align.CENTER),
        Paragraph(
            f"на {date_long(paper.cut_on)}"
            + (f"; показатели посчитаны {paper.counted_at}" if paper.counted_at else ""),
            align=Align.CENTER,
        ),
        Heading("Итоги", level=2),
        Table(("Что", "Сколько"), [list(row) for row in paper.totals], widths=(60, 40), size=11),
        Heading("Показатели", level=2),
    ]
    if paper.indicators:
        blocks.append(Table(SHARES, [row.cells for row in paper.indicators], widths=SHARE_WIDTHS, size=10))
    else:
        blocks.append(Paragraph("Показатели организации ещё не ведут: н/д."))
    blocks += [
        Heading("Организации", level=2),
        Table(HEADS, paper.institutions, widths=WIDTHS, size=9),
        Heading("Участники по формам", level=2),
    ]
    if paper.forms:
        share = 60 // (len(paper.forms_head) - 1)
        widths = (100 - share * (len(paper.forms_head) - 1), *[share] * (len(paper.forms_head) - 1))
        blocks.append(Table(tuple(paper.forms_head), paper.forms, widths=widths, size=10))
    else:
        blocks.append(Paragraph("Участники приказами ещё не закреплены: н/д."))
    blocks.append(Heading("Чей опыт готов к передаче", level=2))
    blocks += _named(paper.ahead, "Пока н/д.")
    blocks.append(Heading("Где нужна помощь с данными", level=2))
    blocks += _named(paper.in_work, "Данные всех организаций полны.")
    if paper.period:
        blocks += [Heading("Отчётный период", level=2), Paragraph(paper.period + ".")]
        if paper.waiting:
            blocks.append(Paragraph(f"Ждём отчёты: {paper.waiting_words}."))
    return blocks


def _named(lines: list[NamedLine], nothing: str) -> list[Block]:
    if not lines:
        return [Paragraph(nothing)]
    return [Paragraph(f"{line.name}: {line.text}.") for line in lines]


REGION_REPORT = register(
    DocumentKind(
        code=CODE,
        family="Отчёт",
        label="Сводный отчёт региона",
        content=RegionReport,
        build=build_region_report,
        find=lambda pk: Organization.objects.get(pk=pk, is_region=True),
        stylesheet="plan",
        personal_data=False,
        check_change=consequences.report_may_change,
        blocks=lay_out,
        landscape=True,
    )
)
