"""Names and values of form fields: how an answer travels between a form and its canonical shape.

An item ``hours`` has the field ``hours``; its «другое» is ``hours.other``; a matrix has ``hours.<row>``, a
ranking ``hours.<choice>`` holding the place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.enums import ItemKind
from surveys.instruments.schema import OTHER, Item, MatrixOptions, RankingOptions

RawAnswers = Mapping[str, Any]
"""What came from a form: field name → list of strings; anything else is treated as absent."""


def field_name(item: Item, part: str = "") -> str:
    """Return the name of a form field."""
    return f"{item.key}.{part}" if part else item.key


def field_names(item: Item) -> tuple[str, ...]:
    """Return the names of all form fields of an item."""
    if isinstance(item.options, MatrixOptions):
        return tuple(field_name(item, row.code) for row in item.options.rows)
    if isinstance(item.options, RankingOptions):
        return tuple(field_name(item, choice.code) for choice in item.options.choices)
    if item.kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
        return (item.key, field_name(item, OTHER))
    return (item.key,) if item.asks else ()


def given_values(raw: RawAnswers, name: str) -> list[str]:
    """Return the strings sent under ``name``, whatever shape a tampered request gave them."""
    value = raw.get(name)
    if isinstance(value, str):
        return [value]
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [entry for entry in value if isinstance(entry, str)]
    return []


def answer_to_fields(item: Item, answer: Any) -> dict[str, list[str]]:
    """Return the form fields that would be sent for a canonical ``answer``: shows a draft in the form."""
    if isinstance(item.options, MatrixOptions):
        return {field_name(item, row): [code] for row, code in answer.items()}
    if isinstance(item.options, RankingOptions):
        return {field_name(item, code): [str(place)] for code, place in answer.items()}
    if isinstance(answer, bool):
        return {item.key: ["yes" if answer else "no"]}
    if isinstance(answer, dict):
        fields = {item.key: list(answer["codes"])}
        if answer.get("other"):
            fields[field_name(item, OTHER)] = [answer["other"]]
        return fields
    if isinstance(answer, list):
        return {item.key: list(answer)}
    return {item.key: [str(answer).replace(".", ",") if item.kind == ItemKind.NUMBER else str(answer)]}
