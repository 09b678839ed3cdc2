"""Who may open the pages of duplicates, merges, and the subject's rights."""

from datetime import date

from django.utils import timezone

from core.enums import Role
from mentorship.models import DuplicatePair, Erasure, PersonMerge
from tests import factories
from tests.matrix import Row, World, roles

CURATOR = roles(Role.CURATOR)
KEEPERS = roles(Role.CURATOR, Role.ADMINISTRATOR)


def _cards(world: World):
    def make():
        return [factories.person(world.org, last_name="Двойникова") for _ in range(2)]

    return world.once("two cards", make)


def _pair(world: World) -> DuplicatePair:
    def make():
        first, second = _cards(world)
        return DuplicatePair.objects.create(
            organization=world.org, first=first, second=second, level=3, score=95, reasons=["совпало"]
        )

    return world.once("duplicate pair", make)


def deciding(world: World) -> dict[str, object]:
    return {"pk": _pair(world).pk, "step": "later"}


def merging(world: World) -> dict[str, object]:
    first, second = _cards(world)
    return {"pk": first.pk, "other": second.pk}


def undoing(world: World) -> dict[str, object]:
    def make():
        kept, merged = (factories.person(world.org, last_name="Слитнова") for _ in range(2))
        merged.merged_into = kept
        merged.save()
        record = {"fields": {}, "steps": [], "own": {}}
        return PersonMerge.objects.create(organization=world.org, kept=kept, merged=merged, record=record)

    return {"pk": world.once("merge", make).pk}


def card(world: World) -> dict[str, object]:
    return {"pk": _cards(world)[0].pk}


def act(world: World) -> dict[str, object]:
    def make():
        erased = factories.person(world.org, last_name="Удалено")
        return Erasure.objects.create(
            organization=world.org,
            person=erased,
            grounds="goal",
            erased_on=date(2026, 11, 2),
            erased_at=timezone.now(),
        )

    return {"pk": world.once("erasure", make).pk}


ROWS = [
    Row("mentorship:duplicates", CURATOR),
    Row("mentorship:duplicates_find", CURATOR),
    Row("mentorship:duplicate_decide", CURATOR, deciding, method="post"),
    Row("mentorship:person_merge", CURATOR, merging),
    Row("mentorship:merge_undo", CURATOR, undoing),
    Row("mentorship:data_requests", KEEPERS),
    Row("mentorship:data_request_find", KEEPERS),
    Row("mentorship:data_request", KEEPERS, card),
    Row("mentorship:person_erase", KEEPERS, card),
    Row("reports:destruction_act", KEEPERS, act, ok=frozenset({200, 404})),
]
