"""Options of each kind of item: read from plain data and written back."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from surveys.enums import ItemKind, Role
from surveys.instruments.reader import Reader
from surveys.instruments.schema import (
    OTHER,
    TEXT_LIMIT,
    Choice,
    ChoiceOptions,
    DateOptions,
    Item,
    MatrixOptions,
    NumberOptions,
    Options,
    PersonOptions,
    RankingOptions,
    ScaleOptions,
    TextOptions,
)

FREQUENCIES = (
    Choice("never", "Никогда", 1),
    Choice("once_or_twice", "1–2 раза", 2),
    Choice("seldom", "Редко", 3),
    Choice("often", "Часто", 4),
    Choice("very_often", "Очень часто", 5),
)
"""Five steps of frequency used when a question names none of its own (methodology 2.1)."""

MAX_SCALE_POINTS = 21
SHORT_TEXT_LIMIT = 200

_CHOICE_KEYS = {"choices", "other", "other_label"}
OPTION_KEYS: dict[ItemKind, set[str]] = {
    ItemKind.SCALE: {"low", "high", "low_label", "high_label"},
    ItemKind.FREQUENCY: {"choices"},
    ItemKind.YES_NO: set(),
    ItemKind.SINGLE: _CHOICE_KEYS,
    ItemKind.MULTIPLE: _CHOICE_KEYS | {"min_chosen", "max_chosen"},
    ItemKind.MATRIX: {"rows", "columns"},
    ItemKind.RANKING: {"choices", "max_ranked"},
    ItemKind.NUMBER: {"low", "high", "decimals", "unit"},
    ItemKind.DATE: {"earliest", "latest"},
    ItemKind.SHORT_TEXT: {"max_length"},
    ItemKind.LONG_TEXT: {"max_length"},
    ItemKind.PERSON: {"role", "max_chosen"},
    ItemKind.NOTE: set(),
}


def read_options(reader: Reader, kind: ItemKind, data: Mapping[str, Any], where: str) -> Options:
    """Return the options of an item of ``kind``; faults are noted in ``reader``."""
    read = _READERS.get(kind)
    return read(reader, data, where) if read else None


def write_options(item: Item) -> dict[str, Any]:
    """Return the options of an item as plain data, the same fields that :func:`read_options` takes."""
    written: dict[str, Any] = {}
    for name in sorted(OPTION_KEYS[item.kind]):
        value = getattr(item.options, name)
        if name in ("choices", "rows", "columns"):
            value = [_write_choice(choice) for choice in value]
        if value not in (None, ""):
            written[name] = str(value) if isinstance(value, Role) else value
    return written


def codes_of(item: Item) -> frozenset[str] | None:
    """Codes an answer can consist of, or None where answers are not codes."""
    if item.kind == ItemKind.YES_NO:
        return frozenset({"yes", "no"})
    if isinstance(item.options, ChoiceOptions):
        codes = {choice.code for choice in item.options.choices}
        return frozenset(codes | ({OTHER} if item.options.other else set()))
    if isinstance(item.options, RankingOptions):
        return frozenset(choice.code for choice in item.options.choices)
    return None


def _write_choice(choice: Choice) -> dict[str, Any]:
    written: dict[str, Any] = {"code": choice.code, "label": choice.label}
    if choice.score is not None:
        written["score"] = choice.score
    return written


def _scale(reader: Reader, data: Mapping[str, Any], where: str) -> ScaleOptions:
    low = reader.whole(data, "low", where, 1, low=-100, high=100)
    high = reader.whole(data, "high", where, 10, low=-100, high=100)
    if not 1 <= high - low < MAX_SCALE_POINTS:
        reader.fault(where, f"шкала: от 2 до {MAX_SCALE_POINTS} делений, low меньше high")
    return ScaleOptions(
        low, high, reader.text(data, "low_label", where, 100), reader.text(data, "high_label", where, 100)
    )


def _frequency(reader: Reader, data: Mapping[str, Any], where: str) -> ChoiceOptions:
    given = data.get("choices")
    return ChoiceOptions(FREQUENCIES if given is None else reader.choices(given, "choices", where))


def _single(reader: Reader, data: Mapping[str, Any], where: str) -> ChoiceOptions:
    return ChoiceOptions(
        choices=reader.choices(data.get("choices"), "choices", where),
        other=reader.flag(data, "other", where),
        other_label=reader.text(data, "other_label", where, 100) or "Другое",
    )


def _multiple(reader: Reader, data: Mapping[str, Any], where: str) -> ChoiceOptions:
    base = _single(reader, data, where)
    count = len(base.choices) + base.other
    least = reader.whole(data, "min_chosen", where, 0, low=0, high=max(count, 1))
    most = reader.whole(data, "max_chosen", where, None, low=1, high=max(count, 1))
    if most is not None and least > most:
        reader.fault(where, "min_chosen больше max_chosen")
    return ChoiceOptions(base.choices, base.other, base.other_label, least, most)


def _matrix(reader: Reader, data: Mapping[str, Any], where: str) -> MatrixOptions:
    return MatrixOptions(
        rows=reader.choices(data.get("rows"), "rows", where, least=1),
        columns=reader.choices(data.get("columns"), "columns", where),
    )


def _ranking(reader: Reader, data: Mapping[str, Any], where: str) -> RankingOptions:
    choices = reader.choices(data.get("choices"), "choices", where)
    most = reader.whole(data, "max_ranked", where, None, low=1, high=max(len(choices), 1))
    return RankingOptions(choices, most)


def _number(reader: Reader, data: Mapping[str, Any], where: str) -> NumberOptions:
    low = reader.whole(data, "low", where, None, low=-(10**9), high=10**9)
    high = reader.whole(data, "high", where, None, low=-(10**9), high=10**9)
    if low is not None and high is not None and low > high:
        reader.fault(where, "low больше high")
    decimals = reader.whole(data, "decimals", where, 0, low=0, high=4)
    return NumberOptions(low, high, decimals, reader.text(data, "unit", where, 30))


def _date(reader: Reader, data: Mapping[str, Any], where: str) -> DateOptions:
    earliest, latest = (_iso(reader, data.get(name), name, where) for name in ("earliest", "latest"))
    if earliest and latest and earliest > latest:
        reader.fault(where, "earliest позже latest")
    return DateOptions(earliest, latest)


def _iso(reader: Reader, value: object, name: str, where: str) -> str | None:
    """Return an ISO date; YAML itself turns an unquoted date into a date object."""
    if value is None:
        return None
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if type(value) is date:
        return value.isoformat()
    reader.fault(where, f"поле {name}: нужна дата вида 2026-09-01")
    return None


def _short_text(reader: Reader, data: Mapping[str, Any], where: str) -> TextOptions:
    return TextOptions(reader.whole(data, "max_length", where, SHORT_TEXT_LIMIT, low=1, high=TEXT_LIMIT))


def _long_text(reader: Reader, data: Mapping[str, Any], where: str) -> TextOptions:
    return TextOptions(reader.whole(data, "max_length", where, TEXT_LIMIT, low=1, high=TEXT_LIMIT))


def _person(reader: Reader, data: Mapping[str, Any], where: str) -> PersonOptions:
    return PersonOptions(
        role=reader.choice(data, "role", Role, where, Role.MENTOR, required=True),
        max_chosen=reader.whole(data, "max_chosen", where, 1, low=1, high=10),
    )


_READERS: dict[ItemKind, Callable[[Reader, Mapping[str, Any], str], Options]] = {
    ItemKind.SCALE: _scale,
    ItemKind.FREQUENCY: _frequency,
    ItemKind.SINGLE: _single,
    ItemKind.MULTIPLE: _multiple,
    ItemKind.MATRIX: _matrix,
    ItemKind.RANKING: _ranking,
    ItemKind.NUMBER: _number,
    ItemKind.DATE: _date,
    ItemKind.SHORT_TEXT: _short_text,
    ItemKind.LONG_TEXT: _long_text,
    ItemKind.PERSON: _person,
}
