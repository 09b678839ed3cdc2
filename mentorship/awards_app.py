"""What awards register when the app starts: the shell, files, personal data, links to people."""

from __future__ import annotations

from typing import Any

from django.db import models

from core import audit, history, registries
from core.files import register_purpose
from core.models import Membership, StoredFile
from core.registries import OnErase, OnMerge, PersonalDataSource, PersonLink
from mentorship import award_work
from mentorship.award_enums import RoundState
from mentorship.domain.nominations import FILE_PURPOSE
from mentorship.models import JuryMember, Nomination, NominationFile, PairMentee
from mentorship.permissions import VIEW_AWARDS


def may_read_file(membership: Membership, file: StoredFile) -> bool:
    """The curator, the jury of the round once it judges, and whoever put it forward."""
    found = NominationFile.objects.filter(file=file).select_related("nomination__round").first()
    if found is None:
        return False
    one = found.nomination
    if VIEW_AWARDS.allows(membership) or one.nominated_by_id == membership.user_id:
        return True
    judging = one.round.state in {RoundState.SCORING, RoundState.CLOSED}
    return judging and JuryMember.objects.filter(round=one.round, user=membership.user_id).exists()


def naming(person: models.Model) -> models.QuerySet[Nomination]:
    """Nominations of a person, alone or in a pair."""
    mine = PairMentee.objects.filter(mentee__person=person).values("pair")
    alone = models.Q(person=person) | models.Q(pair__mentor__person=person)
    return Nomination.objects.filter(alone | models.Q(pair__in=mine))


def export_nominations(person: models.Model) -> list[dict[str, Any]]:
    """What the person was put forward for, and what came of it."""
    names = ["state", "source", "grounds", "state_reason", "total", "place_from", "place_to", "is_laureate"]
    rows = naming(person).select_related("round")
    return [{"round": row.round.title, **audit.plain(row, names)} for row in rows]


def erase_nominations(person: models.Model) -> int:
    """That somebody nameless took a place stays in the outcome; words and files go."""
    mine = naming(person)
    files = [one.file for one in NominationFile.objects.filter(nomination__in=mine).select_related("file")]
    NominationFile.objects.filter(nomination__in=mine).delete()
    for file in files:
        file.file.delete(save=False)
        file.delete()
    return len(files) + mine.update(grounds="", state_reason="")


def files_of(person: models.Model) -> list[StoredFile]:
    found = NominationFile.objects.filter(nomination__in=naming(person)).select_related("file")
    return [one.file for one in found]


def ready() -> None:
    registries.navigation.register(award_work.navigation)
    registries.attention.register(award_work.attention)
    registries.portfolio.register(award_work.portfolio)
    registries.personal_data.register(
        PersonalDataSource("Награды", (Nomination,), export_nominations, erase_nominations, files=files_of)
    )
    registries.person_links.register(
        PersonLink(Nomination, "person", "Номинации", OnMerge.MOVE, OnErase.SOURCE)
    )
    register_purpose(FILE_PURPOSE, may_read_file, personal_data=True)
    history.ACTIONS.update(award_work.ACTIONS)
    history.NAMES_OF_KEYS.update(award_work.NAMES_OF_KEYS)
