"""The pages of awards: the curator's, the jury's, those of people who put forward."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.enums import Role
from core.registries import Viewer
from mentorship.award_enums import NominationSource, RoundState
from mentorship.award_work import attention
from mentorship.domain.awards import add_juror, move_round
from mentorship.models import AwardKind, AwardRound, Nomination, NominationFile
from tests import factories
from tests.mentorship import prize
from tests.mentorship.conftest import today

pytestmark = pytest.mark.usefixtures("scoped")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


@pytest.fixture
def client(curator, signed_in):
    return signed_in(curator)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_from_a_new_round_to_its_outcome(programme, curator, client):
    mentor = factories.mentor(programme).person
    assert "Конкурсов пока нет" in text(client.get(reverse("mentorship:awards")))
    day = today().isoformat()
    data = {
        "award": AwardKind.objects.get(code="mentor_of_year", organization=None).pk,
        "title": "Наставник года",
        "subject": "mentor",
        "opens_on": day,
        "closes_on": day,
        "scored_until": day,
        "places": 1,
        "by_colleagues": "on",
    }
    wrong = client.post(reverse("mentorship:award_create"), data | {"closes_on": "2020-01-01"})
    assert wrong.status_code == 422
    client.post(reverse("mentorship:award_create"), data)
    found = AwardRound.objects.get()
    page = reverse("mentorship:award", args=[found.pk])
    client.post(
        reverse("mentorship:criterion_add", args=[found.pk]),
        {"title": "Свой", "least": 0, "most": 3, "weight": 2},
    )
    client.post(reverse("mentorship:criterion_remove", args=[found.criteria.first().pk]))
    client.post(reverse("mentorship:juror_add", args=[found.pk]), {"user": curator.user_id, "is_chair": "on"})
    nominee = {"nominee": mentor.pk, "grounds": "Помог троим", "file": SimpleUploadedFile("грамота.png", PNG)}
    client.post(reverse("mentorship:nomination_add", args=[found.pk]), nominee)
    assert mentor.short_name.replace("\u00a0", " ") in text(client.get(page))
    client.post(reverse("mentorship:award_step", args=[found.pk, "open"]))
    client.post(reverse("mentorship:award_step", args=[found.pk, "scoring"]))
    one = Nomination.objects.get()
    assert "грамота.png" in text(client.get(reverse("mentorship:nomination", args=[one.pk])))
    file = client.get(reverse("core:file", args=[NominationFile.objects.get().file_id]))
    assert b"".join(file) == PNG
    sheet = reverse("mentorship:jury_sheet", args=[found.pk, one.pk])
    assert "Помог троим" in text(client.get(sheet))
    assert client.post(sheet, {}).status_code == 422
    client.post(sheet, {f"points_{each.pk}": each.most for each in found.criteria.all()})
    assert "Жюри оценило все" in text(client.get(reverse("mentorship:award_close", args=[found.pk])))
    client.post(reverse("mentorship:award_close", args=[found.pk]), {})
    told = text(client.get(page))
    assert "Награждены" in told
    assert "Свой: 3" in told
    assert "оценки не меняются" in text(client.get(sheet))


def test_scores_of_others_are_on_no_page_before_the_end(programme, client, director, signed_in):
    found = prize.round_of(programme)
    juror = prize.juror(found)
    prize.judged(found, {prize.put(found, factories.mentor(programme).person)[0]: [4]})
    for one in (client, signed_in(director)):
        told = text(one.get(reverse("mentorship:award", args=[found.pk])))
        assert "Результаты наставляемых: 4" not in told
        assert "Средний балл" not in told
    stranger = client.get(reverse("mentorship:jury_round", args=[found.pk]))
    assert stranger.status_code == 404
    assert "вы оценили всех" in text(
        signed_in(juror.user.memberships.first()).get(reverse("mentorship:jury_round", args=[found.pk]))
    )


def test_a_member_says_they_may_not_judge(programme, client, curator):
    found = prize.round_of(programme)
    add_juror(found, curator.user, actor=None)
    (one,) = prize.put(found, factories.mentor(programme).person)
    move_round(found, to=RoundState.SCORING, actor=None)
    client.post(reverse("mentorship:jury_recuse", args=[found.pk, one.pk]), {"reason": "мой ученик"})
    assert "Мой ученик" in text(client.get(reverse("mentorship:jury_round", args=[found.pk])))


def test_equals_are_told_apart_on_a_page(programme, client):
    found = prize.round_of(programme)
    prize.juror(found)
    one, two = prize.put(found, *(factories.mentor(programme).person for _ in range(2)))
    prize.judged(found, {one: [5], two: [5]})
    page = reverse("mentorship:award_tie", args=[found.pk])
    same = {f"at_{one.pk}": 1, f"at_{two.pk}": 1, "reason": "опыт"}
    assert client.post(page, same).status_code == 422
    client.post(page, same | {f"at_{one.pk}": 2})
    client.post(reverse("mentorship:award_close", args=[found.pk]), {})
    assert found.nominations.get(is_laureate=True) == two


def test_a_colleague_names_somebody_and_takes_it_back(programme, org, signed_in):
    found = prize.round_of(programme, by_themselves=True)
    nominee = factories.mentor(programme).person
    member = factories.membership(org, Role.MENTOR)
    own = factories.mentor(programme).person
    type(own).objects.filter(pk=own.pk).update(user=member.user)
    person = signed_in(member)
    page = reverse("mentorship:own_nominate", args=[found.pk])
    assert nominee.last_name not in text(person.get(page))
    for name, told in (("Никто Такой", "нет"), (nominee.last_name, "фамилию и имя")):
        refused = person.post(page, {"nominee": name, "grounds": "Помог"})
        assert refused.status_code == 422
        assert told in text(refused)
    person.post(page, {"nominee": f"{nominee.last_name} примера", "grounds": "Помог"})
    person.post(page, {"myself": "on", "grounds": "Сделал"})
    assert [one.person for one in Nomination.objects.order_by("pk")] == [nominee, own]
    listed = reverse("mentorship:own_awards")
    assert "Подана" in text(person.get(listed))
    person.post(reverse("mentorship:own_withdraw", args=[Nomination.objects.first().pk]))
    assert Nomination.objects.filter(state="withdrawn").count() == 1


def test_a_curator_accepts_and_rejects(programme, client):
    found = prize.round_of(programme)
    one, two = prize.put(
        found, *(factories.mentor(programme).person for _ in range(2)), source=NominationSource.COLLEAGUE
    )
    client.post(reverse("mentorship:nomination_accept", args=[one.pk]))
    client.post(reverse("mentorship:nomination_reject", args=[two.pk]), {"reason": "нет подтверждения"})
    assert list(found.nominations.order_by("pk").values_list("state", flat=True)) == ["accepted", "rejected"]


def test_what_waits_for_the_curator_and_the_jury(programme, curator):
    viewer = Viewer(curator.user, curator, today(), programme)
    found = prize.round_of(programme)
    add_juror(found, curator.user, actor=None)
    (one,) = prize.put(found, factories.mentor(programme).person, source=NominationSource.COLLEAGUE)
    assert [item.why for item in attention(viewer)] == ["новые заявки"]
    type(one).objects.update(state="accepted")
    move_round(found, to=RoundState.SCORING, actor=None)
    assert [item.why for item in attention(viewer)] == ["ждут вашей оценки"]


@pytest.mark.parametrize("name", ["awards", "award", "jury_round", "own_awards"])
def test_pages_cost_the_same_with_one_row_and_with_three(
    programme, curator, client, signed_in, org, queries_of, name
):
    found = prize.round_of(programme)
    add_juror(found, curator.user, actor=None)
    member = factories.membership(org, Role.MENTOR)
    viewer = signed_in(member) if name == "own_awards" else client

    def grow(number):
        for _ in range(number):
            people = factories.mentor(programme).person
            prize.put(found, people)
            if name == "awards":
                prize.round_of(programme, title=f"Конкурс {people.pk}")
        found.nominations.update(nominated_by=member.user)

    grow(1)
    if name == "jury_round":
        move_round(found, to=RoundState.SCORING, actor=None)
    address = reverse(f"mentorship:{name}", args=[found.pk] if name in {"award", "jury_round"} else [])
    viewer.get(address)
    one = queries_of(lambda: viewer.get(address))
    AwardRound.objects.filter(pk=found.pk).update(state="open")
    found.refresh_from_db()
    grow(2)
    if name == "jury_round":
        AwardRound.objects.filter(pk=found.pk).update(state="scoring")
    assert queries_of(lambda: viewer.get(address)) == one
