"""Long work of `mentorship`."""

from __future__ import annotations

from django.urls import reverse

from core.domain.job_run import JobRun
from core.jobs import job_handler
from mentorship.domain.imports import apply_import, check_import
from mentorship.enums import ImportState
from mentorship.models import PeopleImport

IMPORT = "people.import"


@job_handler(IMPORT)
def import_people(run: JobRun) -> None:
    """Write a checked list. The list's own state makes a repeated run harmless."""
    people_import = PeopleImport.objects.select_related("programme", "file").get(
        pk=run.params["people_import"]
    )
    address = reverse("mentorship:people_import_check", kwargs={"pk": people_import.pk})
    if people_import.state == ImportState.UPLOADED:
        rows = len(check_import(people_import).rows)
        run.start(rows, note="Вносим людей")
        # Progress is told before and after: the rows themselves are written in one transaction, all or nothing.
        apply_import(people_import, only_good=run.params["only_good"], actor=run.owner)
        run.step(rows)
    run.result(url=address)
