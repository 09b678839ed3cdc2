"""Where the documents by an institution's own Word files stand with a person's data (152-ФЗ)."""

from __future__ import annotations

from typing import Any

from django.db import models

from core.domain.files import destroy_stored
from core.registries import OnErase, OnMerge, PersonalDataSource, PersonLink
from mentorship.models import Pair
from reports.enums import OwnKindSubject
from reports.models import OwnDocument

TITLE = "Документы по своим образцам"


def about(person: models.Model) -> models.QuerySet[OwnDocument]:
    """Documents about the person and about their pairs, whose names stand in them."""
    pairs = Pair.objects.filter(models.Q(mentor__person=person) | models.Q(mentees__person=person))
    of_pairs = models.Q(version__kind__subject=OwnKindSubject.PAIR, subject_id__in=pairs.values("pk"))
    return OwnDocument.objects.filter(models.Q(person=person) | of_pairs)


def export(person: models.Model) -> list[dict[str, Any]]:
    found = about(person).order_by("pk")
    return [{"документ": one.title, "сделан": one.created_at.isoformat()} for one in found]


def erase(person: models.Model) -> int:
    """They are drafts in Word: what was printed and signed lies on paper."""
    found = list(about(person).select_related("file"))
    for one in found:
        one.delete()
        destroy_stored(one.file)
    return len(found)


SOURCE = PersonalDataSource(TITLE, (OwnDocument,), export, erase)
LINK = PersonLink(OwnDocument, "person", TITLE, OnMerge.MOVE, OnErase.SOURCE)
