"""What items and conditions say in Russian words: for paper, lists of questions and differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveys.instruments.conditions import Condition
from surveys.instruments.schema import (
    OTHER,
    Choice,
    ChoiceOptions,
    DateOptions,
    Item,
    MatrixOptions,
    NumberOptions,
    PersonOptions,
    RankingOptions,
    ScaleOptions,
    TextOptions,
)


def condition_in_words(condition: Condition, items: Mapping[str, Item]) -> str:
    """«на вопрос „Нужна помощь?“ ответили „Да“»: a clause that follows «если».

    `items` are the questions by key; a condition on a missing one names its key.
    """
    if condition.group:
        glue = " и " if condition.group == "all" else " или "
        parts = [condition_in_words(part, items) for part in condition.parts]
        inner = [
            f"({text})" if part.group and part.group != condition.group and len(part.parts) > 1 else text
            for text, part in zip(parts, condition.parts, strict=True)
        ]
        return glue.join(inner)
    item = items.get(condition.item)
    name = item.text.rstrip() if item else condition.item
    return f"на вопрос «{name}» {_answered(condition, item)}"


def _answered(condition: Condition, item: Item | None) -> str:
    value = condition.value
    if condition.operator == "at_least":
        return f"ответили {value} или больше"
    if condition.operator == "at_most":
        return f"ответили {value} или меньше"
    values = value if isinstance(value, tuple) else (value,)
    words = [f"«{answer_label(one, item)}»" for one in values]
    if condition.operator in ("is", "any_of"):
        return f"ответили {' или '.join(words)}"
    return f"ответили, но не {' и не '.join(words)}"


def answer_label(value: Any, item: Item | None) -> str:
    """The words of one answer that a condition waits for."""
    if isinstance(value, bool):
        return "Да" if value else "Нет"
    labels = dict(answers_of(item)) if item else {}
    return labels.get(str(value), str(value))


def answers_of(item: Item) -> list[tuple[str, str]]:
    """(code, words) of the answers that a question offers; empty where answers are not codes."""
    if item.kind == "yes_no":
        return [("yes", "Да"), ("no", "Нет")]
    options = item.options
    if isinstance(options, ChoiceOptions | RankingOptions):
        found = [(choice.code, choice.label) for choice in options.choices]
        if isinstance(options, ChoiceOptions) and options.other:
            found.append((OTHER, options.other_label))
        return found
    return []


def limits_in_words(item: Item) -> str:
    """What the answer is like, in a few words: «от 1 до 10», «до 3 вариантов», «Лично · На расстоянии»."""
    options = item.options
    if isinstance(options, ScaleOptions):
        ends = " — ".join(filter(None, (options.low_label, options.high_label)))
        return f"от {options.low} до {options.high}" + (f" ({ends})" if ends else "")
    if isinstance(options, ChoiceOptions):
        return " · ".join([label for _, label in answers_of(item)]) + _how_many(options)
    if isinstance(options, MatrixOptions):
        return f"{_labels(options.rows)} — {_labels(options.columns)}"
    if isinstance(options, RankingOptions):
        most = f"; первые {options.max_ranked}" if options.max_ranked else ""
        return _labels(options.choices) + most
    if isinstance(options, NumberOptions):
        return _range(options.low, options.high, options.unit)
    if isinstance(options, DateOptions):
        return _range(options.earliest, options.latest, "")
    if isinstance(options, TextOptions):
        return f"до {options.max_length} знаков"
    if isinstance(options, PersonOptions):
        return f"{options.role.label.lower()}, до {options.max_chosen}"
    return "да · нет" if item.kind == "yes_no" else ""


def _how_many(options: ChoiceOptions) -> str:
    told = []
    if options.min_chosen:
        told.append(f"не меньше {options.min_chosen}")
    if options.max_chosen:
        told.append(f"не больше {options.max_chosen}")
    return f" ({', '.join(told)})" if told else ""


def _labels(choices: tuple[Choice, ...]) -> str:
    return " · ".join(choice.label for choice in choices)


def _range(low: object, high: object, unit: str) -> str:
    told = []
    if low is not None:
        told.append(f"от {low}")
    if high is not None:
        told.append(f"до {high}")
    return " ".join([*told, unit]).strip()
