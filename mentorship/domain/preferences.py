"""What the sides want of each other: told at the group meeting, in a questionnaire, or to the curator."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from mentorship.match_enums import PreferenceSource, Side
from mentorship.models import MenteeEntry, MentorEntry, Preference
from mentorship.selectors.consents import live_consents
from mentorship.selectors.gates import missing_for, needed_kinds

#: More than this nobody ranks; a form asks for fewer.
MOST = 50


def record_preferences(
    entry: MenteeEntry | MentorEntry,
    *,
    likes: Sequence[int],
    avoids: Sequence[int],
    source: str,
    actor: User | None,
) -> list[Preference]:
    """Keep whom the person wants, in order of rank, and who does not suit; ids of entries of the other side.

    Replaces what the same source said before. Raises DomainError when somebody stands in both lists or twice, is not
    in the other base of the programme, is the person themself, or the consent to processing is not there.
    """
    if source not in PreferenceSource.values:
        raise ValueError(f"unknown source {source!r}")
    wanted, unwanted = list(likes), list(avoids)
    if len(set(wanted)) != len(wanted):
        raise DomainError("Один и тот же человек выбран дважды.", field="likes", code="twice")
    if set(wanted) & set(unwanted):
        raise DomainError(
            "Один и тот же человек и желателен, и не подходит: оставьте что-то одно.",
            field="avoids",
            code="both",
        )
    if len(wanted) > MOST:
        raise DomainError(f"Не больше {MOST} человек.", field="likes", code="many")
    _require_consent(entry)
    side = Side.MENTEE if isinstance(entry, MenteeEntry) else Side.MENTOR
    _require_others(entry, {*wanted, *unwanted})
    rows = [(other, rank) for rank, other in enumerate(wanted, start=1)]
    rows += [(other, None) for other in dict.fromkeys(unwanted)]  # type: ignore[misc]
    with transaction.atomic():
        type(entry).everything.select_for_update().get(pk=entry.pk)  # type: ignore[attr-defined]
        Preference.objects.filter(**{side: entry}, side=side, source=source).delete()
        kept = Preference.objects.bulk_create(
            Preference(
                organization=entry.organization,
                mentee_id=entry.pk if side == Side.MENTEE else other,
                mentor_id=other if side == Side.MENTEE else entry.pk,
                side=side,
                source=source,
                rank=rank,
            )
            for other, rank in rows
        )
        audit.record(
            "preferences.recorded",
            subject=entry,
            actor=actor,
            after={"likes": len(wanted), "avoids": len(set(unwanted)), "source": source},
        )
    return kept


def _require_consent(entry: MenteeEntry | MentorEntry) -> None:
    day = today(entry.organization)
    known = live_consents([entry.person_id], entry.programme).get(entry.person_id, {})
    missing = missing_for(entry.person, needed_kinds(entry.person, day=day), known, day)
    if missing:
        raise DomainError("; ".join(missing), code="consent")


def _require_others(entry: MenteeEntry | MentorEntry, ids: set[int]) -> None:
    other: type[MenteeEntry] | type[MentorEntry] = (
        MentorEntry if isinstance(entry, MenteeEntry) else MenteeEntry
    )
    found = other.objects.filter(pk__in=ids, programme_id=entry.programme_id).exclude(
        person_id=entry.person_id
    )
    if found.count() != len(ids):
        raise DomainError("Выбраны люди не из этой программы.", field="likes", code="programme")
