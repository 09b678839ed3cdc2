"""The annex of the annual report that lists the pairs of the year."""

import pytest

from reports.narrative.pairs import LISTED, PairFigure, PairsFigures, pairs_annex


@pytest.mark.parametrize(("count", "lines"), [(LISTED, LISTED), (LISTED + 1, 3)])
def test_many_pairs_of_one_order_are_one_line_of_the_annex(count: int, lines: int) -> None:
    """Nobody is lost on the way: the sums of the lines are those of the pairs."""
    pairs = [
        PairFigure(
            number=number, form="Студент – студент", role_model="", size=1 + number % 2,
            order="№ 1-ОД от 02.11.2026" if number % 3 else "№ 2-ОД от 03.11.2026", period="02.11.2026 – 31.05.2027",
            started=True, became="terminated" if number == 1 else "active", reason="", meetings=number, days=None,
        )
        for number in range(count)
    ]  # fmt: skip
    _, piece = pairs_annex(PairsFigures(pairs, 0, 0, None, None, 0)).pieces
    grid = piece.grid
    assert grid is not None
    assert len(grid.rows) == lines
    assert sum(grid.widths) == 100
    mentees = next(place for place, head in enumerate(grid.head) if head.startswith("Настав"))
    meetings = grid.head.index("Встреч")
    told = [int(row[meetings].replace("\u00a0", "").replace("\u202f", "")) for row in grid.rows]
    assert sum(told) == sum(pair.meetings for pair in pairs)
    assert sum(int(row[mentees]) for row in grid.rows) == sum(pair.size for pair in pairs)
