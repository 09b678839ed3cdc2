"""The pages of practices: the curator's, those of the two sides, the bank; and the paper."""

import pytest
from django.urls import reverse

from core.domain.files import read_file
from core.enums import Role
from core.registries import Viewer
from mentorship.models import Practice, PracticePerson
from mentorship.practice_enums import PracticeState
from mentorship.practices_app import attention
from reports.models import Document
from tests import factories
from tests.mentorship import story
from tests.mentorship.conftest import guardian_for, today
from tests.reports.test_certificates import text_of

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def client(curator, signed_in):
    return signed_in(curator)


@pytest.fixture
def pair(project):
    return story.pair(project)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def account(org, person, role, signed_in):
    member = factories.membership(org, role)
    type(person).objects.filter(pk=person.pk).update(user=member.user)
    return signed_in(member)


def test_from_a_pair_to_the_public_and_on_paper(pair, client):
    assert "Практик пока нет" in text(client.get(reverse("mentorship:practices")))
    assert pair.mentor.person.last_name in text(client.get(reverse("mentorship:practice_pairs")))
    client.post(reverse("mentorship:practice_write", args=[pair.pk]), story.TEXT | {"result": ""})
    practice = Practice.objects.get()
    page = reverse("mentorship:practice", args=[practice.pk])
    assert "Не написано: результат" in text(client.get(page))
    client.post(reverse("mentorship:practice_edit", args=[practice.pk]), story.TEXT)
    client.post(reverse("mentorship:practice_step", args=[practice.pk, "ask"]))
    for told in practice.people.all():
        client.post(reverse("mentorship:practice_word", args=[told.pk]), {"word": "agreed"})
    client.post(reverse("mentorship:practice_step", args=[practice.pk, "approve"]))
    client.post(reverse("mentorship:practice_step", args=[practice.pk, "publish"]))
    assert "Опубликована" in text(client.get(page))
    assert story.TEXT["title"] in text(client.get(reverse("mentorship:bank")))
    client.post(reverse("reports:practice_paper", args=[practice.pk]))
    document = Document.objects.get(kind="practice")
    told = text_of(read_file(document.file))
    assert "Три встречи в неделю" in told
    assert pair.mentor.person.last_name not in told
    assert client.get(reverse("reports:document_docx", args=[document.pk])).status_code == 200
    refused = client.post(reverse("mentorship:practice_step", args=[practice.pk, "down"]), {"reason": ""})
    assert refused.status_code == 422


def test_the_page_of_the_curator_keeps_the_gate(pair, client):
    practice = story.approved(pair, is_named=True)
    page = reverse("mentorship:practice", args=[practice.pk])
    assert "Публиковать нельзя" in text(client.get(page))
    step = client.post(reverse("mentorship:practice_step", args=[practice.pk, "publish"]))
    assert step.status_code == 422
    assert "ст. 10.1" in text(step)
    assert pair.mentor.person.last_name not in text(
        client.get(reverse("mentorship:bank_practice", args=[practice.pk]))
    )


def test_a_mentor_writes_and_sends_and_the_other_side_answers(pair, org, signed_in):
    mentor = account(org, pair.mentor.person, Role.MENTOR, signed_in)
    child = pair.places.get().mentee.person
    parent = account(org, guardian_for(child), Role.PARENT, signed_in)
    mentor.post(reverse("mentorship:own_practice_write", args=[pair.pk]), story.TEXT)
    practice = Practice.objects.get()
    mentor.post(reverse("mentorship:own_practice_edit", args=[practice.pk]), story.TEXT | {"goal": "Зачёт."})
    assert "Отправить участникам" in text(mentor.get(reverse("mentorship:own_practices")))
    mentor.post(reverse("mentorship:own_practice_send", args=[practice.pk]))
    own, other = practice.people.order_by("-side")
    assert mentor.get(reverse("mentorship:own_word", args=[other.pk])).status_code == 404
    page = reverse("mentorship:own_word", args=[other.pk])
    assert "ждут вашего слова" in text(parent.get(reverse("core:home")))
    assert parent.post(page, {"word": "refused"}).status_code == 422
    parent.post(page, {"word": "agreed"})
    mentor.post(reverse("mentorship:own_word", args=[own.pk]), {"word": "agreed"})
    assert sorted(PracticePerson.objects.values_list("way", flat=True)) == ["parent", "portal"]


def test_a_draft_is_in_no_bank(pair, client):
    story.written(pair)
    assert story.TEXT["title"] not in text(client.get(reverse("mentorship:bank")))


def test_what_waits_for_the_curator(pair, programme, curator):
    viewer = Viewer(curator.user, curator, today(), programme)
    practice = story.approved(pair)
    assert attention(viewer) == []
    Practice.objects.update(state=PracticeState.AGREEING)
    assert [item.why for item in attention(viewer)] == ["все согласны"]
    practice.people.filter(side="mentee").update(word="refused")
    assert [item.why for item in attention(viewer)] == ["сторона против"]


@pytest.mark.parametrize("name", ["practices", "bank", "own_practices"])
def test_lists_cost_the_same_with_one_row_and_with_three(
    pair, project, org, client, signed_in, queries_of, name
):
    viewer = client
    if name == "own_practices":
        viewer = account(org, pair.mentor.person, Role.MENTOR, signed_in)
    address = reverse(f"mentorship:{name}")
    story.approved(pair)
    viewer.get(address)
    one = queries_of(lambda: viewer.get(address))
    for place in range(2):
        story.approved(pair, title=f"Ещё {place}")
    assert queries_of(lambda: viewer.get(address)) == one
