"""Campaigns without names as people meet them: on a phone and at the curator's desk."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from surveys import providers
from surveys.domain.answering import mark_on_paper, save_draft, submit_response
from surveys.domain.mailing import send_letter
from surveys.enums import Anonymity
from surveys.models import Answer, Ballot, DraftAnswer, Response
from tests import factories
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def phone() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def desk(curator, signed_in) -> Client:
    return signed_in(curator)


def text(response) -> str:
    return response.content.decode()


def open_campaign(programme, mode):
    return makers.campaign(programme, instrument=makers.general_instrument(), anonymity=mode)


@pytest.fixture
def mine(programme, person):
    return makers.invitation(open_campaign(programme, Anonymity.ANONYMOUS), person)


@pytest.fixture
def sheet(mine) -> str:
    return f"/s/{makers.token(mine)}/sheet/"


def test_the_promise_stands_above_the_first_question_of_one_page(phone, mine, sheet):
    page = phone.get(f"/s/{makers.token(mine)}/", follow=True)

    assert page.redirect_chain[-1][0] == sheet
    body = text(page)
    question = body.index("Насколько полезно?")
    for clause in (
        "Анкета анонимная",
        "без имени, времени и порядка",
        "не меньше чем от 5 ответов",
        "не меньше чем от 10",
        "кто ещё не ответил, чтобы напомнить",
        "Черновик на портале не хранится",
    ):
        assert body.index(clause) < question
    assert "data-save" not in body
    assert not page.cookies


def test_nothing_typed_is_lost_when_an_answer_is_wrong(phone, sheet):
    page = phone.post(sheet, {"useful": "77", "place": "net", "mark": "12", "words": "Мало встреч"})

    assert page.status_code == 422
    body = text(page)
    assert "Мало встреч" in body
    assert 'value="12"' in body
    assert 'value="net" checked' in body
    assert not Ballot.objects.exists()


def test_sent_once_the_link_only_thanks(phone, mine, sheet):
    assert phone.post(sheet, {"useful": "8"})["Location"].endswith("/done/")
    assert phone.post(sheet, {"useful": "3"})["Location"].endswith("/done/")
    assert Ballot.objects.get().answers == {"useful": 8}
    assert "Ответ получен" in text(phone.get(f"/s/{makers.token(mine)}/done/"))


def test_the_addresses_of_drafts_take_nothing(phone, mine):
    link = f"/s/{makers.token(mine)}/"
    saved = phone.post(f"{link}save/", {"item": "useful", "useful": "8"})
    assert saved.status_code == 409
    assert phone.post(f"{link}1/", {"useful": "8"})["Location"].endswith("/sheet/")
    assert not DraftAnswer.objects.exists()


def test_a_named_link_has_no_sheet(phone, link):
    assert phone.get(f"{link}sheet/")["Location"] == link


@pytest.mark.parametrize("mode", [Anonymity.ANONYMOUS, Anonymity.CONFIDENTIAL])
def test_nobody_reads_the_answers_of_one_person(desk, programme, person, mode):
    mine = makers.invitation(open_campaign(programme, mode), person)
    if mode == Anonymity.ANONYMOUS:
        makers.send(mine)
    else:
        save_draft(mine, {"useful": ["8"]}, keys={"useful"})
        submit_response(mine)

    answers = reverse("surveys:invitation_answers", kwargs={"pk": mine.pk})
    assert desk.get(answers).status_code == 404
    for address in (
        reverse("surveys:campaign", kwargs={"pk": mine.campaign_id}),
        reverse("surveys:invitation", kwargs={"pk": mine.pk}),
    ):
        page = desk.get(address)
        assert page.status_code == 200
        assert answers not in text(page)


def test_a_curator_makes_an_anonymous_campaign_and_enters_paper_sheets(desk, programme, curator):
    made = desk.post(
        reverse("surveys:campaign_create"),
        {
            "questionnaire": "quality_entry_student-student_mentee",
            "by_rule": "hand",
            "anonymity": "anonymous",
            "minimum_group": "3",
            "minimum_texts": "10",
            "phase": "entry",
            "opens_on": makers.today().isoformat(),
            "closes_on": makers.today().isoformat(),
        },
    )
    assert made.status_code == 422
    assert "не меньше чем от 5" in text(made)

    campaign = open_campaign(programme, Anonymity.ANONYMOUS)
    handed = makers.invitation(campaign, makers.mentee_person(programme))
    chosen = {"action": "on_paper", "pk": [handed.pk]}
    page = desk.post(reverse("surveys:campaign", kwargs={"pk": campaign.pk}), chosen)
    assert "листами без имени" in text(page)
    mark_on_paper(handed, actor=curator.user)

    address = reverse("surveys:campaign_sheet", kwargs={"pk": campaign.pk})
    assert "осталось внести: 1" in text(desk.get(address))
    wrong = desk.post(address, {"useful": "", "words": "С бумаги"})
    assert wrong.status_code == 422
    assert "С бумаги" in text(wrong)
    assert desk.post(address, {"useful": "5"})["Location"] == reverse(
        "surveys:campaign", kwargs={"pk": campaign.pk}
    )
    refused = desk.post(address, {"useful": "5"})
    assert refused.status_code == 422
    assert "уже внесены" in text(refused)
    assert Ballot.objects.count() == 1


def test_confidential_answers_are_in_ones_own_archive_and_go_with_erasure(programme, person):
    mine = makers.invitation(open_campaign(programme, Anonymity.CONFIDENTIAL), person)
    other = makers.invitation(mine.campaign, makers.mentee_person(programme))
    for one, words in ((mine, "Моё слово"), (other, "Чужое слово")):
        save_draft(one, {"useful": ["8"], "words": [words]}, keys={"useful", "words"})
        submit_response(one)

    assert {row["ответ"] for row in providers.personal_data.export(person)} == {"8", "Моё слово"}
    providers.personal_data.erase(person)

    assert set(Answer.objects.exclude(text="").values_list("text", flat=True)) == {"Чужое слово"}
    assert Response.objects.count() == 2


def test_confidential_answers_follow_the_card_that_stays(programme, person):
    from surveys import moving
    from surveys.codes import code_of

    class Journal:
        def point(self, row, field, to):
            setattr(row, field, to)
            row.save(update_fields=[field])

        def write(self, row, field, value):
            setattr(row, field, value)
            row.save(update_fields=[field])

    kept = factories.person(programme.organization)
    mine = makers.invitation(open_campaign(programme, Anonymity.CONFIDENTIAL), person)
    save_draft(mine, {"useful": ["8"]}, keys={"useful"})
    submit_response(mine)

    moving.move(kept, person, Journal())

    assert Response.objects.get().code == code_of(kept.pk, programme_id=programme.pk)


def test_many_sheets_are_marked_and_who_may_not_answer_is_told(desk, programme):
    campaign = open_campaign(programme, Anonymity.ANONYMOUS)
    people = [makers.mentee_person(programme) for _ in range(2)]
    silent = makers.mentee_person(programme, consented=False, last_name="Безбумажная")
    rows = [makers.invitation(campaign, person) for person in (silent, *people)]
    address = reverse("surveys:campaign", kwargs={"pk": campaign.pk})

    asked = desk.post(address, {"action": "on_paper", "pk": [row.pk for row in rows]})
    assert "Безбумажная" in text(asked)
    assert not campaign.invitations.filter(on_paper=True).exists(), "asking marks nobody"
    fingerprint = asked.context["hidden"][1][1]
    page = desk.post(
        address,
        {"action": "on_paper", "pk": [row.pk for row in rows], "fingerprint": fingerprint},
        follow=True,
    )

    assert "Отмечено: 2." in text(page)
    assert "нет согласия на обработку персональных данных" in text(page)
    assert campaign.invitations.filter(on_paper=True).count() == 2


def test_the_letter_promises_a_draft_only_where_there_is_one(programme, mine):
    named = makers.invitation(
        makers.campaign(programme), makers.mentee_person(programme, email="n@example.test")
    )

    send_letter(mine.pk)
    send_letter(named.pk)

    anonymous, plain = (letter.body for letter in mail.outbox)
    assert "Можно прерваться" not in anonymous
    assert "ответьте за один раз" in anonymous
    assert "Можно прерваться" in plain
