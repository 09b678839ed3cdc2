"""The base of grateful graduates: entered, in touch by their own consent, asked to mentor, let go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from core import audit
from core.access import Rule
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.ages import is_minor
from mentorship.domain.consent_terms import renew_for_purpose
from mentorship.domain.entries import add_mentor
from mentorship.domain.succession import become_mentor
from mentorship.enums import ConsentPurpose, EntryState
from mentorship.models import Alumnus, MenteeEntry, MentorEntry, Person, Programme
from mentorship.models.alumnus import FIRST_YEAR, READINESS
from mentorship.partner_enums import ALUMNUS_TRANSITIONS, AlumnusState
from mentorship.permissions import MANAGE_ALUMNI

JOB_KIND = "people.alumni"
#: What is known of a graduate by their consent alone.
BY_CONSENT: dict[str, Any] = {
    "study_place": "",
    "work_place": "",
    "note": "",
    **dict.fromkeys(READINESS, False),
}


def add_alumni(
    people: Iterable[Person], *, actor: User | None, left_year: int | None = None
) -> list[Alumnus]:
    """Put people into the base, once each; without a year given it is that of the programme they have finished.

    Nobody is written to yet: the consent to keep in touch is asked for first. Raises DomainError for a year that
    cannot be.
    """
    rows = list(people)
    last = _finished(rows)
    known = set(Alumnus.objects.filter(person__in=rows).values_list("person_id", flat=True))
    made = []
    with transaction.atomic():
        for person in rows:
            if person.pk in known:
                continue
            programme = last.get(person.pk)
            day = today(person.organization)
            year = left_year or (programme.period_end.year if programme else day.year)
            _check_year(min(year, day.year) if left_year is None else year, day)
            alumnus = Alumnus.objects.create(
                organization=person.organization,
                person=person,
                left_year=min(year, day.year) if left_year is None else year,
                programme=programme,
            )
            audit.record("alumnus.added", subject=person, actor=actor, after={"left_year": alumnus.left_year})
            made.append(alumnus)
    return made


def record_contact(
    alumnus: Alumnus, *, consent_on: dt.date, consent_place: str, actor: User | None
) -> Alumnus:
    """The graduate has consented to be in touch; only somebody of age may. Raises DomainError."""
    day = today(alumnus.organization)
    if consent_on > day:
        raise DomainError("Дата согласия ещё не наступила.", field="consent_on", code="future")
    if not consent_place.strip():
        raise DomainError("Укажите, где хранится согласие.", field="consent_place", code="empty")
    if is_minor(alumnus.person.birth_date, consent_on, emancipated=alumnus.person.is_emancipated):
        raise DomainError(
            "Согласие на связь даёт сам выпускник, когда ему есть 18 лет: до этого дня сведения не собирают.",
            field="consent_on",
            code="minor",
        )
    return move(
        alumnus,
        to=AlumnusState.IN_TOUCH,
        transitions=ALUMNUS_TRANSITIONS,
        actor=actor,
        rule=MANAGE_ALUMNI,
        set_fields={
            "consent_on": consent_on,
            "consent_place": consent_place.strip()[:200],
            "closed_on": None,
        },
    )


def edit_alumnus(alumnus: Alumnus, *, actor: User | None, **values: Any) -> Alumnus:
    """Write where a graduate is and what they are ready for. Raises DomainError without their consent."""
    with transaction.atomic():
        locked = (
            Alumnus.objects.select_for_update(of=("self",))
            .select_related("person", "organization")
            .get(pk=alumnus.pk)
        )
        told = any(values.get(name, blank) != blank for name, blank in BY_CONSENT.items())
        if told and locked.state != AlumnusState.IN_TOUCH:
            raise DomainError(
                "Сначала отметьте согласие выпускника на связь: без него такие сведения не хранят.",
                code="no_consent",
            )
        if "left_year" in values:
            _check_year(values["left_year"], today(locked.organization))
        before = audit.plain(locked, values)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save(update_fields=[*values, "updated_at"])
        old, new = audit.changes(before, audit.plain(locked, values))
        if new:
            # The trail is never erased: it tells that these changed, not what they say.
            for name in BY_CONSENT.keys() & new.keys():
                old[name], new[name] = ("есть" if told else "" for told in (old[name], new[name]))
            audit.record("alumnus.edited", subject=locked.person, actor=actor, before=old, after=new)
    return locked


def close_contact(alumnus: Alumnus, *, actor: User | None, reason: str) -> Alumnus:
    """The graduate asks not to be written to: what was known by their consent is destroyed at once (152-ФЗ ст. 21)."""
    return _close(alumnus, actor=actor, reason=reason, rule=MANAGE_ALUMNI)


def _close(alumnus: Alumnus, *, actor: User | None, reason: str, rule: Rule | None) -> Alumnus:
    with transaction.atomic():
        # Not through `move`: it would write the words into the trail, which nobody can erase.
        Alumnus.objects.filter(pk=alumnus.pk).update(**BY_CONSENT)
        for name, blank in BY_CONSENT.items():
            setattr(alumnus, name, blank)
        return move(
            alumnus,
            to=AlumnusState.CLOSED,
            transitions=ALUMNUS_TRANSITIONS,
            actor=actor,
            rule=rule,
            reason=reason,
            set_fields={
                "consent_on": None,
                "consent_place": "",
                "closed_on": today(alumnus.organization),
            },
        )


def close_for(person: Person, *, actor: User | None, reason: str) -> None:
    """The person has withdrawn the consent to the processing of their data: they are not written to either."""
    alumnus = Alumnus.objects.filter(person=person).exclude(state=AlumnusState.CLOSED).first()
    if alumnus is not None:
        # Whoever may record the withdrawal of a consent lets the person go here too.
        _close(alumnus, actor=actor, reason=reason, rule=None)


def ask_to_mentor(alumnus: Alumnus, *, programme: Programme, actor: User | None) -> MentorEntry:
    """A graduate becomes a candidate of the base of mentors; the consents for the new purpose are asked for.

    Raises DomainError for somebody who is not in touch or is a mentor of the programme already.
    """
    if alumnus.state != AlumnusState.IN_TOUCH:
        raise DomainError("Сначала отметьте согласие выпускника на связь.", code="no_consent")
    if programme.organization_id != alumnus.organization_id:
        raise DomainError("Эта программа принадлежит другой организации.", code="organization")
    finished = MenteeEntry.objects.filter(person=alumnus.person, state=EntryState.FINISHED)
    entry = finished.select_related("person").order_by("-programme__period_end", "-pk").first()
    if entry is not None:
        return become_mentor(entry, programme=programme, actor=actor)
    with transaction.atomic():
        made = add_mentor(programme, alumnus.person, actor=actor)
        renew_for_purpose(alumnus.person, programme, ConsentPurpose.MENTOR)
        audit.record(
            "alumnus.asked", subject=alumnus.person, actor=actor, after={"programme": str(programme)}
        )
    return made


def _finished(people: list[Person]) -> dict[int, Programme]:
    """Person id → the last programme that they have finished as a mentee."""
    rows = MenteeEntry.objects.filter(person__in=people, state=EntryState.FINISHED)
    found: dict[int, Programme] = {}
    for entry in rows.select_related("programme").order_by("programme__period_end", "pk"):
        found[entry.person_id] = entry.programme
    return found


def _check_year(year: int, day: dt.date) -> None:
    if not FIRST_YEAR <= year <= day.year:
        raise DomainError(f"Год выпуска: от {FIRST_YEAR} до {day.year}.", field="left_year", code="year")
