"""Certificates of an event as one job."""

from __future__ import annotations

from django.urls import reverse

from core.domain.job_run import JobRun
from core.errors import DomainError
from core.jobs import job_handler
from mentorship.models import Event, EventVisit
from reports.batching import file_name, make_all, pack
from reports.domain import event_papers
from reports.models import Document


@job_handler(event_papers.JOB_KIND)
def make_certificates(run: JobRun) -> None:
    """A certificate for everybody who was there, then an archive and one file for the printer.

    Run again after a crash it finds those that are made (one a visit, by key) and goes on.
    """
    event = Event.objects.select_related("programme").get(pk=run.params["event"])
    waiting = list(event_papers.attended(event))
    if not waiting:
        raise DomainError("Присутствие сняли: сертификаты выдавать некому.", code="nobody")

    def make(visit: EventVisit) -> Document:
        return event_papers.make_certificate(visit, actor=run.owner)

    made = make_all(run, waiting, name=lambda visit: visit.person.full_name, make=make)
    batch = pack(
        run,
        made,
        path=lambda one: file_name(one.person.full_name),
        label=lambda one: one.person.full_name,
        programme=event.programme,
        kind="event_certificates",
        title=f"Сертификаты {event.title}"[:120],
        failed=len(waiting) - len(made),
    )
    run.step(len(waiting) + 1)
    run.result(url=reverse("reports:papers_batch", kwargs={"pk": batch.pk}), file=batch.archive)
