"""Jobs that write letters: about unsigned consents, with the papers of a batch."""

from __future__ import annotations

from django.urls import reverse

from core.clock import today
from core.domain.job_run import JobRun
from core.errors import DomainError
from core.jobs import job_handler
from mentorship.models import Person, Programme
from reports.batch_pages import address_of
from reports.domain import paper_letters
from reports.domain.consent_letters import JOB_KIND, write_to
from reports.models import DocumentBatch
from reports.selectors.paper_letters import mailing_of


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


@job_handler(paper_letters.JOB_KIND)
def mail_papers(run: JobRun) -> None:
    """Run again after a crash it sends nothing twice: each letter that went is a row."""
    batch = DocumentBatch.objects.select_related("organization", "programme").get(pk=run.params["batch"])
    mailing = mailing_of(batch, day=today(run.organization))
    run.start(len(mailing.to_write))
    for one in mailing.without:
        run.warn(one.name, "Нет электронной почты: отдайте документ на бумаге.")
    for place, one in enumerate(mailing.to_write):
        run.step(place, note=one.name)
        try:
            paper_letters.write_to(one.document, actor=run.owner)
        except DomainError as error:
            run.fail_item(one.name, error.message)
    run.step(len(mailing.to_write))
    run.result(url=address_of(batch))
