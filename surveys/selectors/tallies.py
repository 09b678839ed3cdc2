"""Counting answers in the database: the only place that reads answers of many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from surveys.enums import ItemKind
from surveys.models import Answer, Campaign, Response


@dataclass
class Tally:
    """Counts of one question. `values` is number → people, `codes` is (part, code) → people, `n` who answered it."""

    n: int = 0
    values: dict[Decimal, int] = field(default_factory=dict)
    codes: dict[tuple[str, str], int] = field(default_factory=dict)
    places: dict[tuple[str, int], int] = field(default_factory=dict)


def tally(campaign: Campaign) -> dict[str, Tally]:
    """Return the counts of every question of a campaign by item key, in two queries whatever the number of answers."""
    answers = Answer.objects.filter(response__campaign=campaign)
    rows = (
        answers.order_by()
        .values_list("item__key", "item__kind", "part", "code", "number")
        .annotate(count=Count("pk"))
    )
    found: dict[str, Tally] = defaultdict(Tally)
    for key, kind, part, code, number, count in rows:
        _add(found[key], kind, part, code, number, count)
    # Several rows of one person: who answered is counted apart.
    many = Q(item__kind__in=(ItemKind.MULTIPLE, ItemKind.MATRIX, ItemKind.RANKING, ItemKind.PERSON))
    people = (
        answers.filter(many).order_by().values_list("item__key").annotate(Count("response", distinct=True))
    )
    for key, count in people:
        found[key].n = count
    return dict(found)


def _add(tally: Tally, kind: str, part: str, code: str, number: Decimal | None, count: int) -> None:
    if kind == ItemKind.RANKING:
        place = (part, int(number or 0))
        tally.places[place] = tally.places.get(place, 0) + count
        return
    if kind in (ItemKind.MULTIPLE, ItemKind.MATRIX):
        tally.codes[part, code] = tally.codes.get((part, code), 0) + count
        return
    if kind == ItemKind.PERSON:
        return
    tally.n += count
    if code:
        tally.codes["", code] = tally.codes.get(("", code), 0) + count
    elif number is not None:
        tally.values[number] = tally.values.get(number, 0) + count


def responses_in(campaign: Campaign) -> int:
    """Return how many responses a campaign has."""
    return Response.objects.filter(campaign=campaign).count()


def marks(campaign: Campaign, key: str) -> list[tuple[Any, str, Decimal | None]]:
    """Return (id of the response, code, number) of one question with a single answer each."""
    rows = Answer.objects.filter(response__campaign=campaign, item__key=key, part="")
    return list(rows.order_by().values_list("response_id", "code", "number"))


def answers_in_words(campaign: Campaign, keys: Iterable[str]) -> QuerySet[Answer]:
    """Written answers to the questions, in the order of random keys: nobody's turn shows."""
    return (
        Answer.objects.filter(response__campaign=campaign, item__key__in=list(keys))
        .exclude(text="")
        .select_related("item")
        .order_by("response_id", "pk")
    )
