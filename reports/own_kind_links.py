"""Where the documents by an institution's own Word files stand with a person's data (152-ФЗ)."""

from __future__ import annotations

from typing import Any

from django.db import models

from core.domain.files import destroy_stored
from core.registries import OnErase, OnMerge, PersonalDataSource, PersonLink
from reports.models import OwnDocument

TITLE = "Документы по своим образцам"


def export(person: models.Model) -> list[dict[str, Any]]:
    found = OwnDocument.objects.filter(person=person).order_by("pk")
    return [{"документ": one.title, "сделан": one.created_at.isoformat()} for one in found]


def erase(person: models.Model) -> int:
    """They are drafts in Word: what was printed and signed lies on paper."""
    found = list(OwnDocument.objects.filter(person=person).select_related("file"))
    for one in found:
        one.delete()
        destroy_stored(one.file)
    return len(found)


SOURCE = PersonalDataSource(TITLE, (OwnDocument,), export, erase)
LINK = PersonLink(OwnDocument, "person", TITLE, OnMerge.MOVE, OnErase.SOURCE)
