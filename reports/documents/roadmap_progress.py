"""«Отчёт о выполнении дорожной карты» on a day: figures by stage, what is done with its proof, what is late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.docx import Align, Block, Heading, Paragraph, SignatureLine, Table
from core.errors import DomainError
from core.russian import counted, date_long, date_short, fraction, percent
from reports import consequences
from reports.documents.letterhead import Letterhead, Signatory, letterhead_blocks, letterhead_of, signatory_of
from reports.documents.roadmap_parts import find_roadmap, roadmap_of
from reports.kinds import Built, DocumentKind, Source, register
from roadmap.enums import PROVED, Status
from roadmap.selectors.progress_report import ActivityOnDay, StageOnDay, roadmap_on

FIGURES = (
    "Этап",
    "Всего",
    "В срок",
    "С опозданием",
    "Просрочено",
    "В работе",
    "Впереди",
    "Без срока",
    "Выполнено",
)
FIGURE_WIDTHS = (32, 7, 7, 10, 11, 9, 8, 8, 8)
NO_PROOF = "без подтверждения"


@dataclass(frozen=True)
class StageLine:
    """Activities of a stage by state; `total` 0 prints «н/д» for the share."""

    title: str
    total: int
    in_time: int
    late: int
    overdue: int
    in_work: int
    ahead: int
    undated: int

    @property
    def share(self) -> str:
        return percent(self.in_time + self.late, self.total)

    @property
    def cells(self) -> list[str]:
        figures = (self.total, self.in_time, self.late, self.overdue, self.in_work, self.ahead, self.undated)
        return [self.title, *map(str, figures), self.share]


@dataclass(frozen=True)
class DoneLine:
    number: str
    text: str
    deadline: str
    done_on: dt.date | None
    is_late: bool
    proofs: list[str]

    @property
    def done_text(self) -> str:
        day = date_short(self.done_on) if self.done_on else ""
        return f"{day}, с опозданием" if self.is_late else day

    @property
    def proof_text(self) -> str:
        return "\n".join(self.proofs) or NO_PROOF

    @property
    def cells(self) -> list[str]:
        return [self.number, self.text, self.deadline, self.done_text, self.proof_text]


@dataclass(frozen=True)
class OverdueLine:
    number: str
    text: str
    deadline: str
    due: dt.date
    days: int
    responsible: str

    @property
    def days_text(self) -> str:
        return counted(self.days, "день", "дня", "дней")

    @property
    def cells(self) -> list[str]:
        return [self.number, self.text, self.deadline, self.days_text, self.responsible]


@dataclass(frozen=True)
class ProgressPaper:
    """Figures of one day; they are frozen with the document."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    roadmap: str
    programme: str
    cut_on: dt.date
    stages: list[StageLine]
    done: list[DoneLine]
    overdue: list[OverdueLine]

    @property
    def total(self) -> StageLine:
        names = ("total", "in_time", "late", "overdue", "in_work", "ahead", "undated")
        return StageLine("Всего", **{name: sum(getattr(row, name) for row in self.stages) for name in names})

    @property
    def said(self) -> str:
        """«Выполнено 12 из 44 мероприятий (27,3 %), из них с опозданием – 2; просрочено – 3.»"""
        row = self.total
        done = row.in_time + row.late
        return (
            f"Выполнено {fraction(done, row.total)} мероприятий ({percent(done, row.total)}), "
            f"из них с опозданием – {row.late}; просрочено – {row.overdue}."
        )

    @property
    def classed(self) -> list[tuple[str, int]]:
        return list(zip(FIGURES, FIGURE_WIDTHS, strict=True))


