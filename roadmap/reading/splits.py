"""Rows that a page break has cut in two: the lower half goes back under the upper one, column by column."""

import re
from dataclasses import replace

from roadmap.reading import columns as c
from roadmap.reading.columns import Columns
from roadmap.reading.model import Cell, GridRow, joined

INLINE_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)])\s*(?=\D)(.+)", re.DOTALL)
SPLIT_ROW = "продолжение с новой страницы приклеено к строке"
PAGE_NUMBER_DROPPED = "номер страницы «{}» внутри ячейки отброшен"
NUMBER_OF_PAGE = re.compile(r"(\d{1,3})\s+(?=[а-яё])")
NUMBERS = (c.NUMBER,)
WORK = (c.ACTIVITY, c.STAGE, c.STAGE_AND_DEADLINE)


def begins_low(text: str) -> bool:
    """Whether a text begins in the middle of a sentence: a small letter, a bracket, a sign."""
    first = text.lstrip(" –—-•*")[:1]
    return first.islower() or first in "),.;»("


def goes_on(row: GridRow, before: GridRow, columns: Columns, *, inline: bool) -> bool:
    """Whether a row is the lower half of the one before it.

    It has no number of its own, no merged cells, and either no activity and no deadline at all, or only parts that
    begin in the middle of a sentence (a part may also fill a cell that was empty above).
    """
    own = [cell for cell in row.filled() if cell.column not in columns.frame]
    if not own or any(cell.above for cell in row.cells() if cell.column not in columns.frame):
        return _is_more_of_merged(row, columns) if own else False
    texts = {
        name: joined(row.at(i).text for i in columns.of(name)) for name in (c.NUMBER, c.ACTIVITY, c.DEADLINE)
    }
    if texts[c.NUMBER] or (inline and INLINE_NUMBER.match(texts[c.ACTIVITY])):
        return False
    named = any(row.at(i).text for meaning in WORK for i in columns.of(meaning))
    if not named and not texts[c.DEADLINE] and columns.of(c.ACTIVITY):
        return True
    who = joined(row.at(i).text for i in columns.of(c.RESPONSIBLE))
    if named and texts[c.DEADLINE] and who:
        return False
    low = [begins_low(cell.text) for cell in own]
    return any(low) and all(
        goes or not before.at(cell.column).text for goes, cell in zip(low, own, strict=True)
    )


def _is_more_of_merged(row: GridRow, columns: Columns) -> bool:
    """The activity is merged with the row above and there is no deadline or person of its own: more of the result."""
    work = [row.at(index) for index in columns.of(c.ACTIVITY)]
    if not work or work[0].above is None:
        return False
    own = [row.at(i).text for meaning in (c.DEADLINE, c.RESPONSIBLE, c.NUMBER) for i in columns.of(meaning)]
    return not any(own)


def with_rest(before: GridRow, row: GridRow, columns: Columns) -> GridRow:
    """The upper half with the lower one under it; the number of a page between them is dropped."""
    doubts = before.doubt.split("; ") if before.doubt else []
    merged = any(cell.above for cell in row.cells() if cell.column not in columns.frame)
    seen: list[Cell] = []
    for column, cell in enumerate(before.slots):
        rest = row.at(column)
        text = rest.text if column not in columns.frame else ""
        if not text or any(rest is other for other in seen):
            continue
        seen.append(rest)
        if (page := NUMBER_OF_PAGE.match(text)) and cell.text:
            doubts.append(PAGE_NUMBER_DROPPED.format(page[1]))
            text = text[page.end() :]
        cell.text = joined((cell.text, text), "\n" if merged else " ")
    if SPLIT_ROW not in doubts and not merged:
        doubts.append(SPLIT_ROW)
    return replace(before, doubt="; ".join(dict.fromkeys(doubts)))
