"""From drafts to one response, and into the base."""

import threading

import pytest
from django.db import connection
from django_scopes import scope, scopes_disabled

from core.models import AuditEntry
from mentorship.enums import EntryState
from mentorship.models import MenteeEntry, MentorEntry
from surveys.domain.answering import (
    GateClosed,
    IncompleteAnswers,
    enter_paper,
    save_draft,
    submit_last,
    submit_response,
)
from surveys.domain.campaigns import close_campaign
from surveys.enums import Gate, ResponseSource
from surveys.models import Answer, DraftAnswer, Response
from surveys.selectors.questionnaires import load_version
from surveys.selectors.responses import response_of, shown_answers
from tests import factories
from tests.surveys import makers

RAW = {"useful": ["8"], "help": ["no"], "story": ["Тайное слово"], "secret": ["Тревожно"]}

REQUEST = {
    "topics": ["career", "other"],
    "topics.other": ["Водить машину"],
    "goal": ["Выбрать профессию"],
    "mentor_kind": ["employer"],
    "meeting_format": ["remote"],
    "interests": ["it", "other"],
    "interests.other": ["шахматы"],
}
OFFER = {
    "whom": ["both"],
    "topics": ["career"],
    "topics_colleagues": ["subject-methods"],
    "competences": ["trade", "speaking"],
    "competences_text": ["Собирать схемы"],
    "achievements": ["Чемпион области"],
    "preferred_age": ["age_14_15", "age_18_22"],
    "capacity": ["3"],
    "hours": ["1,5"],
    "meeting_format": ["mixed"],
    "interests": ["sport"],
    "took_part": ["no"],
    "training": ["yes"],
    "external": ["yes"],
}


def fill(invitation, raw=RAW):
    keys = load_version(invitation.campaign.version).item_ids.keys()
    return save_draft(invitation, raw, keys=keys)


def test_submitting_twice_gives_the_same_response(invitation, unscoped):
    fill(invitation)

    first = submit_response(invitation)

    assert submit_response(invitation) == first
    assert Answer.objects.filter(response=first).count() == 4
    assert not DraftAnswer.objects.exists()
    invitation.refresh_from_db()
    assert invitation.done_on == makers.today()


def test_incomplete_draft_is_refused_and_kept(invitation, unscoped):
    fill(invitation, {"useful": ["8"]})

    with pytest.raises(IncompleteAnswers) as caught:
        submit_response(invitation)

    assert set(caught.value.errors) == {"help"}
    assert DraftAnswer.objects.count() == 1


def test_audit_has_neither_answers_nor_links(invitation, unscoped):
    fill(invitation)
    submit_response(invitation)

    trail = " ".join(
        f"{row.action} {row.before} {row.after} {row.object_name}" for row in AuditEntry.objects.all()
    )
    assert "response.submitted" in trail
    assert "Тайное" not in trail
    assert makers.token(invitation) not in trail
    assert invitation.key not in trail
    assert invitation.token_hash not in trail


def test_request_reaches_the_base(programme, person, unscoped):
    campaign = makers.campaign(programme, instrument="request_student")
    invitation = makers.invitation(campaign, person)
    fill(invitation, REQUEST)

    submit_response(invitation)

    entry = MenteeEntry.objects.get(person=person)
    assert entry.state == EntryState.SURVEYED
    assert [topic.code for topic in entry.topics.all()] == ["career"]
    assert entry.meeting_format == "remote"
    assert entry.interests == "Компьютеры и программирование, шахматы"
    request = entry.requests.get()
    assert request.text == "Чего хочет добиться: Выбрать профессию\nДругое: Водить машину"
    trail = " ".join(f"{row.before} {row.after}" for row in AuditEntry.objects.all())
    assert "Выбрать профессию" not in trail
    assert "шахматы" not in trail


def test_offer_reaches_the_base(programme, unscoped):
    mentor = makers.mentor_person(programme)
    campaign = makers.campaign(programme, instrument="offer_mentor")
    invitation = makers.invitation(campaign, mentor)
    fill(invitation, OFFER)

    submit_response(invitation)

    entry = MentorEntry.objects.get(person=mentor)
    assert entry.state == EntryState.SURVEYED
    assert {topic.code for topic in entry.topics.all()} == {"career", "subject-methods"}
    assert "Собирать схемы" in entry.competences
    assert (entry.preferred_age_min, entry.preferred_age_max) == (14, 22)
    assert (entry.hours_per_week, entry.capacity, entry.meeting_format) == (1.5, 3, "mixed")


