"""Before and after of the same people: difference, test, size of the effect, and what it means in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.enums import Polarity

LEAST_PAIRS = 6
"""With fewer pairs no difference, however large, can reach p < 0.05 in Wilcoxon's two-sided test."""

EXACT_UP_TO = 50
FEW_MOVED = "Изменившихся ответов слишком мало, чтобы судить о них."
SIGNIFICANT = 0.05
UNSEEN = 0.05
"""A smaller difference of means reads as nought beside them: means are told with one decimal."""
SMALL, MEDIUM, LARGE = 0.1, 0.3, 0.5
"""Rank-biserial correlation read as a correlation: small, medium and large effects (Cohen)."""


@dataclass(frozen=True)
class Paired:
    """`difference` is after − before in the units of the scale; `p` and `effect` are None where no test is possible.

    `effect` is the matched-pairs rank-biserial correlation, −1 … 1: above zero — «стало больше». `better` counts in
    the polarity of the question: True, False, or None where it has none or nothing changed.
    """

    n: int
    before: float
    after: float
    difference: float
    up: int
    down: int
    p: float | None
    effect: float | None
    better: bool | None
    reading: str


def compare(
    pairs: Sequence[tuple[float, float]], *, polarity: Polarity = Polarity.HIGHER, least: int = 1
) -> Paired | None:
    """Return the comparison of (before, after) of the same people; None of nothing.

    Where answers changed for fewer than `least` people, nothing is told of how, not even whether for the better: that
    would be told of those few.

    Wilcoxon's signed-rank test, two-sided: marks on a scale are ordered, not measured, and their differences are not
    normal. Zero differences are left out of ranks (Wilcoxon's own way).
    """
    if not pairs:
        return None
    n = len(pairs)
    before = sum(first for first, _ in pairs) / n
    after = sum(second for _, second in pairs) / n
    changes = [second - first for first, second in pairs]
    moved = [change for change in changes if change]
    few = 0 < len(moved) < least
    effect = None if few else _rank_biserial(moved)
    p = _wilcoxon(moved) if len(moved) >= LEAST_PAIRS else None
    difference = after - before
    better = None
    if polarity != Polarity.NONE and difference and not few:
        better = (difference > 0) == (polarity == Polarity.HIGHER)
    return Paired(
        n,
        before,
        after,
        difference,
        sum(change > 0 for change in changes),
        sum(change < 0 for change in changes),
        p,
        effect,
        better,
        FEW_MOVED if few else _reading(difference, p, effect, better, moved=len(moved)),
    )


def _wilcoxon(moved: Sequence[float]) -> float:
    from scipy.stats import wilcoxon  # noqa: PLC0415 - half a second, for the few pages that need it

    ties = len({abs(change) for change in moved}) < len(moved)
    method = "exact" if len(moved) <= EXACT_UP_TO and not ties else "approx"
    return float(wilcoxon(moved, zero_method="wilcox", correction=method == "approx", method=method).pvalue)


def _rank_biserial(moved: Sequence[float]) -> float | None:
    if not moved:
        return None
    from scipy.stats import rankdata  # noqa: PLC0415 - as above

    ranks = rankdata([abs(change) for change in moved])
    up = sum(rank for rank, change in zip(ranks, moved, strict=True) if change > 0)
    return float((2 * up - sum(ranks)) / sum(ranks))


def _reading(
    difference: float, p: float | None, effect: float | None, better: bool | None, *, moved: int
) -> str:
    if not moved:
        return "Ответы не изменились."
    turn = {
        True: "Стало лучше",
        False: "Стало хуже",
        None: "Стало больше" if difference > 0 else "Стало меньше",
    }
    if not difference:
        return "В среднем без изменений: одни отметили выше, другие ниже."
    if abs(difference) < UNSEEN and (p is None or p >= SIGNIFICANT):
        return "В среднем почти без изменений."
    if p is None:
        return f"{turn[better]}, но изменившихся ответов мало ({moved}): делать вывод рано."
    if p >= SIGNIFICANT:
        return f"{turn[better]}, но разница может быть случайной (p\u00a0=\u00a0{_decimal(p)})."
    size = abs(effect or 0)
    words = "большой" if size >= LARGE else "заметный" if size >= MEDIUM else "небольшой"
    return f"{turn[better]}: {words} эффект, случайность маловероятна (p\u00a0{_less(p)})."


def _less(p: float) -> str:
    return "<\u00a00,001" if p < 0.001 else f"=\u00a0{_decimal(p)}"


def _decimal(p: float) -> str:
    return f"{p:.3f}".replace(".", ",")
