"""The order «О закреплении пар»: from confirmed pairs to active ones, and the text in between."""

import io

import pypdf
import pytest
from django_scopes import scope

from core import facts
from core.domain.files import read_file
from core.errors import DomainError
from core.models import AuditEntry
from mentorship.enums import ConsentState, EntryState, PairState, PersonCategory
from mentorship.models import Consent, Pair
from mentorship.selectors.pairs import pair_counts
from reports.domain.documents import (
    cancel_document,
    register_document,
    renew_document,
    return_document,
    send_to_sign,
)
from reports.domain.drawing import rebuild_pdf
from reports.domain.orders import create_pairs_order
from reports.domain.signing import sign_on_paper
from reports.enums import DocumentState
from reports.models import Document, DocumentVersion, Signature


def text_of(document):
    reader = pypdf.PdfReader(io.BytesIO(read_file(document.file)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ").split())


def make_draft(college) -> Document:
    with college.as_curator() as user:
        return create_pairs_order(college.programme, actor=user)


def register(college, document) -> Document:
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
    with college.as_director() as user:
        return register_document(document, actor=user)


def sign(college, document) -> Document:
    with college.as_director() as user:
        scan = read_file(document.file)
        return sign_on_paper(document, actor=user, scan=scan, scan_name="скан.pdf", signed_on=document.date)


def test_the_draft_names_the_pairs_and_says_it_is_a_draft(college):
    document = make_draft(college)
    with college.as_curator():
        text = text_of(document)
    assert document.state == DocumentState.DRAFT
    assert document.title == "О закреплении наставнических пар и групп"
    assert document.summary.replace("\u00a0", " ") == "1 пара, 1 группа"
    assert (document.number, document.date) == ("", None)
    assert "ПРОЕКТ" in text
    assert "на период с 2 ноября 2026 г. по 31 мая 2027 г." in text
    assert "Примеров Савва Кузьмич, ГД-31" in text
    assert "Тестова Мария Денисовна, ГД-11" in text
    assert "Куратору программы наставничества Кураторовой Н. П., методисту, обеспечить" in text
    assert "родителей (законных представителей) несовершеннолетних" in text
    assert "распоряжением Министерства просвещения Российской Федерации от 25 декабря 2019 г. № Р-145" in text
    assert "Контроль за исполнением настоящего приказа оставляю за собой." in text
    assert text.index("1. Закрепить") < text.index("2. Наставникам") < text.index("П. И. Образцов")


def test_a_single_pair_stands_in_running_text_in_the_right_cases(college):
    with college.as_curator() as user:
        Pair.objects.filter(pk=college.pairs[1].pk).update(state=PairState.PROPOSED)
        document = create_pairs_order(college.programme, actor=user)
        text = text_of(document)
    assert document.title == "О закреплении наставнических пар"
    assert (
        "за наставником Примеровым Саввой Кузьмичом (ГД-31) наставляемого: Тестову Марию Денисовну (ГД-11)"
        in text
    )


def test_positions_stand_in_the_table_as_inside_a_sentence(college):
    with college.as_curator() as user:
        first, second = (pair.mentor.person for pair in college.pairs)
        first.group, first.position, first.employer = "", "Мастер участка", "ООО «Пример»"
        first.category = PersonCategory.EMPLOYER
        first.save()
        second.group, second.position, second.employer = "", "Методист", college.org.short_name
        second.category = PersonCategory.EMPLOYEE
        second.save()
        text = text_of(create_pairs_order(college.programme, actor=user))
    assert "Примеров Савва Кузьмич, мастер участка, ООО «Пример»" in text
    assert "Образцова Анна Ильинична, методист П" in text  # nothing of the employer before the mentee's name


def test_a_form_of_a_name_set_by_hand_wins(college):
    with college.as_curator() as user:
        Pair.objects.filter(pk=college.pairs[1].pk).update(state=PairState.PROPOSED)
        mentor = college.pairs[0].mentor.person
        mentor.case_forms = {"instrumental": "Примером Саввой Кузьмичом"}
        mentor.save()
        assert "за наставником Примером Саввой Кузьмичом" in text_of(
            create_pairs_order(college.programme, actor=user)
        )


def test_a_name_that_cannot_be_declined_is_told_with_its_cure(college):
    with college.as_curator() as user:
        person = college.pairs[0].mentor.person
        person.middle_name, person.gender = "", ""
        person.save()
        with pytest.raises(DomainError, match=r"Укажите пол в карточке: Примеров Савва"):
            create_pairs_order(college.programme, actor=user)
        assert not Document.objects.exists()


def test_pressed_twice_it_is_one_draft(college):
    first, second = make_draft(college), make_draft(college)
    assert first.pk == second.pk
    with college.as_curator():
        assert Document.objects.count() == 1
        assert DocumentVersion.objects.count() == 1


def test_without_confirmed_pairs_there_is_no_order(bare_college):
    with bare_college.as_curator() as user:
        Pair.objects.update(state=PairState.PROPOSED)
        with pytest.raises(DomainError, match="Нет подтверждённых пар"):
            create_pairs_order(bare_college.programme, actor=user)


def test_without_a_head_there_is_nobody_to_sign(college):
    college.org.head_last_name = ""
    college.org.save()
    with college.as_curator() as user, pytest.raises(DomainError, match="не указан руководитель"):
        create_pairs_order(college.programme, actor=user)


def test_a_draft_is_drawn_anew_when_the_records_change_and_only_then(college):
    document = make_draft(college)
    with college.as_curator() as user:
        renew_document(document, actor=user)
        assert document.revision == 1
        mentor = college.pairs[0].mentor.person
        mentor.group = "ГД-41"
        mentor.save()
        renew_document(document, actor=user)
        assert document.revision == 2
        assert "ГД-41" in text_of(document)
        assert document.versions.count() == 2


def test_registration_gives_number_and_date_and_takes_the_draft_mark_away(college):
    document = register(college, make_draft(college))
    with college.as_curator():
        text = text_of(document)
    assert document.state == DocumentState.REGISTERED
    assert document.number == "1-ОД"
    assert "№ 1-ОД" in text
    assert "ПРОЕКТ" not in text
    assert document.revision == 2
    assert document.file.name == "Приказ № 1-ОД О закреплении наставнических пар и групп.pdf"


def test_what_is_registered_does_not_change_any_more(college):
    document = register(college, make_draft(college))
    with college.as_curator() as user:
        mentor = college.pairs[0].mentor.person
        mentor.group = "ГД-41"
        mentor.save()
        with pytest.raises(DomainError, match="менять нельзя"):
            renew_document(document, actor=user)


def test_the_signed_order_makes_the_pairs_active_and_tells_the_roadmap(college):
    told = []
    facts.happened.connect(lambda fact, **_: told.append(fact), weak=False, dispatch_uid="test")
    try:
        document = sign(college, register(college, make_draft(college)))
    finally:
        facts.happened.disconnect(dispatch_uid="test")
    with college.as_curator():
        pairs = list(Pair.objects.all())
        assert {pair.state for pair in pairs} == {PairState.ACTIVE}
        assert {(pair.order_number, pair.order_date, pair.order_document) for pair in pairs} == {
            ("1-ОД", document.date, document.pk)
        }
        assert pairs[0].mentor.state == EntryState.PAIRED
        signature = Signature.objects.get()
        assert signature.signer_name == "Образцов Пётр Ильич"
        assert signature.sha256 == document.file.sha256
        assert signature.scan.purpose == "document_scan"
        actions = AuditEntry.objects.filter(object_id=str(document.pk), object_type="reports.document")
        assert [entry.action for entry in actions.order_by("pk")] == [
            "document.to_sign", "document.registered", "document.signed",
        ]  # fmt: skip
    fact = next(fact for fact in told if fact.kind == "order_signed")
    assert (fact.detail, fact.programme, fact.subject) == ("order_pairs", college.programme, document)
    assert "1-ОД" in fact.title


def test_when_a_pair_may_not_become_active_nothing_is_signed(college):
    document = register(college, make_draft(college))
    with scope(organization=college.org):
        Consent.objects.filter(person=college.people[0], kind="processing").update(
            state=ConsentState.WITHDRAWN
        )
    with pytest.raises(DomainError, match="Пара «Примеров"):
        sign(college, document)
    with college.as_curator():
        assert not Signature.objects.exists()
        assert Document.objects.get().state == DocumentState.REGISTERED
        assert set(Pair.objects.values_list("state", flat=True)) == {PairState.TO_ORDER}


def test_returned_with_a_remark_the_order_goes_round_again(college):
    document = make_draft(college)
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
    with college.as_director() as user:
        with pytest.raises(DomainError, match="что исправить"):
            return_document(document, actor=user, remark="  ")
        return_document(document, actor=user, remark="Уточните период")
    assert (document.state, document.remark) == (DocumentState.RETURNED, "Уточните период")
    assert register(college, document).number == "1-ОД"


@pytest.mark.slow
def test_a_cancelled_number_stays_void_and_the_pairs_are_free_again(college):
    document = register(college, make_draft(college))
    with college.as_director() as user:
        cancel_document(document, actor=user, reason="Ошибка в составе")
    again = register(college, make_draft(college))
    assert again.pk != document.pk
    assert (document.number, again.number) == ("1-ОД", "2-ОД")


def test_the_kept_version_rebuilds_to_the_same_bytes(college):
    document = register(college, make_draft(college))
    with college.as_curator():
        for version in document.versions.all():
            fresh = DocumentVersion.objects.select_related("document", "file").get(pk=version.pk)
            assert rebuild_pdf(fresh) == read_file(fresh.file)


def test_people_type_brackets_and_braces_and_the_order_prints_them(college):
    with college.as_curator() as user:
        mentor = college.pairs[0].mentor.person
        mentor.group = "<b>{{ 7 }}</b> & {% now %}"
        mentor.save()
        assert "<b>{{ 7 }}</b> & {% now %}" in text_of(create_pairs_order(college.programme, actor=user))


def free_pairs(college) -> int:
    with scope(organization=college.org):
        return pair_counts(Pair.objects.filter(programme=college.programme))["free"]


def test_pairs_in_a_draft_are_not_asked_for_a_second_order(college):
    waiting = free_pairs(college)
    draft = make_draft(college)
    held = free_pairs(college)
    with college.as_curator() as user:
        cancel_document(draft, actor=user, reason="Составлен по ошибке")
    assert (waiting > 0, held, free_pairs(college)) == (True, 0, waiting)
