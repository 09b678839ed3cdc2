"""«SWOT-анализ» and «Влияние на участников»: what the curator kept of the analysis, how the parameters moved."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.russian import typography
from reports.narrative.book import Grid, Piece, Section
from reports.narrative.words import Forms, did, mean_text, paragraph, sentence

STATEMENTS = ("утверждение", "утверждения", "утверждений")
PARAMETERS = ("параметр", "параметра", "параметров")


@dataclass(frozen=True)
class SwotScope:
    """A form, or the whole programme: quadrants as (title, kept statements with their figures)."""

    title: str
    quadrants: list[tuple[str, list[str]]]  # always four, in the order of the table


@dataclass(frozen=True)
class SwotFigures:
    """What is kept, and how many statements still wait for the curator's decision."""

    scopes: list[SwotScope]
    waiting: int
    decisions: str = ""
    measures: list[tuple[str, str, str]] = field(default_factory=list)


def swot_section(figures: SwotFigures | None) -> Section:
    title = "SWOT-анализ"
    scopes = (
        [scope for scope in figures.scopes if any(rows for _, rows in scope.quadrants)] if figures else []
    )
    if figures is None or not scopes:
        return Section(
            "swot", title, [Piece("SWOT-анализ за отчётный год не утверждён куратором: нет данных.")]
        )
    kept = sum(len(rows) for scope in scopes for _, rows in scope.quadrants)
    waits = did(figures.waiting, STATEMENTS, ("ждёт", "ждут", "ждут"))
    pieces = [
        Piece(
            paragraph(
                sentence(f"в анализ {did(kept, STATEMENTS, ('вошло', 'вошли', 'вошло'))}"),
                f"Решения куратора {waits}." if figures.waiting else "",
            )
        )
    ]
    for scope in scopes:
        cells = [
            "\n".join(f"{at}. {row}" for at, row in enumerate(rows, 1)) or "–" for _, rows in scope.quadrants
        ]
        names = [name for name, _ in scope.quadrants]
        inner = Grid([names[0], names[1]], [[cells[0], cells[1]]], caption=scope.title, widths=[50, 50])
        outer = Grid([names[2], names[3]], [[cells[2], cells[3]]], widths=[50, 50])
        pieces += [Piece(grid=inner), Piece(grid=outer)]
    if figures.measures:
        rows = [[text, who or "не указан", when or "не указан"] for text, who, when in figures.measures]
        grid = Grid(["Мера", "Ответственный", "Срок"], rows, widths=[56, 24, 20])
        pieces.append(Piece(heading="Меры в дорожной карте", grid=grid))
    if figures.decisions:
        pieces.append(Piece(sentence(typography(" ".join(figures.decisions.split()))), heading="Решения"))
    return Section("swot", title, pieces)


@dataclass(frozen=True)
class InfluenceFigure:
    """A parameter of an audience, entry against the last wave; figures None where they may not be shown."""

    label: str
    who: str
    n: int | None
    before: float | None
    after: float | None
    direction: str
    better: bool | None
    reading: str
    is_certain: bool = False


def influence_section(rows: list[InfluenceFigure]) -> Section:
    title = "Влияние программы на участников"
    if not rows:
        text = (
            "Измерений влияния на входе и на выходе, которые можно сравнить, в отчётном году нет: нет данных."
        )
        return Section("influence", title, [Piece(text)])
    text = paragraph(
        f"На входе и повторно {did(len(rows), PARAMETERS, ('измерен', 'измерены', 'измерено'))}.",
        _moved([row for row in rows if row.better is True], ("улучшился", "улучшились", "улучшились")),
        _moved([row for row in rows if row.better is False], ("ухудшился", "ухудшились", "ухудшились")),
        "Сравнены только те, кто ответил дважды; малые группы не показаны.",
    )
    grid = Grid(
        ["Параметр", "Кто отвечал", "Человек", "Вход", "Сейчас", "Направ\u00adление", "Что это значит"],
        [
            [
                row.label,
                row.who,
                "мало" if row.n is None else str(row.n),
                "мало" if row.before is None else mean_text(row.before),
                "мало" if row.after is None else mean_text(row.after),
                row.direction,
                row.reading or "–",
            ]
            for row in rows
        ],
        widths=[19, 16, 10, 8, 9, 14, 24],
        figures=[2, 3, 4],
    )
    return Section("influence", title, [Piece(text), Piece(grid=grid)])


def _moved(rows: list[InfluenceFigure], verbs: Forms) -> str:
    """«Улучшились 8 параметров, у 5 из них перемена вряд ли случайна.»; empty when there are none."""
    if not rows:
        return ""
    certain = sum(row.is_certain for row in rows)
    many = (
        f"у {certain} из них перемена вряд ли случайна"
        if certain < len(rows)
        else "перемена вряд ли случайна"
    )
    return sentence(
        f"{did(len(rows), PARAMETERS, verbs)}, {many if certain else 'но перемена может быть случайной'}"
    )
