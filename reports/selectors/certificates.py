"""Who is to be given a certificate of training, and which ones there are."""

from __future__ import annotations

from django.db.models import QuerySet

from core.russian import date_short
from mentorship.models import TrainingGroup, TrainingPlace
from mentorship.training_enums import PlaceState
from reports.enums import DocumentState
from reports.models import Document

_KIND = "training_certificate"


def key_of(place: int) -> str:
    return f"training:{place}"


def completed_places(group: TrainingGroup) -> QuerySet[TrainingPlace]:
    """Everybody who was trained in the group, with all that a certificate needs, by name."""
    return (
        TrainingPlace.objects.filter(group=group, state=PlaceState.COMPLETED)
        .select_related("organization", "entry__person", "group__course", "group__programme")
        .order_by("entry__sort_name", "pk")
    )


def certificates_of(group: TrainingGroup) -> QuerySet[Document]:
    """Living certificates of a group's listeners."""
    keys = [key_of(pk) for pk in group.places.values_list("pk", flat=True)]
    return (
        Document.objects.filter(kind=_KIND, key__in=keys)
        .exclude(state=DocumentState.CANCELLED)
        .select_related("file", "organization", "programme")
        .order_by("number_place", "pk")
    )


def certificates_by_place(places: list[int]) -> dict[int, str]:
    """Place → «свидетельство № 1-СН/2026 от 21.11.2026»: one query."""
    by_key = {key_of(pk): pk for pk in places}
    found = Document.objects.filter(kind=_KIND, key__in=list(by_key)).exclude(state=DocumentState.CANCELLED)
    return {
        by_key[one.key]: f"свидетельство №\u00a0{one.number} от\u00a0{date_short(one.date)}"
        for one in found
        if one.date is not None
    }
