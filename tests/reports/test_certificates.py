"""Certificates of «Школа наставников»: made once in bulk, numbered in a register of their own, void when taken back."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import Role
from core.errors import DomainError
from mentorship.domain.training import finish_group, reopen_group
from mentorship.training_enums import PlaceState
from reports.domain.certificates import make_certificate, start_certificates
from reports.domain.documents import cancel_document
from reports.domain.drawing import rebuild_pdf
from reports.enums import DocumentState
from reports.models import Document, DocumentBatch
from tests import factories
from tests.mentorship import school

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def programme(org):
    return factories.programme(org)


@pytest.fixture
def group(programme):
    """Three mentors: two attended everything, the third nothing."""
    made = school.group(programme)
    held = school.sessions(made, 2)
    people = [
        factories.person(programme.organization, last_name=name, birth_date=date(1990, 1, 1), group="")
        for name in ("Образцова", "Примерова", "Пробная")
    ]
    places = school.seat(made, *(factories.mentor(programme, person=person) for person in people))
    for place in places[:2]:
        school.attend(made, place, held)
    finish_group(made, actor=None)
    return made


@pytest.fixture
def keeper(org):
    return factories.membership(org, Role.CURATOR)


def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return " ".join("\n".join(pages).replace("\u00a0", " ").split())


def made_of(group, keeper):
    job = start_certificates(group, actor=keeper.user)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.error
    return list(Document.objects.filter(kind="training_certificate").order_by("number_place"))


def test_everybody_who_was_trained_gets_one_with_a_number_of_its_own(group, keeper):
    first, second = made_of(group, keeper)
    year = timezone.localdate().year
    assert [first.number, second.number] == [f"1-СН/{year}", f"2-СН/{year}"]
    assert {first.state, second.state} == {DocumentState.ISSUED}
    told = text_of(read_file(first.file))
    for words in (
        f"1-СН/{year}",
        "Образцова Примера Образцовна",
        "«Школа наставников»",
        "в объёме 8 часов",
        "Директор",
        "П. И. Образцов",
    ):
        assert words in told, words
    batch = DocumentBatch.objects.get()
    assert (batch.kind, batch.made, batch.failed) == ("certificates", 2, 0)
    assert len(PdfReader(io.BytesIO(read_file(batch.print_file))).pages) == batch.pages == 2
    version = first.versions.get()
    assert rebuild_pdf(version) == read_file(first.file)


def test_pressed_again_it_makes_nothing_new(group, keeper):
    before = made_of(group, keeper)
    again = made_of(group, keeper)
    assert [(one.pk, one.number, one.revision) for one in again] == [
        (one.pk, one.number, one.revision) for one in before
    ]


def test_a_changed_name_is_drawn_anew_under_the_same_number(group, keeper):
    first, _ = made_of(group, keeper)
    place = group.places.order_by("slot").first()
    type(place.entry.person).objects.filter(pk=place.entry.person_id).update(last_name="Новая")
    renewed = make_certificate(group.places.get(pk=place.pk), actor=None)
    assert (renewed.pk, renewed.number, renewed.revision) == (first.pk, first.number, 2)
    told = text_of(read_file(renewed.file))
    assert "Новая Примера" in told
    assert first.number in told


def test_who_was_not_trained_gets_none(group):
    place = group.places.get(state=PlaceState.FAILED)
    with pytest.raises(DomainError, match="не завершено"):
        make_certificate(place, actor=None)


def test_taken_back_they_are_void_and_their_numbers_are_not_given_again(group, keeper):
    made_of(group, keeper)
    reopen_group(group, reason="ошибка в отметках", actor=keeper.user)
    assert {one.state for one in Document.objects.all()} == {DocumentState.CANCELLED}
    with pytest.raises(DomainError, match="Сначала завершите"):
        start_certificates(group, actor=keeper.user)
    finish_group(group, actor=keeper.user)
    living = [one for one in made_of(group, keeper) if one.state == DocumentState.ISSUED]
    assert [one.number_place for one in living] == [3, 4]


def test_one_is_cancelled_by_hand_and_made_again(group, keeper):
    first, _ = made_of(group, keeper)
    cancel_document(first, actor=keeper.user, reason="испорчен бланк")
    place = group.places.order_by("slot").first()
    assert make_certificate(place, actor=keeper.user).number_place == 3


def test_from_the_page_of_the_group(group, keeper, signed_in, settings):
    client = signed_in(keeper)
    page = reverse("mentorship:training", args=[group.pk])
    assert "Выдать свидетельства" in client.get(page).content.decode()
    answer = client.post(reverse("reports:certificates_create", args=[group.pk]))
    assert answer.status_code == 302
    batch = DocumentBatch.objects.first()
    if batch is None:  # the job waits for its worker
        made_of(group, keeper)
        batch = DocumentBatch.objects.get()
    shown = client.get(reverse("reports:certificates_batch", args=[batch.pk])).content.decode()
    assert "Номера присвоены" in shown


def test_the_command_builds_one(group, tmp_path):
    place = group.places.order_by("slot").first()
    out = tmp_path / "one.pdf"
    call_command("build_document", "training_certificate", subject=place.pk, out=out)
    assert "Образцова Примера Образцовна" in text_of(out.read_bytes())
