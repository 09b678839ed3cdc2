"""From an instrument back to plain data, and its fingerprint."""

import hashlib
import json
from typing import Any

from surveys.instruments.conditions import Condition
from surveys.instruments.options import write_options
from surveys.instruments.reading import FORMAT
from surveys.instruments.schema import Instrument, Item, Section
from surveys.instruments.scoring import write_scoring


def instrument_to_dict(instrument: Instrument) -> dict[str, Any]:
    """Return plain data from which :func:`instrument_from_dict` builds an equal instrument."""
    written: dict[str, Any] = {
        "format": FORMAT,
        "code": instrument.code,
        "title": instrument.title,
        "purpose": str(instrument.purpose),
        "role": str(instrument.role),
        "intro": instrument.intro,
        "thanks": instrument.thanks,
        "minutes": instrument.minutes,
        "source": instrument.source,
        "confidence": str(instrument.confidence),
        "sections": [_section_to_dict(section) for section in instrument.sections],
    }
    # Left out where there is none: the fingerprints of older questionnaires stay.
    if instrument.scoring is not None:
        written["scoring"] = write_scoring(instrument.scoring)
    if instrument.locked:
        written["locked"] = True
    return written


def fingerprint(instrument: Instrument) -> str:
    """Return the SHA-256 of the content: equal for equal instruments, whatever file they came from."""
    text = json.dumps(
        instrument_to_dict(instrument), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def condition_to_dict(condition: Condition) -> dict[str, Any]:
    """Return a condition as plain data."""
    if condition.group:
        return {condition.group: [condition_to_dict(part) for part in condition.parts]}
    value = list(condition.value) if isinstance(condition.value, tuple) else condition.value
    return {"item": condition.item, condition.operator: value}


def item_to_dict(item: Item) -> dict[str, Any]:
    """Return an item as plain data, without the fields left at their defaults."""
    written: dict[str, Any] = {"key": item.key, "kind": str(item.kind), "text": item.text}
    for name in ("hint", "short", "topic", "required", "personal", "psychologist_only", "feeds"):
        if getattr(item, name):
            written[name] = getattr(item, name)
    if item.polarity != "none":
        written["polarity"] = str(item.polarity)
    if item.show_if is not None:
        written["show_if"] = condition_to_dict(item.show_if)
    return written | write_options(item)


def _section_to_dict(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "intro": section.intro,
        "items": [item_to_dict(item) for item in section.items],
    }
