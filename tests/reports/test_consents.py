"""Consents: who signs what, and one job for all."""

import io
import zipfile
from datetime import date

import pypdf
import pytest
from django.urls import reverse

from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import JobState
from core.errors import DomainError
from core.models import Job, JobMessage
from mentorship.domain.consents import ensure_needed
from mentorship.enums import ConsentState
from mentorship.models import Consent, Guardianship
from reports.domain.consents import make_sheet, start_consents
from reports.enums import DocumentState
from reports.models import Document, DocumentBatch, DocumentVersion
from reports.selectors.consents import consents_to_draw
from tests.reports.conftest import sign_all_consents


def text_of(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ").split())


def sheet_text(college, person, kind="processing"):
    with college.as_curator() as user:
        ensure_needed(college.programme, actor=user)
        consent = consents_to_draw().get(person=person, kind=kind)
        document = make_sheet(consent, organization=college.org, actor=user)
        return text_of(read_file(document.file))


def run_consents(college) -> Job:
    with college.as_curator() as user:
        job = start_consents(college.programme, actor=user)
    run_job(job.pk)
    with college.as_curator():
        job.refresh_from_db()
    return job


def test_an_adult_signs_alone_and_all_nine_elements_are_there(bare_college):
    text = sheet_text(bare_college, bare_college.people[3])
    for element in (
        "Я Примеров Савва Кузьмич",  # 1: the person, address and paper
        "паспорт: №, когда и кем выдан",
        "Государственное бюджетное учреждение «Примерный колледж",  # 3: the operator and its address
        "г. Примерск, ул. Учебная, д. 1",
        "Цель обработки: участие в программе наставничества",  # 4
        "Перечень данных: фамилия, имя, отчество",  # 5
        "Оператор не поручает обработку данных другим лицам",  # 6
        "сбор, запись, систематизация",  # 7
        "с использованием средств автоматизации и без них",
        "действует со дня подписания до 31 августа 2028 г. Его можно отозвать",  # 8
        "на имя директора Образцова П. И. После отзыва",
        "подпись",  # 9
    ):
        assert element in text
    assert "законный представитель" not in text.lower()
    assert "справках" in text  # a mentor's data, not a mentee's
    assert "индивидуальный план" not in text


@pytest.mark.slow
def test_for_a_minor_the_representative_signs_and_the_teenager_too(bare_college):
    text = sheet_text(bare_college, bare_college.people[0])
    assert "Я, законный представитель Тестов Денис Олегович" in text
    assert "кем прихожусь ребёнку отец" in text
    assert "документ о полномочиях свидетельство о рождении" in text
    assert "ребёнок (подопечный) Тестова Мария Денисовна" in text
    assert "Согласен (согласна), подросток" in text
    assert "до 31 августа 2028" not in text
    assert "до 3 декабря 2027 г." in text  # the last day of the minority comes first


def test_a_child_under_fourteen_does_not_sign(bare_college):
    child = bare_college.people[0]
    child.birth_date = date(2014, 12, 4)
    child.save()
    assert "подросток" not in sheet_text(bare_college, child)


def test_taking_part_has_a_sheet_of_its_own(bare_college):
    text = sheet_text(bare_college, bare_college.people[0], kind="participation")
    assert "на участие несовершеннолетнего в программе наставничества" in text
    assert "оформляется отдельными документами" in text


def test_a_sheet_lists_no_special_categories(bare_college):
    text = sheet_text(bare_college, bare_college.people[0])
    assert "Сведения о здоровье и другие специальные категории данных этим согласием не охвачены" in text


@pytest.mark.slow
def test_one_job_makes_a_sheet_for_each_and_packs_them(bare_college):
    job = run_consents(bare_college)
    assert job.state == JobState.DONE, job.error
    with bare_college.as_curator():
        batch = DocumentBatch.objects.get()
        assert job.result_url == reverse("reports:consents_batch", kwargs={"pk": batch.pk})
        assert (batch.made, batch.failed) == (8, 0)
        assert set(Consent.objects.values_list("state", flat=True)) == {ConsentState.ISSUED}
        assert set(Document.objects.values_list("state", flat=True)) == {DocumentState.ISSUED}
        with zipfile.ZipFile(io.BytesIO(read_file(batch.archive))) as archive:
            names = archive.namelist()
        assert "ГД-11/Тестова Мария Денисовна – обработка данных.pdf" in names
        assert "ГД-31/Примеров Савва Кузьмич – обработка данных.pdf" in names
        assert len(names) == 8
        printed = pypdf.PdfReader(io.BytesIO(read_file(batch.print_file)))
        assert len(printed.pages) == batch.pages == 8
        titles = [entry.title for entry in printed.outline]
        people = [title.rpartition(", ")[0] for title in titles]
        assert people == sorted(people)  # by group, then by name
        assert titles[:2] == ["ГД-11, Пробная Любовь Никитична, обработка данных",
                              "ГД-11, Пробная Любовь Никитична, участие"]  # fmt: skip


@pytest.mark.slow
def test_pressed_twice_it_is_one_job_and_run_twice_no_sheet_is_doubled(bare_college):
    with bare_college.as_curator() as user:
        first = start_consents(bare_college.programme, actor=user)
        assert start_consents(bare_college.programme, actor=user).pk == first.pk
    run_job(first.pk)
    second = run_consents(bare_college)
    assert second.pk != first.pk
    with bare_college.as_curator():
        assert Document.objects.count() == DocumentVersion.objects.count() == 8
        assert DocumentBatch.objects.count() == 2


@pytest.mark.slow
def test_after_a_crash_the_job_goes_on_with_what_is_left(bare_college):
    with bare_college.as_curator() as user:
        ensure_needed(bare_college.programme, actor=user)
        done = consents_to_draw().order_by("person__group")[:3]
        for consent in done:
            make_sheet(consent, organization=bare_college.org, actor=user)
        before = set(Document.objects.values_list("pk", "file_id"))
    assert run_consents(bare_college).state == JobState.DONE
    with bare_college.as_curator():
        assert before < set(Document.objects.values_list("pk", "file_id"))
        assert Document.objects.count() == 8


@pytest.mark.slow
def test_only_those_who_lack_a_signature_are_printed(bare_college):
    sign = bare_college.people[3]
    with bare_college.as_curator() as user:
        ensure_needed(bare_college.programme, actor=user)
        Consent.objects.filter(person=sign).update(
            state=ConsentState.SIGNED, signed_on=date(2026, 9, 1), method="paper", original_place="папка"
        )
    run_consents(bare_college)
    with bare_college.as_curator():
        assert not Document.objects.filter(summary__startswith="Примеров").exists()
        assert DocumentBatch.objects.get().made == 7


@pytest.mark.slow
def test_one_person_in_trouble_does_not_stop_the_others(bare_college):
    with bare_college.as_curator() as user:
        ensure_needed(bare_college.programme, actor=user)
        nameless = bare_college.people[0]
        nameless.birth_date = None
        nameless.save()
    job = run_consents(bare_college)
    assert job.state == JobState.DONE
    with bare_college.as_curator():
        told = {(one.subject, one.text) for one in JobMessage.objects.filter(job=job)}
        assert DocumentBatch.objects.get().failed == 2
    assert ("Тестова Мария Денисовна", "Проверьте карточку: не указана дата рождения.") in told
    assert any("Не указана дата рождения" in text and "обработка" in who for who, text in told)


def test_when_all_have_signed_the_job_says_so(bare_college):
    with bare_college.as_curator():
        sign_all_consents(bare_college.programme)
    job = run_consents(bare_college)
    assert (job.state, job.error) == (JobState.FAILED, "Все согласия подписаны: печатать нечего.")


@pytest.mark.slow
def test_a_new_address_draws_a_new_version_of_an_unsigned_sheet(bare_college):
    run_consents(bare_college)
    with bare_college.as_curator():
        person = bare_college.people[3]
        person.address = "г. Примерск, ул. Новая, д. 3"
        person.save()
    run_consents(bare_college)
    with bare_college.as_curator():
        document = Document.objects.get(summary__startswith="Примеров")
        assert document.revision == 2
        assert "ул. Новая, д. 3" in text_of(read_file(document.file))
        assert set(Document.objects.exclude(pk=document.pk).values_list("revision", flat=True)) == {1}


def test_without_the_operators_address_no_sheet_is_made(bare_college):
    bare_college.org.address = ""
    bare_college.org.save()
    with pytest.raises(DomainError, match="не указан адрес"):
        sheet_text(bare_college, bare_college.people[3])


def test_an_unknown_representative_leaves_lines_for_the_hand(bare_college):
    with bare_college.as_curator():
        Guardianship.objects.all().delete()
    text = sheet_text(bare_college, bare_college.people[0])
    assert "Я, законный представитель кем прихожусь ребёнку" in text
