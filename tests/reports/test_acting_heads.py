"""Who signs on a day: the head of the card or whoever acts by an order, in the text and at the signing."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope

from core.clock import today
from core.context import acting
from core.enums import Role
from core.errors import DomainError
from core.workflow import NotAllowed
from reports.documents.letterhead import head_in, signatory_of
from reports.domain.acting_heads import appoint, end_acting
from reports.domain.documents import register_document, renew_document, return_document, send_to_sign
from reports.models import ActingHead
from reports.selectors.heads import head_on
from tests import factories
from tests.reports.test_orders import make_draft, register, sign, text_of

WHO = {
    "last_name": "Примерова",
    "first_name": "Анна",
    "middle_name": "Сергеевна",
    "basis": "приказ от 02.11.2026 № 15-ЛС",
}


def appointed(college, **given):
    with college.as_director() as user:
        day = today(college.org)
        return appoint(college.org, **{**WHO, "starts_on": day, "actor": user, **given})


def test_the_signature_line_follows_the_days(college):
    day = today(college.org)
    appointed(college, starts_on=day, ends_on=day + dt.timedelta(days=3))
    with scope(organization=college.org):
        assert signatory_of(college.org).full_name == "Примерова Анна Сергеевна"
        assert signatory_of(college.org).position == "И.о. директора"
        assert signatory_of(college.org, on=day - dt.timedelta(days=1)).full_name == "Образцов Пётр Ильич"
        assert signatory_of(college.org, on=day + dt.timedelta(days=4)).full_name == "Образцов Пётр Ильич"
        assert "Примеровой" in head_in(college.org, "genitive")


def test_a_text_with_yesterdays_head_is_neither_registered_nor_signed(college):
    draft = make_draft(college)
    with college.as_curator() as user:
        send_to_sign(draft, actor=user)
    appointed(college)
    with college.as_curator() as user:
        with pytest.raises(DomainError, match="полномочия у другого лица"):
            register_document(draft, actor=user)
        assert draft.number == ""
    with college.as_director() as user:
        return_document(draft, actor=user, remark="сменился руководитель")
    with college.as_curator() as user:
        renew_document(draft, actor=user)
        assert "А. С. Примерова" in text_of(draft)
    register(college, draft)
    assert draft.number == "1-ОД"


def test_who_acts_with_an_account_signs_alone_and_only_then(college):
    deputy = factories.membership(college.org, Role.DIRECTOR, user=factories.user(full_name="Примерова Анна"))
    head = appointed(college, user=deputy.user)
    document = register(college, make_draft(college))
    with pytest.raises(NotAllowed, match="документы подписывает"):
        sign(college, document)
    with scope(organization=college.org), acting(college.director.user, membership=college.director):
        head.starts_on -= dt.timedelta(days=2)
        head.save()
        end_acting(head, on=today(college.org) - dt.timedelta(days=1), actor=college.director.user)
    college.director = deputy
    with pytest.raises(NotAllowed, match="нет полномочий"):
        sign(college, document)


def test_two_do_not_act_on_one_day(college):
    day = today(college.org)
    appointed(college, starts_on=day, ends_on=day + dt.timedelta(days=5))
    with pytest.raises(DomainError, match="уже назначен"):
        appointed(college, starts_on=day + dt.timedelta(days=5))
    appointed(college, starts_on=day + dt.timedelta(days=6))
    for wrong, words in (
        ({"basis": " "}, "основание"),
        ({"ends_on": day - dt.timedelta(days=1)}, "раньше первого"),
        ({"middle_name": ""}, "пол"),
    ):
        with pytest.raises(DomainError, match=words):
            appointed(college, **wrong)
    with scope(organization=college.org):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActingHead.objects.update(basis="")
        with pytest.raises(IntegrityError), transaction.atomic():
            ActingHead.objects.update(ends_on=day - dt.timedelta(days=9))


def test_only_the_head_and_the_administrator_appoint(college):
    with college.as_curator() as user, pytest.raises(NotAllowed):
        appoint(college.org, **WHO, starts_on=today(college.org), actor=user)


def test_an_acting_head_is_appointed_and_ended_on_the_pages(college, signed_in):
    director, day = signed_in(college.director), today(college.org).isoformat()
    form = {**WHO, "position": "И.о. директора", "starts_on": day, "user": college.curator.user_id}
    assert director.post(reverse("reports:head_appoint"), form | {"last_name": ""}).status_code == 422
    assert director.post(reverse("reports:head_appoint"), form).status_code == 302
    page = director.get(reverse("reports:heads")).content.decode()
    assert "приказ от 02.11.2026 № 15-ЛС" in page
    with scope(organization=college.org):
        head = ActingHead.objects.get()
        assert head.user == college.curator.user
    assert director.post(reverse("reports:head_end", args=[head.pk]), {"ends_on": day}).status_code == 302
    with scope(organization=college.org):
        assert head_on(college.org, today(college.org) + dt.timedelta(days=1)).acting is None
