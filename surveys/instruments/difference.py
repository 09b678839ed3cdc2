"""What differs between two versions of a questionnaire, question by question, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.instruments.schema import Instrument, Item
from surveys.instruments.wording import condition_in_words, limits_in_words


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: its name in words, what it was and what it is («» where there was nothing)."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that differs. `kind` is added, removed, changed or moved; `comparable` whether answers still compare."""

    kind: str
    name: str
    changes: tuple[Change, ...] = ()
    breaks: bool = False

    @property
    def label(self) -> str:
        """The kind in words."""
        return {"added": "добавлен", "removed": "убран", "changed": "изменён", "moved": "переставлен"}[
            self.kind
        ]


def differences(before: Instrument, after: Instrument) -> list[Difference]:
    """Return what was changed between two versions; empty when they say the same.

    Parts are matched by their keys. `breaks` marks changes after which the answers of two years no longer compare
    as they are: another kind, other bounds or codes, another topic or polarity.
    """
    found = [*_whole(before, after), *_sections(before, after)]
    found += [Difference("removed", _name(item)) for item in before.items if item.key not in after.by_key]
    moved = _moved(before, after)
    for item in after.items:
        old = before.by_key.get(item.key)
        if old is None:
            found.append(Difference("added", _name(item)))
            continue
        words = [_item_words(old, before), _item_words(item, after)]
        if old.show_if == item.show_if:
            # The words of a condition follow those of the question that it looks at.
            words[0]["Показывать, если"] = words[1]["Показывать, если"]
        changes = tuple(_changes(*words))
        if changes:
            found.append(Difference("changed", _name(item), changes, breaks=_breaks(old, item)))
        elif item.key in moved:
            found.append(Difference("moved", _name(item)))
    return found


def _name(item: Item) -> str:
    return item.text if len(item.text) <= 120 else f"{item.text[:119]}…"


def _whole(before: Instrument, after: Instrument) -> Iterator[Difference]:
    changes = tuple(_changes(_head_words(before), _head_words(after)))
    if changes:
        yield Difference("changed", "Анкета в целом", changes)


def _sections(before: Instrument, after: Instrument) -> Iterator[Difference]:
    old = {section.key: section for section in before.sections}
    new = {section.key: section for section in after.sections}
    for key, section in old.items():
        if key not in new:
            yield Difference("removed", f"Раздел «{section.title}»")
    for key, section in new.items():
        if key not in old:
            yield Difference("added", f"Раздел «{section.title}»")
        else:
            words = [{"Название": one.title, "Пояснение": one.intro} for one in (old[key], section)]
            changes = tuple(_changes(*words))
            if changes:
                yield Difference("changed", f"Раздел «{section.title}»", changes)


def _moved(before: Instrument, after: Instrument) -> set[str]:
    """Keys of the fewest questions whose moving explains the new order, and of those that changed their section."""
    places = {item.key: place for place, item in enumerate(before.items)}
    kept = [item.key for item in after.items if item.key in places]
    stay = _longest_rising([places[key] for key in kept])
    homes = [{item.key: part.key for part in one.sections for item in part.items} for one in (before, after)]
    moved = {key for key in kept if places[key] not in stay}
    return moved | {key for key in kept if homes[0][key] != homes[1][key]}


def _longest_rising(values: list[int]) -> set[int]:
    """The members of a longest rising subsequence (quadratic: a questionnaire has at most 200 questions)."""
    best: list[list[int]] = []
    longest: list[int] = []
    for value in values:
        run = max((one for one in best if one[-1] < value), key=lambda one: len(one), default=[])
        best.append([*run, value])
        longest = max(longest, best[-1], key=lambda one: len(one))
    return set(longest)


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for name in before:
        if before[name] != after[name]:
            yield Change(name, before[name], after[name])


def _head_words(one: Instrument) -> dict[str, str]:
    scoring, bands = "", ""
    if one.scoring:
        scoring = ", ".join(_name(one.by_key[key]) for key in one.scoring.items if key in one.by_key)
        bands = "; ".join(f"{band.label}: {band.low}–{band.high}" for band in one.scoring.bands)
    return {
        "Название": one.title,
        "Вступление": one.intro,
        "Что дальше": one.thanks,
        "Минут на заполнение": str(one.minutes),
        "Источник": one.source,
        "Уверенность": str(one.confidence.label),
        "Проверенная шкала": _yes(one.locked),
        "Вопросы ключа": scoring,
        "Уровни": bands,
        "Откуда уровни": one.scoring.note if one.scoring else "",
    }


def _item_words(item: Item, of: Instrument) -> dict[str, str]:
    return {
        "Вопрос": item.text,
        "Вид": str(item.kind.label),
        "Ответы": limits_in_words(item),
        "Коды и баллы ответов": _codes(item),
        "Подсказка": item.hint,
        "Кратко": item.short,
        "Тема": item.topic,
        "Направление": str(item.polarity.label),
        "Обязателен": _yes(item.required),
        "Персональные данные": _yes(item.personal),
        "Только психолог": _yes(item.psychologist_only),
        "Заполняет поле": item.feeds,
        "Показывать, если": condition_in_words(item.show_if, of.by_key) if item.show_if else "",
    }


def _yes(value: bool) -> str:
    return "да" if value else "нет"


def _codes(item: Item) -> str:
    return ", ".join(
        choice.code if choice.score is None else f"{choice.code} = {choice.score}"
        for name in ("choices", "rows", "columns")
        for choice in getattr(item.options, name, ())
    )


def _breaks(before: Item, after: Item) -> bool:
    def measured(item: Item) -> tuple[Any, ...]:
        bounds = (getattr(item.options, "low", None), getattr(item.options, "high", None))
        return item.kind, bounds, _codes(item), item.topic, item.polarity

    return measured(before) != measured(after)
