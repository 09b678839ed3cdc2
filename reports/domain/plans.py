"""Printing development plans: one, or all of a programme as a job."""

from __future__ import annotations

from core.domain.jobs import start_job
from core.models import Job, User
from mentorship.models import DevelopmentPlan, Programme
from reports.domain.documents import create_document
from reports.models import Document

KIND = "development_plan"
JOB_KIND = "documents.plans"
BATCH = "plans"


def start_plans(programme: Programme, *, actor: User) -> Job:
    """One job for every plan of the programme that has been approved or waits for it; pressed twice, it is one."""
    return start_job(
        JOB_KIND,
        organization=programme.organization,
        owner=actor,
        title=f"Планы развития: {programme.title}"[:200],
        params={"programme": programme.pk},
        key=f"programme:{programme.pk}",
    )


def make_plan(plan: DevelopmentPlan, *, actor: User | None) -> Document:
    """The plan as a kept document; drawn anew when the plan has changed. Raises DomainError."""
    return create_document(KIND, plan, organization=plan.organization, key=f"plan:{plan.pk}", actor=actor)
