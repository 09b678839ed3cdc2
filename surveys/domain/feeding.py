"""Writing a submitted request or offer into the base of the programme."""

from core.models import User
from mentorship.domain.entries import record_offer, record_request
from mentorship.models import MenteeEntry, MentorEntry, Person
from surveys.domain.feeds import offer_fields, request_fields
from surveys.enums import Purpose
from surveys.instruments import Answers, Instrument
from surveys.models import Campaign


def feed_entry(
    campaign: Campaign, person: Person, instrument: Instrument, answers: Answers, *, actor: User | None
) -> None:
    """Write what was asked for or offered into the person's entry and move it to «анкета заполнена».

    A person without a place in the base is left alone: there is nothing to feed.
    """
    if instrument.purpose == Purpose.REQUEST:
        mentees = MenteeEntry.objects.select_related("person", "programme", "organization")
        mentee = mentees.filter(programme_id=campaign.programme_id, person=person).first()
        if mentee is not None:
            asked = request_fields(instrument, answers)
            record_request(
                mentee,
                topics=asked.topics,
                text=asked.text,
                interests=asked.interests,
                meeting_format=asked.meeting_format,
                actor=actor,
            )
    elif instrument.purpose == Purpose.OFFER:
        mentors = MentorEntry.objects.select_related("person", "programme", "organization")
        mentor = mentors.filter(programme_id=campaign.programme_id, person=person).first()
        if mentor is not None:
            offered = offer_fields(instrument, answers)
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
                actor=actor,
            )
