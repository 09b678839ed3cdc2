"""The key of a questionnaire: which answers are summed, and what a sum means.

Bands are data of the questionnaire, with a note on where they come from: sources of the methodology differ by a
point at the boundaries (methodology §2.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from surveys.enums import Polarity

if TYPE_CHECKING:
    from surveys.instruments.reader import Reader
    from surveys.instruments.schema import Item

MAX_BANDS = 10
_KEYS = {"items", "bands", "note"}
_BAND_KEYS = {"code", "label", "low", "high"}


@dataclass(frozen=True, slots=True)
class Band:
    """Sums from `low` to `high`, both included."""

    code: str
    label: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Scoring:
    """Keys of the summed items, the bands from the lowest up, and where the key comes from."""

    items: tuple[str, ...]
    bands: tuple[Band, ...]
    note: str = ""

    def band_of(self, total: float) -> Band:
        """The band of a sum; between two bands (a mean of several sums) the lower one holds."""
        return max(
            (band for band in self.bands if band.low <= total),
            key=lambda band: band.low,
            default=self.bands[0],
        )

    def total(self, answers: Mapping[str, Any]) -> float | None:
        """The sum of canonical answers; None while one of the summed questions is not answered."""
        given = [answers.get(key) for key in self.items]
        if any(isinstance(value, bool) or not isinstance(value, int | float) for value in given):
            return None
        return float(sum(value for value in given if value is not None))


def read_scoring(reader: Reader, data: object, items: Mapping[str, Item]) -> Scoring | None:
    """The key of a questionnaire, None when it has none; faults are noted in `reader`."""
    where = "ключ"
    if data is None:
        return None
    if not isinstance(data, Mapping):
        reader.fault(where, "должен быть набором полей items, bands, note")
        return None
    reader.known(data, _KEYS, where)
    keys = data.get("items")
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
        reader.fault(where, "поле items: нужен список ключей вопросов")
        keys = []
    least, most = 0, 0
    for key in keys:
        bounds = _bounds(items.get(key))
        if bounds is None:
            reader.fault(where, f"вопроса-шкалы «{key[:40]}» нет")
        else:
            least, most = least + bounds[0], most + bounds[1]
    if len(set(keys)) != len(keys):
        reader.fault(where, "вопрос назван дважды")
    bands = _read_bands(reader, data.get("bands"), where)
    if bands and keys and not reader.problems and (bands[0].low, bands[-1].high) != (least, most):
        reader.fault(where, f"уровни должны идти от {least} до {most}")
    return Scoring(tuple(keys), bands, reader.text(data, "note", where, 500))


def write_scoring(scoring: Scoring) -> dict[str, Any]:
    """The key as plain data, the same that `read_scoring` takes."""
    return {
        "items": list(scoring.items),
        "bands": [
            {"code": band.code, "label": band.label, "low": band.low, "high": band.high}
            for band in scoring.bands
        ],
        "note": scoring.note,
    }


def _read_bands(reader: Reader, data: object, where: str) -> tuple[Band, ...]:
    if not isinstance(data, list) or not 1 <= len(data) <= MAX_BANDS:
        reader.fault(where, f"поле bands: нужен список, от 1 до {MAX_BANDS} уровней")
        return ()
    bands = []
    for place, entry in enumerate(data, start=1):
        there = f"{where}, уровень {place}"
        if not isinstance(entry, Mapping):
            reader.fault(there, "должен быть набором полей code, label, low, high")
            continue
        reader.known(entry, _BAND_KEYS, there)
        bands.append(
            Band(
                reader.code(entry, "code", there),
                reader.text(entry, "label", there, 100, required=True),
                reader.whole(entry, "low", there, 0, low=-10_000, high=10_000),
                reader.whole(entry, "high", there, 0, low=-10_000, high=10_000),
            )
        )
    for lower, upper in pairwise(bands):
        if upper.low != lower.high + 1:
            reader.fault(where, f"между уровнями «{lower.label}» и «{upper.label}» дыра или перекрытие")
    for band in bands:
        if band.high < band.low:
            reader.fault(where, f"уровень «{band.label}»: low больше high")
    return tuple(bands)


def _bounds(item: Item | None) -> tuple[int, int] | None:
    options = item.options if item else None
    low, high = getattr(options, "low", None), getattr(options, "high", None)
    if item is None or item.kind != "scale" or low is None or high is None:
        return None
    return low, high


def oriented(value: float, polarity: str, *, low: float, high: float) -> float:
    """The answer read so that more is better: «меньше – лучше» is turned round within the scale."""
    return low + high - value if polarity == Polarity.LOWER else value
