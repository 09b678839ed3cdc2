"""One parser for each kind of item: strings of a form → canonical answer, or a Russian reason why not.

Canonical answers are plain JSON: scale and whole number ``int``; number with decimals ``str``; yes/no
``bool``; frequency, single, multiple ``{"codes": [...], "other": "…"}``; matrix ``{row: column}``; ranking
``{code: place}`` from the first place; date ``"YYYY-MM-DD"``; texts ``str``; people ``[id, …]``.
"""

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Any

from surveys.enums import ItemKind
from surveys.instruments.fields import RawAnswers, field_name, given_values
from surveys.instruments.schema import (
    OTHER,
    TEXT_LIMIT,
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
from surveys.instruments.text import clean_text

OTHER_LIMIT = 200
EARLIEST, LATEST = "1900-01-01", "2100-12-31"

_WHOLE = re.compile(r"-?[0-9]{1,6}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}([.,][0-9]{1,9})?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_RUSSIAN_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?: ?г\.?)?")


class WrongAnswerError(Exception):
    """The answer cannot be taken; the message tells the respondent what to do."""


class _Missing:
    """Type of :data:`MISSING`."""


MISSING = _Missing()
"""Nothing was answered; never stored."""


def parse(item: Item, raw: RawAnswers, *, strict: bool = True, people: Collection[str] = ()) -> Any:
    """Return the canonical answer or :data:`MISSING`.

    ``strict=False`` takes what is not finished yet (a table half filled, «другое» without words): a draft.
    ``people`` are the ids that a person choice may take.
    :raises WrongAnswerError: when something was sent that is not an answer to this item.
    """
    if item.kind == ItemKind.PERSON:
        return _person(item, raw, people)
    return _PARSERS[item.kind](item, raw, strict)


def _one(item: Item, raw: RawAnswers, name: str = "") -> str:
    """Return the one value sent under ``name``, «» when there is none."""
    values = {value.strip() for value in given_values(raw, name or item.key)} - {""}
    if len(values) > 1:
        raise WrongAnswerError("Выберите один вариант.")
    return values.pop() if values else ""


def _scale(item: Item, raw: RawAnswers, strict: bool) -> Any:
    options = item.options
    assert isinstance(options, ScaleOptions)  # noqa: S101 — guaranteed by the kind, tells the type
    value = _one(item, raw)
    if not value:
        return MISSING
    if not _WHOLE.fullmatch(value) or not options.low <= int(value) <= options.high:
        raise WrongAnswerError(f"Выберите число от {options.low} до {options.high}.")
    return int(value)


def _yes_no(item: Item, raw: RawAnswers, strict: bool) -> Any:
    value = _one(item, raw)
    if not value:
        return MISSING
    if value not in ("yes", "no"):
        raise WrongAnswerError("Выберите «Да» или «Нет».")
    return value == "yes"


def _single(item: Item, raw: RawAnswers, strict: bool) -> Any:
    options = item.options
    assert isinstance(options, ChoiceOptions)  # noqa: S101
    value = _one(item, raw)
    other = _other_text(item, raw, options)
    if not value and other:
        value = OTHER
    if not value:
        return MISSING
    if value == OTHER and options.other:
        if not other and strict:
            raise WrongAnswerError("Напишите свой вариант или выберите другой ответ.")
        return {"codes": [OTHER], "other": other}
    if value not in {choice.code for choice in options.choices}:
        raise WrongAnswerError("Такого варианта нет. Выберите ответ из списка.")
    return {"codes": [value], "other": ""}


def _multiple(item: Item, raw: RawAnswers, strict: bool) -> Any:
    options = item.options
    assert isinstance(options, ChoiceOptions)  # noqa: S101
    values = {value.strip() for value in given_values(raw, item.key)} - {""}
    other = _other_text(item, raw, options)
    if other:
        values.add(OTHER)
    order = [choice.code for choice in options.choices] + ([OTHER] if options.other else [])
    if values - set(order):
        raise WrongAnswerError("Такого варианта нет. Отметьте ответы из списка.")
    if not values:
        return MISSING
    if OTHER in values and not other and strict:
        raise WrongAnswerError("Напишите свой вариант или снимите отметку «другое».")
    if len(values) < options.min_chosen and strict:
        raise WrongAnswerError(f"Отметьте не меньше {options.min_chosen}.")
    if options.max_chosen is not None and len(values) > options.max_chosen:
        raise WrongAnswerError(f"Отметьте не больше {options.max_chosen}, сейчас отмечено {len(values)}.")
    return {"codes": [code for code in order if code in values], "other": other}


def _other_text(item: Item, raw: RawAnswers, options: ChoiceOptions) -> str:
    if not options.other:
        return ""
    text = clean_text(" ".join(given_values(raw, field_name(item, OTHER))[:1]), multiline=False)
    if len(text) > OTHER_LIMIT:
        raise WrongAnswerError(f"Свой вариант — не больше {OTHER_LIMIT} знаков, сейчас {len(text)}.")
    return text


def _matrix(item: Item, raw: RawAnswers, strict: bool) -> Any:
    options = item.options
    assert isinstance(options, MatrixOptions)  # noqa: S101
    _refuse_unknown_parts(item, raw, {row.code for row in options.rows})
    columns = {column.code for column in options.columns}
    answer = {}
    for row in options.rows:
        value = _one(item, raw, field_name(item, row.code))
        if value and value not in columns:
            raise WrongAnswerError(f"«{row.label}»: такого варианта нет.")
        if value:
            answer[row.code] = value
    if not answer:
        return MISSING
    left = [row.label for row in options.rows if row.code not in answer]
    if left and item.required and strict:
        raise WrongAnswerError(
            f"Ответьте в каждой строке. Осталось: «{left[0]}»" + (" и другие." if left[1:] else ".")
        )
    return answer


def _ranking(item: Item, raw: RawAnswers, strict: bool) -> Any:
    options = item.options
    assert isinstance(options, RankingOptions)  # noqa: S101
    _refuse_unknown_parts(item, raw, {choice.code for choice in options.choices})
    wanted = options.max_ranked or len(options.choices)
    places: dict[int, str] = {}
    for choice in options.choices:
        value = _one(item, raw, field_name(item, choice.code))
        if not value:
            continue
        if not _WHOLE.fullmatch(value) or not 1 <= int(value) <= wanted:
            raise WrongAnswerError(f"«{choice.label}»: место — число от 1 до {wanted}.")
        if int(value) in places:
            raise WrongAnswerError(f"Место {int(value)} указано дважды.")
        places[int(value)] = choice.code
    if not places:
        return MISSING
    empty = [place for place in range(1, wanted + 1) if place not in places]
    if strict and empty and (item.required or empty[0] < max(places)):
        raise WrongAnswerError(f"Укажите, что на месте {empty[0]}.")
    return {code: place for place, code in sorted(places.items())}


def _number(item: Item, raw: RawAnswers, strict: bool) -> Any:
    options = item.options
    assert isinstance(options, NumberOptions)  # noqa: S101
    value = re.sub(r"\s", "", _one(item, raw))
    if not value:
        return MISSING
    if not _NUMBER.fullmatch(value):
        raise WrongAnswerError("Напишите число цифрами.")
    number = Decimal(value.replace(",", "."))
    if number != round(number, options.decimals):
        places = f"не больше {options.decimals} знаков после запятой" if options.decimals else "целое число"
        raise WrongAnswerError(f"Нужно {places}." if not options.decimals else f"Оставьте {places}.")
    if options.low is not None and number < options.low:
        raise WrongAnswerError(f"Не меньше {options.low}.")
    if options.high is not None and number > options.high:
        raise WrongAnswerError(f"Не больше {options.high}.")
    return f"{number:.{options.decimals}f}" if options.decimals else int(number)


def _date(item: Item, raw: RawAnswers, strict: bool) -> Any:
    options = item.options
    assert isinstance(options, DateOptions)  # noqa: S101
    value = _one(item, raw)
    if not value:
        return MISSING
    iso, russian = _ISO_DATE.fullmatch(value), _RUSSIAN_DATE.fullmatch(value)
    try:
        if iso:
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
        elif russian:
            day = date(int(russian[3]), int(russian[2]), int(russian[1]))
        else:
            raise ValueError
    except ValueError:
        raise WrongAnswerError("Напишите дату так: 01.09.2026.") from None
    earliest, latest = options.earliest or EARLIEST, options.latest or LATEST
    if not earliest <= day.isoformat() <= latest:
        raise WrongAnswerError(f"Дата — с {_russian(earliest)} по {_russian(latest)}.")
    return day.isoformat()


def _text(item: Item, raw: RawAnswers, strict: bool) -> Any:
    options = item.options
    assert isinstance(options, TextOptions)  # noqa: S101
    given = given_values(raw, item.key)
    if len(given) > 1:
        raise WrongAnswerError("Ответ пришёл несколько раз. Отправьте его ещё раз.")
    text = clean_text("".join(given), multiline=item.kind == ItemKind.LONG_TEXT)
    if not text:
        return MISSING
    limit = min(options.max_length, TEXT_LIMIT)
    if len(text) > limit:
        raise WrongAnswerError(
            f"Ответ длиннее {limit} знаков: сейчас {len(text)}. Сократите его, пожалуйста."
        )
    return text


def _person(item: Item, raw: RawAnswers, people: Collection[str]) -> Any:
    options = item.options
    assert isinstance(options, PersonOptions)  # noqa: S101
    values = [value for value in given_values(raw, item.key) if value.strip()]
    if not values:
        return MISSING
    if any(value not in people for value in values):
        raise WrongAnswerError("Этого человека нет в списке.")
    if len(values) != len(set(values)):
        raise WrongAnswerError("Один и тот же человек указан дважды.")
    if len(values) > options.max_chosen:
        raise WrongAnswerError(f"Выберите не больше {options.max_chosen}.")
    return values


def _refuse_unknown_parts(item: Item, raw: RawAnswers, known: set[str]) -> None:
    prefix = f"{item.key}."
    for name in raw:
        if isinstance(name, str) and name.startswith(prefix) and name.removeprefix(prefix) not in known:
            raise WrongAnswerError("Такой строки в вопросе нет. Обновите страницу и ответьте ещё раз.")


def _russian(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}"


_PARSERS: dict[ItemKind, Callable[[Item, RawAnswers, bool], Any]] = {
    ItemKind.SCALE: _scale,
    ItemKind.FREQUENCY: _single,
    ItemKind.YES_NO: _yes_no,
    ItemKind.SINGLE: _single,
    ItemKind.MULTIPLE: _multiple,
    ItemKind.MATRIX: _matrix,
    ItemKind.RANKING: _ranking,
    ItemKind.NUMBER: _number,
    ItemKind.DATE: _date,
    ItemKind.SHORT_TEXT: _text,
    ItemKind.LONG_TEXT: _text,
}
