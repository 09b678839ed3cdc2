"""Two curators mark one consent at once: one mark, one line in the trail, and the other is told."""

import pytest
from django_scopes import scope, scopes_disabled

from core.errors import DomainError
from core.models import AuditEntry
from mentorship.domain.consents import ensure_needed, sign_consent, withdraw_consent
from mentorship.enums import ConsentState
from mentorship.models import Consent, ConsentWithdrawal, WithdrawalStep
from tests import factories
from tests.mentorship.conftest import today
from tests.mentorship.test_pairs_concurrency import at_once

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("committed")]


@pytest.fixture
def consent():
    org = factories.organization()
    programme = factories.programme(org)
    with scope(organization=org):
        factories.mentor(programme)
        ensure_needed(programme, actor=None)
        return Consent.objects.get()


def test_a_consent_is_signed_once(consent):
    def sign(place):
        def job():
            with scope(organization=consent.organization):
                own = Consent.objects.get(pk=consent.pk)
                return sign_consent(own, signed_on=today(), original_place=place, actor=None)

        return job

    results = at_once(sign("папка 1"), sign("папка 2"), sign("папка 3"))
    signed = [one for one in results if isinstance(one, Consent)]
    assert len(signed) == 1
    assert sum(isinstance(one, DomainError) for one in results) == 2
    with scopes_disabled():
        kept = Consent.objects.get(pk=consent.pk)
        assert kept.original_place == signed[0].original_place
        assert AuditEntry.objects.filter(action="consent.signed").count() == 1


def test_a_consent_is_withdrawn_once_with_one_checklist(consent):
    with scope(organization=consent.organization):
        sign_consent(consent, signed_on=today(), original_place="папка", actor=None)

    def withdraw():
        with scope(organization=consent.organization):
            own = Consent.objects.get(pk=consent.pk)
            return withdraw_consent(own, on=today(), reason="так решил", actor=None)

    results = at_once(withdraw, withdraw, withdraw)
    assert sum(isinstance(one, DomainError) for one in results) == 2
    with scopes_disabled():
        assert Consent.objects.get(pk=consent.pk).state == ConsentState.WITHDRAWN
        assert ConsentWithdrawal.objects.count() == 1
        codes = list(WithdrawalStep.objects.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 5
