"""From whom a respondent chooses where a questionnaire asks to name somebody: the other side of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.clock import today
from mentorship.models import MenteeEntry, MentorEntry
from mentorship.selectors.consents import people_with_processing_consent
from surveys.enums import Role
from surveys.instruments import Instrument, PersonOptions
from surveys.models import Campaign, Invitation
from surveys.selectors.audience import OVER


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be named: `value` is what the form sends, the id of their card."""

    value: str
    label: str


People = dict[str, list[Candidate]]
"""Key of an item → whom one may choose in it."""


def people_of(invitation: Invitation, instrument: Instrument) -> People:
    """The candidates of every choice of a person; nothing, and no query, where there is none.

    Only people of the programme who take part now and whose consent to processing holds: others are told to nobody.
    """
    return {
        key: [one for one in found if one.value != str(invitation.person_id)]
        for key, found in candidates(invitation.campaign, instrument).items()
    }


def candidates(campaign: Campaign, instrument: Instrument) -> People:
    """The same for whoever answers."""
    asked = [item for item in instrument.questions() if isinstance(item.options, PersonOptions)]
    by_role = {role: _side(campaign, role) for role in {item.options.role for item in asked}}  # type: ignore[union-attr]
    return {item.key: by_role[item.options.role] for item in asked}  # type: ignore[union-attr]


def allowed(people: People) -> dict[str, set[str]]:
    """The same as bare values, for the checks of answers."""
    return {key: {one.value for one in found} for key, found in people.items()}


def example_people(instrument: Instrument) -> People:
    """Invented people for a preview."""
    names = ("Образцов Пётр Ильич", "Примерова Анна Сергеевна", "Тестова Ирина Павловна")
    invented = [Candidate(str(number), name) for number, name in enumerate(names, start=1)]
    return {item.key: invented for item in instrument.questions() if isinstance(item.options, PersonOptions)}


def _side(campaign: Campaign, role: Role) -> list[Candidate]:
    rows: QuerySet[Any]
    if role == Role.MENTOR:
        rows = MentorEntry.objects.filter(programme_id=campaign.programme_id)
        rows = rows.filter(projects=campaign.project_id) if campaign.project_id else rows
    elif role == Role.MENTEE:
        rows = MenteeEntry.objects.filter(programme_id=campaign.programme_id)
        rows = rows.filter(project=campaign.project_id) if campaign.project_id else rows
    else:
        return []
    entries: list[Any] = list(
        rows.exclude(state__in=OVER).select_related("person").order_by("sort_name", "pk")
    )
    consents = people_with_processing_consent(
        [entry.person_id for entry in entries], on=today(campaign.organization)
    )
    return [
        Candidate(str(entry.person_id), _label(entry.person))
        for entry in entries
        if entry.person_id in consents
    ]


def _label(person: Any) -> str:
    about = person.group or person.position
    return f"{person.full_name}, {about}" if about else str(person.full_name)
