"""«Отчёт по результатам анкетирования»: what the page of results shows, as a paper that keeps its figures."""

import io

import pypdf
import pytest
from django.urls import reverse
from docx import Document as WordFile

from core.domain.files import read_file
from core.domain.job_run import run_job
from core.errors import DomainError
from core.models import Job
from reports.domain.documents import build
from reports.domain.reports import SURVEY_JOB, make_survey_report
from reports.kinds import kind_of
from reports.models import Document
from reports.rendering import render_docx
from reports.snapshot import freeze
from surveys.enums import Anonymity, Phase
from tests.surveys import makers
from tests.surveys.views.test_results import TOPIC, answered, rows_of

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def programme(college):
    return college.programme


def words_of(document: Document) -> str:
    pages = pypdf.PdfReader(io.BytesIO(read_file(document.file))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\xa0", " ").split())


def test_the_paper_holds_what_the_page_shows(programme):
    rows = rows_of(*[9] * 7, *[8] * 6, *[4] * 2, *[6] * 4, place="net", words="Спасибо за «школу»")
    campaign = answered(programme, rows, mode=Anonymity.CONFIDENTIAL)

    document = make_survey_report(campaign, actor=None)
    text = words_of(document)

    assert "Отчёт по результатам анкетирования" in text
    assert "Ответили 19 из 19 человек (100,0 %)" in text
    assert "связывает их условным кодом" in text
    assert "Насколько полезно?" in text
    assert "Спасибо за «школу» (19)" in text
    assert "мало" in text, "two fours are not printed"
    assert document.programme == programme
    word = WordFile(
        io.BytesIO(
            render_docx(
                kind_of("survey_report"),
                freeze(build(kind_of("survey_report"), campaign, organization=campaign.organization).content),
                moment=document.created_at,
            )
        )
    )
    assert "Отчёт по результатам анкетирования" in [paragraph.text for paragraph in word.paragraphs]


def test_exit_is_compared_with_the_entry_of_the_same_people(programme):
    people = [makers.mentee_person(programme) for _ in range(14)]
    marks = [4, 5, 6, 7, 8, 9, 10]
    answered(
        programme,
        rows_of(*marks * 2),
        mode=Anonymity.CONFIDENTIAL,
        people=people,
        phase=Phase.ENTRY,
        data=TOPIC,
        title="Вход осенью",
    )
    late = answered(
        programme,
        rows_of(*([10] * 14)),
        mode=Anonymity.CONFIDENTIAL,
        people=people,
        phase=Phase.EXIT,
        data=TOPIC,
    )
    text = words_of(make_survey_report(late, actor=None))
    assert "Сравнение с опросом «Вход осенью»" in text
    assert "Стало лучше" in text


def test_an_open_or_small_campaign_has_no_report(programme):
    going = answered(programme, rows_of(8, 9), closed=False)
    with pytest.raises(DomainError, match="завершённому"):
        make_survey_report(going, actor=None)
    few = answered(programme, rows_of(8, 9, 9))
    with pytest.raises(DomainError, match="меньше 5"):
        make_survey_report(few, actor=None)


def test_the_curator_asks_and_a_worker_makes_it(programme, curator, signed_in):
    campaign = answered(programme, rows_of(*[9] * 6))
    desk = signed_in(curator)
    page = desk.get(reverse("surveys:results", args=[campaign.pk])).content.decode()
    assert reverse("reports:survey_report", args=[campaign.pk]) in page

    answer = desk.post(reverse("reports:survey_report", args=[campaign.pk]))
    job = Job.objects.get(kind=SURVEY_JOB)
    assert answer.url == reverse("core:job", args=[job.pk])
    run_job(job.pk)
    run_job(job.pk)

    (document,) = Document.objects.filter(kind="survey_report")
    assert document.file is not None
