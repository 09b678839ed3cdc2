"""What the shell is told of graduates, and what the withdrawal of a consent means for them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from core import audit, russian
from core.registries import AttentionItem, NavItem, PersonalDataSource, Viewer
from core.workflow import state_moved
from mentorship.domain.alumni import close_for
from mentorship.enums import ConsentKind, ConsentState
from mentorship.models import Alumnus, Consent
from mentorship.permissions import MANAGE_ALUMNI, VIEW_ALUMNI
from mentorship.selectors.alumni import finished_outside


def navigation(viewer: Viewer) -> list[NavItem]:
    if not VIEW_ALUMNI.allows(viewer.membership):
        return []
    address = reverse("mentorship:alumni")
    return [NavItem("Выпускники", address, "Люди", 250, active_prefixes=("mentorship:alumn",))]


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Who has finished the programme and is not in the base yet: one query by the index of the base."""
    if viewer.programme is None or not MANAGE_ALUMNI.allows(viewer.membership):
        return []
    number = finished_outside(viewer.programme).count()
    if not number:
        return []
    people = russian.counted(number, "человек завершил", "человека завершили", "человек завершили")
    return [
        AttentionItem(
            "info",
            "завершили программу",
            f"{people} программу",
            "Добавьте их в базу благодарных выпускников: из них выходят наставники.",
            f"Посмотреть {number}",
            reverse("mentorship:alumni_join"),
            80,
        )
    ]


def on_consent_moved(sender: Any, subject: models.Model, after: str, actor: Any = None, **rest: Any) -> None:
    """Whoever withdraws the consent to the processing is not written to as a graduate either."""
    if (
        isinstance(subject, Consent)
        and after == ConsentState.WITHDRAWN
        and subject.kind == ConsentKind.PROCESSING
    ):
        close_for(subject.person, actor=actor, reason="отозвано согласие на обработку данных")


def connect() -> None:
    state_moved.connect(on_consent_moved, dispatch_uid="mentorship.alumni")


def export_alumnus(person: models.Model) -> list[dict[str, Any]]:
    hidden = {"id", "organization", "person", "created_at", "updated_at"}
    names = [field.name for field in Alumnus._meta.concrete_fields if field.name not in hidden]
    return [audit.plain(one, names) for one in Alumnus.objects.filter(person=person)]


def erase_alumnus(person: models.Model) -> int:
    deleted, _ = Alumnus.objects.filter(person=person).delete()
    return deleted


SOURCE = PersonalDataSource("База выпускников", (Alumnus,), export_alumnus, erase_alumnus)
