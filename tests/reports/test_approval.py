"""Visas: who is asked, in which order, what a return does, and that nobody goes around the route."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope

from core.clock import today
from core.context import acting
from core.enums import Role
from core.errors import DomainError
from core.workflow import NotAllowed
from reports.domain import approval as domain
from reports.domain.documents import cancel_document, refresh_document, send_to_sign
from reports.domain.own_papers import paper_now
from reports.enums import DocumentState
from reports.life_enums import VisaState
from reports.models import Visa
from reports.selectors.approval import Approver, is_approved, last_round, turn_of, visas_waiting_for
from tests import factories
from tests.reports.test_orders import make_draft


@pytest.fixture
def staff(college):
    """A deputy and a psychologist with accounts."""
    return [
        factories.membership(college.org, role, user=factories.user(full_name=name), position=position)
        for role, name, position in (
            (Role.PSYCHOLOGIST, "Проверкина Яна Игоревна", "педагог-психолог"),
            (Role.PROJECT_CURATOR, "Тестовская Ольга Павловна", "заместитель директора"),
        )
    ]


def approvers(staff):
    return [Approver(one.user.full_name, one.position, one.user) for one in staff]


def start(college, document, members, *, is_parallel=False):
    with college.as_curator() as user:
        return domain.start_approval(document, members, is_parallel=is_parallel, actor=user)


def say(college, member, document, answer, remark=""):
    with scope(organization=college.org), acting(member.user, membership=member):
        visa = next(one for one in last_round(document) if one.user_id == member.user_id)
        domain.give_visa(visa, answer=answer, remark=remark, actor=member.user)
    document.refresh_from_db()


def test_one_after_another_then_to_the_head(college, staff):
    document = make_draft(college)
    start(college, document, approvers(staff))
    with scope(organization=college.org):
        assert document.state == DocumentState.APPROVING
        assert [one.user_id for one in turn_of(last_round(document))] == [staff[0].user_id]
        assert not visas_waiting_for(staff[1].user).exists()
        with pytest.raises(DomainError, match="сейчас не ждут"):
            say(college, staff[1], document, VisaState.AGREED)
    say(college, staff[0], document, VisaState.AGREED)
    say(college, staff[1], document, VisaState.REMARKED, "Уточните срок в пункте 2")
    with scope(organization=college.org):
        assert document.state == DocumentState.TO_SIGN
        assert document.sent_at is not None
        assert is_approved(document)


def test_all_at_once_and_a_return_ends_the_round(college, staff):
    document = make_draft(college)
    start(college, document, approvers(staff), is_parallel=True)
    say(college, staff[1], document, VisaState.RETURNED, "Нет куратора")
    with scope(organization=college.org):
        assert document.state == DocumentState.RETURNED
        assert document.remark == "Тестовская Ольга Павловна: Нет куратора"
        assert {one.state for one in last_round(document)} == {VisaState.RETURNED, VisaState.DROPPED}
    start(college, document, approvers(staff))
    with scope(organization=college.org):
        assert {one.round for one in last_round(document)} == {2}
        assert document.visas.count() == 4


def test_a_text_changed_after_its_visas_needs_them_anew(college, staff):
    document = make_draft(college)
    with college.as_curator() as user:
        domain.set_route(college.org, "", approvers(staff[:1]), is_parallel=False, actor=user)
        with pytest.raises(DomainError, match="Сначала согласование"):
            send_to_sign(document, actor=user)
        domain.send_onward(document, actor=user)
    say(college, staff[0], document, VisaState.AGREED)
    with scope(organization=college.org):
        assert is_approved(document)
        document.revision += 1
        assert not is_approved(document)


def test_only_a_draft_changes(college, staff):
    from reports.domain.documents import build
    from reports.kinds import kind_of

    document = make_draft(college)
    start(college, document, approvers(staff))
    with college.as_curator() as user:
        college.programme.title = "Другое название"
        college.programme.save()
        built = build(kind_of(document.kind), college.programme, organization=college.org, **document.options)
        with pytest.raises(DomainError, match="менять нельзя"):
            refresh_document(document, built=built, actor=user)
        with pytest.raises(DomainError, match="с последней визой"):
            send_to_sign(document, actor=user)


def test_a_visa_is_given_by_whom_it_was_asked_of(college, staff):
    document = make_draft(college)
    start(college, document, approvers(staff))
    with college.as_curator() as user:
        visa = last_round(document)[0]
        with pytest.raises(NotAllowed):
            domain.give_visa(visa, answer=VisaState.AGREED, actor=user)
        with pytest.raises(DomainError, match="Напишите замечания"):
            domain.mark_visa(visa, answer=VisaState.RETURNED, on=today(college.org), actor=user)
        domain.mark_visa(visa, answer=VisaState.AGREED, on=today(college.org), actor=user)
        assert last_round(document)[0].is_paper
        cancel_document(document, actor=user, reason="не нужен")
        assert [one.state for one in last_round(document)] == [VisaState.AGREED, VisaState.DROPPED]


def test_a_route_names_nobody_twice_and_somebody_at_all(college, staff):
    document = make_draft(college)
    with college.as_curator() as user:
        for members, words in (([], "кто согласует"), (approvers([staff[0], staff[0]]), "дважды")):
            with pytest.raises(DomainError, match=words):
                domain.start_approval(document, members, is_parallel=False, actor=user)


def test_the_database_refuses_a_return_without_a_remark(college):
    document = make_draft(college)
    with scope(organization=college.org):
        given = {
            "document": document,
            "round": 1,
            "step": 1,
            "place": 1,
            "revision": 1,
            "full_name": "Примеров",
        }
        day = {"decided_on": today(college.org), "decided_by": college.curator.user}
        for wrong in (
            {"state": VisaState.RETURNED, **day},
            {"state": VisaState.AGREED},
            {"state": "maybe", **day},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Visa.objects.create(**given | wrong)


def test_the_sheet_prints_every_visa(college, staff):
    document = make_draft(college)
    start(college, document, [*approvers(staff[:1]), Approver("Примерова Анна Сергеевна", "юрист")])
    say(college, staff[0], document, VisaState.REMARKED, "Опечатка в пункте 3")
    with college.as_curator() as user:
        import io

        import pypdf

        data = paper_now("approval_sheet", document, organization=college.org, what="pdf", actor=user)
        text = " ".join(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
    assert "ЛИСТ СОГЛАСОВАНИЯ" in text
    assert "Опечатка в пункте 3" in text
    assert "Примерова Анна Сергеевна" in text


def test_the_whole_round_on_the_pages(college, staff, signed_in):
    document = make_draft(college)
    curator, psychologist = signed_in(college.curator), signed_in(staff[0])
    address = reverse("reports:approval_start", args=[document.pk])
    assert "Кто согласует" in curator.get(address).content.decode()
    form = {"order": "turn", "user_1": staff[0].user_id, "name_2": "Примерова Анна", "position_2": "юрист"}
    assert curator.post(address, form).status_code == 302
    page = psychologist.get(reverse("reports:visas"))
    assert "О закреплении наставнических пар" in page.content.decode()
    picture = page.context["pages"][0].url
    assert psychologist.get(picture)["Content-Type"] == "image/png"
    assert psychologist.get(picture.partition("?")[0]).status_code == 404
    with scope(organization=college.org):
        first, second = last_round(document)
    visa = reverse("reports:visa", args=[first.pk])
    refused = psychologist.post(visa, {"answer": "returned"})
    assert refused.status_code == 422
    assert "Напишите замечания" in refused.content.decode()
    assert psychologist.post(visa, {"answer": "agreed"}).status_code == 302
    assert psychologist.get(visa).status_code == 404
    mark = reverse("reports:visa_mark", args=[document.pk, second.pk])
    day = today(college.org).isoformat()
    assert curator.post(mark, {"answer": "agreed", "decided_on": day}).status_code == 302
    with scope(organization=college.org):
        document.refresh_from_db()
    assert document.state == DocumentState.TO_SIGN
    assert (
        "Лист согласования" in curator.get(reverse("reports:document", args=[document.pk])).content.decode()
    )
    sheet = curator.get(reverse("reports:approval_sheet", args=[document.pk]))
    assert sheet["Content-Type"] == "application/pdf"


def test_a_route_by_default_is_edited_on_its_page(college, staff, signed_in):
    curator = signed_in(college.curator)
    address = reverse("reports:approval_route", args=["order_pairs"])
    assert curator.post(address, {"order": "parallel", "user_1": staff[1].user_id}).status_code == 302
    assert "Тестовская Ольга Павловна" in curator.get(reverse("reports:approval_routes")).content.decode()
    document = make_draft(college)
    curator.post(reverse("reports:document_send", args=[document.pk]))
    with scope(organization=college.org):
        document.refresh_from_db()
    assert document.state == DocumentState.APPROVING
    assert curator.get(reverse("reports:approval_route", args=["portfolio"])).status_code == 404
