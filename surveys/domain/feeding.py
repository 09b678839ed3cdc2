"""What a submitted questionnaire becomes besides figures: entries of the bases, preferences, verdicts, tasks of care.

Only named campaigns feed anything: without a name there is nobody to write to. A refusal on the other side (the pair
has gone on, a consent was withdrawn) never loses the answers: they are kept, and the card of the person tells why
nothing followed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from core import audit
from core.clock import today
from core.enums import Role
from core.errors import DomainError
from core.models import Membership, User
from core.production_calendar import add_working_days
from mentorship.care_enums import CareKind
from mentorship.domain.care import raise_task
from mentorship.domain.compatibility import record_verdict
from mentorship.domain.entries import edit_entry, record_offer, record_request
from mentorship.domain.feedback import record_feedback
from mentorship.domain.preferences import record_preferences
from mentorship.enums import OPEN_PAIR_STATES, WORKING_PAIR_STATES
from mentorship.match_enums import PreferenceSource
from mentorship.models import MenteeEntry, MentorEntry, Pair, Person
from mentorship.pair_enums import Verdict
from surveys.domain.feeds import (
    card_words,
    chosen_people,
    mark_of_meeting,
    offer_fields,
    request_fields,
    said_yes,
)
from surveys.enums import Purpose
from surveys.enums import Role as Side
from surveys.instruments import Answers, Instrument
from surveys.models import Campaign

HELP_DAYS = 2
"""Working days in which somebody answers a request for help."""


@dataclass(frozen=True)
class Submitted:
    """One named questionnaire as it was sent."""

    campaign: Campaign
    person: Person
    instrument: Instrument
    answers: Answers
    actor: User | None


def feed(
    campaign: Campaign, person: Person, instrument: Instrument, answers: Answers, *, actor: User | None
) -> None:
    """Let the answers have their effect; a person without a place in the base is left alone."""
    work = _WORK.get(instrument.purpose)
    if work is None or not campaign.is_named:
        return
    sent = Submitted(campaign, person, instrument, answers, actor)
    try:
        with transaction.atomic():
            work(sent)
    except DomainError as error:
        audit.record(
            "person.survey_not_fed",
            subject=person,
            actor=actor,
            after={"survey": campaign.title, "reason": error.message},
        )


def _request(sent: Submitted) -> None:
    mentee = _mentee(sent)
    if mentee is None:
        return
    asked = request_fields(sent.instrument, sent.answers)
    record_request(
        mentee,
        topics=asked.topics,
        text=asked.text,
        interests=asked.interests,
        meeting_format=asked.meeting_format,
        actor=sent.actor,
    )
    _fill_card(sent, mentee)


def _offer(sent: Submitted) -> None:
    mentor = _mentor(sent)
    if mentor is None:
        return
    offered = offer_fields(sent.instrument, sent.answers)
    record_offer(
        mentor,
        topics=offered.topics,
        competences=offered.competences,
        achievements=offered.achievements,
        interests=offered.interests,
        preferred_age=offered.preferred_age,
        hours=offered.hours_per_week,
        capacity=offered.capacity,
        meeting_format=offered.meeting_format,
        actor=sent.actor,
    )
    _fill_card(sent, mentor)


def _fill_card(sent: Submitted, entry: MenteeEntry | MentorEntry) -> None:
    """Fill what is empty on the card; what somebody has written there stays, and the card tells that it does.

    The trail names the columns, never a person's own words.
    """
    known = {field.name: field for field in entry._meta.concrete_fields}
    words = {
        name: value for name, value in card_words(sent.instrument, sent.answers).items() if name in known
    }
    filled = {name: value for name, value in words.items() if not getattr(entry, name)}
    kept = [name for name, value in words.items() if getattr(entry, name) not in ("", value)]
    if filled:
        edit_entry(entry, actor=sent.actor, **filled)
    for action, names in (("person.survey_filled", list(filled)), ("person.survey_kept", kept)):
        if names:
            told = ", ".join(str(known[name].verbose_name) for name in names)
            after = {"survey": sent.campaign.title, "fields": told}
            audit.record(action, subject=sent.person, actor=sent.actor, after=after)


def _preferences(sent: Submitted) -> None:
    asked_mentee = sent.instrument.role == Side.MENTEE
    entry = _mentee(sent) if asked_mentee else _mentor(sent)
    if entry is None:
        return
    chosen = chosen_people(sent.instrument, sent.answers)
    others = MentorEntry if asked_mentee else MenteeEntry
    rows = others.objects.filter(programme_id=sent.campaign.programme_id)  # type: ignore[attr-defined]
    entries = dict(
        rows.filter(person_id__in=[*chosen.wanted, *chosen.unwanted]).values_list("person_id", "pk")
    )
    record_preferences(
        entry,
        likes=[entries[who] for who in chosen.wanted if who in entries],
        avoids=[entries[who] for who in chosen.unwanted if who in entries],
        source=PreferenceSource.QUESTIONNAIRE,
        actor=sent.actor,
    )


def _compatibility(sent: Submitted) -> None:
    goes_on = said_yes(sent.instrument, sent.answers, "go_on")
    if goes_on is None:
        return
    pairs = _pairs(sent, OPEN_PAIR_STATES)
    if len(pairs) != 1:
        raise DomainError(
            "нет пары до приказа, к которой относится ответ"
            if not pairs
            else "пар до приказа несколько: внесите ответ на странице нужной пары"
        )
    record_verdict(
        pairs[0],
        person=sent.person,
        verdict=Verdict.YES if goes_on else Verdict.NO,
        source=f"survey:{sent.campaign.pk}",
        actor=sent.actor,
    )


def _meeting(sent: Submitted) -> None:
    """The mark joins the health of the pair; a request for help is somebody's task within two working days.

    What was written stays in the answers.
    """
    pairs = _pairs(sent, WORKING_PAIR_STATES)
    campaign = sent.campaign
    if len(pairs) == 1:
        mark = mark_of_meeting(sent.instrument, sent.answers)
        source = f"survey-{campaign.pk}"
        record_feedback(pairs[0], person=sent.person, source=source, score=mark, actor=sent.actor)
    if not said_yes(sent.instrument, sent.answers, "need_help"):
        return
    raise_task(
        programme=campaign.programme,
        person=sent.person,
        pair=pairs[0] if len(pairs) == 1 else None,
        kind=CareKind.HELP,
        key=f"survey-{campaign.pk}-{sent.person.pk}",
        text=f"Просит о помощи в анкете «{campaign.title}». Прочитайте ответы и свяжитесь.",
        due_on=add_working_days(today(campaign.organization), HELP_DAYS),
        role=_helper(sent),
        actor=sent.actor,
    )


def _helper(sent: Submitted) -> str:
    """The psychologist where something was written for them alone and there is one, else the curator."""
    secret = any(item.psychologist_only and item.key in sent.answers for item in sent.instrument.questions())
    psychologists = Membership.objects.filter(
        organization_id=sent.campaign.organization_id, role=Role.PSYCHOLOGIST, is_active=True
    )
    return Role.PSYCHOLOGIST if secret and psychologists.exists() else Role.CURATOR


def _pairs(sent: Submitted, states: frozenset[str]) -> list[Pair]:
    """Pairs of the programme that the person is in, on the side that the questionnaire asks."""
    if sent.instrument.role == Side.MENTOR:
        mine = Pair.objects.filter(mentor__person=sent.person)
    else:
        mine = Pair.objects.filter(places__mentee__person=sent.person, places__is_live=True)
    found = mine.filter(programme_id=sent.campaign.programme_id, state__in=states)
    if sent.campaign.project_id:
        found = found.filter(project_id=sent.campaign.project_id)
    return list(found.select_related("mentor__person", "programme", "organization").distinct())


def _mentee(sent: Submitted) -> MenteeEntry | None:
    rows = MenteeEntry.objects.select_related("person", "programme", "organization")
    return rows.filter(programme_id=sent.campaign.programme_id, person=sent.person).first()


def _mentor(sent: Submitted) -> MentorEntry | None:
    rows = MentorEntry.objects.select_related("person", "programme", "organization")
    return rows.filter(programme_id=sent.campaign.programme_id, person=sent.person).first()


_WORK: dict[str, Callable[[Submitted], None]] = {
    Purpose.REQUEST: _request,
    Purpose.OFFER: _offer,
    Purpose.PREFERENCE: _preferences,
    Purpose.COMPAT: _compatibility,
    Purpose.MEETING: _meeting,
}
