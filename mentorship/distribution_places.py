"""Where something may be shown to everybody, as a signer chose it (152-ФЗ ст. 10.1; приказ Роскомнадзора № 18).

The choice is kept in the words of the consent itself, `DistributionItem.conditions`: «только: сайт, стенды; без
фотографий класса». They are printed on the sheet as they stand and read back here. Pure functions.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models


class Place(models.TextChoices):
    """The resources that a consent names one by one."""

    SITE = "site", "Сайт организации"
    SOCIAL = "social", "Страницы организации в социальных сетях"
    PAPER = "paper", "Стенды и печатные материалы"


#: How the sheet says it: its column is narrow, and the resources themselves are named above the table.
_SAID = {Place.SITE: "сайт", Place.SOCIAL: "соцсети", Place.PAPER: "стенды"}


ONLY = "только: "
#: So much is left for other words beside the longest choice.
MOST_WORDS = 180
#: Words of a condition typed by hand that close the institution's site, and those that open it.
_CLOSED, _OPEN = ("не на сайте", "кроме сайта", "без сайта"), ("сайт",)


@dataclass(frozen=True)
class Where:
    """`places` None: nothing was chosen from the list, the words are all there is."""

    places: frozenset[Place] | None
    words: str = ""


def compose(places: Collection[str], words: str = "") -> str:
    """The choice as the consent says it; `words` are whatever else the person wants."""
    words = " ".join(words.split())[:MOST_WORDS].strip()
    named = ", ".join(said for place, said in _SAID.items() if place in places)
    return "; ".join(part for part in (ONLY + named if named else "", words) if part)


def read(conditions: str) -> Where:
    """What `compose` wrote, or words typed before there was a list."""
    text = " ".join(conditions.split())
    if not text.startswith(ONLY):
        return Where(None, text)
    named, _, words = text.removeprefix(ONLY).partition("; ")
    known = {said: place for place, said in _SAID.items()}
    chosen = named.split(", ")
    if any(each not in known for each in chosen):
        return Where(None, text)
    return Where(frozenset(known[each] for each in chosen), words)


def site_is_open(conditions: str) -> bool:
    """Whether a consent leaves the institution's site open: silence does (the sheet names the site), other resources
    alone do not, and words against it close it whatever was marked."""
    where = read(conditions)
    words = where.words.lower()
    if any(each in words for each in _CLOSED):
        return False
    if where.places is not None:
        return Place.SITE in where.places
    return not words or any(each in words for each in _OPEN)
