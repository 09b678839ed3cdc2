"""The portfolio of a mentor: one content on the page, in the PDF and in Word, and nobody else's name in it."""

import io
from datetime import date, timedelta

import docx
import pytest
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from core import registries
from core.domain.files import read_file
from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry
from core.registries import PortfolioPart
from mentorship.domain.credentials import record_credential
from mentorship.enums import PairState
from reports.domain.portfolio import make_portfolio, portfolio_in_word
from reports.models import Document
from tests import factories
from tests.mentorship.conftest import today
from tests.mentorship.test_training import paper

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def mentor(org):
    person = factories.person(
        org, last_name="Примеров", first_name="Савва", middle_name="Кузьмич", gender="male", group="",
        birth_date=date(1985, 5, 5), category="employer", employer="ООО «Пример»", position="Мастер",
        phone="89000000000", email="mentor@example.test",
    )  # fmt: skip
    earlier = factories.programme(
        org, title="Программа 2025/26", period_start=date(2025, 9, 1), period_end=date(2026, 8, 31)
    )
    now = factories.programme(org)
    old = factories.mentor(earlier, person=person, competences="Наладка станков", state="finished")
    entry = factories.mentor(
        now, person=person, competences="Фрезерная обработка", achievements="Мастер года"
    )
    for place, (of, state) in enumerate(((old, PairState.COMPLETED), (entry, PairState.PROPOSED))):
        project = factories.project(of.programme)
        of.projects.add(project)
        mentee = factories.mentee(of.programme, project=project)
        factories.pair(
            project, mentor=of, mentees=[mentee], state=state, period_start=date(2025, 11, 1),
            ended_on=date(2026, 5, 20), order_number=f"{place}-ОД", order_date=date(2025, 10, 30),
            end_reason="наставляемый болел",
        )  # fmt: skip
    paper(person)
    record_credential(
        person, kind="no_record", number="555", issued_on=today() - timedelta(days=5),
        valid_until=today() + timedelta(days=100), actor=None,
    )  # fmt: skip
    return entry


def pdf_text(data: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    return " ".join("\n".join(pages).replace("\u00a0", " ").split())


def word_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    lines = [one.text for one in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join("\n".join(lines).replace("\u00a0", " ").split())


TOLD = (
    "Примеров Савва Кузьмич",
    "ООО «Пример»",
    "Фрезерная обработка",
    "Мастер года",
    "Наставничество в СПО",
    "36",
    "Программа 2025/26",
    "Завершена",
    "1 наставляемый",
    "Справка об отсутствии судимости",
    "П. И. Образцов",
)
HIDDEN = ("Тестова", "89000000000", "mentor@example.test", "болел", "555", "05.05.1985")


def test_page_pdf_and_word_tell_the_same(mentor, curator, signed_in):
    person = mentor.person
    made = make_portfolio(person, actor=curator.user)
    client = signed_in(curator)
    page = client.get(reverse("reports:portfolio", args=[person.pk])).content.decode()
    shown = " ".join(page.split("<main", 1)[1].replace("\u00a0", " ").split())
    texts = {
        "pdf": pdf_text(read_file(made.file)),
        "word": word_text(portfolio_in_word(person, actor=curator.user)),
        "page": shown,
    }
    for name, text in texts.items():
        for words in TOLD if name != "page" else TOLD[:-1]:
            assert words in text, (name, words)
        for words in HIDDEN:
            assert words not in text, (name, words)


def test_a_pair_that_never_worked_is_no_experience(mentor):
    text = word_text(portfolio_in_word(mentor.person, actor=None))
    assert "Всего: 1 пара или группа, 1 наставляемый." in text


def test_word_of_a_kept_version_is_the_same_file_each_time(mentor, curator, signed_in):
    made = make_portfolio(mentor.person, actor=None)
    client = signed_in(curator)
    address = reverse("reports:document_docx", args=[made.pk])
    first, second = client.get(address), client.get(address)
    assert first.content == second.content
    assert first["Content-Type"].endswith("wordprocessingml.document")
    assert "Скачать в Word" in client.get(reverse("reports:document", args=[made.pk])).content.decode()
    other = Document.objects.create(
        organization=made.organization, kind="annual_report", key="x", subject_id=1, title="Отчёт"
    )
    assert client.get(reverse("reports:document_docx", args=[other.pk])).status_code == 404


def test_it_is_kept_once_and_follows_the_records(mentor, curator, signed_in):
    client = signed_in(curator)
    address = reverse("reports:portfolio", args=[mentor.person_id])
    for _ in range(2):
        assert client.post(address).status_code == 302
    kept = Document.objects.get(kind="portfolio")
    assert kept.revision == 1
    type(mentor).objects.filter(pk=mentor.pk).update(competences="Токарное дело")
    client.post(address)
    kept.refresh_from_db()
    assert kept.revision == 2
    assert "Токарное дело" in pdf_text(read_file(kept.file))


def test_parts_of_other_apps_stand_in_their_order(mentor, monkeypatch):
    added = registries.Registry()
    added.register(lambda person: [PortfolioPart("Кейсы", ["Один кейс"], order=20)])
    added.register(
        lambda person: [PortfolioPart("Награды", ["Благодарность"], order=10), PortfolioPart("Пусто", [])]
    )
    monkeypatch.setattr("reports.documents.portfolio.parts", added)
    text = word_text(portfolio_in_word(mentor.person, actor=None))
    assert text.index("Награды") < text.index("Кейсы")
    assert "Пусто" not in text


def test_who_is_no_mentor_has_none(org, curator, signed_in):
    person = factories.person(org)
    with pytest.raises(DomainError, match="базе наставников"):
        portfolio_in_word(person, actor=None)
    client = signed_in(curator)
    answer = client.get(reverse("reports:portfolio", args=[person.pk]), follow=True)
    assert "не состоит в базе наставников" in answer.content.decode()
    assert client.get(reverse("reports:portfolio_docx", args=[person.pk])).status_code == 302


def test_reading_and_taking_it_out_is_in_the_trail(mentor, org, signed_in):
    client = signed_in(factories.membership(org, Role.DIRECTOR))
    client.get(reverse("reports:portfolio", args=[mentor.person_id]))
    answer = client.get(reverse("reports:portfolio_docx", args=[mentor.person_id]))
    assert "attachment" in answer["Content-Disposition"]
    told = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"portfolio.read", "portfolio.exported"} <= told
    assert client.post(reverse("reports:portfolio", args=[mentor.person_id])).status_code == 200
    assert not Document.objects.filter(kind="portfolio").exists()


def test_the_command_builds_both_formats(mentor, tmp_path):
    for wanted, text in (("pdf", pdf_text), ("docx", word_text)):
        out = tmp_path / f"one.{wanted}"
        call_command("build_document", "portfolio", subject=mentor.person_id, out=out, format=wanted)
        assert "Фрезерная обработка" in text(out.read_bytes())
