"""Where matching keeps what about a person, how it is exported and how it is erased (152-ФЗ ст. 14, 21)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from core import audit
from core.registries import PersonalDataSource
from mentorship.match_enums import Side
from mentorship.models import (
    DraftLeft,
    DraftPair,
    MeetingVote,
    MenteeNeed,
    MentorRole,
    PairBan,
    Preference,
)


def _own_words(person: models.Model) -> models.QuerySet[Preference]:
    return Preference.objects.filter(
        Q(side=Side.MENTEE, mentee__person=person) | Q(side=Side.MENTOR, mentor__person=person)
    )


def export_wishes(person: models.Model) -> list[dict[str, Any]]:
    """What the person said themself; what others said of them is the others' (152-ФЗ ст. 14 ч. 8 п. 4)."""
    rows: list[dict[str, Any]] = [
        {
            "о ком": str(one.mentor if one.side == Side.MENTEE else one.mentee),
            "желание": one.rank if one.rank is not None else "точно не подходит",
            "откуда": one.get_source_display(),
        }
        for one in _own_words(person).select_related("mentor__person", "mentee__person")
    ]
    bans = PairBan.objects.filter(Q(mentor=person) | Q(mentee=person))
    rows += [audit.plain(ban, ["kind", "reason", "lifted_at"]) for ban in bans]
    needs = MenteeNeed.objects.filter(entry__person=person).select_related("project", "role_model")
    rows += [{"нужен наставник": str(need.project), "модель": str(need.role_model or "")} for need in needs]
    roles = MentorRole.objects.filter(entry__person=person).select_related("role_model")
    rows += [{"ролевая модель": str(role.role_model)} for role in roles]
    votes = MeetingVote.objects.filter(Q(mentee__person=person) | Q(mentor__person=person))
    return rows + [
        {"общая встреча": str(vote.meeting), "ответ": vote.updated_at.isoformat()}
        for vote in votes.select_related("meeting")
    ]


def erase_wishes(person: models.Model) -> int:
    about = Q(mentee__person=person) | Q(mentor__person=person)
    """Drafts lose the person's rows: their reasons quote requests and interests."""
    deleted = sum(
        model.objects.filter(about).delete()[0] for model in (Preference, DraftPair, DraftLeft, MeetingVote)
    )
    deleted += MenteeNeed.objects.filter(entry__person=person).delete()[0]
    deleted += MentorRole.objects.filter(entry__person=person).delete()[0]
    return deleted + PairBan.objects.filter(Q(mentor=person) | Q(mentee=person)).delete()[0]


SOURCES = (
    PersonalDataSource(
        "Предпочтения и запреты пар",
        (Preference, PairBan, DraftPair, DraftLeft, MenteeNeed, MentorRole, MeetingVote),
        export_wishes,
        erase_wishes,
    ),
)
