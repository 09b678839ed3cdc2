"""One screen of a questionnaire as a template draws it: every value, state and id worked out beforehand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from surveys.enums import ItemKind
from surveys.instruments import (
    Answers,
    ChoiceOptions,
    Condition,
    DateOptions,
    Errors,
    Instrument,
    Item,
    MatrixOptions,
    NumberOptions,
    PersonOptions,
    RankingOptions,
    ScaleOptions,
    Section,
    TextOptions,
)
from surveys.instruments.fields import RawAnswers, answer_to_fields, field_name, field_names, given_values
from surveys.instruments.schema import OTHER
from surveys.selectors.candidates import Candidate, People

ITEM = "surveys/answer/item.html"
MOST_CODE = 60
_MARKS = (
    ItemKind.SCALE,
    ItemKind.FREQUENCY,
    ItemKind.YES_NO,
    ItemKind.SINGLE,
    ItemKind.MULTIPLE,
    ItemKind.MATRIX,
    ItemKind.RANKING,
)


@dataclass(slots=True)
class OptionView:
    """One radio button, tick or option of a select."""

    id: str
    name: str
    value: str
    label: str
    on: bool


@dataclass(slots=True)
class RowView:
    """One row of a table or one choice of a ranking: a question of its own on a phone."""

    label: str
    name: str
    options: list[OptionView]


@dataclass
class ItemView:
    """One question. `describedby` and `target` are ids; `show_if` is JSON for the script, `off` hides it there."""

    item: Item
    kind: str
    id: str
    target: str
    error: str = ""
    value: str = ""
    options: list[OptionView] = field(default_factory=list)
    rows: list[RowView] = field(default_factory=list)
    other: str | None = None
    other_name: str = ""
    show_if: str = ""
    off: bool = False
    condition: str = ""

    @cached_property
    def html(self) -> SafeString:
        """The question as the template draws it."""
        return mark_safe(render_to_string(ITEM, {"q": self}))  # noqa: S308 - the template escapes

    @property
    def describedby(self) -> str:
        """Ids of hint and error, for `aria-describedby`."""
        parts = [f"{self.id}-hint" if self.item.hint else "", f"{self.id}-error" if self.error else ""]
        return " ".join(part for part in parts if part)


@dataclass(slots=True)
class SectionView:
    """One screen; `errors` are (target id, question, what to do) for the summary."""

    section: Section
    items: list[ItemView]
    errors: list[tuple[str, str, str]]


def section_view(
    instrument: Instrument,
    section: Section,
    *,
    answers: Mapping[str, Any],
    raw: RawAnswers | None = None,
    errors: Errors | None = None,
    people: People | None = None,
) -> SectionView:
    """Build the screen from kept `answers`; `raw`, what was just sent, wins where given, so nothing typed is lost."""
    own = {item.key for item in section.items}
    earlier = {key: value for key, value in answers.items() if key not in own}
    shown = []
    for item in section.items:
        condition = None
        if item.show_if is not None:
            condition = _reduce(item.show_if, own, earlier)
            if condition is False:
                continue
        fields = _fields(item, answers, raw)
        error = (errors or {}).get(item.key, "")
        if condition is None and not error and _is_nobodys(item, fields):
            shown.append(_kept_view(item, tuple((name, tuple(given)) for name, given in fields.items())))
            continue
        view = _item_view(item, fields, error)
        if isinstance(item.options, PersonOptions):
            _add_people(view, item.options, fields, (people or {}).get(item.key, []))
        if isinstance(condition, dict):
            view.show_if = json.dumps(condition, ensure_ascii=False)
            view.off = not (item.show_if and item.show_if.holds(answers)) and not view.error
            view.condition = _condition_in_words(item.show_if, instrument)
        shown.append(view)
    told = [(view.target, view.item.text, view.error) for view in shown if view.error]
    return SectionView(section, shown, told)


def section_pages(instrument: Instrument, answers: Answers) -> list[Section]:
    """Return the sections to walk through: those with at least one question that may be asked."""
    pages = []
    for section in instrument.sections:
        own = {item.key for item in section.items}
        earlier = {key: value for key, value in answers.items() if key not in own}
        if any(
            item.asks and (item.show_if is None or _reduce(item.show_if, own, earlier) is not False)
            for item in section.items
        ):
            pages.append(section)
    return pages


def _fields(item: Item, answers: Mapping[str, Any], raw: RawAnswers | None) -> dict[str, list[str]]:
    if raw is not None:
        return {name: given_values(raw, name) for name in field_names(item)}
    return answer_to_fields(item, answers[item.key]) if item.key in answers else {}


def _is_nobodys(item: Item, fields: Mapping[str, list[str]]) -> bool:
    """Whether a question as it stands holds no words of anybody: marks and codes alone, or nothing yet."""
    if isinstance(item.options, PersonOptions):
        return False
    if item.kind in _MARKS:
        return all(len(value) <= MOST_CODE for given in fields.values() for value in given) and not any(
            fields.get(field_name(item, OTHER), [])
        )
    return not any(value for given in fields.values() for value in given)


@lru_cache(maxsize=4096)
def _kept_view(item: Item, fields: tuple[tuple[str, tuple[str, ...]], ...]) -> ItemView:
    """A question with its marks, drawn once in a process for everybody who stands at the same place."""
    return _item_view(item, {name: list(given) for name, given in fields}, "")


def _item_view(item: Item, fields: Mapping[str, list[str]], error: str) -> ItemView:
    view = ItemView(item, str(item.kind), f"q-{item.key}", f"q-{item.key}", error)
    given = fields.get(item.key, [])
    options = item.options
    if isinstance(options, ScaleOptions):
        pairs = [(str(number), str(number)) for number in range(options.low, options.high + 1)]
        view.options = _options(view.id, item.key, pairs, given)
    elif item.kind == ItemKind.YES_NO:
        view.options = _options(view.id, item.key, [("yes", "Да"), ("no", "Нет")], given)
    elif isinstance(options, ChoiceOptions):
        pairs = [(choice.code, choice.label) for choice in options.choices]
        if options.other:
            pairs.append((OTHER, options.other_label))
            view.other_name = field_name(item, OTHER)
            view.other = "".join(fields.get(view.other_name, [])[:1])
        view.options = _options(view.id, item.key, pairs, given)
    elif isinstance(options, MatrixOptions):
        pairs = [(column.code, column.label) for column in options.columns]
        view.rows = [_row(view.id, item, row.code, row.label, pairs, fields) for row in options.rows]
    elif isinstance(options, RankingOptions):
        most = options.max_ranked or len(options.choices)
        pairs = [(str(place), str(place)) for place in range(1, most + 1)]
        view.rows = [_row(view.id, item, one.code, one.label, pairs, fields) for one in options.choices]
    elif isinstance(options, TextOptions | NumberOptions | DateOptions):
        view.value = "".join(given[:1])
    if view.options:
        view.target = view.options[0].id
    elif view.rows:
        view.target = view.rows[0].options[0].id if item.kind == ItemKind.MATRIX else view.rows[0].name
    return view


def _add_people(
    view: ItemView, options: PersonOptions, fields: Mapping[str, list[str]], people: list[Candidate]
) -> None:
    """A list to choose from for each place; their order is the order of preference."""
    given = fields.get(view.item.key, [])
    for place in range(min(options.max_chosen, len(people))):
        chosen = given[place : place + 1]
        row = [OptionView("", view.item.key, one.value, one.label, one.value in chosen) for one in people]
        label = f"{place + 1}-й выбор" if options.max_chosen > 1 else "Кого вы выбираете"
        view.rows.append(RowView(label, f"{view.id}-{place + 1}", row))
    if view.rows:
        view.target = view.rows[0].name


def _options(base: str, name: str, pairs: list[tuple[str, str]], given: list[str]) -> list[OptionView]:
    return [OptionView(f"{base}-{value}", name, value, label, value in given) for value, label in pairs]


def _row(
    base: str,
    item: Item,
    code: str,
    label: str,
    pairs: list[tuple[str, str]],
    fields: Mapping[str, list[str]],
) -> RowView:
    name = field_name(item, code)
    return RowView(label, name, _options(f"{base}-{code}", name, pairs, fields.get(name, [])))


def _reduce(condition: Condition, own: set[str], earlier: Mapping[str, Any]) -> bool | dict[str, Any]:
    """Settle what earlier screens decide: True, False, or what is left for this screen as plain data."""
    if not condition.group:
        if condition.item in own:
            value = list(condition.value) if isinstance(condition.value, tuple) else condition.value
            return {"item": condition.item, "op": condition.operator, "value": value}
        return condition.holds(earlier)
    parts = [_reduce(part, own, earlier) for part in condition.parts]
    decisive = condition.group == "any"
    if any(part is decisive for part in parts):
        return decisive
    open_parts = [part for part in parts if isinstance(part, dict)]
    return {"group": condition.group, "parts": open_parts} if open_parts else not decisive


def _condition_in_words(condition: Condition | None, instrument: Instrument) -> str:
    """Tell those without scripts when a question is for them."""
    if condition is None or condition.group or condition.operator not in ("is", "any_of"):
        return "Ответьте, если вопрос относится к вам."
    asked = instrument.by_key[condition.item]
    value = condition.value
    codes = ("yes" if value else "no",) if isinstance(value, bool) else value
    codes = codes if isinstance(codes, tuple) else (str(codes),)
    labels = {"yes": "Да", "no": "Нет"}
    if isinstance(asked.options, ChoiceOptions):
        labels = {choice.code: choice.label for choice in asked.options.choices}
        labels[OTHER] = asked.options.other_label
    words = " или ".join(f"«{labels.get(code, code)}»" for code in codes)
    return f"Ответьте, если на вопрос «{asked.text.rstrip('?')}» вы ответили {words}."


def paper_sections(
    instrument: Instrument,
    *,
    raw: RawAnswers | None = None,
    errors: Errors | None = None,
    people: People | None = None,
) -> list[SectionView]:
    """Return all screens for copying from paper: conditions are told in words, nothing is left out."""
    whole = Section("paper", "", instrument.items)
    view = section_view(instrument, whole, answers={}, raw=raw, errors=errors, people=people)
    by_key = {item.item.key: item for item in view.items}
    sections = []
    for section in instrument.sections:
        items = [by_key[item.key] for item in section.items if item.key in by_key]
        told = [(item.target, item.item.text, item.error) for item in items if item.error]
        sections.append(SectionView(section, items, told))
    return sections
