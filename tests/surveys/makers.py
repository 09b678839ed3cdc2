"""Short ways to make campaigns with people for tests."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from core.models import Organization
from mentorship.enums import ConsentKind, ConsentMethod, ConsentSigner, ConsentState, EntryState
from mentorship.models import Consent, Person, Programme
from surveys.domain.answering import save_draft, send_sheet, submit_response
from surveys.domain.campaigns import create_campaign, open_campaign
from surveys.domain.invitations import invite_people
from surveys.domain.questionnaires import adopt_from_bank, adopt_instrument
from surveys.domain.tokens import token_for
from surveys.enums import Audience
from surveys.instruments import Instrument, instrument_from_dict
from surveys.models import Campaign, Invitation, Response
from surveys.selectors.questionnaires import load_version
from tests import factories


def today() -> date:
    return timezone.localdate()


def consent(person: Person, programme: Programme, **given: Any) -> Consent:
    values: dict[str, Any] = {
        "kind": ConsentKind.PROCESSING,
        "signer": ConsentSigner.SELF,
        "state": ConsentState.SIGNED,
        "signed_on": today() - timedelta(days=3),
        "method": ConsentMethod.PAPER,
    }
    return Consent.objects.create(
        organization=programme.organization, programme=programme, person=person, **values | given
    )


def mentee_person(programme: Programme, *, consented: bool = True, **given: Any) -> Person:
    """A person in the base of mentees, still a candidate."""
    person = factories.person(programme.organization, **given)
    factories.mentee(programme, person=person, state=EntryState.CANDIDATE)
    if consented:
        consent(person, programme)
    return person


def mentor_person(programme: Programme, *, consented: bool = True, **given: Any) -> Person:
    """A person in the base of mentors, still a candidate."""
    person = factories.person(
        programme.organization, **{"birth_date": date(1990, 5, 17), "group": ""} | given
    )
    factories.mentor(programme, person=person, state=EntryState.CANDIDATE)
    if consented:
        consent(person, programme)
    return person


def small_instrument(**given: Any) -> Instrument:
    """Two screens, three questions, one shown on condition."""
    data: dict[str, Any] = {
        "format": 1,
        "code": "small",
        "title": "Маленькая анкета",
        "purpose": "general",
        "role": "mentee",
        "intro": "Вступление.",
        "thanks": "Спасибо, дальше куратор.",
        "sections": [
            {
                "key": "one",
                "title": "Первый раздел",
                "items": [
                    {"key": "useful", "kind": "scale", "text": "Насколько полезно?", "required": True},
                    {"key": "help", "kind": "yes_no", "text": "Нужна помощь?", "required": True},
                    {
                        "key": "help_what",
                        "kind": "short_text",
                        "text": "Какая помощь?",
                        "required": True,
                        "show_if": {"item": "help", "is": True},
                    },
                ],
            },
            {
                "key": "two",
                "title": "Второй раздел",
                "items": [
                    {"key": "story", "kind": "long_text", "text": "Чего не хватает?"},
                    {
                        "key": "secret",
                        "kind": "short_text",
                        "text": "Что тревожит?",
                        "psychologist_only": True,
                    },
                ],
            },
        ],
    }
    return instrument_from_dict(data | given)


def campaign(
    programme: Programme, *, instrument: Instrument | str | None = None, opened: bool = True, **given: Any
) -> Campaign:
    """A campaign of the small questionnaire, of an instrument, or of one of the bank by its code."""
    organization: Organization = programme.organization
    if isinstance(instrument, str):
        version = adopt_from_bank(instrument, organization=organization, actor=None)
    else:
        version = adopt_instrument(instrument or small_instrument(), organization=organization, actor=None)
    values: dict[str, Any] = {
        "title": "Осенний опрос",
        "audience": Audience.HAND,
        "opens_on": today() - timedelta(days=1),
        "closes_on": today() + timedelta(days=10),
    }
    made = create_campaign(programme, version=version, actor=None, **values | given)
    return open_campaign(made, actor=None) if opened else made


def invitation(of: Campaign, person: Person) -> Invitation:
    invite_people(of, [person], actor=None)
    return of.invitations.select_related("organization", "person", "campaign").get(person=person)


def token(of: Invitation) -> str:
    return token_for(of.key)


def answer(of: Invitation, **given: list[str]) -> Response:
    """Submit the small questionnaire for an invitation."""
    raw = {"useful": ["8"], "help": ["no"], "story": ["Тайное слово"], "secret": ["Тревожно"]} | given
    save_draft(of, raw, keys=load_version(of.campaign.version).item_ids.keys())
    return submit_response(of)


def general_instrument(**given: Any) -> Instrument:
    """A questionnaire that may be answered without a name: a scale, a choice, a number, words."""
    data: dict[str, Any] = {
        "format": 1,
        "code": "general",
        "title": "Как идёт программа",
        "purpose": "general",
        "role": "mentee",
        "sections": [
            {
                "key": "all",
                "title": "О программе",
                "items": [
                    {"key": "useful", "kind": "scale", "text": "Насколько полезно?", "required": True},
                    {
                        "key": "place",
                        "kind": "single",
                        "text": "Где вы встречаетесь?",
                        "choices": [
                            {"code": "school", "label": "В школе"},
                            {"code": "net", "label": "В сети"},
                        ],
                    },
                    {"key": "mark", "kind": "number", "text": "Сколько часов?", "low": 0, "high": 100000},
                    {"key": "words", "kind": "long_text", "text": "Что изменить?"},
                ],
            },
        ],
    }
    return instrument_from_dict(data | given)


def send(of: Invitation, **given: str) -> None:
    """Send an anonymous sheet of :func:`general_instrument`."""
    send_sheet(of, {key: [value] for key, value in ({"useful": "8"} | given).items()})
