"""What events register when the app starts: the shell, letters, personal data, links to people."""

from __future__ import annotations

from typing import Any

from django.db import models

from core import audit, history, registries
from core.registries import OnErase, OnMerge, PersonalDataSource, PersonLink
from mentorship import event_work
from mentorship.domain import event_letters  # noqa: F401 - registers its job
from mentorship.models import EventVisit


def export_visits(person: models.Model) -> list[dict[str, Any]]:
    """Events that the person was put on the list of, and whether they came."""
    rows = EventVisit.objects.filter(person=person).select_related("event")
    names = ["state", "source", "attended_at", "marked_by", "invited_at", "state_reason"]
    return [
        {"event": row.event.title, "on": row.event.starts_at.isoformat(), **audit.plain(row, names)}
        for row in rows
    ]


def erase_visits(person: models.Model) -> int:
    """Who was not there is taken off the lists; that a nameless participant was there stays in the figures."""
    mine = EventVisit.objects.filter(person=person)
    deleted, _ = mine.filter(attended_at__isnull=True).delete()
    return deleted + mine.exclude(state_reason="").update(state_reason="")


def ready() -> None:
    registries.navigation.register(event_work.navigation)
    registries.attention.register(event_work.attention)
    registries.home_blocks.register(event_work.home_blocks)
    registries.personal_data.register(
        PersonalDataSource("Мероприятия", (EventVisit,), export_visits, erase_visits)
    )
    registries.person_links.register(
        PersonLink(EventVisit, "person", "Мероприятия", OnMerge.MOVE, OnErase.SOURCE)
    )
    history.ACTIONS.update(event_work.ACTIONS)
    history.NAMES_OF_KEYS.update(event_work.NAMES_OF_KEYS)
