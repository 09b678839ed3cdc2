"""What a page tells its rows before they are drawn, told to the rows of a file too, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

PIECE = 500


def told(records: Iterable[Any], tell: Callable[[list[Any]], None]) -> Iterator[Any]:
    """The same records in the same order, `tell` called on each piece of them: its queries come once in 500 rows."""
    rest = iter(records)
    while piece := list(islice(rest, PIECE)):
        tell(piece)
        yield from piece
