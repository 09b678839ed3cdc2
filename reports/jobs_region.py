"""Long work of a region: reminders to institutions, figures counted anew."""

from __future__ import annotations

from django.urls import reverse

from core import clock
from core.domain.job_run import JobRun
from core.jobs import job_handler
from reports.domain.periods import JOB_KIND, nudge
from reports.models import ReportingPeriod
from reports.region_enums import NudgeKind
from reports.selectors.periods import late_institutions


@job_handler(JOB_KIND)
def remind_institutions(run: JobRun) -> None:
    """Run again after a crash it reminds nobody twice: each reminder is a row."""
    period = ReportingPeriod.objects.select_related("organization").get(pk=run.params["period"])
    waiting = late_institutions(period)
    run.start(len(waiting))
    for place, organization in enumerate(waiting):
        run.step(place, note=organization.short_name)
        letters = nudge(period, organization, NudgeKind.HAND, on=clock.today(run.organization))
        if letters is None:
            run.warn(organization.short_name, "Напоминание уже отправляли.")
        elif not letters:
            run.warn(organization.short_name, "В портале нет директора и куратора: некому написать.")
    run.step(len(waiting))
    run.result(url=reverse("reports:period", kwargs={"pk": period.pk}))
