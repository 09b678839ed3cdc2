"""Counting answers in the database: the only place that reads answers of many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from surveys.enums import ItemKind
from surveys.models import Answer, Campaign, Item, Response


@dataclass
class Tally:
    """Counts of one question. `values` is number → people, `codes` is (part, code) → people, `n` who answered it."""

    n: int = 0
    values: dict[Decimal, int] = field(default_factory=dict)
    codes: dict[tuple[str, str], int] = field(default_factory=dict)
    places: dict[tuple[str, int], int] = field(default_factory=dict)


def tally(campaign: Campaign) -> dict[str, Tally]:
    """Return the counts of every question of a campaign by item key, in three queries whatever there is."""
    answers = Answer.objects.filter(response__campaign=campaign)
    # By numbers of items: the database need not carry their names along with each answer.
    items = {
        pk: (key, kind)
        for pk, key, kind in Item.objects.filter(version=campaign.version_id)
        .order_by()
        .values_list("pk", "key", "kind")
    }
    rows = (
        answers.order_by()
        .values_list("item_id", "part", "code", "number")
        .annotate(count=Count("response_id"))
    )
    found: dict[str, Tally] = defaultdict(Tally)
    for item, part, code, number, count in rows:
        key, kind = items[item]
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


def written_counts(campaign: Campaign, keys: Iterable[str]) -> dict[str, int]:
    """Return how many wrote something, by item key."""
    written = Answer.objects.filter(response__campaign=campaign, item__key__in=list(keys)).exclude(text="")
    return dict(written.order_by().values_list("item__key").annotate(Count("pk")))


def first_in_words(campaign: Campaign, keys: Iterable[str], most: int) -> list[tuple[str, str, str | None]]:
    """Return (item key, text, shown words) of the first `most` written answers to each question.

    In the order of random keys; the database cuts, so that thousands of answers are not read to show some.
    """
    place = Window(RowNumber(), partition_by="item_id", order_by=["response_id", "pk"])
    rows = (
        Answer.objects.filter(response__campaign=campaign, item__key__in=list(keys))
        .exclude(text="")
        .annotate(place=place)
        .filter(place__lte=most)
        .order_by("response_id", "pk")
    )
    return list(rows.values_list("item__key", "text", "shown_words__text"))


def answers_in_words(campaign: Campaign, keys: Iterable[str]) -> QuerySet[Answer]:
    """Written answers to the questions, in the order of random keys: nobody's turn shows."""
    return (
        Answer.objects.filter(response__campaign=campaign, item__key__in=list(keys))
        .exclude(text="")
        .select_related("item")
        .order_by("response_id", "pk")
    )
