"""A code is typed in two windows, and two signers finish at one moment: each signature once, one signed consent."""

import re
from datetime import date

import pytest
from django.core import mail
from django_scopes import scope, scopes_disabled

from core.models import AuditEntry
from mentorship.domain import code_signing
from mentorship.domain.consents import ensure_needed
from mentorship.enums import ConsentState
from mentorship.models import Consent
from reports.domain.consent_codes import give_links, request_code, sign_with_code
from reports.models import ConsentSignature, SigningLink
from tests import factories
from tests.mentorship.conftest import guardian_for, today
from tests.mentorship.test_pairs_concurrency import at_once

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("committed")]


def ready(person):
    code_signing.confirm_email(code_signing.send_proof(person, actor=None))
    code_signing.accept_on_page(person)


@pytest.fixture
def links():
    """A teenager's consent with both codes sent: (link, code) of each."""
    org = factories.organization()
    programme = factories.programme(org)
    with scope(organization=org):
        code_signing.record_act(org, number="1", signed_on=today(), in_force_from=today(), actor=None)
        child = factories.person(org, birth_date=date(today().year - 16, 1, 1), email="child@mail.test")
        factories.mentee(programme, person=child)
        mother = guardian_for(child, email="mother@mail.test")
        ensure_needed(programme, actor=None)
        ready(child)
        ready(mother)
        consent = Consent.objects.get(kind="processing")
        made = []
        for link in give_links(consent, actor=None):
            request_code(link)
            made.append((link, re.search(r"\d{6}", mail.outbox[-1].body)[0]))
    return made


def signing(link, code):
    def job():
        with scope(organization=link.organization):
            return sign_with_code(SigningLink.objects.get(pk=link.pk), code)

    return job


def test_everything_at_once_is_signed_once(links):
    results = at_once(*(signing(link, code) for link, code in [*links, *links, *links]))
    assert {type(one) for one in results} == {ConsentSignature}
    with scopes_disabled():
        assert ConsentSignature.objects.count() == 2
        consent = Consent.objects.get(kind="processing")
        assert consent.state == ConsentState.SIGNED
        assert len(consent.evidence["signatures"]) == 2
        assert AuditEntry.objects.filter(action="consent.signed").count() == 1


def test_guesses_at_once_are_all_counted(links):
    link, code = links[0]
    wrong = "000000" if code != "000000" else "111111"
    results = at_once(*(signing(link, wrong) for _ in range(6)))
    assert sum("не подошёл" in str(one) for one in results) == 4
    with scopes_disabled():
        link = SigningLink.objects.get(pk=link.pk)
        assert (link.code_attempts, link.code_hash) == (5, "")
