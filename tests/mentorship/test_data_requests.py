"""A person gets everything held about them in one archive, in time, and nothing about others."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from hypothesis import given
from hypothesis import strategies as st

from core.domain.files import read_file, store_file
from core.domain.job_run import run_job
from core.errors import DomainError
from core.models import AuditEntry, Job
from mentorship.domain.data_requests import _name, build_archive, take_request
from mentorship.domain.people import create_person
from mentorship.models import Consent, DataRequest
from tests import factories


@pytest.fixture
def person(org, curator, programme):
    with scope(organization=org):
        made = create_person(
            org, actor=curator.user, last_name="Образцов", first_name="Пётр", middle_name="Ильич",
            birth_date=date(2009, 3, 2), phone="+79990000001",
        )  # fmt: skip
        factories.mentee(programme, person=made, main_request="научиться сварке")
        scan = store_file(
            b"scan", name="согласие/1.pdf", content_type="application/pdf", purpose="consent_scan",
            organization=org, created_by=None,
        )  # fmt: skip
        Consent.objects.create(
            organization=org, programme=programme, person=made, kind="processing", signer="self", state="signed",
            signed_on=date(2026, 9, 1), method="paper", scan=scan,
        )  # fmt: skip
        factories.mentee(programme, main_request="чужой запрос")
    return made


def test_the_archive_holds_everything_and_nothing_of_others(org, person, scoped):
    archive = zipfile.ZipFile(io.BytesIO(build_archive(person)))
    page = archive.read("Сводка.html").decode()
    data = json.loads(archive.read("data.json"))
    for part in (
        "Образцов",
        "02.03.2009",
        "+79990000001",
        "научиться сварке",
        "Карточка заведена",
        "Обучающийся",
    ):
        assert part in page or part in json.dumps(data, ensure_ascii=False), part
    assert "чужой запрос" not in page + json.dumps(data, ensure_ascii=False)
    assert archive.read("Файлы/согласие_1.pdf") == b"scan"


def test_a_request_is_answered_in_ten_working_days_by_a_job(org, person, curator, signed_in):
    client = signed_in(curator)
    answer = client.post(reverse("mentorship:data_request", args=[person.pk]), {"received_on": "30.10.2026"})
    with scopes_disabled():
        job = Job.objects.get(kind="people.data_request")
        assert answer.url == reverse("core:job", args=[job.pk])
        run_job(job.pk)
        run_job(job.pk)
        request = DataRequest.objects.get()
        assert (request.due_on, request.made_on is not None) == (
            date(2026, 11, 16),
            True,
        )  # 4 November is a holiday
        assert read_file(request.archive)[:2] == b"PK"
        job.refresh_from_db()
        assert job.result_file == request.archive
        actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"person.data_requested", "person.data_given"} <= actions
    download = client.get(reverse("core:file", args=[request.archive_id]))
    assert b"".join(download.streaming_content)[:2] == b"PK"
    download.close()


def test_a_request_from_tomorrow_is_refused(org, person, curator, scoped):
    with pytest.raises(DomainError, match="не наступил"):
        take_request(person, received_on=date(2990, 1, 1), actor=curator.user)


def test_the_administrator_finds_the_card_without_lists(org, person, administrator, signed_in):
    client = signed_in(administrator)
    url = reverse("mentorship:data_request_find")
    for text in ("Образцов Петр Ильич", f"№ {person.pk}"):
        assert client.post(url, {"who": text}).url == reverse("mentorship:data_request", args=[person.pk])
    assert client.post(url, {"who": "Небывалов Иван"}).status_code == 422
    with scope(organization=org):
        factories.person(org, last_name="Образцов", first_name="Пётр", middle_name="Ильич")
    assert "несколько" in client.post(url, {"who": "Образцов Пётр Ильич"}).content.decode()


def test_the_list_of_requests_costs_the_same_for_more_rows(org, person, curator, signed_in, queries_of):
    client = signed_in(curator)

    def ask():
        with scope(organization=org):
            DataRequest.objects.create(
                organization=org, person=person, received_on=date(2026, 11, 1), due_on=date(2026, 11, 16)
            )

    ask()
    few = queries_of(lambda: client.get(reverse("mentorship:data_requests")))
    ask()
    ask()
    assert queries_of(lambda: client.get(reverse("mentorship:data_requests"))) == few


@given(st.lists(st.text(max_size=30), max_size=8))
def test_names_in_the_archive_are_safe_and_differ(names):
    taken: set[str] = set()
    made = [_name(name, taken) for name in names]
    assert len(set(made)) == len(made)
    assert not any(sign in name for name in made for sign in '\\/:*?"<>|')
