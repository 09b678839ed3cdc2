"""The job that writes letters about unsigned consents."""

from __future__ import annotations

from django.urls import reverse

from core.domain.job_run import JobRun
from core.errors import DomainError
from core.jobs import job_handler
from mentorship.models import Person, Programme
from reports.domain.consent_letters import JOB_KIND, write_to


@job_handler(JOB_KIND)
def write_letters(run: JobRun) -> None:
    """Run again after a crash it writes to nobody twice: the day of the last letter stands with each person."""
    programme = Programme.objects.select_related("organization").get(pk=run.params["programme"])
    people: list[int] = run.params["people"]
    names = {person.pk: person.full_name for person in Person.objects.filter(pk__in=people)}
    run.start(len(people))
    for place, pk in enumerate(people):
        run.step(place)
        if pk not in names:
            continue
        try:
            write_to(programme, pk, actor=run.owner)
        except DomainError as error:
            run.fail_item(names[pk], error.message)
    run.step(len(people))
    run.result(url=reverse("reports:consent_letters"))
