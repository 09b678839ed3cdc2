"""One link for a class and personal codes behind it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from core.errors import DomainError
from surveys.domain import class_links as domain
from surveys.domain.invitations import renew_link, revoke_invitation
from surveys.models import ChosenCode, ClassLink
from tests import factories
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def mine(campaign, programme):
    return makers.invitation(campaign, makers.mentee_person(programme, group="ТМ-21", last_name="Классова"))


@pytest.fixture
def board(campaign, mine) -> ClassLink:
    return domain.open_class_link(campaign, group="ТМ-21", actor=None)


def address(link: ClassLink) -> str:
    return f"/s/class/{domain.class_token(link.key)}/"


def text(response) -> str:
    return response.content.decode()


def test_a_pupil_enters_with_the_code_of_the_card_however_it_is_typed(board, mine):
    code = domain.code_of(mine)
    assert len(domain.plain_code(code)) == 12
    pupil = Client(enforce_csrf_checks=True)
    page = pupil.get(address(board))
    assert "Личный код" in text(page)
    assert mine.person.last_name not in text(page)

    for typed in (code, code.replace(" ", ""), f" {code.replace(' ', '-')} "):
        entered = pupil.post(address(board), {"code": typed})
        assert entered["Location"] == f"/s/{makers.token(mine)}/"
    assert not entered.cookies
    assert entered["Referrer-Policy"] == "no-referrer"


def test_the_link_has_no_fewer_bits_than_a_personal_one_and_opens_no_questionnaire(board, mine):
    token = domain.class_token(board.key)
    assert len(token) * 5 >= 128
    assert board.token_hash != token
    assert Client().get(f"/s/{token}/").status_code == 404
    assert Client().get(f"/s/class/{makers.token(mine)}/").status_code == 404


def test_codes_of_another_class_another_campaign_and_revoked_ones_are_wrong(board, campaign, mine, programme):
    stranger = makers.invitation(campaign, makers.mentee_person(programme, group="ИС-11"))
    elsewhere = makers.invitation(makers.campaign(programme), mine.person)
    for other in (stranger, elsewhere):
        assert domain.redeem(board, domain.code_of(other)) is None
    everybody = domain.open_class_link(campaign, actor=None)
    assert domain.redeem(everybody, domain.code_of(stranger)) == stranger

    old = domain.code_of(mine)
    renewed = renew_link(mine, actor=None)
    assert domain.redeem(board, old) is None
    assert domain.redeem(board, domain.code_of(renewed)) == mine
    revoke_invitation(mine, actor=None)
    assert domain.redeem(board, domain.code_of(renewed)) is None


def test_guessing_stops_and_a_class_with_slips_does_not(board, mine):
    pupil = Client()
    for _ in range(60):  # thirty pupils, two slips each
        assert domain.redeem(board, "0000 0000 0000") is None
    assert pupil.post(address(board), {"code": "0000"}).status_code == 422
    assert pupil.post(address(board), {"code": domain.code_of(mine)}).status_code == 302
    board.refresh_from_db()
    assert board.wrong == 61
    ClassLink.objects.update(wrong=domain.WRONG_MOST)

    stopped = pupil.post(address(board), {"code": domain.code_of(mine)})
    assert stopped.status_code == 429
    assert "Подождите 15 минут" in text(stopped)
    assert Client().get(f"/s/{makers.token(mine)}/").status_code == 200, "personal links go on"

    ClassLink.objects.update(wrong_since=timezone.now() - timedelta(minutes=16))
    assert pupil.post(address(board), {"code": domain.code_of(mine)}).status_code == 302


def test_a_new_link_replaces_the_old_one_and_links_end(board, campaign, curator, signed_in):
    again = domain.open_class_link(campaign, group="ТМ-21", actor=curator.user)
    assert domain.find_class_link(domain.class_token(board.key)) is None
    assert domain.find_class_link(domain.class_token(again.key)) == again

    ClassLink.objects.filter(pk=again.pk).update(expires_on=makers.today() - timedelta(days=1))
    assert Client().get(address(again)).status_code == 404
    ClassLink.objects.filter(pk=again.pk).update(expires_on=None)
    signed_in(curator).post(reverse("surveys:class_close", kwargs={"pk": again.pk}))
    assert Client().get(address(again)).status_code == 404


def test_a_teacher_chooses_a_code_that_is_not_easily_guessed(
    board, mine, programme, campaign, curator, signed_in
):
    desk = signed_in(curator)
    where = reverse("surveys:invitation_code", kwargs={"pk": mine.pk})
    for weak in ("короткий", "11111111111111", "классова2026", "ТМ-21 и ещё что-то", "я" * 41):
        refused = desk.post(where, {"code": weak})
        assert refused.status_code == 422, weak
    desk.post(where, {"code": "Зелёный кит 42"})

    assert domain.redeem(board, "зеленый-кит-42") == mine
    assert domain.redeem(board, domain.code_of(mine)) == mine
    assert "кит" not in ChosenCode.objects.get().digest
    other = makers.invitation(campaign, makers.mentee_person(programme, group="ТМ-21"))
    with pytest.raises(DomainError, match="уже есть"):
        domain.choose_code(other, "зелёный кит 42", actor=None)
    renew_link(mine, actor=None)
    assert domain.redeem(board, "зелёный кит 42") is None


def test_who_has_answered_sees_no_answer_through_the_class_link(board, mine):
    makers.answer(mine)

    page = Client().post(address(board), {"code": domain.code_of(mine)}, follow=True)

    assert page.redirect_chain[-1][0].endswith("/done/")
    assert "Тайное слово" not in text(page)


def test_the_board_and_the_cards_show_what_the_class_needs(board, campaign, mine, curator, signed_in):
    desk = signed_in(curator)
    shown = text(desk.get(reverse("surveys:class_board", kwargs={"pk": board.pk})))
    assert address(board) in shown
    assert "<svg" in shown
    assert domain.code_of(mine) in text(desk.get(reverse("surveys:cards", kwargs={"pk": campaign.pk})))
    page = reverse("surveys:campaign_class", kwargs={"pk": campaign.pk})
    made = desk.post(page, {"group": "", "expires_on": ""}, follow=True)
    assert "Все приглашённые" in text(made)
    assert desk.post(page, {"group": "нет такой"}).status_code == 422


@pytest.mark.parametrize("odd", ["", "\0", "1" * 5000, "٣" * 12, "' OR 1=1", "\u202e123"])
def test_odd_codes_are_wrong_and_nothing_worse(board, odd):
    assert Client().post(address(board), {"code": odd}).status_code == 422


def test_a_class_of_another_institution_is_not_mine_to_close(board, signed_in):
    with scopes_disabled():
        stranger = factories.membership(factories.organization(), "curator")
    answer = signed_in(stranger).post(reverse("surveys:class_close", kwargs={"pk": board.pk}))
    assert answer.status_code == 404
