"""Two questions of a campaign against each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from surveys.enums import ItemKind
from surveys.instruments import ChoiceOptions, Item, ScaleOptions
from surveys.instruments.schema import OTHER
from surveys.models import Campaign
from surveys.selectors.results import ItemResult
from surveys.selectors.tallies import marks
from surveys.statistics.disclosure import safe_table
from surveys.statistics.summary import HIGH, LOW


@dataclass(frozen=True)
class Cross:
    """A table of two questions: `cells[row][column]` is a number or None where it may not be shown."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    n: int | None


ALONE = ""
"""The side of those who left the other of two questions without an answer."""


def can_cross(result: ItemResult) -> bool:
    """Whether a question has one answer of a closed list and may be shown, and so can be a side of a table."""
    return result.n is not None and result.item.kind in (
        ItemKind.SCALE,
        ItemKind.YES_NO,
        ItemKind.SINGLE,
        ItemKind.FREQUENCY,
    )


def cross_table(campaign: Campaign, one_side: ItemResult, other_side: ItemResult, *, least: int) -> Cross:
    """Return the table of two questions, rows of the first and columns of the second; two queries.

    Who answered one of the two only stands in no cell, but counts: the page of results tells of them too.
    """
    first, second = one_side.item, other_side.item
    one = {response: _option(first, code, number) for response, code, number in marks(campaign, first.key)}
    two = {response: _option(second, code, number) for response, code, number in marks(campaign, second.key)}
    rows, columns = _option_labels(first), _option_labels(second)
    cells: Counter[tuple[str, str]] = Counter(
        {(row, column): 0 for row in (*rows, ALONE) for column in (*columns, ALONE)}
    )
    for response in one.keys() | two.keys():
        cells[one.get(response, ALONE), two.get(response, ALONE)] += 1
    sides = (_told(one_side), _told(other_side)) if least > 1 else None
    shown = safe_table(cells, least=least, apart=ALONE, sides=sides)

    def seen(name: Any, count: int) -> int | None:
        return count if name in shown else None

    return Cross(
        tuple(rows.values()),
        tuple(columns.values()),
        tuple(tuple(seen((row, column), cells[row, column]) for column in columns) for row in rows),
        tuple(seen(("row", row), sum(cells[row, column] for column in columns)) for row in rows),
        tuple(seen(("column", column), sum(cells[row, column] for row in rows)) for column in columns),
        seen(("total",), sum(cells[row, column] for row in rows for column in columns)),
    )


def _told(result: ItemResult) -> set[str]:
    """The options whose counts the page of results tells."""
    if _is_of_ten(result.item):
        told = {name for name in ("high", "low") if getattr(result, name) is not None}
        return told | {"middle"} if len(told) == 2 else told
    labels = {label: code for code, label in _option_labels(result.item).items()}
    return {labels[bar.label] for bar in result.bars if bar.count is not None}


def _is_of_ten(item: Item) -> bool:
    options = item.options
    return isinstance(options, ScaleOptions) and (options.low, options.high) == (1, 10)


def _option(item: Item, code: str, number: Decimal | None) -> str:
    """The option of an answer: its code, or its band of a ten-point scale."""
    if not isinstance(item.options, ScaleOptions):
        return code
    value = int(number or 0)
    if (item.options.low, item.options.high) != (1, 10):
        return str(value)
    return "high" if value >= HIGH else "low" if value <= LOW else "middle"


def _option_labels(item: Item) -> dict[str, str]:
    options = item.options
    if isinstance(options, ScaleOptions):
        if (options.low, options.high) == (1, 10):
            return {
                "low": f"{options.low}–{LOW}",
                "middle": f"{LOW + 1}–{HIGH - 1}",
                "high": f"{HIGH}–{options.high}",
            }
        return {str(value): str(value) for value in range(options.low, options.high + 1)}
    if isinstance(options, ChoiceOptions):
        labels = {choice.code: choice.label for choice in options.choices}
        return labels | ({OTHER: options.other_label} if options.other else {})
    return {"yes": "Да", "no": "Нет"}
