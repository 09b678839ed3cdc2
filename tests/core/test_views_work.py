"""Jobs on their pages and private files on their way out."""

from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from core import files, jobs
from core.domain.files import store_file
from core.domain.job_run import run_job
from core.domain.jobs import start_job
from core.enums import JobState, MessageLevel, Role
from core.models import AuditEntry, Job, JobMessage, Membership, StoredFile
from tests import factories

pytestmark = pytest.mark.usefixtures("only_core")


def make_job(owner: Membership, **given: object) -> Job:
    values = {"kind": "tests.page", "title": "Согласия для 60 человек", "state": JobState.RUNNING, **given}
    if values["state"] in {JobState.DONE, JobState.FAILED}:
        values.setdefault("finished_at", timezone.now())
    return Job.objects.model._base_manager.create(organization=owner.organization, owner=owner.user, **values)


def live(client, job: Job) -> str:
    return client.get(reverse("core:job_live", kwargs={"pk": job.pk})).content.decode()


def test_a_running_job_shows_its_progress_and_asks_again_every_two_seconds(curator, signed_in) -> None:
    job = make_job(curator, done=12, total=60, note="Тестова М. О.")
    text = live(signed_in(curator), job)
    assert 'hx-trigger="every 2s"' in text
    assert "12 из 60" in text
    assert 'value="12" max="60"' in text
    assert "Остановить" in text


def test_a_finished_job_stops_asking_and_tells_its_messages(curator, signed_in) -> None:
    job = make_job(curator, state=JobState.FAILED, error="В строке 13 нет даты.")
    JobMessage.objects.model._base_manager.create(
        job=job, level=MessageLevel.ERROR, subject="Строка 13", text="<b>нет даты</b>"
    )
    text = live(signed_in(curator), job)
    assert "hx-trigger" not in text
    assert "В строке 13 нет даты." in text
    assert "&lt;b&gt;нет даты&lt;/b&gt;" in text
    assert "Повторить" in text


def test_other_pages_tell_of_a_job_until_its_end_was_seen(curator, signed_in) -> None:
    job = make_job(curator, state=JobState.DONE)
    client = signed_in(curator)
    assert job.title in client.get("/").content.decode()
    client.get(reverse("core:job", kwargs={"pk": job.pk}))
    assert job.title not in client.get("/").content.decode()


def test_notices_ask_again_only_while_something_runs(curator, signed_in) -> None:
    client, address = signed_in(curator), reverse("core:job_notices")
    assert client.get(address).content.strip() == b""
    job = make_job(curator)
    assert 'hx-trigger="every 4s"' in client.get(address).content.decode()
    Job.objects.model._base_manager.filter(pk=job.pk).update(state=JobState.DONE, finished_at=timezone.now())
    assert "hx-trigger" not in client.get(address).content.decode()


def test_only_its_owner_stops_and_repeats_a_job(org, curator, director, signed_in) -> None:
    job = make_job(curator)
    stop = reverse("core:job_cancel", kwargs={"pk": job.pk})
    assert signed_in(director).post(stop).status_code == 404
    assert signed_in(curator).post(stop).status_code == 302
    job = Job.objects.model._base_manager.get(pk=job.pk)
    assert job.cancel_requested
    colleague = factories.membership(org, Role.CURATOR)
    assert signed_in(colleague).get(reverse("core:job", kwargs={"pk": job.pk})).status_code == 404
    assert signed_in(director).get(reverse("core:job", kwargs={"pk": job.pk})).status_code == 200


