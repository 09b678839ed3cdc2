"""Who had to sign is known anew: somebody was emancipated, or a date of birth was corrected.

What a representative signed for somebody who signs alone, or the other way round, does not hold: it ends, the history
tells why, and whoever the law names is asked anew. What holds keeps its signature and gets the right last day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from core import audit
from core.clock import today
from core.models import User
from mentorship.ages import FULL_AGE, birthday, is_minor, signer_for
from mentorship.domain.consent_terms import MAJORITY, PAUSE, lapse
from mentorship.domain.consents import ensure_needed
from mentorship.domain.pauses import suspend_unlawful
from mentorship.enums import ConsentKind, ConsentSigner, ConsentState
from mentorship.models import Consent, Person, Programme
from mentorship.selectors.consents import UNSIGNED, open_people

EMANCIPATED = "признан полностью дееспособным и подписывает сам"
CORRECTED = "исправлена дата рождения: на день подписания подписать должен был другой"
_BATCH = 500


def follow_signers(person: Person, *, actor: User | None, former: dt.date | None = None) -> list[Consent]:
    """Bring the person's consents in line with the card as it is now; returns those that ended.

    `former` is the date of birth that stood there before: a last day that was counted from it is counted again.
    Working pairs that are left without a consent rest. Doing it again changes nothing.
    """
    if person.birth_date is None:
        return []
    with transaction.atomic():
        mine = (
            Consent.objects.select_for_update(of=("self",))
            .select_related("organization", "programme__organization")
            .filter(person=person, state__in=[ConsentState.SIGNED, *UNSIGNED])
            .order_by("pk")
        )
        ended: list[Consent] = []
        programmes: dict[int, Programme] = {}
        for consent in mine:
            programmes[consent.programme_id] = consent.programme
            consent.person = person
            reason = _why_over(consent, person, former, actor)
            if reason:
                lapse(consent, reason=reason, actor=actor)
                ended.append(consent)
        for programme in programmes.values():
            _ask_anew(programme, person, actor)
    return ended


def follow_corrected(former: Mapping[int, dt.date | None], *, actor: User | None) -> int:
    """The same for many people after a list was applied or undone: person id → the date of birth that stood there.

    Returns how many consents ended. Only people with consents are looked at.
    """
    ended, ids = 0, sorted(former)
    for start in range(0, len(ids), _BATCH):
        batch = Person.objects.filter(pk__in=ids[start : start + _BATCH], consents__isnull=False).distinct()
        for person in batch.select_related("organization"):
            ended += len(follow_signers(person, actor=actor, former=former[person.pk]))
    return ended


def _ask_anew(programme: Programme, person: Person, actor: User | None) -> None:
    if open_people(programme).filter(pk=person.pk).exists():
        ensure_needed(programme, actor=actor, people=[person])
    suspend_unlawful(programme, reason=PAUSE, actor=actor, people=[person])


def _why_over(consent: Consent, person: Person, former: dt.date | None, actor: User | None) -> str:
    """Why the consent ends; empty when it stays, its last day repaired."""
    day = today(consent.organization)
    assert person.birth_date is not None  # noqa: S101 - asked by the caller
    if consent.state != ConsentState.SIGNED:
        minor = is_minor(person.birth_date, day, emancipated=person.is_emancipated)
        return MAJORITY if consent.kind == ConsentKind.PARTICIPATION and not minor else ""
    if consent.signer != ConsentSigner.SELF and person.is_emancipated:
        return EMANCIPATED
    assert consent.signed_on is not None  # noqa: S101 - the database holds it
    due = signer_for(person.birth_date, consent.signed_on, emancipated=person.is_emancipated)
    # A teenager's signature that was not asked for yet does no harm.
    enough = consent.signer == due or (
        due == ConsentSigner.REPRESENTATIVE and consent.signer == ConsentSigner.REPRESENTATIVE_AND_TEENAGER
    )
    if not enough:
        return CORRECTED
    if due != ConsentSigner.SELF:
        _repair_last_day(consent, person.birth_date, former, actor)
        if consent.valid_until is not None and consent.valid_until < day:
            return MAJORITY
    return ""


def _repair_last_day(
    consent: Consent, birth_date: dt.date, former: dt.date | None, actor: User | None
) -> None:
    last, until = _last_day(birth_date), consent.valid_until
    if until is not None and until <= last and (former is None or until != _last_day(former)):
        return
    if until == last:
        return
    consent.valid_until = last
    consent.save(update_fields=["valid_until", "updated_at"])
    audit.record(
        "consent.term_repaired",
        subject=consent,
        actor=actor,
        before={"valid_until": until.isoformat() if until else None},
        after={"valid_until": last.isoformat()},
    )


def _last_day(birth_date: dt.date) -> dt.date:
    """A representative's consent holds to the day before the 18th birthday."""
    return birthday(birth_date, FULL_AGE) - dt.timedelta(days=1)
