"""Letters of thanks as one job."""

from __future__ import annotations

from django.urls import reverse

from core.domain.job_run import JobRun
from core.errors import DomainError
from core.jobs import job_handler
from mentorship.models import AwardRound
from reports.batching import file_name, make_all, pack
from reports.domain import award_papers
from reports.models import Document


@job_handler(award_papers.JOB_KIND)
def make_letters(run: JobRun) -> None:
    """A letter for each, then an archive and one file for the printer. Run again it goes on where it stopped."""
    found = AwardRound.objects.select_related("programme", "organization", "award").get(
        pk=run.params["round"]
    )
    letters = award_papers.letters_of(
        found, variants=run.params["variants"], only_laureates=run.params["only_laureates"]
    )
    if not letters:
        raise DomainError("Благодарить некого.", code="nobody")

    def make(letter: award_papers.Thanks) -> Document:
        return award_papers.make_letter(letter, found, actor=run.owner)

    made = make_all(run, letters, name=lambda letter: letter.name, make=make)
    batch = pack(
        run,
        made,
        path=lambda one: file_name(one.name),
        label=lambda one: one.name,
        programme=found.programme,
        kind="thanks",
        title=f"Благодарности {found.title}"[:120],
        failed=len(letters) - len(made),
    )
    run.step(len(letters) + 1)
    run.result(url=reverse("reports:papers_batch", kwargs={"pk": batch.pk}), file=batch.archive)
