"""Changing a draft of a questionnaire: pure steps from one content to the next.

A content has the shape of `bank/FORMAT.md` but may be unfinished: an empty section, a condition on a question that has
gone. What is wrong is told by :func:`faults_of` and stops the publication, not the work. Every step takes a content and
returns a new one; parts are found by their keys, and a missing one raises :class:`MissingPartError`.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from surveys.instruments.errors import InstrumentError
from surveys.instruments.reading import FORMAT, LIST_FEEDS, MAX_ITEMS, MAX_SECTIONS, instrument_from_dict
from surveys.instruments.schema import Instrument

Content = dict[str, Any]

HEAD = ("title", "purpose", "role", "intro", "thanks", "minutes", "source", "confidence", "locked")
"""Fields of the questionnaire as a whole that are edited together."""

KEY_LENGTH = 40
_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    "ё": "e",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sch",
    "ю": "yu",
    "я": "ya",
}


class MissingPartError(LookupError):
    """A step names a section or a question that the draft no longer has."""


class TooManyError(ValueError):
    """A draft would have more sections or questions than a questionnaire may; the message is Russian."""


def blank_content(*, code: str, title: str, purpose: str, role: str) -> Content:
    """A draft with one empty section."""
    return {
        "format": FORMAT,
        "code": code,
        "title": title,
        "purpose": purpose,
        "role": role,
        "intro": "",
        "thanks": "",
        "minutes": 5,
        "source": "",
        "confidence": "low",
        "sections": [{"key": "part", "title": "Вопросы", "intro": "", "items": []}],
    }


def faults_of(content: Content) -> list[str]:
    """What keeps the draft from being published, one Russian line each; empty when nothing does."""
    try:
        instrument_from_dict(content)
    except InstrumentError as error:
        return error.problems
    return []


def readable(content: Content) -> Instrument | None:
    """The instrument of a draft, None while it has faults."""
    try:
        return instrument_from_dict(content)
    except InstrumentError:
        return None


def mark_of(part: Mapping[str, Any]) -> str:
    """A short mark of what a part says: two people who saw the same part hold the same mark."""
    text = json.dumps(part, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


# --- reading -----------------------------------------------------------------------------------------------------


def items_of(content: Content) -> Iterator[dict[str, Any]]:
    """All questions in their order."""
    return (item for section in content["sections"] for item in section["items"])


def find_item(content: Content, key: str) -> dict[str, Any]:
    """The question of a key."""
    section, place = _where(content, key)
    found: dict[str, Any] = section["items"][place]
    return found


def section_of(content: Content, key: str) -> dict[str, Any]:
    """The section that holds the question of a key."""
    return _where(content, key)[0]


def find_section(content: Content, key: str) -> dict[str, Any]:
    """The section of a key."""
    found: dict[str, Any] = content["sections"][_section_place(content, key)]
    return found


def head_of(content: Content) -> dict[str, Any]:
    """The fields of the questionnaire as a whole."""
    return {name: content.get(name) for name in HEAD}


def words_of(section: Mapping[str, Any]) -> dict[str, Any]:
    """What a section says, without its questions."""
    return {name: section[name] for name in ("key", "title", "intro")}


def keys_of(content: Content) -> set[str]:
    """Keys of all questions."""
    return {item["key"] for item in items_of(content)}


# --- keys --------------------------------------------------------------------------------------------------------


def latin(text: str) -> str:
    """Russian words as a code: Latin small letters and «_», from a letter; «» when nothing is left."""
    spelt = "".join(_LATIN.get(char, char if char.isascii() else "") for char in text.lower())
    words = re.sub(r"[^a-z0-9]+", "_", spelt).strip("_")
    return words if not words or words[0].isalpha() else f"q_{words}"


def new_key(text: str, taken: Collection[str], *, fallback: str = "question") -> str:
    """A key from the words of a question that no other has, «question_2» where they give nothing."""
    base = latin(text)
    if len(base) > KEY_LENGTH:
        base = base[:KEY_LENGTH].rsplit("_", 1)[0]
    base = base or fallback
    if base not in taken:
        return base
    number = 2
    while f"{base}_{number}" in taken:
        number += 1
    return f"{base}_{number}"


# --- steps -------------------------------------------------------------------------------------------------------


def put_head(content: Content, values: Mapping[str, Any]) -> Content:
    """The fields of the whole replaced; what the new purpose cannot fill is filled no longer."""
    made = copy.deepcopy(content)
    made.update({name: values[name] for name in HEAD if name in values})
    if not made.get("locked"):
        made.pop("locked", None)
    return made


def put_scoring(content: Content, scoring: Mapping[str, Any] | None) -> Content:
    """The key replaced, or taken away."""
    made = copy.deepcopy(content)
    made.pop("scoring", None)
    if scoring is not None:
        made["scoring"] = copy.deepcopy(dict(scoring))
    return made


def add_section(content: Content, *, key: str, title: str, intro: str) -> Content:
    """A new section at the end."""
    made = copy.deepcopy(content)
    made["sections"].append({"key": key, "title": title, "intro": intro, "items": []})
    return _bounded(made)


def put_section(content: Content, key: str, *, title: str, intro: str) -> Content:
    """The words of a section replaced."""
    made = copy.deepcopy(content)
    find_section(made, key).update(title=title, intro=intro)
    return made


def move_section(content: Content, key: str, step: int) -> Content:
    """The section one place up (-1) or down (1); at the edge nothing changes."""
    made = copy.deepcopy(content)
    _swap(made["sections"], _section_place(made, key), step)
    return made


def remove_section(content: Content, key: str) -> Content:
    """The section gone with its questions."""
    made = copy.deepcopy(content)
    del made["sections"][_section_place(made, key)]
    return made


def duplicate_section(content: Content, key: str, *, taken: Collection[str]) -> Content:
    """The section once more below itself, its questions with keys of their own; conditions inside follow them."""
    made = copy.deepcopy(content)
    place = _section_place(made, key)
    double = copy.deepcopy(made["sections"][place])
    double["key"] = new_key(double["key"], [section["key"] for section in made["sections"]], fallback="part")
    used = set(taken) | keys_of(made)
    renamed: dict[str, str] = {}
    for item in double["items"]:
        renamed[item["key"]] = new_key(item["key"], used)
        item["key"] = renamed[item["key"]]
        used.add(item["key"])
        _feed_no_more(item)
    for item in double["items"]:
        if item.get("show_if"):
            item["show_if"] = _renamed(item["show_if"], renamed)
    made["sections"].insert(place + 1, double)
    return _bounded(made)


def add_item(content: Content, section: str, item: Mapping[str, Any], *, after: str = "") -> Content:
    """A new question at the end of a section, or below another one."""
    made = copy.deepcopy(content)
    items = find_section(made, section)["items"]
    place = next((number + 1 for number, one in enumerate(items) if one["key"] == after), len(items))
    items.insert(place, copy.deepcopy(dict(item)))
    return _bounded(made)


def put_item(content: Content, key: str, item: Mapping[str, Any], *, section: str) -> Content:
    """A question replaced; its key stays, its section may be another one (then it stands there last)."""
    made = copy.deepcopy(content)
    home, place = _where(made, key)
    put = {**copy.deepcopy(dict(item)), "key": key}
    if home["key"] == section:
        home["items"][place] = put
        return made
    del home["items"][place]
    find_section(made, section)["items"].append(put)
    return made


def move_item(content: Content, key: str, step: int) -> Content:
    """A question one place up or down; from the edge of its section it goes into the neighbouring one."""
    made = copy.deepcopy(content)
    home, place = _where(made, key)
    if 0 <= place + step < len(home["items"]):
        _swap(home["items"], place, step)
        return made
    at = made["sections"].index(home) + step
    if 0 <= at < len(made["sections"]):
        item = home["items"].pop(place)
        others = made["sections"][at]["items"]
        others.insert(0 if step > 0 else len(others), item)
    return made


def duplicate_item(content: Content, key: str, *, taken: Collection[str]) -> Content:
    """A question once more below itself, with a key of its own."""
    made = copy.deepcopy(content)
    home, place = _where(made, key)
    double = copy.deepcopy(home["items"][place])
    double["key"] = new_key(key, set(taken) | keys_of(made))
    _feed_no_more(double)
    home["items"].insert(place + 1, double)
    return _bounded(made)


def remove_item(content: Content, key: str) -> Content:
    """A question gone; the key of scoring forgets it, conditions on it are told as faults."""
    made = copy.deepcopy(content)
    home, place = _where(made, key)
    del home["items"][place]
    if made.get("scoring"):
        made["scoring"]["items"] = [one for one in made["scoring"]["items"] if one != key]
    return made


# --- inside ------------------------------------------------------------------------------------------------------


def _where(content: Content, key: str) -> tuple[dict[str, Any], int]:
    for section in content["sections"]:
        for place, item in enumerate(section["items"]):
            if item["key"] == key:
                return section, place
    raise MissingPartError(key)


def _section_place(content: Content, key: str) -> int:
    for place, section in enumerate(content["sections"]):
        if section["key"] == key:
            return place
    raise MissingPartError(key)


def _swap(rows: list[Any], place: int, step: int) -> None:
    other = place + step
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]


def _feed_no_more(item: dict[str, Any]) -> None:
    """One field of a request is filled by one question; a double would make it two."""
    if item.get("feeds") and item["feeds"] not in LIST_FEEDS:
        del item["feeds"]


def _renamed(condition: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    made = dict(condition)
    for group in ("all", "any"):
        if group in made:
            made[group] = [_renamed(part, names) for part in made[group]]
    if "item" in made:
        made["item"] = names.get(made["item"], made["item"])
    return made


def _bounded(content: Content) -> Content:
    if len(content["sections"]) > MAX_SECTIONS:
        raise TooManyError(f"В анкете не больше {MAX_SECTIONS} разделов.")
    if sum(1 for _ in items_of(content)) > MAX_ITEMS:
        raise TooManyError(f"В анкете не больше {MAX_ITEMS} вопросов.")
    return content
