"""Answers person by person, for those who may read them anyway: a row a response, a column a thing that can be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.enums import Role
from core.models import Membership
from surveys.answer_rows import answers_from_rows
from surveys.enums import ItemKind
from surveys.instruments import ChoiceOptions, Instrument, Item, MatrixOptions, RankingOptions
from surveys.instruments.schema import OTHER
from surveys.models import Answer, Campaign, Response
from surveys.selectors.questionnaires import load_version

MOST_NAME = 64
OTHER_CODE = 99
_BAD = re.compile(r"[^a-z0-9_]")


@dataclass(frozen=True)
class Column:
    """A variable: `name` as statistical programs allow it, `label` in words, `values` code → words of a closed list."""

    name: str
    label: str
    item: Item
    part: str = ""
    values: dict[int, str] = field(default_factory=dict)
    text: bool = False


@dataclass(frozen=True)
class Respondent:
    """Who answered, and the values of the columns in their order; None where nothing was said."""

    person: str
    group: str
    day: str
    values: tuple[Any, ...]


def columns_of(instrument: Instrument, *, psychologist: bool) -> list[Column]:
    """Return the columns of a questionnaire; what only the psychologist may read is for them alone."""
    found: list[Column] = []
    for item in instrument.questions():
        if item.kind == ItemKind.PERSON or (item.psychologist_only and not psychologist):
            continue
        found += _columns(item)
    return found


def microdata(campaign: Campaign, *, membership: Membership) -> tuple[list[Column], Iterator[Respondent]]:
    """Return the columns and the rows of a named campaign; ValueError for one without names, whose rows nobody gets."""
    if not campaign.is_named:
        raise ValueError("a campaign without names has no rows to give")
    instrument = load_version(campaign.version).instrument
    columns = columns_of(instrument, psychologist=membership.role == Role.PSYCHOLOGIST)
    return columns, _respondents(campaign, instrument, columns)


def _respondents(campaign: Campaign, instrument: Instrument, columns: list[Column]) -> Iterator[Respondent]:
    responses = Response.objects.filter(campaign=campaign).select_related("person")
    ordered = responses.order_by("person__group", "person__last_name", "person__first_name", "pk")
    by_response: dict[Any, list[Answer]] = {}
    for answer in Answer.objects.filter(response__campaign=campaign).select_related("item").order_by("pk"):
        by_response.setdefault(answer.response_id, []).append(answer)
    for response in ordered:
        answers = answers_from_rows(instrument, by_response.get(response.pk, []))
        person = response.person
        day = f"{response.submitted_on:%d.%m.%Y}" if response.submitted_on else ""
        values = tuple(_value(column, answers.get(column.item.key)) for column in columns)
        yield Respondent(str(person), person.group if person else "", day, values)


def _columns(item: Item) -> list[Column]:
    name, label, options = _name(item.key), item.text, item.options
    if item.kind == ItemKind.YES_NO:
        return [Column(name, label, item, values={1: "Да", 0: "Нет"})]
    if isinstance(options, ChoiceOptions):
        if item.kind == ItemKind.MULTIPLE:
            found = [
                Column(
                    _name(item.key, choice.code),
                    f"{label}: {choice.label}",
                    item,
                    choice.code,
                    {1: "отмечено", 0: "нет"},
                )
                for choice in options.choices
            ]
        else:
            values = {place: choice.label for place, choice in enumerate(options.choices, start=1)}
            found = [
                Column(
                    name,
                    label,
                    item,
                    values=values | ({OTHER_CODE: options.other_label} if options.other else {}),
                )
            ]
        if options.other:
            found.append(
                Column(_name(item.key, "other"), f"{label}: {options.other_label}", item, OTHER, text=True)
            )
        return found
    if isinstance(options, MatrixOptions):
        values = {place: choice.label for place, choice in enumerate(options.columns, start=1)}
        return [
            Column(_name(item.key, row.code), f"{label}: {row.label}", item, row.code, values)
            for row in options.rows
        ]
    if isinstance(options, RankingOptions):
        return [
            Column(_name(item.key, choice.code), f"{label}: {choice.label}, место", item, choice.code)
            for choice in options.choices
        ]
    return [Column(name, label, item, text=item.kind not in (ItemKind.SCALE, ItemKind.NUMBER))]


def _value(column: Column, answer: Any) -> Any:
    if answer is None:
        return None
    item, options = column.item, column.item.options
    if item.kind == ItemKind.YES_NO:
        return int(answer)
    if isinstance(options, ChoiceOptions):
        if column.text:
            return answer["other"] or None
        if item.kind == ItemKind.MULTIPLE:
            return int(column.part in answer["codes"])
        places = {choice.code: place for place, choice in enumerate(options.choices, start=1)}
        return places.get(answer["codes"][0], OTHER_CODE) if answer["codes"] else None
    if isinstance(options, MatrixOptions):
        places = {choice.code: place for place, choice in enumerate(options.columns, start=1)}
        return places.get(answer.get(column.part))
    if isinstance(options, RankingOptions):
        return answer.get(column.part)
    if column.text:
        return str(answer)
    number = float(answer)
    return int(number) if number.is_integer() else number  # a mark is «9», not «9,0»


def _name(*parts: str) -> str:
    return _BAD.sub("_", "_".join(("q", *parts)).lower())[:MOST_NAME]


def unique_names(columns: list[Column]) -> list[str]:
    """Return the names of columns, no two alike: a later namesake gets a number."""
    seen: dict[str, int] = {}
    found = []
    for column in columns:
        seen[column.name] = seen.get(column.name, 0) + 1
        times = seen[column.name]
        found.append(column.name if times == 1 else f"{column.name[: MOST_NAME - 4]}_{times}")
    return found
