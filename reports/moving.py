"""How documents go over when two cards of one person are merged: their texts stay, what they are about moves."""

from __future__ import annotations

from typing import Any

from core.registries import MergeLine, PersonMover
from reports.models import DocumentSubject


def _subjects(person: Any) -> Any:
    return DocumentSubject.objects.filter(model=person._meta.label_lower, object_id=person.pk)


def plan(kept: Any, merged: Any) -> list[MergeLine]:
    count = _subjects(merged).count()
    return [MergeLine("Документы", f"переходят: {count}, их текст не меняется")] if count else []


def move(kept: Any, merged: Any, journal: Any) -> None:
    own = set(_subjects(kept).values_list("document_id", flat=True))
    for subject in _subjects(merged).order_by("pk"):
        if subject.document_id not in own:
            journal.write(subject, "object_id", kept.pk)


MOVER = PersonMover("Документы", plan, move)
