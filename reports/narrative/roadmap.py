"""«Выполнение дорожной карты»: in time, late, not done – what and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.russian import counted, date_short, percent, plural
from reports.narrative.book import Chart, Grid, Piece, Section
from reports.narrative.words import ACTIVITIES, did, paragraph, sentence, share

TITLE = "Выполнение дорожной карты"


@dataclass(frozen=True)
class LateFigure:
    """An activity that is not done though its day has passed, or was done after it."""

    number: str
    text: str
    deadline: str
    responsible: str
    due: dt.date | None
    done_on: dt.date | None
    why: str


@dataclass(frozen=True)
class StageLine:
    """Activities of a stage: `ahead` are not due yet, `undated` cannot be late."""

    title: str
    in_time: int
    late: int
    overdue: int
    ahead: int
    undated: int

    @property
    def done(self) -> int:
        return self.in_time + self.late

    @property
    def total(self) -> int:
        return self.done + self.overdue + self.ahead + self.undated


@dataclass(frozen=True)
class RoadmapFigures:
    """`before`: the share of last year in per cent as (done, total), None when there was no roadmap."""

    title: str
    day: dt.date
    stages: list[StageLine]
    late: list[LateFigure]
    overdue: list[LateFigure]
    before: tuple[int, int] | None = None


def roadmap_section(figures: RoadmapFigures | None) -> Section:
    if figures is None:
        text = "Дорожная карта программы в портал не загружена: о её выполнении нет данных."
        return Section("roadmap", TITLE, [Piece(text)])
    whole = _whole(figures.stages)
    if not whole.total:
        return Section("roadmap", TITLE, [Piece("В дорожной карте нет ни одного мероприятия: нет данных.")])
    pieces = [Piece(_summary(figures, whole)), Piece(grid=_grid(figures.stages, whole))]
    shown = [stage for stage in figures.stages if stage.total]
    if len(shown) > 1:
        pieces.append(Piece(chart=_chart(shown)))
    pieces.append(_overdue(figures))
    if figures.late:
        rows = [
            [one.number, one.text, one.deadline, date_short(one.done_on) if one.done_on else "нет данных"]
            for one in figures.late
        ]
        grid = Grid(["№", "Мероприятие", "Срок", "Выполнено"], rows, widths=[8, 52, 22, 18])
        pieces.append(Piece(heading="Выполнено с опозданием", grid=grid))
    return Section("roadmap", TITLE, pieces)


def _summary(figures: RoadmapFigures, whole: StageLine) -> str:
    verb = plural(whole.done, "выполнено", "выполнены", "выполнено")
    said = [
        f"В дорожной карте {counted(whole.total, *ACTIVITIES)}.",
        f"На {date_short(figures.day)} {verb} {share(whole.done, whole.total)}"
        + (
            f": в срок – {whole.in_time}, с опозданием – {whole.late}."
            if whole.late
            else (", все в срок." if whole.done else ".")
        ),
        sentence(did(whole.overdue, ACTIVITIES, ("просрочено", "просрочены", "просрочено")))
        if whole.overdue
        else "",
        sentence(
            f"срок ещё не наступил у {counted(whole.ahead, 'мероприятия', 'мероприятий', 'мероприятий')}"
        )
        if whole.ahead
        else "",
        sentence(f"без определённого срока – {counted(whole.undated, *ACTIVITIES)}") if whole.undated else "",
    ]
    if figures.before and figures.before[1]:
        said.append(f"Годом ранее было выполнено {share(*figures.before)}.")
    return paragraph(*said)


def _whole(stages: list[StageLine]) -> StageLine:
    names = ("in_time", "late", "overdue", "ahead", "undated")
    return StageLine("Всего", **{name: sum(getattr(row, name) for row in stages) for name in names})


def _grid(stages: list[StageLine], whole: StageLine) -> Grid:
    rows = [
        [
            one.title,
            str(one.total),
            str(one.in_time),
            str(one.late),
            str(one.overdue),
            str(one.ahead),
            str(one.undated),
            percent(one.done, one.total),
        ]
        for one in [*stages, whole]
    ]
    head = [
        "Этап",
        "Всего",
        "В срок",
        "С опоз\u00adданием",
        "Просро\u00adчено",
        "Впереди",
        "Без срока",
        "Выпол\u00adнено",
    ]
    return Grid(head, rows, widths=[30, 9, 8, 11, 11, 10, 9, 12], figures=list(range(1, 8)), total=True)


def _chart(stages: list[StageLine]) -> Chart:
    return Chart(
        "Выполнено мероприятий по этапам, %",
        [_short(stage.title) for stage in stages],
        [round(stage.done * 100 / stage.total, 1) for stage in stages],
        [percent(stage.done, stage.total) for stage in stages],
        limit=100,
    )


def _short(title: str, most: int = 42) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def _overdue(figures: RoadmapFigures) -> Piece:
    if not figures.overdue:
        return Piece("Мероприятий, не выполненных в срок, нет.")
    rows = [
        [one.number, one.text, one.deadline, one.responsible or "не указан", one.why]
        for one in figures.overdue
    ]
    grid = Grid(["№", "Мероприятие", "Срок", "Ответственный", "Почему"], rows, widths=[7, 38, 16, 19, 20])
    return Piece(heading="Не выполнено в срок", grid=grid)
