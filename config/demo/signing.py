"""The demo college takes signatures by code: its act, a mentor who has signed so, a parent who is asked to."""

import re

from django.core import mail
from django.test.utils import override_settings

from config.demo.house import House
from core.clock import today
from mentorship.distribution_places import Place, compose
from mentorship.domain import code_signing
from mentorship.domain.consents import ask_for
from mentorship.domain.people import edit_person
from mentorship.enums import ConsentKind, ConsentSigner
from mentorship.models import Consent, Person, Programme
from reports.domain.consent_codes import Choice, give_links, request_code, sign_with_code

_IN_MEMORY = "django.core.mail.backends.locmem.EmailBackend"


def sign_by_code(house: House, programme: Programme) -> None:
    """An adult mentor allows some of their data to be shown; a parent and a child have links to open."""
    day = today(house.organization)
    code_signing.record_act(
        house.organization, number="98-ОД", signed_on=day, in_force_from=day, actor=house.curator
    )
    adults = Consent.objects.filter(
        programme=programme, signer=ConsentSigner.SELF, person__mentor_entries__programme=programme
    ).order_by("person__last_name", "pk")
    families = Consent.objects.filter(
        programme=programme, signer=ConsentSigner.REPRESENTATIVE_AND_TEENAGER
    ).order_by("person__last_name", "pk")
    with override_settings(EMAIL_BACKEND=_IN_MEMORY):
        mail.outbox = []
        if mentor := adults.first():
            _sign(ask_for(mentor.person, programme, ConsentKind.DISTRIBUTION, actor=house.curator))
        if family := families.select_related("representative").first():
            for number, person in enumerate((family.representative, family.person)):
                _ready(person, f"family{number}@demo.example")
            waiting = ask_for(family.person, programme, ConsentKind.DISTRIBUTION, actor=house.curator)
            give_links(_whole(waiting), actor=house.curator)


def _sign(consent: Consent) -> None:
    _ready(consent.person, "signer@demo.example")
    [link] = give_links(_whole(consent), actor=None)
    request_code(
        link, choices={"name": Choice(True, compose(Place)), "photo": Choice(True, compose([Place.SITE]))}
    )
    sign_with_code(link, re.findall(r"\d{6}", str(mail.outbox[-1].body))[0])


def _whole(consent: Consent) -> Consent:
    return Consent.objects.select_related("organization", "person", "representative").get(pk=consent.pk)


def _ready(person: Person | None, email: str) -> None:
    if person is None:
        return
    person = edit_person(person, actor=None, email=email)
    code_signing.confirm_email(code_signing.send_proof(person, actor=None))
    code_signing.accept_on_page(person)
