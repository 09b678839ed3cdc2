"""The matrix of a QR code as `segno` makes it, with the best mask found by whole rows instead of module by module.

Of eight masks the standard takes the one with the lowest penalty (ISO/IEC 18004, 7.8.3); that search is four fifths of
what a code costs. Here a row is one integer. The result is segno's module for module (`tests/core/test_pdf_qr.py`);
codes from version 7 on carry more than this knows and are left to segno.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno

Matrix = tuple[bytes, ...]
_PATTERN = "1011101"
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


@dataclass(frozen=True)
class _Tables:
    """Of one version and error level: rows and columns that turn mask 0 into each mask, and its format cells."""

    flips: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    formats: tuple[tuple[int, ...], ...]
    plain_rows: tuple[int, ...]  # ones where no format information stands
    plain_columns: tuple[int, ...]


def qr_matrix(text: str, *, error: str) -> Matrix:
    """Rows of bytes 0 and 1; at least the given level of error correction («l», «m», «q», «h»)."""
    first = segno.make_qr(text, error=error, mask=0)
    version = first.version
    if not isinstance(version, int) or version >= 7:
        return tuple(bytes(row) for row in segno.make_qr(text, error=error).matrix)
    tables = _tables(version, first.error)
    side = len(first.matrix)
    rows = _masked(_numbers(first.matrix), tables.plain_rows)
    columns = _masked(_numbers(zip(*first.matrix, strict=True)), tables.plain_columns)
    scores = [
        _penalty(_flipped(rows, turned), _flipped(columns, lying), side) for turned, lying in tables.flips
    ]
    best = scores.index(min(scores))
    chosen = _flipped(rows, tables.flips[best][0])
    made = [row | format_cells for row, format_cells in zip(chosen, tables.formats[best], strict=True)]
    return tuple(bytes(map(int, f"{row:0{side}b}")) for row in made)


@lru_cache(maxsize=32)
def _tables(version: int, error: str) -> _Tables:
    samples = [
        segno.make_qr("0", version=version, error=error, mask=mask, boost_error=False).matrix
        for mask in range(8)
    ]
    side = len(samples[0])
    cells = {(8, each) for each in (*range(6), 7, 8, *range(side - 8, side))}
    cells |= {(each, 8) for each in (*range(6), 7, *range(side - 8, side))}
    lines = [sum(1 << (side - 1 - j) for row, j in cells if row == i) for i in range(side)]
    every = (1 << side) - 1
    plain = tuple(every ^ line for line in lines)  # the cells lie alike in rows and in columns
    by_rows = [_numbers(sample) for sample in samples]
    by_columns = [_numbers(zip(*sample, strict=True)) for sample in samples]
    flips = tuple(
        (
            tuple(_masked(_flipped(rows, by_rows[0]), plain)),
            tuple(_masked(_flipped(columns, by_columns[0]), plain)),
        )
        for rows, columns in zip(by_rows, by_columns, strict=True)
    )
    return _Tables(flips, tuple(tuple(_masked(rows, lines)) for rows in by_rows), plain, plain)


def _numbers(lines: Iterable[Iterable[int]]) -> list[int]:
    return [int(bytes(line).translate(_DIGITS), 2) for line in lines]


def _masked(lines: Sequence[int], kept: Sequence[int]) -> list[int]:
    return [line & keep for line, keep in zip(lines, kept, strict=True)]


def _flipped(lines: Sequence[int], flips: Sequence[int]) -> list[int]:
    return [line ^ flip for line, flip in zip(lines, flips, strict=True)]


def _penalty(rows: list[int], columns: list[int], side: int) -> int:
    """N1 + N2 + N3 + N4 of the standard, as segno counts them."""
    inner = (1 << (side - 1)) - 1  # places of two neighbours
    alike = [~(row ^ (row >> 1)) & inner for row in rows]
    total = sum(map(_runs, alike))
    total += sum(_runs(~(column ^ (column >> 1)) & inner) for column in columns)
    total += sum(_finders(line, side) for line in (*rows, *columns))
    for place in range(1, side):
        same = ~(rows[place] ^ rows[place - 1])
        total += 3 * (alike[place] & same & (same >> 1)).bit_count()
    dark = sum(row.bit_count() for row in rows)
    return total + 10 * int(abs(float(dark) / side**2 * 100 - 50) / 5)


def _runs(alike: int) -> int:
    """N1: a run of five equal modules costs 3, each further one 1. `alike` has a one for each equal pair."""
    long = alike & (alike >> 1) & (alike >> 2) & (alike >> 3)
    return long.bit_count() + 2 * (long & ~(long << 1)).bit_count() if long else 0


def _finders(line: int, side: int) -> int:
    """N3: 40 for each 1:1:3:1:1 with four light modules on a side, or at an edge."""
    if not line & ~(line >> 1) & (line >> 2) & (line >> 3) & (line >> 4) & ~(line >> 5) & (line >> 6):
        return 0
    text = f"{line:0{side}b}"
    total, place = 0, text.find(_PATTERN)
    while place >= 0:
        after = place + 7
        light = "1" not in text[max(place - 4, 0) : place] or "1" not in text[after : after + 4]
        if light or place in {0, side - 7}:
            total, following = total + 40, after
        else:
            following = place + 4
        place = text.find(_PATTERN, following)
    return total
