"""What the training of mentors registers when the app starts: the shell, personal data, links to people."""

from __future__ import annotations

from typing import Any

from django.db import models

from core import audit, history, registries
from core.registries import OnErase, OnMerge, PersonalDataSource, PersonLink
from mentorship import training_work
from mentorship.models import OutsideTraining, TrainingPlace
from mentorship.selectors import training


def export_training(person: models.Model) -> list[dict[str, Any]]:
    """Groups attended and papers of training elsewhere."""
    places = TrainingPlace.objects.filter(entry__person=person).select_related("group__course")
    rows: list[dict[str, Any]] = [
        {"group": str(place.group), **audit.plain(place, ["state", "completed_on", "hours", "state_reason"])}
        for place in places
    ]
    names = ["title", "provider", "hours", "document", "number", "issued_on", "revoked_on", "revoked_reason"]
    return rows + [audit.plain(one, names) for one in OutsideTraining.objects.filter(person=person)]


def erase_training(person: models.Model) -> int:
    """Papers from elsewhere go; that a nameless mentor was trained stays in the figures of the programme."""
    touched = (
        TrainingPlace.objects.filter(entry__person=person).exclude(state_reason="").update(state_reason="")
    )
    deleted, _ = OutsideTraining.objects.filter(person=person).delete()
    return touched + deleted


def ready() -> None:
    registries.navigation.register(training_work.navigation)
    registries.home_blocks.register(training_work.home_blocks)
    registries.figures.register(training_work.figures)
    registries.proof_counts.register(training.proof_counts)
    registries.personal_data.register(
        PersonalDataSource("Обучение", (TrainingPlace, OutsideTraining), export_training, erase_training)
    )
    registries.person_links.register(
        PersonLink(OutsideTraining, "person", "Обучение в других организациях", OnMerge.MOVE, OnErase.SOURCE)
    )
    history.NAMES_OF_KEYS.update(training_work.NAMES_OF_KEYS)
    history.ACTIONS.update(training_work.ACTIONS)
