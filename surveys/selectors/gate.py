"""May the bearer of a personal link answer now? The rules of the law and of the window, in one place."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils import timezone

from core.clock import local
from surveys.enums import CampaignState, Gate
from surveys.models import Campaign, Invitation
from surveys.selectors.grounds import may_be_asked

GRACE = timedelta(hours=3)
"""The last day ends this much after midnight: who began in the evening finishes in peace."""


def survey_day(campaign: Campaign, *, now: datetime | None = None) -> date:
    """Return the day in the institution's zone by which the window of a campaign is judged."""
    return (local(now or timezone.now(), campaign.organization) - GRACE).date()


def is_over(campaign: Campaign, *, now: datetime | None = None) -> bool:
    """Whether the campaign takes no more answers through links."""
    return campaign.state == CampaignState.CLOSED or survey_day(campaign, now=now) > campaign.closes_on


def gate_of(
    invitation: Invitation, *, now: datetime | None = None, consents: Collection[int] | None = None
) -> Gate:
    """Return whether this invitation may be answered now, and the first reason if not.

    `consents` are the ids of people who may be asked, where they are known already.

    152-ФЗ ст. 9: no questionnaire before the consent to processing, and its withdrawal stops it at once. One
    purpose, one consent: what was signed for another programme does not count.
    """
    campaign = invitation.campaign
    moment = now or timezone.now()
    if invitation.done_on is not None:
        return Gate.DONE
    if invitation.revoked_on is not None:
        return Gate.REVOKED
    if (
        campaign.state == CampaignState.DRAFT
        or local(moment, campaign.organization).date() < campaign.opens_on
    ):
        return Gate.NOT_YET
    if is_over(campaign, now=moment):
        return Gate.OVER
    if invitation.expires_on is not None and survey_day(campaign, now=moment) > invitation.expires_on:
        return Gate.EXPIRED
    asked = may_be_asked(invitation) if consents is None else invitation.person_id in consents
    return Gate.OPEN if asked else Gate.NO_CONSENT
