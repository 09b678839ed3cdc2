"""Mentees without a pair: the offer of psychological support, the appointment by the curator's decision."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from mentorship.domain.consents import ask_for
from mentorship.domain.pairs import approve_pair, make_pair
from mentorship.enums import ConsentKind
from mentorship.models import MenteeEntry, MentorEntry, Pair, Project, SupportOffer
from mentorship.pair_enums import SupportAnswer

MIN_GROUNDS = 10


def offer_support(mentee: MenteeEntry, *, on: dt.date, actor: User | None) -> SupportOffer:
    """Psychological support was offered on a day; an offer that waits for its answer is returned as it stands."""
    if on > today(mentee.organization):
        raise DomainError("Дата в будущем.", field="on", code="future")
    try:
        with transaction.atomic():
            made = SupportOffer.objects.create(
                organization=mentee.organization, mentee=mentee, offered_on=on, author=actor
            )
            audit.record("mentee.support_offered", subject=mentee.person, actor=actor)
    except IntegrityError:
        return SupportOffer.objects.get(mentee=mentee, answer=SupportAnswer.ASKED)
    return made


def answer_support(offer: SupportOffer, *, answer: str, on: dt.date, actor: User | None) -> SupportOffer:
    """What the family or the grown mentee answered; a «yes» asks for the written consent to the help (its kind)."""
    if answer not in {SupportAnswer.ACCEPTED, SupportAnswer.DECLINED}:
        raise DomainError("Выберите ответ.", field="answer", code="answer")
    if on > today(offer.organization):
        raise DomainError("Дата в будущем.", field="on", code="future")
    with transaction.atomic():
        locked = SupportOffer.objects.select_for_update().get(pk=offer.pk)
        if locked.answer != SupportAnswer.ASKED:
            raise DomainError("Ответ уже записан.", code="answered")
        if on < locked.offered_on:
            raise DomainError("Ответ раньше предложения.", field="on", code="order")
        locked.answer, locked.answered_on = answer, on
        locked.save(update_fields=["answer", "answered_on", "updated_at"])
        entry = locked.mentee
        # Whether a child is helped is the psychologist's knowledge: the trail tells that there is an answer.
        audit.record("mentee.support_answered", subject=entry.person, actor=actor)
        if answer == SupportAnswer.ACCEPTED:
            ask_for(entry.person, entry.programme, ConsentKind.PSYCHOLOGICAL, actor=actor)
    return locked


def appoint(
    project: Project, mentor: MentorEntry, mentee: MenteeEntry, *, grounds: str, actor: User | None
) -> Pair:
    """A directive appointment: nobody's wishes or answers are asked, the gates of the law are, and the grounds stay.

    The pair goes straight to the order. Raises DomainError and leaves nothing when a gate refuses.
    """
    if len(grounds.strip()) < MIN_GROUNDS:
        raise DomainError("Напишите основание: почему пара назначается.", field="reason", code="grounds")
    with transaction.atomic():
        pair = make_pair(project, mentor, [mentee], actor=actor, directive_grounds=grounds.strip()[:500])
        audit.record("pair.appointed", subject=pair, actor=actor, reason=grounds.strip()[:1000])
        return approve_pair(pair, actor=actor)
