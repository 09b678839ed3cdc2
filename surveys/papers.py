"""A questionnaire as a paper form: A4, black and white, boxes to tick, lines to write on."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string

from core.pdf.render import html_to_pdf
from surveys.enums import ItemKind
from surveys.instruments import (
    ChoiceOptions,
    Instrument,
    Item,
    MatrixOptions,
    NumberOptions,
    RankingOptions,
    ScaleOptions,
    TextOptions,
)
from surveys.instruments.wording import condition_in_words, limits_in_words

STYLE = "questionnaire"
CHARS_A_LINE = 55
MOST_LINES = 5


@dataclass(frozen=True)
class PaperItem:
    """One question on paper; `when` says for whom it is, `lines` how many lines there are to write on."""

    number: str
    kind: str
    text: str
    hint: str
    when: str
    required: bool
    secret: bool
    note: str = ""
    boxes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    ends: tuple[str, str] = ("", "")
    other: str = ""
    unit: str = ""
    lines: range = field(default_factory=lambda: range(0))


def paper_pdf(instrument: Instrument, *, organization: str, edition: str) -> bytes:
    """Return the form as PDF; the same questionnaire gives the same bytes."""
    html = render_to_string(
        "surveys/paper/form.html",
        {
            "instrument": instrument,
            "organization": organization,
            "edition": edition,
            "sections": paper_parts(instrument),
            "has_secret": any(item.psychologist_only for item in instrument.items),
        },
    )
    return html_to_pdf(html, stylesheet=STYLE)


def paper_parts(instrument: Instrument) -> list[tuple[Any, list[PaperItem]]]:
    """(section, its questions as paper shows them); questions are numbered through."""
    numbers = {item.key: str(place) for place, item in enumerate(instrument.questions(), start=1)}
    numbered = {item.key: _renamed(item, numbers.get(item.key, "")) for item in instrument.items}
    return [
        (section, [_paper(item, numbers.get(item.key, ""), numbered) for item in section.items])
        for section in instrument.sections
    ]


@dataclass(frozen=True)
class _Numbered:
    """A question under the number that paper gives it, for the words of a condition."""

    text: str
    kind: str
    options: Any


def _renamed(item: Item, number: str) -> Any:
    return _Numbered(f"{number}. {item.text}" if number else item.text, item.kind, item.options)


def _paper(item: Item, number: str, items: dict[str, Any]) -> PaperItem:
    options = item.options
    given: dict[str, Any] = {}
    if isinstance(options, ScaleOptions):
        given["columns"] = tuple(str(point) for point in range(options.low, options.high + 1))
        given["ends"] = (options.low_label, options.high_label)
        given["note"] = "Обведите одно число."
    elif item.kind == ItemKind.YES_NO:
        given["boxes"] = ("Да", "Нет")
    elif isinstance(options, ChoiceOptions):
        given["boxes"] = tuple(choice.label for choice in options.choices)
        given["other"] = options.other_label if options.other else ""
        given["note"] = _choose(item, options)
    elif isinstance(options, MatrixOptions):
        given["rows"] = tuple(row.label for row in options.rows)
        given["columns"] = tuple(column.label for column in options.columns)
        given["note"] = "Отметьте по одному ответу в каждой строке."
    elif isinstance(options, RankingOptions):
        given["boxes"] = tuple(choice.label for choice in options.choices)
        most = options.max_ranked or len(options.choices)
        given["note"] = f"Впишите места: 1 — самое важное, и так до {most}."
    elif isinstance(options, NumberOptions):
        given["unit"] = options.unit
        given["note"] = limits_in_words(item)
    elif item.kind == ItemKind.DATE:
        given["note"] = "День, месяц, год."
    elif item.kind == ItemKind.PERSON:
        given["lines"] = range(options.max_chosen)  # type: ignore[union-attr]
        given["note"] = (
            "Фамилия и имя; первым — самый желанный." if len(given["lines"]) > 1 else "Фамилия и имя."
        )
    elif isinstance(options, TextOptions):
        given["lines"] = range(min(MOST_LINES, math.ceil(options.max_length / CHARS_A_LINE / 3)))
    when = f"Ответьте, если {condition_in_words(item.show_if, items)}." if item.show_if else ""
    return PaperItem(
        number, str(item.kind), item.text, item.hint, when, item.required, item.psychologist_only, **given
    )


def _choose(item: Item, options: ChoiceOptions) -> str:
    if item.kind != ItemKind.MULTIPLE:
        return "Отметьте один ответ."
    if options.min_chosen and options.max_chosen:
        return f"Отметьте от {options.min_chosen} до {options.max_chosen} ответов."
    if options.max_chosen:
        return (
            f"Отметьте не больше {options.max_chosen}." if options.max_chosen > 1 else "Отметьте один ответ."
        )
    return "Можно отметить несколько ответов."
