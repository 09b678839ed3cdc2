"""A mentee who has finished becomes a mentor: the same person, a new place, a new purpose of the data."""

from __future__ import annotations

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import User
from mentorship.domain.consent_terms import renew_for_purpose
from mentorship.domain.entries import add_mentor
from mentorship.enums import ConsentPurpose, EntryState
from mentorship.models import MenteeEntry, MentorEntry, Programme


def become_mentor(entry: MenteeEntry, *, programme: Programme, actor: User | None) -> MentorEntry:
    """Put a finished mentee into the base of mentors of a programme of the same institution (methodology §7.3).

    What they were interested in goes along; what they asked for stays where it was. Consents given for taking part as a
    mentee do not cover the work of a mentor: they are asked for anew. Raises DomainError.
    """
    if entry.state != EntryState.FINISHED:
        raise DomainError(
            "Наставником становится тот, кто завершил программу наставляемым.", code="not_finished"
        )
    if programme.organization_id != entry.organization_id:
        raise DomainError("Эта программа принадлежит другой организации.", code="organization")
    with transaction.atomic():
        made = add_mentor(
            programme,
            entry.person,
            actor=actor,
            interests=entry.interests,
            meeting_format=entry.meeting_format,
            availability=entry.availability,
        )
        renew_for_purpose(entry.person, programme, ConsentPurpose.MENTOR)
        audit.record(
            "mentor.from_mentee", subject=entry.person, actor=actor, after={"programme": str(programme)}
        )
    return made
