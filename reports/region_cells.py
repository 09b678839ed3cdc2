"""People of an institution by traits, so that nobody can be told from the figures. Pure functions.

The rows are made coarser once, before anything is counted from them: a combination of traits that fewer than five
people share gives up its traits one by one. Then every figure, whatever it is filtered by and whatever is subtracted
from what, is a sum of whole cells, and a cell is never smaller than five (k-anonymity, k = 5).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mentorship.ages import age_on
from reports.region_enums import SMALLEST, RegionRole

OTHER = "обобщено"
UNKNOWN = "не указан"
NOT_STUDYING = "не обучается"
_BANDS = ((9, "до 10"), (14, "10–14"), (19, "15–19"), (24, "20–24"), (34, "25–34"), (54, "35–54"))
_OLDEST = "55 и старше"
_CLASS = re.compile(r"^\s*(1[01]|[1-9])\s*[-–]?\s*[«\"]?[А-Яа-яЁё]?[»\"]?\s*$")
_GROUP = re.compile(r"^\s*[^\W\d_]+[\s./–-]*([1-6])\d*", re.UNICODE)


class Traits(NamedTuple):
    form: str
    role: str
    age: str
    sex: str
    course: str


#: Whoever would stand out gives traits up in this order; who gives up the role has given up all the others.
_GIVEN_UP = ("course", "age", "sex", "form", "role")
_ANYBODY = Traits(OTHER, RegionRole.ANY.value, OTHER, OTHER, OTHER)


def age_band(born: dt.date | None, day: dt.date) -> str:
    if born is None:
        return UNKNOWN
    age = age_on(born, day)
    return next((label for last, label in _BANDS if age <= last), _OLDEST)


def course_of(group: str) -> str:
    """«9А» → «9 класс», «ТМ-21» → «2 курс»; what does not begin so is «не указан»."""
    if found := _CLASS.match(group):
        return f"{found[1]} класс"
    if found := _GROUP.match(group):
        return f"{found[1]} курс"
    return UNKNOWN


def coarsened(counts: Mapping[Traits, int], smallest: int = SMALLEST) -> dict[Traits, int]:
    """The same people in cells of at least `smallest`; fewer people than that in all are told of not at all."""
    cells = Counter({traits: count for traits, count in counts.items() if count})
    for name in _GIVEN_UP:
        cells = _merged(cells, {traits for traits, count in cells.items() if count < smallest}, name)
    left = cells.get(_ANYBODY, 0)
    while 0 < left < smallest and len(cells) > 1:
        nearest = min((one for one in cells if one != _ANYBODY), key=lambda one: (cells[one], one))
        left += cells.pop(nearest)
        cells[_ANYBODY] = left
    return {} if 0 < left < smallest else dict(cells)


def _merged(cells: Mapping[Traits, int], small: Iterable[Traits], name: str) -> Counter[Traits]:
    """The small cells without the trait `name`."""
    found, blank = Counter(cells), RegionRole.ANY.value if name == "role" else OTHER
    for traits in small:
        count = found.pop(traits)
        found[traits._replace(**{name: blank})] += count
    return found