def test_person_already_further_on_keeps_the_state(programme, person, unscoped):
    MenteeEntry.objects.filter(person=person).update(state=EntryState.SELECTED)
    invitation = makers.invitation(makers.campaign(programme, instrument="request_student"), person)
    fill(invitation, REQUEST)

    submit_response(invitation)

    assert MenteeEntry.objects.get(person=person).state == EntryState.SELECTED


def test_paper_answers_pass_the_same_checks(invitation, curator, unscoped):
    with pytest.raises(IncompleteAnswers) as caught:
        enter_paper(invitation, RAW | {"useful": ["11"]}, actor=curator.user)
    assert set(caught.value.errors) == {"useful"}

    response = enter_paper(invitation, RAW, actor=curator.user)

    assert (response.source, response.entered_by) == (ResponseSource.PAPER, curator.user)
    with pytest.raises(GateClosed) as again:
        enter_paper(invitation, RAW, actor=curator.user)
    assert again.value.gate == Gate.DONE


def test_closed_campaign_takes_nothing_but_keeps_drafts(invitation, campaign, unscoped):
    fill(invitation)
    close_campaign(campaign, actor=None)

    with pytest.raises(GateClosed):
        submit_response(invitation)
    assert DraftAnswer.objects.count() == 4


def test_answer_for_the_psychologist_is_withheld_from_the_curator(invitation, curator, org, unscoped):
    from core.enums import Role

    fill(invitation)
    submit_response(invitation)
    response = response_of(invitation)

    def lines(membership):
        sections = shown_answers(response, membership=membership)
        return {answer.question: answer for section in sections for answer in section.answers}

    assert lines(curator)["Что тревожит?"].withheld
    assert lines(curator)["Чего не хватает?"].lines == ("Тайное слово",)
    psychologist = factories.membership(org, Role.PSYCHOLOGIST)
    assert lines(psychologist)["Что тревожит?"].lines == ("Тревожно",)


def at_once(count, action):
    """Run `action` in threads that start together; returns what each raised or gave."""
    barrier, results = threading.Barrier(count), []

    def run():
        try:
            barrier.wait(timeout=20)
            results.append(action())
        except Exception as error:  # noqa: BLE001 - the test looks at everything that happened
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def committed_invitation(committed):
    with scopes_disabled():
        programme = factories.programme(factories.organization())
        return makers.invitation(makers.campaign(programme), makers.mentee_person(programme))


def test_four_submissions_at_one_moment_make_one_response(committed_invitation):
    invitation = committed_invitation
    with scopes_disabled():
        fill(invitation)

    def submit():
        with scope(organization=invitation.organization):
            return submit_response(invitation).pk

    results = at_once(4, submit)

    with scopes_disabled():
        assert set(results) == {Response.objects.get().pk}
        assert Answer.objects.count() == 4


def test_the_last_screen_sent_four_times_at_one_moment_makes_one_response(committed):
    with scopes_disabled():
        programme = factories.programme(factories.organization())
        campaign = makers.campaign(programme, instrument=makers.general_instrument())
        invitation = makers.invitation(campaign, makers.mentee_person(programme))

    def send():
        with scope(organization=invitation.organization):
            return submit_last(invitation, {"useful": ["8"]}, keys={"useful", "place", "mark", "words"}).pk

    results = at_once(4, send)

    with scopes_disabled():
        assert set(results) == {Response.objects.get().pk}
        assert Answer.objects.count() == 1


def test_drafts_saved_at_one_moment_are_all_kept(committed_invitation):
    invitation = committed_invitation
    items = iter([("useful", "8"), ("help", "no"), ("story", "слово"), ("secret", "тайна")])
    lock = threading.Lock()

    def save():
        with lock:
            key, value = next(items)
        with scope(organization=invitation.organization):
            return save_draft(invitation, {key: [value]}, keys={key}).errors

    assert at_once(4, save) == [{}, {}, {}, {}]
    with scopes_disabled():
        assert DraftAnswer.objects.count() == 4
