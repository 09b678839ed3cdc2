"""What a broken line, a curious pupil and a hostile program send, to the fast way and to the slow one alike."""

from io import BytesIO

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from surveys.models import Answer, Ballot, DraftAnswer, Invitation, Response
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def phone() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def single(programme):
    """A questionnaire of one screen, sent without a draft in between."""
    campaign = makers.campaign(programme, instrument=makers.general_instrument())
    return makers.invitation(campaign, makers.mentee_person(programme))


@pytest.fixture
def screen(single) -> str:
    return f"/s/{makers.token(single)}/1/"


def stored() -> tuple[int, int, int]:
    return Response.objects.count(), Answer.objects.count(), Ballot.objects.count()


@pytest.mark.parametrize(
    "mark", ["0", "11", "-1", "1e1", "٣", "8.0", "9" * 40, "NaN", "8 OR 1=1", "8\x00", "\u202e8"]
)
def test_marks_outside_the_scale_are_refused_and_nothing_is_stored(phone, screen, mark):
    page = phone.post(screen, {"useful": mark, "words": "Сохранить надо", "go": "next"})

    assert page.status_code == 422
    assert "от 1 до 10" in page.content.decode()
    assert "Сохранить надо" in page.content.decode()
    assert stored() == (0, 0, 0)


def test_unseen_marks_go_and_the_words_stay(phone, screen):
    phone.post(screen, {"useful": "8", "words": "до\x00бро\u202e пожаловать\u200b", "go": "next"})

    assert Answer.objects.get(item__key="words").text == "добро пожаловать"


def test_fields_that_the_form_does_not_have_change_nothing(phone, screen, single, programme):
    other = makers.invitation(single.campaign, makers.mentee_person(programme))
    forged = {
        "person": other.person_id,
        "invitation": other.pk,
        "campaign": 999,
        "mode": "anonymous",
        "source": "paper",
        "submitted_on": "2001-01-01",
        "item": "words",
        "place": "mars",
    }
    assert phone.post(screen, {"useful": "8", "go": "next"} | forged).status_code == 422, (
        "«place» is a question"
    )
    forged.pop("place")
    assert phone.post(screen, {"useful": "8", "go": "next"} | forged).status_code == 302

    response = Response.objects.get()
    assert (response.person, response.mode, response.source) == (single.person, "named", "link")
    assert response.submitted_on == makers.today()
    assert Invitation.objects.get(pk=other.pk).done_on is None


def test_a_changed_token_reaches_nobody_elses_questionnaire(phone, single):
    token = makers.token(single)
    for place in range(len(token)):
        letter = "a" if token[place] != "a" else "b"
        changed = token[:place] + letter + token[place + 1 :]
        assert phone.post(f"/s/{changed}/1/", {"useful": "8", "go": "next"}).status_code == 404
    assert stored() == (0, 0, 0)


@pytest.mark.parametrize("path", ["1/", "save/", "sheet/"])
@pytest.mark.parametrize("mode", ["named", "anonymous"])
def test_ten_megabytes_are_refused_everywhere(phone, programme, path, mode):
    campaign = makers.campaign(programme, instrument=makers.general_instrument(), anonymity=mode)
    mine = makers.invitation(campaign, makers.mentee_person(programme))

    page = phone.post(f"/s/{makers.token(mine)}/{path}", {"useful": "8", "words": "ы" * 5_500_000})

    assert page.status_code in (302, 409, 413)
    assert stored() == (0, 0, 0)
    assert not DraftAnswer.objects.exists()


class Broken(BytesIO):
    """A body whose connection is cut in the middle."""

    def read(self, *args):
        raise OSError("the line is gone")


def test_a_connection_killed_on_the_way_keeps_nothing_and_the_next_try_all(phone, screen):
    length = {"CONTENT_LENGTH": "200", "CONTENT_TYPE": "application/x-www-form-urlencoded"}

    page = phone.generic("POST", screen, b"", **length, **{"wsgi.input": Broken()})
    assert page.status_code == 400
    assert stored() == (0, 0, 0)

    for _ in range(2):  # the answer of the first may have been lost on its way back
        assert phone.post(screen, {"useful": "8", "go": "next"}).status_code == 302
    assert stored()[0] == 1


def test_what_was_kept_before_the_line_broke_is_there_on_another_phone(phone, screen):
    phone.post(screen.replace("/1/", "/save/"), {"item": "words", "words": "Начало"})
    with scopes_disabled():
        assert DraftAnswer.objects.get().value == "Начало"

    assert "Начало" in Client().get(screen).content.decode()
