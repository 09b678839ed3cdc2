"""The curator sees whom a campaign asks before it is opened, and mends it by hand."""

import pytest
from django.urls import reverse

from surveys.enums import Audience
from surveys.models import Campaign
from tests.surveys import makers
from tests.surveys.views.test_campaigns import new_campaign

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def desk(curator, signed_in, programme):
    return signed_in(curator)


def text(response) -> str:
    return response.content.decode()


def test_the_form_counts_who_falls_in_and_who_does_not(desk, programme):
    makers.mentee_person(programme, group="ТМ-21", email="a@example.test")
    makers.mentee_person(programme, group="ИС-11")
    address = reverse("surveys:campaign_count")
    asked = new_campaign(group="ТМ-21", pair="", project="")

    body = text(desk.get(address, asked))

    assert "1\xa0человек" in body
    assert "с почтой — 1" in body
    assert "другая группа — 1" in body
    assert "Людей отметите после создания" in text(desk.get(address, asked | {"by_rule": "hand"}))
    for odd in ({"questionnaire": "x"}, {"project": "9" * 40}, {"group": "\0" * 99}, {"pair": "x"}, {}):
        assert desk.get(address, (asked | odd) if odd else {}).status_code == 200


def test_a_parents_campaign_by_group_is_made_by_the_form(desk, programme):
    makers.mentee_person(programme, group="ТМ-21")
    desk.post(
        reverse("surveys:campaign_create"),
        new_campaign(questionnaire="parents", group="ТМ-21", pair="active", reminds="on"),
    )

    made = Campaign.objects.get()
    assert (made.audience, made.group, made.pair, made.reminds) == (Audience.PARENTS, "ТМ-21", "active", True)


def test_somebody_is_taken_out_by_name_and_brought_back(desk, programme):
    person = makers.mentee_person(programme)
    campaign = makers.campaign(programme, audience=Audience.MENTEES, opened=False)
    page = reverse("surveys:campaign", kwargs={"pk": campaign.pk})
    address = reverse("surveys:campaign_audience", kwargs={"pk": campaign.pk})
    assert "1\xa0человек" in text(desk.get(page))

    for action, said in (("out", "Убраны вручную"), ("in", "Приглашение есть")):
        asked = desk.post(address, {"action": action, "pk": [person.pk]})
        hidden = dict(asked.context["hidden"])
        done = desk.post(address, {"pk": [person.pk]} | hidden, follow=True)
        assert said in text(done)
    assert person.last_name not in text(desk.get(address, {"show": "left"}))


@pytest.mark.parametrize("audience", [Audience.MENTEES, Audience.HAND])
def test_queries_do_not_grow_with_people(desk, programme, audience, queries_of):
    campaign = makers.campaign(programme, audience=audience, opened=False)
    address = reverse("surveys:campaign_audience", kwargs={"pk": campaign.pk})
    makers.mentee_person(programme)
    desk.get(address)
    first = queries_of(lambda: desk.get(address))
    for _ in range(2):
        makers.invitation(campaign, makers.mentee_person(programme))

    assert queries_of(lambda: desk.get(address)) == first
