"""Certificates of a group as one job."""

from __future__ import annotations

from django.urls import reverse

from core.domain.job_run import JobRun
from core.errors import DomainError
from core.jobs import job_handler
from mentorship.models import TrainingGroup, TrainingPlace
from reports.batching import file_name, make_all, pack
from reports.domain import certificates
from reports.selectors.certificates import completed_places


@job_handler(certificates.JOB_KIND)
def make_certificates(run: JobRun) -> None:
    """A certificate for everybody who was trained, then an archive and one file for the printer.

    Run again after a crash it finds those that are made (one a place, by key) and goes on.
    """
    group = TrainingGroup.objects.select_related("programme", "course").get(pk=run.params["group"])
    waiting = list(completed_places(group))
    if not waiting:
        raise DomainError("Обучение группы вернули: свидетельства выдавать некому.", code="nobody")
    made = make_all(
        run, waiting, name=_name, make=lambda place: certificates.make_certificate(place, actor=run.owner)
    )
    batch = pack(
        run,
        made,
        path=lambda place: file_name(_name(place)),
        label=_name,
        programme=group.programme,
        kind="certificates",
        title=f"Свидетельства {group.title}",
        failed=len(waiting) - len(made),
    )
    run.step(len(waiting) + 1)
    run.result(url=reverse("reports:certificates_batch", kwargs={"pk": batch.pk}), file=batch.archive)


def _name(place: TrainingPlace) -> str:
    return place.entry.person.full_name
