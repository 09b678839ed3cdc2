"""Asking for a file of answers person by person."""

from core import audit
from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, Membership, StoredFile
from surveys.models import Campaign
from surveys.permissions import VIEW_ANSWERS

JOB_KIND = "surveys.answers_file"
PURPOSE = "surveys.answers"
KINDS = {"xlsx": "XLSX", "csv": "CSV", "sav": "SPSS"}


def start_export(campaign: Campaign, kind: str, *, membership: Membership) -> Job:
    """Start making a file of all answers with their names; it goes to the audit trail.

    :raises DomainError: for a campaign without names (it has no such rows) or an unknown kind.
    """
    if not campaign.is_named:
        raise DomainError("Опрос без имён: ответы по людям не выгружаются никому.", code="mode")
    if kind not in KINDS:
        raise DomainError("Такого вида файла нет.", code="kind")
    audit.record("campaign.answers_exported", subject=campaign, actor=membership.user, after={"format": kind})
    return start_job(
        JOB_KIND,
        organization=campaign.organization,
        owner=membership.user,
        title=f"Ответы {KINDS[kind]}: {campaign.title}"[:200],
        params={"campaign": campaign.pk, "kind": kind, "membership": membership.pk},
        key=f"campaign-{campaign.pk}-{kind}-{membership.pk}",
    )


def may_read_file(membership: Membership, stored: StoredFile) -> bool:
    """Only whoever asked for the file, while they may still read answers."""
    return VIEW_ANSWERS.allows(membership) and stored.created_by_id == membership.user_id
