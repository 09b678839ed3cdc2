"""Which figures may be shown together so that nobody can be read off them.

People are split into *cells*: the finest groups that any of the figures distinguishes. A figure is about a *set* of
cells. Shown figures can be added and subtracted, so it is not enough that each is about enough people: no sum or
difference of shown sets may be about a group of 1 … least−1 people. That covers small cells, the one hidden sibling
that the total gives away, and filters that differ by one person, all by the same rule (practice A.3: «sibling
suppression», differencing).
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeVar

Name = TypeVar("Name", bound=Hashable)
Cell = Hashable

MOST_SMALL = 24
"""More small groups than this are not tried one by one: the smallest figure is hidden instead."""

_NOTHING = 1e-7


@dataclass(frozen=True)
class Candidate:
    """A figure that one would like to show: its name and the cells that it is about."""

    name: Any
    cells: frozenset[Cell]


def showable(
    sizes: Mapping[Any, int],
    candidates: Sequence[Candidate],
    *,
    least: int,
    published: Sequence[Candidate] = (),
) -> set[Any]:
    """Return the names of candidates that may be shown together, as many of the first ones as possible.

    ``sizes`` gives the number of people in each cell; candidates that come first are kept the longest. A figure
    about nobody may be shown: nobody is in it. ``published`` are figures that stand on another page already: they
    count in what can be worked out, and only others give way.
    """
    full = {cell: size for cell, size in sizes.items() if size > 0}
    sets = [(one.name, frozenset(cell for cell in one.cells if cell in full)) for one in candidates]
    shown = [(name, cells) for name, cells in sets if sum(full[cell] for cell in cells) >= least]
    empty = {name for name, cells in sets if not cells}
    fixed = [frozenset(cell for cell in one.cells if cell in full) for one in published]
    while shown:
        guilty = _guilty([*fixed, *(cells for _, cells in shown)], full, least)
        if not guilty:
            break
        # Of the figures that give a small group away the last one is the least missed.
        del shown[max(max(guilty) - len(fixed), -1)]
    return {name for name, _ in shown} | (empty if shown else set())


def _guilty(sets: Sequence[frozenset[Cell]], sizes: Mapping[Any, int], least: int) -> set[int]:
    """Return the places of sets that together tell a small group, or nothing."""
    import numpy as np  # noqa: PLC0415 - loaded by the few pages that need it

    groups: dict[tuple[bool, ...], int] = {}
    for cell, size in sizes.items():
        pattern = tuple(cell in one for one in sets)
        if any(pattern):  # who is in no set is told by none
            groups[pattern] = groups.get(pattern, 0) + size
    patterns = list(groups)
    weights = [groups[pattern] for pattern in patterns]
    small = [place for place, weight in enumerate(weights) if weight < least]
    if not small:
        return set()
    matrix = np.array([[1.0 if pattern[row] else 0.0 for pattern in patterns] for row in range(len(sets))])
    if len(small) > MOST_SMALL:
        return {len(sets) - 1}
    basis = _row_basis(np, matrix)
    for chosen in _small_unions(small, weights, least):
        target = np.zeros(len(patterns))
        target[list(chosen)] = 1.0
        if float(np.linalg.norm(target - basis.T @ (basis @ target))) < _NOTHING:
            parts, *_ = np.linalg.lstsq(matrix.T, target, rcond=None)
            return {place for place, part in enumerate(parts) if abs(part) > _NOTHING}
    return set()


def _row_basis(np: Any, matrix: Any) -> Any:
    _, values, rows = np.linalg.svd(matrix, full_matrices=False)
    return rows[values > _NOTHING * max(1.0, float(values[0]))]


def _small_unions(small: Sequence[int], weights: Sequence[int], least: int) -> Iterable[tuple[int, ...]]:
    for count in range(1, least):
        for chosen in combinations(small, count):
            if sum(weights[place] for place in chosen) < least:
                yield chosen


def safe_counts(
    counts: Mapping[Any, int], *, least: int, unions: Mapping[Any, Iterable[Any]] | None = None
) -> set[Any]:
    """Return the options of one question whose counts may stand beside their total; `unions` come before them.

    ``counts`` is option → people who gave it, each person in one option. ``unions`` names sums of options («8 и
    выше»). Names must differ. Empty when the total itself is too small.
    """
    everybody = frozenset(counts)
    total = Candidate(("total",), everybody)
    wanted = [total]
    wanted += [Candidate(name, frozenset(cells) & everybody) for name, cells in (unions or {}).items()]
    by_size = sorted(counts, key=lambda cell: (-counts[cell], str(cell)))
    wanted += [Candidate(cell, frozenset([cell])) for cell in by_size]
    shown = showable(counts, wanted, least=least)
    if ("total",) not in shown:
        return set()
    shown.discard(("total",))
    if any(count and cell not in shown for cell, count in counts.items()):
        # Beside a mean, to know which options nobody chose is to know too much of the hidden ones.
        shown -= {cell for cell, count in counts.items() if not count}
    return shown


def safe_table(
    cells: Mapping[tuple[Any, Any], int],
    *,
    least: int,
    apart: Any = None,
    sides: tuple[Container[Any], Container[Any]] | None = None,
) -> set[tuple[Any, Any]]:
    """Return the cells of a two-way table that may be shown beside all its margins; empty: not even these may.

    Row and column `apart` hold those who stand on one side only: they are in no figure of the table, but in the
    counts of either question on its own, which are shown elsewhere. ``sides`` are the rows and the columns whose
    totals these own tables tell: others are told here neither.
    """
    inside = {cell for cell in cells if apart not in cell}
    rows = sorted({row for row, _ in inside}, key=str)
    columns = sorted({column for _, column in inside}, key=str)
    wanted = [Candidate(("total",), frozenset(inside))]
    wanted += [
        Candidate(("row", row), frozenset(cell for cell in inside if cell[0] == row))
        for row in rows
        if sides is None or row in sides[0]
    ]
    wanted += [
        Candidate(("column", column), frozenset(cell for cell in inside if cell[1] == column))
        for column in columns
        if sides is None or column in sides[1]
    ]
    by_size = sorted(inside, key=lambda cell: (-cells[cell], str(cell)))
    wanted += [Candidate(("cell", cell), frozenset([cell])) for cell in by_size]
    shown = showable(
        cells, wanted, least=least, published=_each_side(cells, apart, least) if inside != set(cells) else ()
    )
    return {name[1] if name[0] == "cell" else name for name in shown}


def _each_side(cells: Mapping[tuple[Any, Any], int], apart: Any, least: int) -> list[Candidate]:
    """The counts of either question in its own table, where those who stand apart make them other than a margin."""
    found: list[Candidate] = []
    for side in (0, 1):
        own = [cell for cell in cells if cell[side] != apart]
        counts: dict[Any, int] = {}
        for cell in own:
            counts[cell[side]] = counts.get(cell[side], 0) + cells[cell]
        shown = safe_counts(counts, least=least)
        every = [Candidate(("side", side), frozenset(own))] if sum(counts.values()) >= least else []
        every += [
            Candidate((side, value), frozenset(cell for cell in own if cell[side] == value))
            for value in shown
        ]
        alone = {cell for cell in own if apart in cell and cells[cell]}
        found += [one for one in every if one.cells & alone]
    return found
