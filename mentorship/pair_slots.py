"""Places that other parts of the portal fill about pairs: sections of the pair's page, what is missing, health.

A part registers a provider when the app starts; pages here know nothing of it. Every provider costs a constant
number of queries, whatever the number of pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from core.registries import Registry, Viewer
from mentorship.models import Pair


@dataclass(frozen=True)
class PairSection:
    """A card of the pair's page: a template with its context (`pair` and `may_manage` are added). Smaller is higher."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 100


@dataclass(frozen=True)
class PairHealth:
    """How a pair lives. `key` is the filter's value, `tone` a chip's tone, `why` the reasons in words."""

    key: str
    label: str
    tone: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class HealthSource:
    """`choices` of the list's filter, how a queryset of pairs is narrowed to one, and the signal of shown pairs.

    `narrow(pairs, key)` returns a queryset; `tell(pairs)` pair id → signal, pairs it knows nothing of left out.
    """

    choices: tuple[tuple[str, str], ...]
    narrow: Callable[[QuerySet[Pair], str], QuerySet[Pair]]
    tell: Callable[[Sequence[Pair]], dict[int, PairHealth]]


#: (viewer, pair) → sections of its page: meetings, plan.
sections: Registry[Callable[[Viewer, Pair], list[PairSection]]] = Registry()
#: (pairs of one programme) → pair id → what is missing for the end of the year: «нет итоговой встречи».
gaps: Registry[Callable[[Sequence[Pair]], dict[int, list[str]]]] = Registry()
health: Registry[HealthSource] = Registry()


def sections_of(viewer: Viewer, pair: Pair) -> list[PairSection]:
    found = [section for provider in sections for section in provider(viewer, pair)]
    return sorted(found, key=lambda section: section.order)


def gaps_of(pairs: Sequence[Pair]) -> dict[int, list[str]]:
    """Pair id → everything that any part misses, in the order of registration."""
    told: dict[int, list[str]] = {}
    for provider in gaps:
        for pk, texts in provider(pairs).items():
            told.setdefault(pk, []).extend(texts)
    return told


def health_source() -> HealthSource | None:
    """The one signal of health there is; None until somebody registers it."""
    return next(iter(health), None)


def tell_health(pairs: Sequence[Pair]) -> None:
    """Set `told_health` on shown pairs, None where nothing is known: the source's own queries."""
    source = health_source()
    known = source.tell(pairs) if source and pairs else {}
    for pair in pairs:
        pair.told_health = known.get(pair.pk)  # type: ignore[attr-defined]
