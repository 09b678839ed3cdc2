"""Two cards of one person in the same course of the «Школа наставников»: one chair remains, visits are added up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from core.registries import MergeLine
from mentorship.domain.merge_journal import Journal
from mentorship.models import TrainingAttendance, TrainingPlace
from mentorship.training_enums import SEATED, PlaceState

REASON = "карточки объединены"
_STRENGTH = {PlaceState.FAILED: 1, PlaceState.ENROLLED: 2, PlaceState.COMPLETED: 3}
#: Merging is not a step of training: whatever the weaker chair says, it is freed.
_FREED: dict[str, frozenset[str]] = {state: frozenset({PlaceState.LEFT}) for state in SEATED}
_AT_WORK = frozenset({PlaceState.ENROLLED, PlaceState.COMPLETED})


def twin_places(winner: Any, loser: Any) -> Iterator[tuple[TrainingPlace, TrainingPlace]]:
    """(the chair that remains, the one that is freed) of two places in a base: the further on, then the winner's."""
    for place in (
        TrainingPlace.objects.filter(entry=loser, state__in=SEATED).select_related("group").order_by("pk")
    ):
        same = Q(group=place.group_id)
        if place.state in _AT_WORK:
            same |= Q(course=place.course_id, state__in=_AT_WORK)
        own = TrainingPlace.objects.filter(same, entry=winner, state__in=SEATED).select_related("group")
        if (twin := own.order_by("pk").first()) is None:
            continue
        further = _STRENGTH[PlaceState(place.state)] > _STRENGTH[PlaceState(twin.state)]
        yield (place, twin) if further else (twin, place)


def plan_training(winner: Any, loser: Any) -> list[MergeLine]:
    return [
        MergeLine(
            f"Обучение: {stays.group}",
            f"места два, останется «{stays.get_state_display().lower()}», посещения сложатся",
        )
        for stays, _ in twin_places(winner, loser)
    ]


def settle_training(winner: Any, loser: Any, journal: Journal) -> None:
    """Free the weaker chair of each two before the places of one entry go over to the other."""
    for stays, freed in list(twin_places(winner, loser)):
        known = set(TrainingAttendance.objects.filter(place=stays).values_list("session_id", flat=True))
        if stays.group_id == freed.group_id:
            for mark in TrainingAttendance.objects.filter(place=freed).order_by("pk"):
                if mark.session_id not in known:
                    journal.point(mark, "place", stays)
        journal.state(
            freed,
            to=PlaceState.LEFT,
            transitions=_FREED,
            actor=None,
            reason=REASON,
            state_reason=REASON,
            completed_on=None,
            hours=None,
        )
