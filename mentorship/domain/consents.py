"""Consents: which are needed, who signs, signed, refused, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from core import audit, facts
from core.access import Rule
from core.clock import today
from core.errors import DomainError
from core.models import StoredFile, User
from core.workflow import move, move_all
from mentorship.ages import FULL_AGE, birthday, is_minor, signer_for
from mentorship.domain import lifecycle
from mentorship.domain import pairs as pair_domain
from mentorship.domain.pauses import suspend_unlawful
from mentorship.domain.sensitive import forget_sensitive
from mentorship.domain.withdrawals import start_withdrawal
from mentorship.enums import (
    CONSENT_TRANSITIONS,
    ENTRY_TRANSITIONS,
    ConsentKind,
    ConsentMethod,
    ConsentSigner,
    ConsentState,
    EntryState,
)
from mentorship.models import Consent, MenteeEntry, MentorEntry, Person, Programme
from mentorship.permissions import MANAGE_CONSENTS
from mentorship.selectors.consents import LIVE, UNSIGNED, live_consents, open_people
from mentorship.selectors.entries import OPEN_STATES
from mentorship.selectors.gates import is_employee_form, needed_kinds
from mentorship.selectors.people import guardians_of

_WHO_SIGNS = {
    ConsentSigner.SELF: "сам участник",
    ConsentSigner.REPRESENTATIVE: "законный представитель",
    ConsentSigner.REPRESENTATIVE_AND_TEENAGER: "законный представитель вместе с подростком",
}


@dataclass
class Needed:
    """What `ensure_needed` did: rows made and renewed, and whom it could not serve and why."""

    created: int = 0
    renewed: int = 0
    problems: list[tuple[Person, str]] = field(default_factory=list)


def ensure_needed(
    programme: Programme, *, actor: User | None, people: Iterable[Person] | None = None
) -> Needed:
    """Make the consent rows that the people of both bases need, by age on today's day; again changes nothing.

    Unsigned rows whose signer has changed (a birthday, a representative found) are renewed. Nobody without a birth
    date gets a row: the date decides who signs.
    """
    day = today(programme.organization)
    chosen = list(people) if people is not None else list(open_people(programme))
    guardians = guardians_of(chosen)
    employees = _employee_mentors(programme)
    result = Needed()
    with transaction.atomic():
        known = live_consents([person.pk for person in chosen], programme)
        for person in chosen:
            if person.birth_date is None:
                result.problems.append((person, "не указана дата рождения"))
                continue
            signer = signer_for(person.birth_date, day, emancipated=person.is_emancipated)
            links = guardians.get(person.pk, [])
            representative = links[0].guardian if links and signer != ConsentSigner.SELF else None
            if signer != ConsentSigner.SELF and representative is None:
                result.problems.append((person, "не указан законный представитель"))
            kinds = needed_kinds(person, day=day, employee_mentor=person.pk in employees)
            for kind in dict.fromkeys([*kinds, *_asked(known.get(person.pk, {}))]):
                _ensure_one(programme, person, kind, signer, representative, known, result, actor)
    return result


def _asked(known: dict[str, Consent]) -> list[ConsentKind]:
    """Kinds asked of some people alone: an unsigned one passes to its new signer like the others."""
    return [
        ConsentKind(kind)
        for kind, consent in known.items()
        if kind in {ConsentKind.DISTRIBUTION, ConsentKind.PSYCHOLOGICAL} and consent.state in UNSIGNED
    ]


def ask_for(person: Person, programme: Programme, kind: ConsentKind, *, actor: User | None) -> Consent:
    """The living consent of a kind that is asked of some people alone; made when there is none.

    A refused one is asked for once more. Raises DomainError when nobody can be named to sign.
    """
    result = Needed()
    day = today(programme.organization)
    if person.birth_date is None:
        raise DomainError(f"{person.short_name}: не указана дата рождения.", code="birth_date")
    signer = signer_for(person.birth_date, day, emancipated=person.is_emancipated)
    links = guardians_of([person]).get(person.pk, [])
    representative = links[0].guardian if links and signer != ConsentSigner.SELF else None
    if signer != ConsentSigner.SELF and representative is None:
        raise DomainError(f"{person.short_name}: не указан законный представитель.", code="no_representative")
    with transaction.atomic():
        known = live_consents([person.pk], programme)
        _ensure_one(programme, person, kind, signer, representative, known, result, actor)
        consent = live_consents([person.pk], programme)[person.pk][kind]
        if consent.state == ConsentState.REFUSED:
            consent = move(consent, to=ConsentState.NEEDED, transitions=CONSENT_TRANSITIONS, actor=actor,
                           set_fields={"ended_on": None})  # fmt: skip
    return consent


def _ensure_one(
    programme: Programme,
    person: Person,
    kind: ConsentKind,
    signer: ConsentSigner,
    representative: Person | None,
    known: dict[int, dict[str, Consent]],
    result: Needed,
    actor: User | None,
) -> None:
    consent = known.get(person.pk, {}).get(kind)
    if consent is None:
        made = Consent.objects.create(
            organization=programme.organization,
            programme=programme,
            person=person,
            kind=kind,
            signer=signer,
            representative=representative,
        )
        audit.record("consent.needed", subject=made, actor=actor, after={"kind": kind, "signer": signer})
        result.created += 1
    elif consent.state in {ConsentState.NEEDED, ConsentState.ISSUED} and (
        consent.signer != signer
        or consent.representative_id != (representative.pk if representative else None)
    ):
        # Somebody else signs now, so an issued sheet is void as well.
        audit.record("consent.renewed", subject=consent, actor=actor, before={"signer": consent.signer})
        Consent.objects.filter(pk=consent.pk).update(signer=signer, representative=representative)
        if consent.state == ConsentState.ISSUED:
            move(consent, to=ConsentState.NEEDED, transitions=CONSENT_TRANSITIONS, actor=actor)
        result.renewed += 1


def _employee_mentors(programme: Programme) -> set[int]:
    """People who mentor employees in this programme and are employees themselves (ТК ст. 351.8)."""
    entries = MentorEntry.objects.filter(programme=programme, state__in=OPEN_STATES).prefetch_related(
        "projects__form"
    )
    return {
        entry.person_id
        for entry in entries
        if any(is_employee_form(project) for project in entry.projects.all())
    }


def mark_issued(consent: Consent, *, actor: User | None, on: dt.date | None = None) -> Consent:
    """The sheet was generated and given out; a consent already issued or signed stays as it is."""
    if consent.state == ConsentState.NEEDED:
        move(
            consent,
            to=ConsentState.ISSUED,
            transitions=CONSENT_TRANSITIONS,
            actor=actor,
            set_fields={"issued_on": on or today(consent.organization)},
        )
    return consent


def mark_all_issued(consents: Sequence[Consent], *, actor: User | None, on: dt.date) -> None:
    """`mark_issued` for sheets that were generated together."""
    move_all(
        [consent for consent in consents if consent.state == ConsentState.NEEDED],
        to=ConsentState.ISSUED,
        transitions=CONSENT_TRANSITIONS,
        actor=actor,
        set_fields={"issued_on": on},
    )


def sign_consent(
    consent: Consent,
    *,
    signed_on: dt.date,
    original_place: str,
    actor: User | None,
    scan: StoredFile | None = None,
    valid_until: dt.date | None = None,
    method: ConsentMethod = ConsentMethod.PAPER,
    evidence: dict[str, Any] | None = None,
    cosigned_on: dt.date | None = None,
    rule: Rule | None = MANAGE_CONSENTS,
) -> Consent:
    """Mark a consent as signed: the date on it, where the original is kept, optionally its scan.

    A minor's consent holds to the day before the person is 18 at the latest: from then on they sign themselves.
    Whoever the law names on the day of signing signs: a parent may not sign for somebody who was 18 by then.
    From 14 to 17 the teenager signs as well: on `cosigned_on`, on the same day as the representative when not told.
    `method` other than paper brings its `evidence` (hash of the text, certificate, time) and needs no place.
    Raises DomainError.
    """
    if consent.signer == ConsentSigner.REPRESENTATIVE_AND_TEENAGER:
        cosigned_on = cosigned_on or signed_on
        _check_signing_day(consent, cosigned_on, field="cosigned_on")
    else:
        cosigned_on = None
    _check_signing_day(consent, signed_on, field="signed_on")
    _check_signer(consent, signed_on)
    if method == ConsentMethod.PAPER and not original_place.strip():
        raise DomainError("Укажите, где хранится оригинал.", field="original_place", code="place")
    if consent.signer != ConsentSigner.SELF and consent.representative_id is None:
        raise DomainError(
            f"{consent.person.short_name}: сначала укажите законного представителя.", code="no_representative"
        )
    with transaction.atomic():
        move(
            consent,
            to=ConsentState.SIGNED,
            transitions=CONSENT_TRANSITIONS,
            actor=actor,
            rule=rule,
            set_fields={
                "signed_on": signed_on,
                "cosigned_on": cosigned_on,
                "method": method,
                "original_place": original_place.strip()[:200],
                "scan": scan or consent.scan,
                "valid_until": _until(consent, signed_on, valid_until),
            },
        )
        # Not in the trail: names and addresses of signers are kept where they can be erased.
        consent.evidence = evidence or {}
        Consent.objects.filter(pk=consent.pk).update(evidence=consent.evidence)
        _announce_complete(consent, actor)
    return consent


def _check_signing_day(consent: Consent, day: dt.date, *, field: str) -> None:
    if day > today(consent.organization):
        raise DomainError("Дата подписания ещё не наступила.", field=field, code="future")
    if consent.person.birth_date and day < consent.person.birth_date:
        raise DomainError("Дата подписания раньше даты рождения.", field=field, code="past")


def _check_signer(consent: Consent, day: dt.date) -> None:
    """The sheet may be older than a birthday: its signer must be the one of the day (methodology §6.1).

    A teenager's co-signature that the day did not ask for yet does no harm.
    """
    person = consent.person
    if person.birth_date is None:
        return
    due = signer_for(person.birth_date, day, emancipated=person.is_emancipated)
    more = {due, ConsentSigner.REPRESENTATIVE_AND_TEENAGER} if due == ConsentSigner.REPRESENTATIVE else {due}
    if consent.signer not in more:
        raise DomainError(
            f"{person.short_name}: на день подписания подписать должен {_WHO_SIGNS[due]}. "
            "Нажмите «Определить, кому нужны» и подготовьте новый бланк.",
            field="signed_on",
            code="signer",
        )


def sign_consents(
    consents: Iterable[Consent], *, signed_on: dt.date, original_place: str, actor: User | None
) -> tuple[int, list[str]]:
    """Mark many at once; returns how many were signed and, for the others, who and why."""
    done, refused = 0, []
    for consent in consents:
        try:
            sign_consent(consent, signed_on=signed_on, original_place=original_place, actor=actor)
            done += 1
        except DomainError as error:
            refused.append(f"{consent.person.short_name}: {error.message}")
    return done, refused


def refuse_consent(consent: Consent, *, on: dt.date, actor: User | None, reason: str = "") -> Consent:
    """The person or the representative would not sign."""
    return move(
        consent,
        to=ConsentState.REFUSED,
        transitions=CONSENT_TRANSITIONS,
        actor=actor,
        rule=MANAGE_CONSENTS,
        reason=reason,
        set_fields={"ended_on": on},
    )


def ask_again(consent: Consent, *, actor: User | None) -> Consent:
    """A refused consent is asked for once more."""
    return move(
        consent,
        to=ConsentState.NEEDED,
        transitions=CONSENT_TRANSITIONS,
        actor=actor,
        rule=MANAGE_CONSENTS,
        set_fields={"ended_on": None},
    )


def withdraw_consent(consent: Consent, *, on: dt.date, actor: User | None, reason: str = "") -> Consent:
    """The person withdrew: out of active work at once; data are to be destroyed within 30 days (152-ФЗ ст. 21 ч. 5).

    Signed orders stay. Proposed pairs lose the person, working ones are suspended until an order ends them.
    """
    if on > today(consent.organization):
        raise DomainError("Дата отзыва ещё не наступила.", field="on", code="future")
    if consent.signed_on and on < consent.signed_on:
        raise DomainError("Отозвать можно не раньше дня подписания.", field="on", code="past")
    with transaction.atomic():
        move(
            consent,
            to=ConsentState.WITHDRAWN,
            transitions=CONSENT_TRANSITIONS,
            actor=actor,
            rule=MANAGE_CONSENTS,
            reason=reason,
            set_fields={"ended_on": on},
        )
        if consent.kind in {ConsentKind.PROCESSING, ConsentKind.PARTICIPATION}:
            _take_out(consent, actor=actor)
        suspend_unlawful(consent.programme, reason="Отозвано согласие", actor=actor, people=[consent.person])
        start_withdrawal(consent, received_on=on, reason=reason, actor=actor)
        forget_sensitive(consent, actor=actor)
    return consent


def _take_out(consent: Consent, *, actor: User | None) -> None:
    reason = f"отозвано согласие: {consent.get_kind_display().lower()}"
    person, programme = consent.person, consent.programme
    pair_domain.release_person(person, programme, actor=actor, reason=reason)
    entries: list[MenteeEntry | MentorEntry] = [
        *person.mentee_entries.filter(programme=programme, state__in=OPEN_STATES),
        *person.mentor_entries.filter(programme=programme, state__in=OPEN_STATES),
    ]
    for entry in entries:
        move(
            entry,
            to=EntryState.LEFT,
            transitions=ENTRY_TRANSITIONS,
            actor=actor,
            reason=reason,
            set_fields={"state_reason": reason, **lifecycle.fields_of(entry, EntryState.LEFT)},
        )


def _until(consent: Consent, signed_on: dt.date, wanted: dt.date | None) -> dt.date | None:
    person = consent.person
    if person.birth_date and is_minor(person.birth_date, signed_on, emancipated=person.is_emancipated):
        majority = birthday(person.birth_date, FULL_AGE) - dt.timedelta(days=1)
        return min(majority, wanted) if wanted else majority
    return wanted


def _announce_complete(consent: Consent, actor: User | None) -> None:
    """Everybody's consent of this kind is signed: the roadmap may count it as proved."""
    open_ones = Consent.objects.filter(programme=consent.programme, kind=consent.kind, state__in=LIVE)
    if not open_ones.exclude(state=ConsentState.SIGNED).exists():
        facts.emit(
            "consents_complete",
            subject=consent.programme,
            programme=consent.programme,
            detail=consent.kind,
            actor=actor,
            title=f"Подписаны все: {consent.get_kind_display().lower()}",
        )
