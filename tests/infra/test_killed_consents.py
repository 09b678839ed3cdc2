"""A worker killed in the middle of five hundred consents' work: each sheet exists once, nothing is lost."""

import io
import zipfile

import pikepdf
import pytest
from django_scopes import scope

from config.local_servers import wait_until
from core.domain.files import read_file
from core.domain.jobs import find_lost_jobs
from core.enums import JobState
from core.models import AuditEntry, Job
from mentorship.models import Consent, Programme
from reports.bench import make_programme
from reports.domain.consents import start_consents
from reports.models import Document, DocumentBatch, DocumentVersion
from tests.servers import StartWorker

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unscoped")]
PEOPLE = 160
LEASE = {"JOB_LEASE_SECONDS": "2"}


def sheets(programme: Programme) -> int:
    return Document.objects.filter(programme=programme).count()


def test_killed_in_the_middle_every_consent_has_one_sheet(
    live_worker: StartWorker, settings: pytest.FixtureRequest
) -> None:
    settings.JOB_LEASE_SECONDS = 2
    programme = make_programme("killed", people=PEOPLE)
    shape = {**LEASE, "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    first = live_worker(**shape)
    with scope(organization=programme.organization):
        job = start_consents(programme, actor=programme.curator)
        wait_until(lambda: sheets(programme) >= 10, "the first sheets are made")
        first.kill()
        before = set(Document.objects.filter(programme=programme).values_list("pk", flat=True))
        assert 0 < len(before) < PEOPLE, "the worker was to be killed in the middle"
        assert not DocumentBatch.objects.filter(job=job).exists()

        live_worker(**shape)
        wait_until(lambda: find_lost_jobs() == [job.pk], "the pass finds the job whose worker died")
        wait_until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE, "the job is done", seconds=60)

        made = Document.objects.filter(programme=programme)
        assert before < set(made.values_list("pk", flat=True))
        assert made.count() == Consent.objects.filter(programme=programme).count() == PEOPLE
        assert made.values("key").distinct().count() == PEOPLE
        assert DocumentVersion.objects.filter(document__programme=programme).count() == PEOPLE
        moves = AuditEntry.objects.filter(organization=programme.organization, action="consent.issued")
        assert moves.count() == PEOPLE
        batch = DocumentBatch.objects.get(job=job)
        assert (batch.made, batch.failed, batch.pages) == (PEOPLE, 0, PEOPLE)
        with zipfile.ZipFile(io.BytesIO(read_file(batch.archive))) as archive:
            assert len(set(archive.namelist())) == PEOPLE
            assert archive.testzip() is None
        with pikepdf.open(io.BytesIO(read_file(batch.print_file))) as printed:
            assert len(printed.pages) == PEOPLE
