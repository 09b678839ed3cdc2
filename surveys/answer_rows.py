"""Canonical answers as rows of the database and back."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from surveys.enums import ItemKind
from surveys.instruments import Answers, ChoiceOptions, Instrument, Item, MatrixOptions
from surveys.instruments.schema import OTHER
from surveys.models import Answer, Response

_CHOICES = (ItemKind.FREQUENCY, ItemKind.SINGLE, ItemKind.MULTIPLE)


def rows_of(
    instrument: Instrument, answers: Mapping[str, Any], *, response: Response, item_ids: Mapping[str, int]
) -> list[Answer]:
    """Return unsaved rows, see :class:`surveys.models.Answer` for their columns."""
    return [
        Answer(response=response, item_id=item_ids[item.key], **columns)
        for item in instrument.questions()
        if item.key in answers
        for columns in _columns(item, answers[item.key])
    ]


def answers_from_rows(instrument: Instrument, rows: Iterable[Answer]) -> Answers:
    """Return canonical answers of the rows of one response; rows must have their item loaded."""
    by_key: dict[str, list[Answer]] = {}
    for row in rows:
        by_key.setdefault(row.item.key, []).append(row)
    return {item.key: _value(item, by_key[item.key]) for item in instrument.questions() if item.key in by_key}


def _columns(item: Item, value: Any) -> list[dict[str, Any]]:
    if item.kind == ItemKind.YES_NO:
        return [{"code": "yes" if value else "no", "number": int(value)}]
    if item.kind in (ItemKind.SCALE, ItemKind.NUMBER):
        return [{"number": Decimal(value)}]
    if item.kind in _CHOICES:
        scores = _scores(item)
        return [
            {
                "part": code if item.kind == ItemKind.MULTIPLE else "",
                "code": code,
                "number": scores.get(code),
                "text": value["other"] if code == OTHER else "",
            }
            for code in value["codes"]
        ]
    if item.kind == ItemKind.MATRIX:
        scores = _scores(item)
        return [{"part": row, "code": code, "number": scores.get(code)} for row, code in value.items()]
    if item.kind == ItemKind.RANKING:
        return [{"part": code, "code": code, "number": place} for code, place in value.items()]
    if item.kind == ItemKind.DATE:
        return [{"day": value}]
    if item.kind == ItemKind.PERSON:
        return [
            {"part": str(place), "number": place, "person_id": int(who)}
            for place, who in enumerate(value, start=1)
        ]
    return [{"text": value}]


def _scores(item: Item) -> dict[str, int | None]:
    if isinstance(item.options, ChoiceOptions):
        return {choice.code: choice.score for choice in item.options.choices}
    if isinstance(item.options, MatrixOptions):
        return {choice.code: choice.score for choice in item.options.columns}
    return {}


def _value(item: Item, rows: list[Answer]) -> Any:
    first = rows[0]
    if item.kind == ItemKind.YES_NO:
        return first.code == "yes"
    if item.kind == ItemKind.SCALE:
        return int(first.number or 0)
    if item.kind == ItemKind.NUMBER:
        decimals = getattr(item.options, "decimals", 0)
        return f"{first.number:.{decimals}f}" if decimals else int(first.number or 0)
    if item.kind in _CHOICES:
        return {
            "codes": [row.code for row in rows],
            "other": next((row.text for row in rows if row.code == OTHER), ""),
        }
    if item.kind == ItemKind.MATRIX:
        return {row.part: row.code for row in rows}
    if item.kind == ItemKind.RANKING:
        return {row.part: int(row.number or 0) for row in rows}
    if item.kind == ItemKind.DATE:
        return first.day.isoformat() if first.day else ""
    if item.kind == ItemKind.PERSON:
        return [str(row.person_id) for row in rows]
    return first.text
