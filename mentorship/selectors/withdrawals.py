"""Reading checklists of withdrawn consents."""

import datetime as dt

from django.db.models import QuerySet

from core.models import Membership
from mentorship.models import Consent, Programme, WithdrawalStep
from mentorship.selectors.consents import consents_visible_to


def steps_of(consent: Consent) -> QuerySet[WithdrawalStep]:
    """Steps of one withdrawal in their order."""
    return WithdrawalStep.objects.filter(withdrawal__consent=consent).select_related("done_by", "withdrawal")


def open_steps(membership: Membership, programme: Programme | None) -> QuerySet[WithdrawalStep]:
    """Steps that still wait, over all withdrawals a member may see, the most urgent first."""
    visible = consents_visible_to(membership, programme)
    return WithdrawalStep.objects.filter(
        done_on__isnull=True, withdrawal__consent__in=visible.values("pk")
    ).order_by("due_on", "pk")


def overdue(steps: QuerySet[WithdrawalStep], day: dt.date) -> QuerySet[WithdrawalStep]:
    return steps.filter(due_on__lt=day)
