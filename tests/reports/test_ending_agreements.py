"""A person signs by code no more: who ends the agreement, what stops and what stays."""

import pytest
from django.core import mail
from django.urls import reverse

from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry
from mentorship.enums import ConsentKind, ConsentState
from mentorship.models import CodeAgreement
from reports.domain import consent_codes as domain
from tests import factories
from tests.reports.test_consent_codes import (  # noqa: F401 - fixtures
    act,
    adult,
    code_in_mail,
    consent_of,
    later,
    programme,
    ready,
)

pytestmark = pytest.mark.usefixtures("scoped")


def page(consent, role="self"):
    return reverse("reports:consent_signer_disagree", args=[consent.pk, role])


def test_the_curator_ends_an_agreement_with_a_reason(adult, curator, signed_in):  # noqa: F811
    signed = consent_of(adult)
    [link] = domain.give_links(signed, actor=None)
    domain.request_code(link)
    domain.sign_with_code(link, code_in_mail())
    client = signed_in(curator)
    shown = client.get(reverse("reports:consent_signing", args=[signed.pk])).content.decode()
    assert page(signed) in shown
    asked = client.get(page(signed)).content.decode()
    assert adult.full_name in asked
    assert "остаётся подписанным" in asked
    assert client.post(page(signed), {"reason": " "}).status_code == 422
    assert CodeAgreement.objects.get().ended_on is None
    answer = client.post(page(signed), {"reason": "попросил подписывать на бумаге"})
    assert answer.status_code == 302
    assert CodeAgreement.objects.get().ended_on is not None
    told = AuditEntry.objects.get(action="code_signing.disagreed")
    assert (told.actor, told.reason) == (curator.user, "попросил подписывать на бумаге")
    signed.refresh_from_db()
    assert signed.state == ConsentState.SIGNED
    assert client.get(page(signed)).status_code == 404  # there is nothing to end any more
    assert page(signed) not in client.get(answer["Location"]).content.decode()


def test_without_the_agreement_no_code_is_sent_and_none_is_taken(adult, curator, signed_in):  # noqa: F811
    consent = consent_of(adult)
    [link] = domain.give_links(consent, actor=None)
    domain.request_code(link)
    code, letters = code_in_mail(), len(mail.outbox)
    signed_in(curator).post(page(consent), {"reason": "передумал"})
    with pytest.raises(DomainError, match="соглашение"):
        domain.sign_with_code(link, code)
    with pytest.raises(DomainError, match="соглашение"):
        domain.request_code(later(link, minutes=10))
    assert len(mail.outbox) == letters
    ready(adult)  # a new agreement opens the way again
    domain.request_code(later(link, minutes=10))
    assert CodeAgreement.objects.filter(person=adult).count() == 2


def test_only_those_who_keep_consents_end_agreements(adult, org, signed_in):  # noqa: F811
    consent = consent_of(adult, ConsentKind.PROCESSING)
    for role in (Role.DIRECTOR, Role.MENTOR):
        client = signed_in(factories.membership(org, role))
        assert client.post(page(consent), {"reason": "ошибка"}).status_code in {403, 404}
    assert CodeAgreement.objects.get().ended_on is None
    stranger = signed_in(factories.membership(factories.organization(), Role.CURATOR))
    assert stranger.get(page(consent)).status_code == 404
