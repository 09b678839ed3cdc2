"""Inviting very many people: in parts, as a job, so that neither a page nor the memory has to hold them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from core import audit
from core.domain.jobs import start_job
from core.models import Job, User
from surveys.domain.invitations import add_invitations
from surveys.models import Campaign
from surveys.selectors.audience import people_of_rule, uninvited_count

JOB_KIND = "surveys.invite"
AT_ONCE = 1_000
"""So many are invited while the curator waits; more become a job."""

PART = 2_000


def invite_or_start(campaign: Campaign, *, actor: User | None) -> Job | None:
    """Invite everybody whom the rule names now; with very many, start the job that does it and return it."""
    if uninvited_count(campaign) <= AT_ONCE:
        invite_in_parts(campaign, actor=actor)
        return None
    return start_job(
        JOB_KIND,
        organization=campaign.organization,
        owner=actor,
        title=f"Приглашения: {campaign.title}"[:200],
        params={"campaign": campaign.pk},
        key=f"campaign-{campaign.pk}",
    )


def invite_in_parts(
    campaign: Campaign,
    *,
    actor: User | None,
    start: Callable[[int], object] = lambda total: None,
    step: Callable[[int], object] = lambda done: None,
) -> int:
    """Invite whom the rule names and who is not invited yet, each part in a transaction; returns how many.

    Running again after a crash goes on where it stopped: nobody is invited twice.
    """
    invited = campaign.invitations.values("person_id")
    # Ids alone: a hundred thousand of them are four megabytes.
    ids = list(people_of_rule(campaign).exclude(pk__in=invited).order_by("pk").values_list("pk", flat=True))
    start(len(ids))
    count = 0
    for place in range(0, len(ids), PART):
        part = ids[place : place + PART]
        with transaction.atomic():
            count += add_invitations(campaign, part)
        step(min(place + PART, len(ids)))
    if count:
        audit.record("campaign.invited", subject=campaign, actor=actor, after={"people": count})
    return count
