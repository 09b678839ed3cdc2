"""The Положение, memos, lists of the bases, minutes of the selection, the partner's order: read back, PDF and Word."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scopes_disabled
from docx import Document as Word
from pypdf import PdfReader

from core.domain.files import read_file
from core.enums import Gender
from core.errors import DomainError
from mentorship.domain.agreements import create_agreement
from mentorship.enums import EntryState, PersonCategory
from mentorship.models import MentorEntry
from mentorship.models.partner import PartnerEmployee
from reports.domain.documents import renew_document
from reports.domain.partners import make_agreement_paper, make_mirror_order
from reports.domain.programme_papers import make_programme_paper, make_selection_protocol
from reports.domain.wordings import save_wording
from reports.kinds import kind_of
from reports.models import Document
from reports.programme_papers import CODES
from reports.rendering import render_docx
from reports.selectors.wordings import clauses_of
from reports.wordings import Clause
from reports.wordings.declared import Part
from tests import factories
from tests.reports.pdf_reading import fonts_embedded, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
SECTIONS = (
    "Общие положения", "Термины", "Цель и задачи наставничества", "Организационные основы", "Реализация программы",
    "Мониторинг и оценка результатов", "Обязанности наставника", "Права наставника", "Обязанности наставляемого",
    "Права наставляемого", "Мотивация и поощрение", "Документы, регламентирующие наставничество",
)  # fmt: skip


def built(college, kind: str, path, form: str = "pdf"):
    out = path / f"{kind}.{form}"
    call_command(
        "build_document", kind, "--subject", str(college.programme.pk), "--out", str(out), "--format", form
    )
    return PdfReader(io.BytesIO(out.read_bytes())) if form == "pdf" else Word(str(out))


def test_the_statute_has_its_twelve_sections_in_order_and_its_stamps(college, tmp_path) -> None:
    reader = built(college, "regulation", tmp_path)
    text = text_of(reader)
    places = [text.index(f"{number}. {title}") for number, title in enumerate(SECTIONS, start=1)]
    assert places == sorted(places)
    head = text[: places[0]]
    assert all(
        word in head for word in ("ПРИНЯТО", "СОГЛАСОВАНО", "УТВЕРЖДАЮ", "ПОЛОЖЕНИЕ", "П. И. Образцов")
    )
    assert "№ Р-145" in text
    assert "351.8" not in text  # nobody works for nobody here: no form of two employees
    assert head.count("Положение") == 0  # the kind is printed once, in capitals
    assert fonts_embedded(reader)
    assert 3 <= len(reader.pages) <= 9
    word = built(college, "regulation", tmp_path, "docx")
    assert sum(p.style.name == "Heading 2" for p in word.paragraphs) == 12


def test_the_institutions_own_words_stand_in_the_next_text_only(college) -> None:
    with college.as_curator() as user:
        first = make_programme_paper(college.programme, "memo_mentor", actor=user)
        used = clauses_of(college.org, "memo_mentor")
        own = [
            *used.clauses,
            Clause("own", Part.POINT, "Звоните: {контакты куратора}. Программа «{программа}»."),
        ]
        save_wording(college.org, "memo_mentor", own, actor=user, base=used.version)
        renew_document(first, actor=user)
        first.refresh_from_db()
        assert first.revision == 2
        text = text_of(PdfReader(io.BytesIO(read_file(first.file))))
        assert "Звоните: Кураторова Нина Петровна" in text
        wrong = [*own, Clause("bad", Part.POINT, "{неизвестно}")]
        with pytest.raises(DomainError, match="неизвестно"):
            save_wording(college.org, "memo_mentor", wrong, actor=user, base=1)


@pytest.mark.parametrize("kind", ["memo_mentor", "memo_mentee", "memo_parent", "memo_curator"])
def test_memos_are_short_and_name_whom_to_ask(college, kind, tmp_path) -> None:
    reader = built(college, kind, tmp_path)
    assert len(reader.pages) <= 2
    assert "ПАМЯТКА" in text_of(reader)
    assert kind == "memo_curator" or "Кураторова" in text_of(reader)
    assert built(college, kind, tmp_path, "docx").paragraphs


def test_lists_name_who_is_in_the_base_and_not_who_has_left(college, tmp_path) -> None:
    with college.as_curator() as user:
        gone = factories.mentor(college.programme, state=EntryState.LEFT)
        mentors = make_programme_paper(college.programme, "list_mentors", actor=user)
        mentees = make_programme_paper(college.programme, "list_mentees", actor=user)
        text = text_of(PdfReader(io.BytesIO(read_file(mentors.file))))
        assert text.index("Образцова Анна") < text.index("Примеров Савва")
        assert gone.person.last_name not in text
        assert "Всего: 2 человека" in text
        assert (mentors.number, mentees.number) == ("1", "2")
        other = text_of(PdfReader(io.BytesIO(read_file(mentees.file))))
        assert "Пробная Любовь Никитична" in other
        assert "№ 2" in other
        bare = factories.programme(college.org)
        with pytest.raises(DomainError, match="База пуста"):
            make_programme_paper(bare, "list_mentees", actor=user)
    assert built(college, "list_mentees", tmp_path, "docx").tables[0].rows[1].cells[1].text.startswith("Проб")


def test_minutes_decide_by_where_each_candidate_stands(college) -> None:
    with college.as_curator() as user:
        waiting = factories.mentor(college.programme, state=EntryState.INTERVIEW)
        factories.mentor(college.programme, state=EntryState.LEFT)
        MentorEntry.objects.exclude(pk=waiting.pk).exclude(state=EntryState.LEFT).update(
            state=EntryState.SELECTED
        )
        given = {
            "chair": "Образцов П. И.",
            "secretary": "Тестова А. Б.",
            "members": ["Примерова В. Г., психолог", ""],
        }
        made = make_selection_protocol(
            college.programme,
            held_on=date(2026, 10, 12),
            yes=3,
            absent=["Пробный Г. Д."],
            actor=user,
            **given,
        )
        text = text_of(PdfReader(io.BytesIO(read_file(made.file))))
        order = ["ПРОТОКОЛ", "12 октября 2026", "председатель – Образцов", "Примерова В. Г., психолог",
                 "Отсутствовали: Пробный", "собеседование", "РЕШИЛИ", "2 человек (по списку)",
                 "по 1 кандидату", "«за» – 3", "Секретарь комиссии"]  # fmt: skip
        assert [words for words in order if words not in text] == []
        places = [text.index(words) for words in order]
        assert places == sorted(places)
        assert text.count("не включать") == 1
        again = make_selection_protocol(college.programme, held_on=date(2026, 10, 12), actor=user, **given)
        assert (again.pk, again.number) == (made.pk, "1")
        with pytest.raises(DomainError, match="не прошло"):
            make_selection_protocol(college.programme, held_on=date(2099, 1, 1), actor=user, **given)
        with pytest.raises(DomainError, match="Голосов больше"):
            make_selection_protocol(college.programme, held_on=date(2026, 10, 13), yes=9, actor=user, **given)


def test_a_partner_gets_the_text_of_its_own_order(college) -> None:
    partner = factories.partner(
        college.org, short_name="ООО «Вектор»", full_name="Общество «Вектор»", address="101000, г. Примерск, ул. 1",
        head_last_name="Образцова", head_first_name="Мария", head_middle_name="Ильинична", head_position="Директор",
    )  # fmt: skip
    with college.as_curator() as user:
        contract = create_agreement(
            partner,
            actor=None,
            subject="Наставничество",
            starts_on=date(2026, 9, 1),
            ends_on=date(2027, 5, 31),
        )
        with pytest.raises(DomainError, match="нет подтверждённых работников"):
            make_mirror_order(contract, actor=user)
        worker = factories.person(
            college.org, last_name="Токарев", first_name="Илья", middle_name="Олегович", gender=Gender.MALE,
            category=PersonCategory.EMPLOYEE, group="", employer=partner.short_name, position="Мастер",
        )  # fmt: skip
        PartnerEmployee.objects.create(
            organization=college.org, partner=partner, person=worker, employer=worker.employer
        )
        factories.mentor(college.programme, person=worker, state=EntryState.SELECTED)
        made = make_mirror_order(contract, actor=user)
    text = text_of(PdfReader(io.BytesIO(read_file(made.file))))
    order = ["Общество «Вектор»", "ПРИКАЗ", "г. Примерск", "О направлении", "ПРИКАЗЫВАЮ", "Токарев Илья", "мастер",
             "судимости", "Директор", "М. И. Образцова"]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Образцов П" not in text  # our own head signs nothing here


def test_an_agreement_is_the_same_in_word(college) -> None:
    partner = factories.partner(
        college.org, head_last_name="Образцова", head_first_name="Мария", head_middle_name="Ильинична"
    )
    with college.as_curator() as user:
        contract = create_agreement(
            partner,
            actor=None,
            subject="Наставничество",
            starts_on=date(2026, 9, 1),
            ends_on=date(2027, 5, 31),
        )
        made = make_agreement_paper(contract, actor=user)
        version = made.versions.get()
        kind = kind_of(made.kind)
        word = Word(io.BytesIO(render_docx(kind, version.snapshot, moment=version.rendered_at)))
        pdf = text_of(PdfReader(io.BytesIO(read_file(made.file))))
    words = " ".join(" ".join(one.text for one in word.paragraphs).split())
    for part in ("СОГЛАШЕНИЕ", "1. Предмет соглашения", "4.3. Изменения вносятся письменно", "Образцова"):
        assert part in words
        assert part in pdf


@pytest.mark.slow
def test_the_page_offers_each_paper_and_makes_it(college, signed_in) -> None:
    web = signed_in(college.curator)
    with scopes_disabled():
        address = reverse("reports:programme_papers")
        page = web.get(address).content.decode()
        assert all(f'value="{code}"' in page for code in CODES - {"selection_protocol"})
        answer = web.post(address, {"kind": "regulation"})
        document = Document.objects.get(kind="regulation")
        assert answer.url == reverse("reports:document", args=[document.pk])
        assert web.post(address, {"kind": "order_pairs"}).url == address

        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                web.get(address)
            return len(caught)

        one = queries()
        web.post(address, {"kind": "memo_parent"})
        web.post(address, {"kind": "memo_mentee"})
        assert queries() == one
        sent = {"held_on": "2026-09-30", "chair": "А", "secretary": "Б", "members": "В\nГ"}
        made = web.post(reverse("reports:selection_protocol"), sent)
        assert made.url == reverse(
            "reports:document", args=[Document.objects.get(kind="selection_protocol").pk]
        )
        late = web.post(reverse("reports:selection_protocol"), sent | {"held_on": "2099-01-01"})
        assert late.status_code == 422
