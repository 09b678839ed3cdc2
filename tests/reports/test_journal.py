"""The register: numbers taken ahead, used and voided, and nothing missing, on the page, in the file, on paper."""

import io

import openpyxl
import pypdf
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope

from core.enums import Role
from core.errors import DomainError
from core.workflow import NotAllowed, TransitionRefused
from reports.domain.documents import cancel_document, register_document, send_to_sign
from reports.domain.reserved import reserve_number, void_number
from reports.enums import DocumentState
from reports.life_enums import ReservedState
from reports.models import ReservedNumber
from reports.selectors.journal import free_numbers, journal_of
from tests import factories
from tests.reports.test_orders import make_draft


def reserve(college, reason="приказ прошлой недели"):
    with college.as_curator() as user:
        return reserve_number(college.org, series="orders", reason=reason, actor=user)


def test_a_number_taken_ahead_is_used_once_and_the_register_has_no_gap(college):
    first, second = reserve(college), reserve(college, "на всякий случай")
    document = make_draft(college)
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
        with pytest.raises(DomainError, match="резервированного"):
            register_document(document, actor=user, reserved=first.pk + 100)
        register_document(document, actor=user, reserved=first.pk)
        assert document.number == first.text == "1-ОД"
        with pytest.raises(DomainError, match="почему"):
            void_number(second, reason=" ", actor=user)
        void_number(second, reason="ошибка секретаря", actor=user)
        first.refresh_from_db()
        with pytest.raises(TransitionRefused):
            void_number(first, reason="поздно", actor=user)
        journal = journal_of(college.org, "orders", first.year)
    assert [line.place for line in journal.lines] == [1, 2]
    assert journal.missing == []
    assert "номер взят заранее" in journal.lines[0].fate
    assert journal.lines[1].fate == "не использован: ошибка секретаря"


def test_a_cancelled_order_keeps_its_number_with_the_reason(college):
    document = make_draft(college)
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
        register_document(document, actor=user)
    with college.as_director() as user:
        cancel_document(document, actor=user, reason="опечатка")
        line = journal_of(college.org, "orders", document.date.year).lines[0]
    assert (line.is_void, line.fate) == (True, "аннулирован: опечатка")


def test_a_number_of_one_year_or_another_institution_is_not_anothers(college):
    reserved = reserve(college)
    document = make_draft(college)
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
        ReservedNumber.objects.filter(pk=reserved.pk).update(year=reserved.year - 1)
        assert free_numbers(document) == []  # the page does not offer what the registration refuses
        with pytest.raises(DomainError, match="этого вида и года"):
            register_document(document, actor=user, reserved=reserved.pk)
        document.refresh_from_db()
        assert document.state == DocumentState.TO_SIGN


def test_the_database_keeps_the_fate_of_a_number_whole(college):
    reserved = reserve(college)
    with scope(organization=college.org):
        for wrong in (
            {"state": ReservedState.VOID},
            {"state": ReservedState.USED},
            {"void_reason": "так"},
            {"place": 0},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                ReservedNumber.objects.filter(pk=reserved.pk).update(**wrong)


def test_who_may_not_register_takes_no_number(college):
    from core.context import acting

    outsider = factories.membership(college.org, Role.PSYCHOLOGIST)
    with (
        scope(organization=college.org),
        acting(outsider.user, membership=outsider),
        pytest.raises(NotAllowed),
    ):
        reserve_number(college.org, series="orders", reason="x", actor=outsider.user)


def test_the_journal_on_the_page_in_the_file_and_on_paper(college, signed_in):
    curator = signed_in(college.curator)
    empty = curator.get(reverse("reports:number_journal")).content.decode()
    assert "Журнал пуст" in empty
    form = {"series": "orders", "reason": "приказ о празднике"}
    made = curator.post(reverse("reports:number_reserve"), form)
    assert made.status_code == 302
    page = curator.get(made["Location"]).content.decode()
    assert "приказ о празднике" in page
    with scope(organization=college.org):
        reserved = ReservedNumber.objects.get()
    key = f"?journal=orders-{reserved.year}"
    book = openpyxl.load_workbook(
        io.BytesIO(curator.get(reverse("reports:number_journal_file", args=["xlsx"]) + key).content)
    )
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert reserved.text in cells
    pdf = curator.get(reverse("reports:number_journal_file", args=["pdf"]) + key).content
    assert "ЖУРНАЛ РЕГИСТРАЦИИ" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert curator.get(reverse("reports:number_journal") + "?journal=orders-1999").status_code == 404
    void = reverse("reports:number_void", args=[reserved.pk])
    assert curator.post(void, {"reason": "отменили"}).status_code == 302
    assert curator.get(void).status_code == 404
    assert "не использован: отменили" in curator.get(made["Location"]).content.decode()


def test_the_register_costs_the_same_for_one_number_and_for_three(college, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    curator, counts = signed_in(college.curator), []
    reserve(college)
    curator.get(reverse("reports:number_journal"))
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            curator.get(reverse("reports:number_journal"))
        counts.append(len(queries))
        reserve(college)
        reserve(college)
    assert counts[0] == counts[1]
