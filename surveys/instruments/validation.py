"""Checking answers against an instrument, the same for a phone, a paper form and an import."""

from collections.abc import Collection, Mapping
from typing import Any

from surveys.enums import ItemKind
from surveys.instruments.fields import RawAnswers, answer_to_fields
from surveys.instruments.parsing import MISSING, WrongAnswerError, parse
from surveys.instruments.schema import Instrument, Item

Answers = dict[str, Any]
"""Item key → canonical answer (see :mod:`surveys.instruments.parsing`)."""

Errors = dict[str, str]
"""Item key → one Russian sentence for the respondent."""


def validate_answers(
    instrument: Instrument,
    raw: RawAnswers,
    *,
    keys: Collection[str] | None = None,
    earlier: Mapping[str, Any] | None = None,
    require: bool = True,
    people: Mapping[str, Collection[str]] | None = None,
) -> tuple[Answers, Errors]:
    """Check what a form sent and return ``(answers, errors)``; never raises for bad input.

    ``raw`` maps field names to lists of strings. ``keys`` limits the check to some items (one screen); the
    others take part in show-if conditions with their ``earlier`` canonical answers. ``require=False`` lets
    required items stay empty and others unfinished, for drafts. ``people`` gives each person choice its ids.

    Answers to items hidden by their condition are dropped without a word: the question was not asked.
    Fields of unknown names are ignored.
    """
    counted: Answers = {}
    answers: Answers = {}
    errors: Errors = {}
    for item in instrument.questions():
        if item.show_if is not None and not item.show_if.holds(counted):
            continue
        if keys is not None and item.key not in keys:
            if earlier and item.key in earlier:
                counted[item.key] = earlier[item.key]
            continue
        try:
            answer = parse(item, raw, strict=require, people=(people or {}).get(item.key, ()))
        except WrongAnswerError as wrong:
            errors[item.key] = str(wrong)
            continue
        if answer is MISSING:
            if item.required and require:
                errors[item.key] = missing_message(item)
            continue
        counted[item.key] = answers[item.key] = answer
    return answers, errors


def complete_answers(
    instrument: Instrument,
    stored: Mapping[str, Any],
    *,
    people: Mapping[str, Collection[str]] | None = None,
) -> tuple[Answers, Errors]:
    """Check a whole draft of canonical answers as if it had been sent at once."""
    raw: dict[str, list[str]] = {}
    for item in instrument.questions():
        if item.key in stored:
            raw |= answer_to_fields(item, stored[item.key])
    return validate_answers(instrument, raw, people=people)


def missing_message(item: Item) -> str:
    """Say what is missing in words that fit the kind of question."""
    if item.kind in (ItemKind.SHORT_TEXT, ItemKind.LONG_TEXT):
        return "Напишите ответ."
    if item.kind in (ItemKind.MULTIPLE, ItemKind.PERSON):
        return "Отметьте хотя бы один вариант."
    if item.kind == ItemKind.NUMBER:
        return "Напишите число."
    if item.kind == ItemKind.DATE:
        return "Укажите дату."
    if item.kind == ItemKind.MATRIX:
        return "Ответьте в каждой строке."
    return "Выберите ответ."
