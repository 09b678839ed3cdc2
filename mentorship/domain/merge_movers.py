"""How `mentorship` moves places in bases, consents and representatives from one card to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q

from core.clock import today
from core.registries import MergeLine, PersonMover
from mentorship.domain.merge_journal import Journal
from mentorship.domain.merge_training import plan_training, settle_training
from mentorship.enums import CONSENT_TRANSITIONS, ConsentState, EntryState
from mentorship.models import (
    Consent,
    Guardianship,
    MenteeEntry,
    MentorEntry,
    PairMentee,
    SensitiveRecord,
)
from mentorship.selectors.consents import LIVE

_BASES = ((MenteeEntry, "наставляемых"), (MentorEntry, "наставников"))
_ORDER = [EntryState.LEFT, *(state for state in EntryState if state != EntryState.LEFT)]
#: Columns of a place that only its own life writes.
_OWN_LIFE = frozenset({"state", "state_reason"})
_REASON = "карточки объединены"
_STRENGTH = {ConsentState.NEEDED: 1, ConsentState.ISSUED: 2, ConsentState.REFUSED: 3, ConsentState.SIGNED: 4}


# --- places in the bases ---


def _twins(kept: Any, merged: Any) -> Iterator[tuple[str, Any, Any]]:
    """(base, place of the merged card, the remaining card's place in the same programme or None)."""
    for model, base in _BASES:
        own = {entry.programme_id: entry for entry in model.objects.filter(person=kept)}
        for entry in model.objects.filter(person=merged).select_related("programme"):
            yield base, entry, own.get(entry.programme_id)


def plan_places(kept: Any, merged: Any) -> list[MergeLine]:
    lines = []
    for base, entry, twin in _twins(kept, merged):
        label = f"База {base}: «{entry.programme}»"
        if twin is None:
            lines.append(MergeLine(label, f"место переходит, состояние: {entry.get_state_display().lower()}"))
        elif _is_live(entry) and _is_live(twin):
            text = "обе карточки в действующих или предложенных парах: сначала завершите или отклоните одну из них"
            lines.append(MergeLine(label, text, refused=True))
        elif set(_pairs(entry)) & set(_pairs(twin)):
            lines.append(
                MergeLine(label, "обе карточки в одной группе: сначала исправьте её состав", refused=True)
            )
        else:
            winner = _winner(twin, entry)
            text = (
                f"места два, останется одно, состояние: {winner.get_state_display().lower()}; запросы и пары "
                "перейдут к нему, пустые поля заполнятся из второго"
            )
            lines.append(MergeLine(label, text))
            if isinstance(entry, MentorEntry):
                lines += plan_training(winner, entry if winner is twin else twin)
    if PairMentee.objects.filter(
        Q(mentor__person=kept, mentee__person=merged) | Q(mentor__person=merged, mentee__person=kept)
    ).exists():
        lines.append(MergeLine("Пары", "одна карточка — наставник другой: это разные люди", refused=True))
    return lines


def move_places(kept: Any, merged: Any, journal: Journal) -> None:
    for _, entry, twin in list(_twins(kept, merged)):
        if twin is None:
            journal.point(entry, "person", kept)
            continue
        winner = _winner(twin, entry)
        loser = entry if winner is twin else twin
        journal.write(loser, "is_absorbed", True)
        if winner is entry:
            journal.point(entry, "person", kept)
        if isinstance(loser, MentorEntry):
            settle_training(winner, loser, journal)
        _take_in(winner, loser, journal)


def _take_in(winner: Any, loser: Any, journal: Journal) -> None:
    """Everything that hangs on one place goes over to the other, whichever app it belongs to."""
    for field in loser._meta.get_fields(include_hidden=True):
        if field.one_to_many and not field.related_model._meta.auto_created:
            for row in field.related_model._base_manager.filter(**{field.field.name: loser}).order_by("pk"):
                journal.point(row, field.field.name, winner)
    for field in loser._meta.many_to_many:
        journal.add(winner, field.name, sorted(getattr(loser, field.name).values_list("pk", flat=True)))
    for field in loser._meta.concrete_fields:
        wordy = isinstance(field, models.CharField | models.TextField) and field.name not in _OWN_LIFE
        if wordy and not getattr(winner, field.name) and getattr(loser, field.name):
            journal.write(winner, field.attname, getattr(loser, field.name))


def _winner(twin: Any, entry: Any) -> Any:
    """The place that is further on remains; of equals the remaining card's own."""
    own, other = ((_is_live(one), _ORDER.index(EntryState(one.state))) for one in (twin, entry))
    return entry if other > own else twin


def _is_live(entry: Any) -> bool:
    return bool(entry.places.filter(is_live=True).exists())


def _pairs(entry: Any) -> Any:
    return entry.places.values_list("pair_id", flat=True)


# --- consents ---


def _rivals(kept: Any, merged: Any) -> Iterator[tuple[Consent, Consent]]:
    """Living consents of one kind in one programme: (the remaining card's, the merged card's)."""
    own = {
        (one.programme_id, one.kind): one for one in Consent.objects.filter(person=kept, state__in=_STRENGTH)
    }
    for consent in Consent.objects.filter(person=merged, state__in=_STRENGTH).select_related("programme"):
        if rival := own.get((consent.programme_id, consent.kind)):
            yield rival, consent


def plan_consents(kept: Any, merged: Any) -> list[MergeLine]:
    lines = []
    rivals = list(_rivals(kept, merged))
    for own, other in rivals:
        label = f"Согласие: {other.get_kind_display().lower()}"
        if {own.state, other.state} == {ConsentState.SIGNED, ConsentState.REFUSED}:
            text = "на одной карточке подписано, на другой отказ: сначала отметьте, что верно"
            lines.append(MergeLine(label, text, refused=True))
        else:
            stays = _stronger(own, other)
            when = f" от {stays.signed_on:%d.%m.%Y}" if stays.signed_on else ""
            text = (
                f"их два; действует «{stays.get_state_display().lower()}»{when}, второе останется в истории"
            )
            lines.append(MergeLine(label, text))
    moving = Consent.objects.filter(person=merged).count() - len(rivals)
    if moving:
        lines.append(MergeLine("Согласия", f"переходят: {moving}"))
    return lines


def move_consents(kept: Any, merged: Any, journal: Journal) -> None:
    for own, other in list(_rivals(kept, merged)):
        stronger = _stronger(own, other)
        weaker = other if stronger is own else own
        for record in SensitiveRecord.objects.filter(consent=weaker).order_by("pk"):
            journal.point(record, "consent", stronger)
        if weaker.state == ConsentState.REFUSED:  # both refused: one refusal is enough
            _to_state(weaker, ConsentState.NEEDED, journal)
        _to_state(weaker, ConsentState.LAPSED, journal)
    for consent in Consent.objects.filter(person=merged).order_by("pk"):
        journal.point(consent, "person", kept)


def _to_state(consent: Consent, state: str, journal: Journal) -> None:
    ended = today(consent.organization) if state not in LIVE else consent.ended_on
    journal.state(
        consent, to=state, transitions=CONSENT_TRANSITIONS, actor=None, reason=_REASON, ended_on=ended
    )


def _stronger(own: Consent, other: Consent) -> Consent:
    """Signed over refused over issued over needed; of two signed ones the later."""
    left, right = ((_STRENGTH[ConsentState(one.state)], str(one.signed_on or "")) for one in (own, other))
    return other if right > left else own


# --- representatives ---


def plan_guardians(kept: Any, merged: Any) -> list[MergeLine]:
    if Guardianship.objects.filter(Q(ward=kept, guardian=merged) | Q(ward=merged, guardian=kept)).exists():
        text = "одна карточка — законный представитель другой: это разные люди"
        return [MergeLine("Представители", text, refused=True)]
    count = Guardianship.objects.filter(Q(ward=merged) | Q(guardian=merged)).count()
    return [MergeLine("Представители", f"переходят связи: {count}, одинаковые не удвоятся")] if count else []


def move_guardians(kept: Any, merged: Any, journal: Journal) -> None:
    for link in Guardianship.objects.filter(ward=merged).order_by("pk"):
        _move_link(
            link, "ward", kept, journal, Guardianship.objects.filter(ward=kept, guardian=link.guardian_id)
        )
    for link in Guardianship.objects.filter(guardian=merged).order_by("pk"):
        _move_link(
            link, "guardian", kept, journal, Guardianship.objects.filter(guardian=kept, ward=link.ward_id)
        )


def _move_link(link: Guardianship, side: str, kept: Any, journal: Journal, same: Any) -> None:
    twin = same.first()
    if twin is None:
        journal.point(link, side, kept)
        return
    if link.authority and not twin.authority:
        journal.write(twin, "authority", link.authority)
    journal.remove(link)


MOVERS = (
    PersonMover("Базы и пары", plan_places, move_places),
    PersonMover("Согласия", plan_consents, move_consents),
    PersonMover("Законные представители", plan_guardians, move_guardians),
)
