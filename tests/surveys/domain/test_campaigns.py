"""Campaigns: window, opening, closing, who is invited."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scopes_disabled

from core import facts
from core.errors import DomainError
from core.workflow import TransitionRefused
from mentorship.enums import EntryState
from mentorship.models import MenteeEntry
from surveys.domain.campaigns import (
    close_campaign,
    close_due_campaigns,
    create_campaign,
    edit_campaign,
    open_campaign,
)
from surveys.domain.invitations import invite_people, revoke_invitation
from surveys.domain.inviting import invite_in_parts
from surveys.domain.questionnaires import adopt_instrument
from surveys.enums import Audience, CampaignState, Gate
from surveys.models import Campaign, Invitation
from surveys.selectors.gate import gate_of, is_over
from tests import factories
from tests.surveys import makers
from tests.surveys.instruments.samples import every_kind

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def heard():
    found = []

    def listen(sender, fact, **extra):
        found.append(fact)

    facts.happened.connect(listen)
    yield found
    facts.happened.disconnect(listen)


def test_opening_freezes_the_version_and_invites_by_the_rule(programme):
    inside = makers.mentee_person(programme)
    left = makers.mentee_person(programme)
    MenteeEntry.objects.filter(person=left).update(state=EntryState.LEFT)
    makers.mentor_person(programme)

    campaign = makers.campaign(programme, audience=Audience.MENTEES)

    assert [row.person for row in campaign.invitations.all()] == [inside]
    assert campaign.version.frozen_at is not None


def test_rule_is_bounded_by_category_and_project(programme):
    project = factories.project(programme)
    mine = makers.mentee_person(programme, category="student")
    MenteeEntry.objects.filter(person=mine).update(project=project)
    teacher = makers.mentee_person(programme, category="employee")
    MenteeEntry.objects.filter(person=teacher).update(project=project)
    makers.mentee_person(programme, category="student")

    campaign = makers.campaign(programme, audience=Audience.MENTEES, category="student", project=project)

    assert [row.person for row in campaign.invitations.all()] == [mine]


def test_inviting_again_finds_only_the_new(programme):
    makers.mentee_person(programme)
    campaign = makers.campaign(programme, audience=Audience.MENTEES)
    makers.mentee_person(programme)

    assert invite_in_parts(campaign, actor=None) == 1
    assert invite_in_parts(campaign, actor=None) == 0
    assert campaign.invitations.count() == 2


def test_database_invites_a_person_once(campaign, person):
    invitation = makers.invitation(campaign, person)

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            organization=campaign.organization, campaign=campaign, person=person, key="x", token_hash="y"
        )
    assert invitation.token_hash != makers.token(invitation)


def test_people_of_another_institution_are_refused(campaign):
    stranger = factories.person(factories.organization())

    with pytest.raises(DomainError):
        invite_people(campaign, [stranger], actor=None)


def test_closing_tells_the_portal_once(programme, campaign, heard):
    close_campaign(campaign, actor=None)

    told = [fact for fact in heard if fact.kind == "campaign_closed"]
    assert [(fact.subject, fact.detail, fact.programme) for fact in told] == [(campaign, "small", programme)]
    with pytest.raises(TransitionRefused):
        close_campaign(campaign, actor=None)


def test_closed_campaign_takes_no_more_people_and_opens_again(campaign, person):
    close_campaign(campaign, actor=None)
    with pytest.raises(DomainError):
        invite_people(campaign, [person], actor=None)

    open_campaign(campaign, actor=None)

    assert campaign.state == CampaignState.OPEN


def test_window_must_be_in_order_and_not_over(programme):
    with pytest.raises(DomainError) as caught:
        makers.campaign(programme, closes_on=makers.today() - timedelta(days=9), opened=False)
    assert caught.value.field == "closes_on"

    over = makers.campaign(
        programme,
        opens_on=makers.today() - timedelta(days=9),
        closes_on=makers.today() - timedelta(days=2),
        opened=False,
    )
    with pytest.raises(DomainError):
        open_campaign(over, actor=None)
    edit_campaign(over, title="Дольше", opens_on=over.opens_on, closes_on=makers.today(), actor=None)
    over.refresh_from_db()
    assert open_campaign(over, actor=None).state == CampaignState.OPEN


def test_a_choice_of_people_needs_somebody_to_choose_from(programme):
    version = adopt_instrument(every_kind(), organization=programme.organization, actor=None)
    campaign = create_campaign(
        programme,
        version=version,
        title="Кого хотите",
        audience=Audience.HAND,
        opens_on=makers.today(),
        closes_on=makers.today(),
        actor=None,
    )

    with pytest.raises(DomainError, match="Выбирать пока не из кого"):
        open_campaign(campaign, actor=None)


def test_schedule_closes_what_is_over_in_its_own_zone(programme, heard):
    over = makers.campaign(programme)
    running = makers.campaign(programme)
    Campaign.objects.filter(pk=over.pk).update(
        opens_on=makers.today() - timedelta(days=9), closes_on=makers.today() - timedelta(days=2)
    )

    assert close_due_campaigns() == [over.pk]
    assert close_due_campaigns() == []
    running.refresh_from_db()
    assert running.state == CampaignState.OPEN
    assert [fact.subject for fact in heard if fact.kind == "campaign_closed"] == [over]


@pytest.mark.parametrize(
    ("zone", "moment", "over"),
    [
        ("Asia/Novokuznetsk", datetime(2026, 11, 20, 19, 59, tzinfo=UTC), False),  # 02:59 of the 21st there
        ("Asia/Novokuznetsk", datetime(2026, 11, 20, 20, 1, tzinfo=UTC), True),
        ("Europe/Moscow", datetime(2026, 11, 20, 23, 59, tzinfo=UTC), False),
        ("Europe/Moscow", datetime(2026, 11, 21, 0, 1, tzinfo=UTC), True),
    ],
)
def test_last_day_ends_three_hours_after_midnight_of_the_institution(programme, zone, moment, over):
    campaign = makers.campaign(programme, opened=False)
    campaign.organization.time_zone = zone
    campaign.closes_on = datetime(2026, 11, 20, tzinfo=UTC).date()
    campaign.state = CampaignState.OPEN

    assert is_over(campaign, now=moment) is over


def test_gate_names_the_first_reason(invitation):
    assert gate_of(invitation) == Gate.OPEN

    revoked = revoke_invitation(invitation, actor=None)

    assert gate_of(revoked) == Gate.REVOKED
    assert revoke_invitation(revoked, actor=None).revoked_on == revoked.revoked_on


def test_scope_hides_campaigns_of_others(campaign):
    from django_scopes import scope

    with scope(organization=factories.organization()):
        assert not Campaign.objects.exists()
    with scopes_disabled():
        assert Campaign.objects.exists()


def test_link_shown_after_a_change_of_the_secret_works(invitation, client, settings):
    from surveys.domain.links import link_of

    old = link_of(invitation)
    settings.SECRET_KEY = "another-secret-of-the-installation"
    assert client.get(old.removeprefix(settings.PUBLIC_URL)).status_code == 200

    new = link_of(invitation)

    assert client.get(new.removeprefix(settings.PUBLIC_URL)).status_code == 200
    assert client.get(old.removeprefix(settings.PUBLIC_URL)).status_code == 404