def build_progress(source: Source) -> Built:
    """`on` is the day of the report as ISO text, today by default. DomainError for a day to come."""
    roadmap = roadmap_of(source.subject)
    day = _day(source)
    stages = roadmap_on(roadmap, day)
    rows = [row for stage in stages for row in stage.rows]
    content = ProgressPaper(
        title="Отчёт о выполнении дорожной карты",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        roadmap=roadmap.title,
        programme=roadmap.programme.title,
        cut_on=day,
        stages=[_stage_line(stage) for stage in stages],
        done=[_done(row) for row in rows if row.status.done],
        overdue=[_overdue(row, day) for row in rows if row.status.status == Status.OVERDUE],
    )
    return Built(content, summary=f"на {date_long(day)}", programme=roadmap.programme)


def _day(source: Source) -> dt.date:
    given = str(source.options.get("on") or "")
    try:
        day = dt.date.fromisoformat(given) if given else source.today
    except ValueError as error:
        raise DomainError("Такой даты нет. Укажите день отчёта.", field="on") from error
    if day > source.today:
        raise DomainError("Этот день ещё не наступил.", field="on")
    return day


def _stage_line(stage: StageOnDay) -> StageLine:
    counts = stage.counts
    known = (Status.DONE, Status.DONE_LATE, Status.OVERDUE, Status.IN_WORK, Status.NOT_DUE)
    return StageLine(
        title=stage.title,
        total=len(stage.rows),
        in_time=counts[Status.DONE],
        late=counts[Status.DONE_LATE],
        overdue=counts[Status.OVERDUE],
        in_work=counts[Status.IN_WORK],
        ahead=counts[Status.NOT_DUE],
        undated=sum(count for status, count in counts.items() if status not in known),
    )


def _done(row: ActivityOnDay) -> DoneLine:
    activity, status = row.activity, row.status
    whole = status.status in PROVED
    times = "" if whole and status.total == 1 else f" ({status.done} из {status.total})"
    return DoneLine(
        activity.number,
        f"{activity.text}{times}",
        activity.deadline,
        row.done_on,
        status.status == Status.DONE_LATE,
        row.proofs,
    )


def _overdue(row: ActivityOnDay, day: dt.date) -> OverdueLine:
    activity, due = row.activity, row.status.due or day
    return OverdueLine(
        activity.number, activity.text, activity.deadline, due, (day - due).days, activity.responsible
    )


def progress_blocks(paper: ProgressPaper) -> list[Block]:
    figures = [*(row.cells for row in paper.stages), paper.total.cells]
    blocks: list[Block] = [
        *letterhead_blocks(paper.letterhead),
        Heading(paper.title, align=Align.CENTER),
        Paragraph(f"«{paper.roadmap}» на {date_long(paper.cut_on)}", align=Align.CENTER),
        Paragraph(paper.said, align=Align.LEFT),
        Heading("Выполнение по этапам", level=2),
        Table(FIGURES, figures, widths=FIGURE_WIDTHS, size=10),
        Heading("Просрочено", level=2),
    ]
    late = ("№", "Мероприятие", "Срок", "Просрочено на", "Ответственные")
    done = ("№", "Мероприятие", "Срок", "Выполнено", "Чем подтверждено")
    blocks.append(
        Table(late, [row.cells for row in paper.overdue], widths=(6, 42, 18, 12, 22), size=10)
        if paper.overdue
        else Paragraph("Просроченных мероприятий нет.")
    )
    blocks.append(Heading("Выполнено", level=2))
    blocks.append(
        Table(done, [row.cells for row in paper.done], widths=(6, 38, 16, 14, 26), size=10)
        if paper.done
        else Paragraph("Выполненных мероприятий пока нет.")
    )
    return [*blocks, SignatureLine(paper.signatory.position, paper.signatory.initials)]


ROADMAP_PROGRESS = register(
    DocumentKind(
        code="roadmap_progress",
        family="Отчёт",
        label="Отчёт о выполнении дорожной карты",
        content=ProgressPaper,
        build=build_progress,
        find=find_roadmap,
        stylesheet="plan",
        personal_data=False,
        on_issued=consequences.report_issued,
        check_change=consequences.report_may_change,
        blocks=progress_blocks,
        landscape=True,
    )
)
