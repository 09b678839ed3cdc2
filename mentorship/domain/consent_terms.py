"""Consents whose term is over, and people who have come of age: each day, in each institution's own zone."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django_scopes import scopes_disabled

from core.clock import today
from core.context import inside
from core.models import Organization, User
from core.workflow import move
from mentorship.ages import is_minor
from mentorship.domain.consents import ensure_needed
from mentorship.domain.pauses import suspend_unlawful
from mentorship.domain.sensitive import forget_sensitive
from mentorship.enums import (
    CONSENT_TRANSITIONS,
    ConsentKind,
    ConsentPurpose,
    ConsentSigner,
    ConsentState,
    PairState,
)
from mentorship.models import Consent, Person, Programme
from mentorship.selectors.consents import UNSIGNED, open_people

TERM = "истёк срок"
MAJORITY = "исполнилось 18 лет"
NEW_PURPOSE = "новая цель обработки"
PAUSE = "Согласие перестало действовать"


@dataclass
class Lapsed:
    """What a pass did in one institution."""

    lapsed: int = 0
    asked_anew: int = 0
    paused: int = 0


def lapse_everywhere() -> dict[int, Lapsed]:
    """The pass over all institutions; doing it twice on a day changes nothing the second time."""
    with scopes_disabled():
        organizations = list(Organization.objects.filter(is_region=False))
    found = {}
    for organization in organizations:
        with inside(organization):
            done = lapse_due(organization)
        if done.lapsed or done.asked_anew or done.paused:
            found[organization.pk] = done
    return found


def lapse_due(organization: Organization) -> Lapsed:
    """End the consents whose last day is over, and ask those who still take part anew.

    On the 18th birthday the parent's consent ends with the day before, and the person signs alone (methodology §7.3):
    an unsigned sheet passes to the person, the consent to a minor's taking part is needed no more. Working pairs left
    without a consent that the law asks for rest until it is there (`pauses`), however it was lost.
    """
    day = today(organization)
    result = Lapsed()
    over = Consent.objects.filter(state=ConsentState.SIGNED, valid_until__lt=day).select_related(
        "organization", "person", "programme__organization"
    )
    programmes: dict[int, Programme] = {}
    for consent in over:
        came_of_age = consent.signer != ConsentSigner.SELF and not is_minor(
            consent.person.birth_date, day, emancipated=consent.person.is_emancipated
        )
        lapse(consent, reason=MAJORITY if came_of_age else TERM)
        programmes[consent.programme_id] = consent.programme
        result.lapsed += 1
    waiting = (
        Consent.objects.filter(state__in=UNSIGNED)
        .exclude(signer=ConsentSigner.SELF)
        .select_related("organization", "person", "programme__organization")
    )
    for consent in waiting:
        if is_minor(consent.person.birth_date, day, emancipated=consent.person.is_emancipated):
            continue
        programmes[consent.programme_id] = consent.programme
        if consent.kind == ConsentKind.PARTICIPATION:
            lapse(consent, reason=MAJORITY)
            result.lapsed += 1
    for programme in programmes.values():
        done = ensure_needed(programme, actor=None, people=open_people(programme))
        result.asked_anew += done.created + done.renewed
    for programme in Programme.objects.filter(pairs__state=PairState.ACTIVE).distinct():
        result.paused += len(suspend_unlawful(programme, reason=PAUSE, actor=None))
    return result


def renew_for_purpose(person: Person, programme: Programme, purpose: ConsentPurpose) -> int:
    """Consents given for another purpose end, and are asked for anew: a finished mentee who becomes a mentor.

    Returns how many ended. Within one programme a person has one consent of a kind at a time.
    """
    with transaction.atomic():
        given = (
            Consent.objects.select_for_update(of=("self",))
            .select_related("organization", "person")
            .filter(person=person, programme=programme, state=ConsentState.SIGNED)
            .exclude(purpose=purpose)
            .exclude(kind=ConsentKind.DISTRIBUTION)
        )
        ended = 0
        for consent in given:
            lapse(consent, reason=NEW_PURPOSE)
            ended += 1
        ensure_needed(programme, actor=None, people=[person])
        Consent.objects.filter(person=person, programme=programme, state__in=UNSIGNED).update(purpose=purpose)
        suspend_unlawful(programme, reason=PAUSE, actor=None, people=[person])
    return ended


def lapse(consent: Consent, *, reason: str, actor: User | None = None) -> None:
    """End a consent, with the reason in its history: on its last day, or today when that has not come."""
    day = today(consent.organization)
    ended = min(consent.valid_until, day) if consent.valid_until else day
    move(
        consent,
        to=ConsentState.LAPSED,
        transitions=CONSENT_TRANSITIONS,
        actor=actor,
        reason=reason,
        set_fields={"ended_on": ended},
    )
    forget_sensitive(consent, actor=actor)
