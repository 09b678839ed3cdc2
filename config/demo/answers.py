"""Answers that an invented respondent gives: valid for any instrument of the bank, the same at every run."""

import random
from collections.abc import Sequence
from typing import Any

from surveys.enums import ItemKind
from surveys.instruments import Instrument
from surveys.instruments.fields import answer_to_fields
from surveys.instruments.schema import (
    Choice,
    ChoiceOptions,
    Item,
    MatrixOptions,
    NumberOptions,
    RankingOptions,
    ScaleOptions,
)

TEXTS = {
    "goal": (
        "Закрыть сессию без троек и перестать бояться отвечать.",
        "Понять, подходит ли мне специальность.",
        "Научиться всё успевать и не откладывать.",
        "Выступить на конкурсе мастерства и не провалиться.",
        "Найти друзей в группе.",
    ),
    "subjects": ("Математика", "Инженерная графика", "Русский язык", "Практика в мастерской", "Информатика"),
    "achievements": (
        "Призёр областного конкурса мастерства.",
        "Староста группы, волонтёр.",
        "Двадцать лет работы в профессии.",
        "Подготовил трёх победителей олимпиады.",
    ),
}
SILENT = frozenset({"more", "tried", "candidate"})


def invented_answers(instrument: Instrument, *, seed: str, wished: dict[str, Any]) -> dict[str, list[str]]:
    """Form fields of a filled questionnaire. `wished` gives canonical answers by item key; the rest is drawn."""
    chance = random.Random(seed)  # noqa: S311 - invented answers, the same at every run
    answers: dict[str, Any] = {}
    fields: dict[str, list[str]] = {}
    for item in instrument.questions():
        if item.show_if is not None and not item.show_if.holds(answers):
            continue
        answer = wished[item.key] if item.key in wished else _drawn(item, chance)
        if answer is None:
            continue
        answers[item.key] = answer
        fields |= answer_to_fields(item, answer)
    return fields


def _drawn(item: Item, chance: random.Random) -> Any:
    options = item.options
    if item.kind == ItemKind.YES_NO:
        return chance.random() < 0.3 if item.key != "has_candidate" else False
    if item.kind in {ItemKind.SHORT_TEXT, ItemKind.LONG_TEXT}:
        if item.key in SILENT and not item.required:
            return None
        return (
            chance.choice(TEXTS.get(item.key, ("Пока сказать нечего.",)))
            if item.required or item.key in TEXTS
            else None
        )
    if isinstance(options, ScaleOptions):
        return chance.randint(max(options.low, options.high - 4), options.high)
    if isinstance(options, NumberOptions):
        return max(options.low or 1, min(options.high or 2, 2))
    if isinstance(options, MatrixOptions):
        return {row.code: chance.choice(options.columns).code for row in options.rows}
    if isinstance(options, RankingOptions):
        wanted = options.max_ranked or len(options.choices)
        return {
            choice.code: place for place, choice in enumerate(_some(options.choices, wanted, chance), start=1)
        }
    if isinstance(options, ChoiceOptions):
        most = 1 if item.kind != ItemKind.MULTIPLE else min(options.max_chosen or 2, 2)
        number = max(options.min_chosen, chance.randint(1, most))
        chosen = {choice.code for choice in _some(options.choices, number, chance)}
        codes = [choice.code for choice in options.choices if choice.code in chosen]
        return {"codes": codes, "other": ""}
    return None


def _some(choices: Sequence[Choice], number: int, chance: random.Random) -> list[Choice]:
    return chance.sample(list(choices), min(number, len(choices)))
