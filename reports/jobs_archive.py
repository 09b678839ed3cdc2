"""The job that packs the documents of a year for an inspection."""

from __future__ import annotations

from django.urls import reverse

from core.domain.job_run import JobRun
from core.jobs import job_handler
from reports.domain.year_archive import JOB_KIND, make_archive


@job_handler(JOB_KIND)
def pack_year(run: JobRun) -> None:
    """Run again after a crash it packs anew: nothing is kept until the archive is whole."""
    stored = make_archive(run, int(run.params["year"]))
    run.result(url=reverse("reports:signed"), file=stored)
