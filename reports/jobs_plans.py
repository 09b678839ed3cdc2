"""Development plans of a programme as one job: an archive with a file a mentee and one file for the printer."""

from __future__ import annotations

from django.urls import reverse

from core.domain.job_run import JobRun
from core.errors import DomainError
from core.jobs import job_handler
from mentorship.models import DevelopmentPlan, Programme
from reports.batching import make_all, pack
from reports.domain import plans
from reports.selectors.plans import plans_to_print


@job_handler(plans.JOB_KIND)
def make_plans(run: JobRun) -> None:
    """The sheets of all plans; run again after a crash it finds those that are made (one a plan, by key)."""
    programme = Programme.objects.select_related("organization").get(pk=run.params["programme"])
    waiting = list(plans_to_print(programme))
    if not waiting:
        raise DomainError("Готовых планов нет: печатать нечего.", code="nothing")
    made = make_all(run, waiting, name=_name, make=lambda plan: plans.make_plan(plan, actor=run.owner))
    batch = pack(
        run,
        made,
        path=_path,
        label=_name,
        programme=programme,
        kind=plans.BATCH,
        title="Планы развития",
        failed=len(waiting) - len(made),
        both_sides=True,  # a plan takes two pages and more: nobody's text on the back of another's sheet
    )
    run.step(len(waiting) + 1)
    run.result(url=reverse("reports:plans_batch", kwargs={"pk": batch.pk}), file=batch.archive)


def _path(plan: DevelopmentPlan) -> str:
    mentor, mentee = plan.pair.mentor.person, plan.mentee.person
    return f"{mentor.full_name.replace('/', '-')}/{mentee.full_name.replace('/', '-')} {plan.pk}.pdf"


def _name(plan: DevelopmentPlan) -> str:
    return plan.mentee.person.full_name
