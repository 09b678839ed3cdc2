"""Where matching keeps what about a person, how it is exported and how it is erased (152-ФЗ ст. 14, 21)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from core import audit
from core.registries import PersonalDataSource
from mentorship.match_enums import Side
from mentorship.models import PairBan, Preference


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
    return rows + [audit.plain(ban, ["kind", "reason", "lifted_at"]) for ban in bans]


def erase_wishes(person: models.Model) -> int:
    about = Q(mentee__person=person) | Q(mentor__person=person)
    deleted, _ = Preference.objects.filter(about).delete()
    return deleted + PairBan.objects.filter(Q(mentor=person) | Q(mentee=person)).delete()[0]


SOURCES = (
    PersonalDataSource("Предпочтения и запреты пар", (Preference, PairBan), export_wishes, erase_wishes),
)
