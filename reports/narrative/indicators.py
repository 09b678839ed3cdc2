"""«Показатели»: plan and fact, above or below, numerators and denominators, beside last year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.russian import counted, typography
from reports.narrative.book import Chart, Grid, Piece, Section
from reports.narrative.words import against_plan, paragraph, sentence, shift

TITLE = "Показатели: план и факт"


@dataclass(frozen=True)
class IndicatorFigure:
    """`amount`, `plan` and `before` in the indicator's own unit; None: not known. `value` is the amount as it is told.

    `is_share`: in per cent, so that points of it can be told and it may stand beside others on one chart. `plans` as
    (year, text) over the programme's years.
    """

    title: str
    group: str
    amount: Decimal | None
    fraction: str
    plan: Decimal | None
    plan_text: str
    value: str
    note: str
    plans: list[tuple[str, str]]
    before: Decimal | None = None
    before_text: str = "н/д"
    is_share: bool = True
    less_is_better: bool = False

    @property
    def is_met(self) -> bool | None:
        if self.amount is None or self.plan is None:
            return None
        return self.amount <= self.plan if self.less_is_better else self.amount >= self.plan


def indicators_section(rows: list[IndicatorFigure], *, year: str, day: str) -> Section:
    if not rows:
        return Section(
            "indicators", TITLE, [Piece("Показатели программы в портале не заведены: нет данных.")]
        )
    pieces = [Piece(_summary(rows, year)), Piece(items=[_line(row) for row in rows])]
    known = [row for row in rows if row.is_share and row.amount is not None]
    if known:
        pieces.append(Piece(chart=_chart(known)))
    pieces.append(Piece(grid=_grid(rows, day)))
    return Section("indicators", TITLE, pieces)


def _summary(rows: list[IndicatorFigure], year: str) -> str:
    planned = [row for row in rows if row.plan is not None]
    met = sum(row.is_met is True for row in rows)
    missed = sum(row.is_met is False for row in rows)
    unknown = sum(row.amount is None for row in rows)
    return paragraph(
        sentence(f"план на {year} установлен для {len(planned)} из {len(rows)} показателей")
        if planned
        else "",
        f"План выполнен по {_by(met)}." if met else "",
        f"Не выполнен по {_by(missed)}." if missed else "",
        f"О фактическом значении {_of(unknown)} нет данных." if unknown else "",
        "Участники считаются по приказам, каждый один раз; возраст – на дату отчёта.",
    )


def _by(number: int) -> str:
    return counted(number, "показателю", "показателям", "показателям")


def _of(number: int) -> str:
    words = "показателя" if number % 10 == 1 and number % 100 != 11 else "показателей"
    return f"{number} {words}"


def _line(row: IndicatorFigure) -> str:
    title = typography(row.title)
    if row.amount is None:
        why = f" ({typography(row.note)})" if row.note else ""
        plan = f", план – {row.plan_text}" if row.plan is not None else ""
        return f"{title}: нет данных{why}{plan}."
    parts = [f"{row.value} ({row.fraction})" if row.fraction else row.value]
    told = beside_plan(row)
    if told:
        parts.append(f"{told} ({row.plan_text})")
    last = shift(row.amount, row.before) if row.is_share else _last_year(row)
    if last:
        parts.append(last)
    return f"{title} – {', '.join(parts)}."


def beside_plan(row: IndicatorFigure) -> str:
    """«выше плана на 3,2 процентного пункта», of what is no share «выше плана»; empty when either is not known."""
    if row.is_share:
        return against_plan(row.amount, row.plan)
    if row.amount is None or row.plan is None:
        return ""
    if row.amount == row.plan:
        return "на уровне плана"
    return "выше плана" if row.amount > row.plan else "ниже плана"


def _last_year(row: IndicatorFigure) -> str:
    return "" if row.before is None else f"годом ранее – {row.before_text}"


def _chart(rows: list[IndicatorFigure]) -> Chart:
    return Chart(
        "Факт и план по показателям, %",
        [_short(typography(row.title)) for row in rows],
        [float(row.amount or 0) for row in rows],
        [row.value for row in rows],
        limit=100.0,
        seconds=[None if row.plan is None else float(row.plan) for row in rows],
        second_texts=[row.plan_text if row.plan is not None else "" for row in rows],
        names=["факт", "план"],
    )


def _short(title: str, most: int = 46) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def _grid(rows: list[IndicatorFigure], day: str) -> Grid:
    body = [
        [
            typography(row.title),
            row.plan_text,
            row.value,
            row.fraction or "н/д",
            row.before_text,
            typography(row.note) or "–",
        ]
        for row in rows
    ]
    head = ["Показатель", "План", f"Факт на {day}", "Сколько", "Год назад", "Откуда число"]
    return Grid(head, body, widths=[32, 9, 12, 14, 10, 23], figures=[1, 2, 3, 4])


def indicators_annex(rows: list[IndicatorFigure]) -> Section:
    """Plans of every year of the programme beside the fact of this one."""
    years = list(dict.fromkeys(year for row in rows for year, _ in row.plans))
    body = [
        [typography(row.title), *(dict(row.plans).get(year, "") or "–" for year in years), row.value]
        for row in rows
    ]
    width = max((100 - 40) // (len(years) + 1), 8)
    widths = [100 - width * (len(years) + 1), *[width] * (len(years) + 1)]
    head = ["Показатель", *(f"План {year}" for year in years), "Факт"]
    grid = Grid(head, body, widths=widths, figures=list(range(1, len(years) + 2)))
    return Section("annex_indicators", "Показатели по годам", [Piece(grid=grid)] if rows else [])