def test_a_real_job_goes_from_start_to_its_file(org, curator, signed_in) -> None:
    files.register_purpose("tests.result", lambda membership, stored: True)

    @jobs.job_handler("tests.page")
    def run(run) -> None:  # type: ignore[no-untyped-def]
        run.start(2)
        run.step(2)
        made = store_file(
            b"PK", name="согласия.zip", content_type="application/zip", purpose="tests.result",
            organization=run.organization, created_by=run.owner,
        )  # fmt: skip
        run.result(file=made)

    with scope(organization=org):
        job = start_job("tests.page", organization=org, owner=curator.user, title="Архив согласий")
    client = signed_in(curator)
    assert "Ждёт очереди" in live(client, job)
    run_job(job.pk)
    text = live(client, job)
    assert "Готово" in text
    assert "согласия.zip" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_jobs_costs_the_same_for_any_number(
    rows, curator, signed_in, django_assert_num_queries
) -> None:
    for _ in range(rows):
        make_job(curator)
    client = signed_in(curator)
    client.get(reverse("core:jobs"))
    with django_assert_num_queries(4):
        assert client.get(reverse("core:jobs")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_audit_trail_costs_the_same_for_any_number(
    rows, org, administrator, signed_in, django_assert_num_queries
) -> None:
    for number in range(rows):
        _entry(org, administrator, number)
    client = signed_in(administrator)
    client.get(reverse("core:audit"))
    with django_assert_num_queries(4):
        assert client.get(reverse("core:audit")).status_code == 200


def _entry(org, actor: Membership, number: int) -> None:
    AuditEntry.objects.model._base_manager.create(
        organization=org, actor=actor.user, actor_name=str(actor.user), role=actor.role,
        action="membership.granted", object_type="core.membership", object_id=str(number), after={"role": "mentor"},
    )  # fmt: skip


# --- files ---

NAME = "Приказ № 45-ОД «О парах».pdf"


@pytest.fixture
def stored(org) -> StoredFile:
    files.register_purpose(
        "tests.open", lambda membership, one: membership.role == Role.CURATOR, personal_data=True
    )
    with scope(organization=org):
        return store_file(
            b"%PDF-1.7 test", name=NAME, content_type="application/pdf", purpose="tests.open",
            organization=org, created_by=None,
        )  # fmt: skip


def address(stored: StoredFile, query: str = "") -> str:
    return reverse("core:file", kwargs={"pk": stored.pk}) + query


def test_a_file_comes_with_its_russian_name_and_stays_nowhere(stored, curator, signed_in) -> None:
    response = signed_in(curator).get(address(stored))
    assert b"".join(response) == b"%PDF-1.7 test"
    kind, _, name = response["Content-Disposition"].partition("filename*=utf-8''")
    assert kind == "attachment; "
    assert unquote(name) == NAME
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    with scope(organization=stored.organization):
        assert AuditEntry.objects.get(action="file.downloaded").object_name == NAME


def test_behind_a_proxy_the_bytes_are_its_business(stored, curator, signed_in, settings) -> None:
    settings.PROTECTED_FILES_BY_PROXY = True
    response = signed_in(curator).get(address(stored))
    assert response.content == b""
    assert response["X-Accel-Redirect"] == f"/protected/{stored.file.name}"
    assert unquote(response["Content-Disposition"]).endswith(NAME)


def test_only_documents_and_pictures_open_in_the_browser(stored, curator, signed_in) -> None:
    client = signed_in(curator)
    shown = client.get(address(stored, "?inline=1"))
    list(shown)
    assert shown["Content-Disposition"].startswith("inline")
    StoredFile.objects.model._base_manager.filter(pk=stored.pk).update(content_type="text/html")
    saved = client.get(address(stored, "?inline=1"))
    list(saved)
    assert saved["Content-Disposition"].startswith("attachment")
    assert "sandbox" in saved["Content-Security-Policy"]


def test_without_the_right_403_from_outside_404(stored, director, signed_in) -> None:
    assert signed_in(director).get(address(stored)).status_code == 403
    assert signed_in(director).head(address(stored)).status_code == 403
    stranger = factories.membership(factories.organization(), Role.CURATOR)
    assert signed_in(stranger).get(address(stored)).status_code == 404


def test_a_file_lost_from_the_disk_is_not_found(stored, curator, signed_in) -> None:
    stored.file.storage.delete(stored.file.name)
    assert signed_in(curator).get(address(stored)).status_code == 404
