"""Naming people of the other side: only those of the list, in the order of preference."""

import re

import pytest
from django.test import Client

from mentorship.enums import ConsentState, EntryState
from mentorship.models import Consent, MentorEntry
from surveys.domain.answering import IncompleteAnswers, enter_paper, save_draft, submit_response
from surveys.models import Answer
from surveys.selectors.candidates import candidates
from surveys.selectors.questionnaires import load_version
from surveys.selectors.responses import response_of, shown_answers
from tests import factories
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def mentors(programme):
    names = ("Аистова", "Белова", "Вишнёва", "Грачёва")
    return [makers.mentor_person(programme, last_name=name) for name in names]


@pytest.fixture
def asked(programme, person, mentors):
    return makers.invitation(makers.campaign(programme, instrument="preferences_mentee"), person)


def chosen(response):
    rows = response.answers.filter(item__key="wanted").order_by("number")
    return [row.person for row in rows]


def test_people_are_chosen_on_a_phone_in_order(asked, mentors):
    link = f"/s/{makers.token(asked)}/"
    phone = Client(enforce_csrf_checks=True)
    page = phone.get(link).content.decode()
    assert len(re.findall(r'name="wanted"', page)) == 3
    assert "Белова" in page

    wanted = [str(mentors[2].pk), str(mentors[0].pk), ""]
    phone.post(f"{link}save/", {"item": "wanted", "wanted": wanted})
    again = phone.get(link, follow=True).content.decode()
    assert re.search(rf'id="q-wanted-1".*?value="{mentors[2].pk}" selected', again, re.DOTALL)
    done = phone.post(f"{link}1/", {"wanted": wanted, "go": "next"}, follow=True)

    assert done.redirect_chain[-1][0] == f"{link}done/"
    assert chosen(response_of(asked)) == [mentors[2], mentors[0]]


def test_only_people_of_the_list_can_be_named(asked, mentors, programme, org, curator):
    gone, silent, stranger = mentors[0], mentors[1], factories.person(org)
    MentorEntry.objects.filter(person=gone).update(state=EntryState.LEFT)
    Consent.objects.filter(person=silent).update(state=ConsentState.WITHDRAWN)

    for who in (gone, silent, stranger, asked.person):
        with pytest.raises(IncompleteAnswers) as refused:
            enter_paper(asked, {"wanted": [str(who.pk)]}, actor=curator.user)
        assert refused.value.errors == {"wanted": "Этого человека нет в списке."}
    twice = [str(mentors[2].pk)] * 2
    with pytest.raises(IncompleteAnswers):
        enter_paper(asked, {"wanted": twice}, actor=curator.user)
    assert chosen(enter_paper(asked, {"wanted": [str(mentors[3].pk)]}, actor=curator.user)) == [mentors[3]]


def test_who_left_after_the_draft_is_not_sent(asked, mentors):
    save_draft(asked, {"wanted": [str(mentors[0].pk)]}, keys=["wanted"])
    MentorEntry.objects.filter(person=mentors[0]).update(state=EntryState.LEFT)

    with pytest.raises(IncompleteAnswers):
        submit_response(asked)
    assert not Answer.objects.exists()


def test_the_list_is_of_the_campaigns_own_form_of_mentoring(programme, mentors):
    project = factories.project(programme)
    MentorEntry.objects.get(person=mentors[1]).projects.add(project)
    campaign = makers.campaign(programme, instrument="preferences_mentee", project=project)
    instrument = load_version(campaign.version).instrument

    assert [one.value for one in candidates(campaign, instrument)["wanted"]] == [str(mentors[1].pk)]


def test_the_curator_reads_names_and_not_numbers(asked, mentors, curator):
    response = enter_paper(asked, {"wanted": [str(mentors[1].pk), str(mentors[0].pk)]}, actor=curator.user)

    lines = shown_answers(response, membership=curator)[0].answers[0].lines
    assert lines == (f"1. {mentors[1]}", f"2. {mentors[0]}")
