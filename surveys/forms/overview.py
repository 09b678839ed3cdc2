"""A questionnaire as a list to read: every question with its answers, condition and flags in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.enums import ItemKind, Polarity, Purpose
from surveys.forms.question_words import FEED_WORDS
from surveys.instruments import Instrument, InstrumentError, Item
from surveys.instruments.editing import Content
from surveys.instruments.reading import item_from_dict
from surveys.instruments.wording import condition_in_words, limits_in_words


@dataclass(frozen=True, slots=True)
class Line:
    """One question in words. `number` is empty for notes."""

    key: str
    number: str
    kind: str
    text: str
    hint: str
    answers: str
    condition: str
    flags: tuple[str, ...]
    measures: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One section in words."""

    key: str
    title: str
    intro: str
    lines: tuple[Line, ...]


def overview_of(instrument: Instrument) -> list[Part]:
    """The parts of a finished questionnaire."""
    number = 0
    parts = []
    for section in instrument.sections:
        lines = []
        for item in section.items:
            number += item.asks
            lines.append(_line(item, str(number) if item.asks else "", instrument.by_key))
        parts.append(Part(section.key, section.title, section.intro, tuple(lines)))
    return parts


def overview_of_draft(content: Content) -> list[Part]:
    """The parts of a draft; a question with a fault of its own says so instead of hiding the rest."""
    purpose = Purpose(content["purpose"])
    read = {item["key"]: read_item(item, purpose) for part in content["sections"] for item in part["items"]}
    known = {key: item for key, item in read.items() if isinstance(item, Item)}
    number = 0
    parts = []
    for section in content["sections"]:
        lines = []
        for data in section["items"]:
            item = read[data["key"]]
            if isinstance(item, Item):
                number += item.asks
                lines.append(_line(item, str(number) if item.asks else "", known))
            else:
                number += 1
                kind = dict(ItemKind.choices).get(data.get("kind", ""), "")
                text = str(data.get("text", ""))
                lines.append(Line(data["key"], str(number), str(kind), text, "", "", "", (), "", item))
        parts.append(Part(section["key"], section["title"], section["intro"], tuple(lines)))
    return parts


def read_item(data: Mapping[str, Any], purpose: Purpose) -> Item | str:
    """The question, or what is wrong with it."""
    try:
        return item_from_dict(data, purpose=purpose)
    except InstrumentError as error:
        return error.problems[0]


def _line(item: Item, number: str, items: Mapping[str, Item]) -> Line:
    flags = []
    if item.required:
        flags.append("обязательный")
    if item.personal:
        flags.append("персональные данные")
    if item.psychologist_only:
        flags.append("только психолог")
    if item.feeds:
        flags.append(f"заполняет: {FEED_WORDS.get(item.feeds, item.feeds).lower()}")
    measures = item.topic
    if item.polarity != Polarity.NONE:
        measures = f"{measures} · {str(item.polarity.label).lower()}".strip(" ·")
    condition = condition_in_words(item.show_if, items) if item.show_if else ""
    return Line(
        item.key,
        number,
        str(item.kind.label),
        item.text,
        item.hint,
        limits_in_words(item),
        condition,
        tuple(flags),
        measures,
    )
