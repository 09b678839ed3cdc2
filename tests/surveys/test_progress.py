"""How far open campaigns are, as the roadmap tells it."""

from datetime import date

import pytest

from surveys.enums import CampaignState
from surveys.models import Campaign
from surveys.selectors.progress import proof_counts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_answers_of_an_open_campaign_are_counted_and_of_a_closed_one_not(invitation):
    campaign = invitation.campaign
    code = campaign.version.questionnaire.code
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.OPEN)
    told = proof_counts(campaign.programme, date(2026, 11, 21))
    assert told == {("campaign_closed", code): "анкетирование идёт: ответили 0 из 1"}
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.CLOSED)
    assert proof_counts(campaign.programme, date(2026, 11, 21)) == {}
