"""Which development plans are printed together, in the order in which they are given out."""

from __future__ import annotations

from django.db.models import QuerySet

from mentorship.models import DevelopmentPlan, Programme
from mentorship.plan_enums import PlanState

#: A plan that is still being written is nobody's paper yet.
PRINTED = (PlanState.AGREEING, PlanState.APPROVAL, PlanState.APPROVED, PlanState.COMPLETED)


def plans_to_print(programme: Programme) -> QuerySet[DevelopmentPlan]:
    """Plans of a programme with all that their sheets need, by mentors: each takes their own bundle."""
    return (
        DevelopmentPlan.objects.filter(programme=programme, state__in=PRINTED)
        .select_related(
            "organization",
            "programme__curator",
            "mentee__person",
            "pair__mentor__person",
            "project__form",
            "role_model",
            "approved_by",
        )
        .order_by("pair__mentor__sort_name", "mentee__sort_name", "pk")
    )
