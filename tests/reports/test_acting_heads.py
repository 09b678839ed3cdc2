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
from reports.domain.acting_heads import appoint, end_acting, revoke_acting
from reports.domain.documents import (
    cancel_document,
    register_document,
    renew_document,
    return_document,
    send_to_sign,
)
from reports.domain.electronic import accept_signature, sign_with_key
from reports.domain.signing import sign_on_paper
from reports.enums import DocumentState
from reports.models import ActingHead, Document, Signature
from reports.selectors.heads import head_on, why_not_head
from tests import factories
from tests.reports.test_orders import make_draft, register, text_of
from tests.signing_tools import make_signing, pkcs12_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND\xaeB`\x82"

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


@pytest.fixture(scope="module")
def head_key(tmp_path_factory):
    return make_signing(tmp_path_factory.mktemp("head"), "ec", subject="/CN=Примерова Анна Сергеевна")


@pytest.fixture
def acts(college, head_key):
    """Every act of the head, each over a document in the right state for it."""
    fields = {"organization": college.org, "kind": "order_launch", "subject_id": college.programme.pk,
              "programme": college.programme, "title": "О внедрении"}  # fmt: skip
    day = today(college.org)
    with scope(organization=college.org):
        waiting = Document.objects.create(**fields, key="w", state=DocumentState.TO_SIGN)
        numbered = Document.objects.create(
            **fields, key="n", state=DocumentState.REGISTERED, number="9-ОД", date=day
        )

    def by_key(user):
        # Of many documents the refused ones are told, not raised.
        result = sign_with_key([numbered], actor=user, key_file=pkcs12_of(head_key), password="тайна")
        raise NotAllowed(result.refused[0][1])

    return {
        "register": lambda user: register_document(waiting, actor=user),
        "return": lambda user: return_document(waiting, actor=user, remark="исправить"),
        "cancel": lambda user: cancel_document(numbered, actor=user, reason="ошибка"),
        "paper": lambda user: sign_on_paper(
            numbered, actor=user, scan=PNG, scan_name="a.png", signed_on=numbered.date
        ),
        "outside": lambda user: accept_signature(numbered, actor=user, file=b"x"),
        "key": by_key,
    }


def who_may_not(college, case):
    """The member who tries, by why they may not, and what they are told."""
    if case == "another institution":
        return factories.membership(factories.organization(), Role.DIRECTOR), "другой организации"
    deputy = factories.membership(college.org, Role.DIRECTOR, user=factories.user(full_name="Примерова Анна"))
    day, days = today(college.org), dt.timedelta(days=5)
    term = {"before": (day + days, None), "after": (day - days, day - dt.timedelta(days=1))}
    starts, ends = term.get(case, (day - days, None))
    head = appointed(college, user=deputy.user, starts_on=starts, ends_on=ends)
    if case == "the head himself":
        return college.director, "документы подписывает"
    if case == "revoked":
        with college.as_director() as user:
            revoke_acting(head, reason="приказ от 03.11.2026 № 16-ЛС", actor=user)
    return deputy, "нет полномочий"


@pytest.mark.parametrize(
    "case", ["before", "after", "revoked", "another institution", "the head himself"], ids=str.upper
)
def test_nobody_without_powers_today_does_any_act_of_the_head(college, acts, case):
    who, told = who_may_not(college, case)
    with scope(organization=college.org), acting(who.user, membership=who):
        for act in acts.values():
            with pytest.raises(NotAllowed, match=told):
                act(who.user)
        assert sorted(Document.objects.values_list("state", flat=True)) == ["registered", "to_sign"]
        assert not Signature.objects.exists()


def test_the_acting_head_does_all_of_it_within_the_term(college, head_key):
    deputy = factories.membership(college.org, Role.DIRECTOR, user=factories.user(full_name="Примерова Анна"))
    appointed(college, user=deputy.user)
    college.director = deputy
    first = make_draft(college)
    with college.as_curator() as user:
        send_to_sign(first, actor=user)
    with college.as_director() as user:
        return_document(first, actor=user, remark="исправить")
    register(college, first)
    with college.as_director() as user:
        result = sign_with_key([first], actor=user, key_file=pkcs12_of(head_key), password="тайна")
        assert [one.state for one in result.done] == [DocumentState.SIGNED]
        assert Signature.objects.get().signer_position == "И.о. директора"


def test_a_curator_registers_whoever_the_head_is(college):
    document = make_draft(college)
    appointed(college, user=college.curator.user, starts_on=today(college.org) - dt.timedelta(days=9),
              ends_on=today(college.org) - dt.timedelta(days=2))  # fmt: skip
    with college.as_curator() as user:
        send_to_sign(document, actor=user)
        assert register_document(document, actor=user).number


def test_who_acted_once_and_became_the_head_signs(college):
    """The card of the institution names them now: an old term takes nothing away."""
    day = today(college.org)
    appointed(
        college,
        user=college.director.user,
        starts_on=day - dt.timedelta(days=9),
        ends_on=day - dt.timedelta(days=2),
    )
    with scope(organization=college.org):
        assert why_not_head(college.director, day) == ""
        college.org.head_last_name = "Иной"
        college.director.organization = college.org
        assert "нет полномочий" in why_not_head(college.director, day)


def test_powers_are_revoked_with_a_reason_and_the_days_are_free_again(college):
    day = today(college.org)
    head = appointed(college, starts_on=day - dt.timedelta(days=3))
    with college.as_director() as user:
        with pytest.raises(DomainError, match="почему"):
            revoke_acting(head, reason=" ", actor=user)
        revoke_acting(head, reason="вышел директор", actor=user)
        with pytest.raises(DomainError, match="уже нет"):
            revoke_acting(head, reason="ещё раз", actor=user)
        with pytest.raises(DomainError, match="отозваны"):
            end_acting(head, on=day, actor=user)
        assert head_on(college.org, day - dt.timedelta(days=1)).acting == head  # what was signed then stands
        assert head_on(college.org, day).acting is None
        assert appoint(college.org, **WHO, starts_on=day, actor=user).pk
    with scope(organization=college.org), pytest.raises(IntegrityError), transaction.atomic():
        ActingHead.objects.filter(pk=head.pk).update(revoke_reason="")


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
    page = director.get(reverse("reports:heads")).content.decode()
    assert "нет роли «Директор»" in page  # a curator's account could sign nothing
    revoke = reverse("reports:head_revoke", args=[head.pk])
    assert director.post(revoke, {"reason": ""}).status_code == 422
    assert director.post(revoke, {"reason": "вышел директор"}).status_code == 302
    assert "вышел директор" in director.get(reverse("reports:heads")).content.decode()
