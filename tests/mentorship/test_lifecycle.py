"""The way through a base: every step from the card and in bulk, its gates, and the one next step of every place."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import DomainError
from mentorship.domain.advance import Order, advance, advance_many, leave, move_entry
from mentorship.domain.consents import ensure_needed
from mentorship.domain.pairs import activate_pairs, approve_pair, complete_pair, make_pair
from mentorship.enums import ENTRY_TRANSITIONS, ConsentState, EntryState
from mentorship.forms.lifecycle import BY_HAND
from mentorship.models import Consent, MenteeEntry, MentorEntry
from mentorship.selectors.next_steps import (
    base_of,
    moves_of,
    next_step,
    own_steps,
    steps_of_programme,
    tell_facts,
)
from tests import factories
from tests.mentorship.conftest import in_bulk, sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")
S = EntryState
ORDER = Order("12-ОД", date(2026, 10, 1))
# The whole way, as the methodology names it; a mentee's is shorter, the states are the same.
WAY = [S.CANDIDATE, S.SURVEYED, S.CHECKING, S.INTERVIEW, S.SELECTED, S.TRAINED, S.APPROVED]


def grown_up(org):
    return factories.person(org, birth_date=date(1990, 1, 1), group="")


@pytest.fixture(params=["mentees", "mentors"])
def entry(request, programme):
    make = factories.mentee if request.param == "mentees" else factories.mentor
    made = make(programme, person=grown_up(programme.organization), state=S.CANDIDATE)
    sign_all(programme)
    return made


def to_state(entry, state):
    columns = {"order_number": ORDER.number, "order_date": ORDER.date} if state == S.APPROVED else {}
    type(entry).objects.filter(pk=entry.pk).update(state=state, **columns)
    entry.refresh_from_db()


def page(entry, to):
    return reverse("mentorship:entry_move", args=[base_of(entry), entry.pk, to])


@pytest.mark.parametrize(("now", "to"), list(pairwise(WAY)))
def test_each_step_is_taken_from_the_card(entry, now, to, curator, signed_in):
    to_state(entry, now)
    client = signed_in(curator)
    assert client.get(page(entry, to)).status_code == 200
    given = {"order_number": "12-ОД", "order_date": "2026-10-01"} if to == S.APPROVED else {}
    assert client.post(page(entry, to), given).status_code == 302
    entry.refresh_from_db()
    assert entry.state == to
    if to == S.APPROVED:
        assert (entry.order_number, entry.order_date) == ("12-ОД", date(2026, 10, 1))


@pytest.mark.parametrize(("now", "to"), list(pairwise(WAY)))
def test_each_step_is_taken_in_bulk(entry, now, to, curator, signed_in):
    to_state(entry, now)
    client = signed_in(curator)
    address = reverse(f"mentorship:{base_of(entry)}")
    asked = {"action": "move", "pk": [entry.pk]}
    shown = client.post(address, asked).content.decode()
    fingerprint = shown.split('name="fingerprint" value="')[1].split('"')[0]
    given = {"to": to, "order_number": "12-ОД", "order_date": "2026-10-01"}
    told = client.post(address, asked | given | {"fingerprint": fingerprint}, follow=True).content.decode()
    entry.refresh_from_db()
    assert entry.state == to
    assert f"«{S(to).label}»: 1 человек" in told.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("now", list(EntryState))
def test_a_step_that_the_table_does_not_know_is_refused(entry, now):
    to_state(entry, now)
    for to in set(BY_HAND) - ENTRY_TRANSITIONS[now]:
        with pytest.raises(DomainError, match="Нельзя перейти"):
            advance(entry, to=to, actor=None, order=ORDER)
        entry.refresh_from_db()
        assert entry.state == now


@pytest.mark.parametrize("to", [S.PAIRED, S.FINISHED])
def test_no_hand_puts_anybody_into_a_pair_or_through_to_the_end(entry, to, curator, signed_in):
    to_state(entry, S.PAIRED if to == S.FINISHED else S.SELECTED)
    before = entry.state
    with pytest.raises(DomainError, match="пар"):
        move_entry(entry, to=to, actor=None)
    client = signed_in(curator)
    assert client.post(page(entry, to)).status_code == 404
    in_bulk(client, reverse(f"mentorship:{base_of(entry)}"), "move", [entry.pk])
    entry.refresh_from_db()
    assert entry.state == before


@pytest.mark.parametrize("to", [S.SURVEYED, S.SELECTED, S.TRAINED, S.APPROVED])
def test_without_consents_no_path_goes_further(entry, to, curator, signed_in):
    Consent.objects.all().delete()
    with pytest.raises(DomainError, match="согласие"):
        advance(entry, to=to, actor=None, order=ORDER)
    done, refused = advance_many([entry], to=to, actor=None, order=ORDER)
    assert (done, len(refused)) == (0, 1)
    client = signed_in(curator)
    given = {"order_number": "1", "order_date": "2026-10-01"}
    answer = client.post(page(entry, to), given)
    assert answer.status_code == 422
    assert "согласие на обработку" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.state == S.CANDIDATE


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (None, "номер и дату"),
        (Order(" ", date(2026, 10, 1)), "номер и дату"),
        (Order("1", date(2099, 1, 1)), "не наступила"),
    ],
)
def test_nobody_is_approved_without_an_order(entry, order, told):
    with pytest.raises(DomainError, match=told):
        move_entry(entry, to=S.APPROVED, actor=None, order=order)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(entry).objects.filter(pk=entry.pk).update(state=S.APPROVED)


def test_the_bulk_form_asks_for_the_order(entry, curator, signed_in):
    client = signed_in(curator)
    address = reverse(f"mentorship:{base_of(entry)}")
    asked = {"action": "move", "pk": [entry.pk]}
    shown = client.post(address, asked).content.decode()
    fingerprint = shown.split('name="fingerprint" value="')[1].split('"')[0]
    told = client.post(address, asked | {"to": S.APPROVED, "fingerprint": fingerprint}).content.decode()
    assert "базу утверждает приказ" in told
    entry.refresh_from_db()
    assert entry.state == S.CANDIDATE


def test_leaving_one_by_one_and_many_at_once_with_a_reason_and_back(entry, curator, signed_in):
    with pytest.raises(DomainError, match="причину"):
        leave(entry, actor=None, reason=" ")
    client = signed_in(curator)
    address = reverse(f"mentorship:{base_of(entry)}")
    asked = {"action": "leave", "pk": [entry.pk]}
    shown = client.post(address, asked).content.decode()
    fingerprint = shown.split('name="fingerprint" value="')[1].split('"')[0]
    client.post(address, asked | {"fingerprint": fingerprint, "reason": ""})
    entry.refresh_from_db()
    assert entry.state == S.CANDIDATE
    client.post(address, asked | {"fingerprint": fingerprint, "reason": "перевёлся"})
    entry.refresh_from_db()
    assert (entry.state, entry.state_reason, entry.ended_on) == (S.LEFT, "перевёлся", today())
    client.post(reverse("mentorship:entry_return", args=[base_of(entry), entry.pk]))
    entry.refresh_from_db()
    assert (entry.state, entry.ended_on) == (S.CANDIDATE, None)


def test_the_pair_leads_in_and_out(programme, project):
    mentor = factories.mentor(programme, person=grown_up(programme.organization))
    mentee = factories.mentee(programme, person=grown_up(programme.organization), state=S.SELECTED)
    mentor.projects.add(project)
    sign_all(programme)
    told = []

    def tell():
        rows = [MentorEntry.objects.get(), MenteeEntry.objects.get()]
        for row in rows:
            tell_facts([row])
            told.append((row.state, next_step(row).text))
        return rows

    tell()
    pair = make_pair(project, mentor, [mentee], actor=None)
    tell()
    pair = approve_pair(pair, actor=None)
    tell()
    activate_pairs([pair], actor=None, order_document=1, order_number="7-ОД", order_date=today())
    with pytest.raises(DomainError, match="завершите пару"):
        leave(MenteeEntry.objects.get(), actor=None, reason="устал")
    tell()
    complete_pair(pair, on=today(), actor=None, reason="Программа пройдена")
    mentor, mentee = tell()
    assert mentee.ended_on == today()
    assert mentor.ended_on is None or mentor.state == S.FINISHED
    assert [text for _, text in told[1::2]] == [
        "подобрать пару", "подтвердить пару", "ждёт приказа о закреплении", "встречи идут", "пригласить в наставники",
    ]  # fmt: skip


# --- one status with its next step ---


def test_consents_come_first_whatever_the_step(programme):
    entry = factories.mentee(programme, person=grown_up(programme.organization), state=S.SELECTED)
    tell_facts([entry])
    assert next_step(entry).text == "подготовить согласия"
    ensure_needed(programme, actor=None)
    tell_facts([entry])
    step = next_step(entry)
    consent = Consent.objects.get()
    assert (step.text, step.url) == ("подписать согласия", reverse("mentorship:consent", args=[consent.pk]))
    Consent.objects.update(state=ConsentState.REFUSED, ended_on=today())
    tell_facts([entry])
    assert next_step(entry).tone == "bad"


@pytest.mark.parametrize("state", list(EntryState))
def test_every_state_has_its_status_and_a_step_that_the_curator_can_open(entry, state, curator, signed_in):
    to_state(entry, state)
    tell_facts([entry])
    step = next_step(entry)
    assert step.status == state.label
    if step.text:
        assert signed_in(curator).get(step.url).status_code == 200
        assert step.verb
    for to, label in moves_of(entry):
        assert to in ENTRY_TRANSITIONS[state]
        assert label


@pytest.mark.parametrize("count", [1, 3])
def test_telling_costs_two_queries_for_any_number(programme, count):
    for make in (factories.mentee, factories.mentor):
        rows = [make(programme) for _ in range(count)]
        with CaptureQueriesContext(connection) as caught:
            tell_facts(rows)
            assert [next_step(row).text for row in rows] == ["подготовить согласия"] * count
        assert len(caught) == 2
    tell_facts([])


def test_lists_lead_to_the_step_for_those_who_may_take_it(programme, director, curator, signed_in):
    entry = factories.mentee(programme, person=grown_up(programme.organization), state=S.SURVEYED)
    sign_all(programme)
    address = reverse("mentorship:mentees")
    assert page(entry, S.SELECTED) in signed_in(curator).get(address).content.decode()
    told = signed_in(director).get(address).content.decode()
    assert "подтвердить участие" in told
    assert page(entry, S.SELECTED) not in told


def test_the_card_has_the_one_action_and_the_other_steps(programme, curator, signed_in):
    entry = factories.mentor(programme, person=grown_up(programme.organization), state=S.SURVEYED)
    sign_all(programme)
    card = signed_in(curator).get(reverse("mentorship:person", args=[entry.person_id])).content.decode()
    assert f'action="{page(entry, S.CHECKING)}"' in card
    assert page(entry, S.INTERVIEW) in card
    assert page(entry, S.APPROVED) in card


@pytest.mark.parametrize("count", [1, 3])
def test_the_programme_and_the_home_page_tell_how_many_stand_where(programme, curator, signed_in, count):
    for _ in range(count):
        factories.mentee(programme, state=S.CHECKING)
        factories.mentor(programme, state=S.TRAINED)
    with CaptureQueriesContext(connection) as caught:
        lines = steps_of_programme(curator, programme)
    assert len(caught) == 2
    assert [(line.status, line.count, line.text) for line in lines] == [
        ("Проверка документов", count, "проверить документы"),
        ("Обучен", count, "утвердить приказом"),
    ]
    client = signed_in(curator)
    for address in (reverse("mentorship:programme", args=[programme.pk]), reverse("core:home")):
        assert lines[0].url.replace("&", "&amp;") in client.get(address).content.decode()
    assert steps_of_programme(curator, None) == []


def test_a_participant_is_told_the_same_in_own_words_without_the_curators_addresses(programme):
    entry = factories.mentee(programme, person=grown_up(programme.organization), state=S.CANDIDATE)
    sign_all(programme)
    [line] = own_steps([entry.person], programme)
    assert (line.role, line.step.status, line.step.url) == ("наставляемый", "Кандидат", "")
    assert line.step.own == "заполните анкету по ссылке от куратора"


def test_a_project_curator_moves_only_the_people_of_their_forms(programme, project, org, signed_in):
    from core.enums import Role

    other = factories.membership(org, Role.PROJECT_CURATOR)
    project.curators.add(other.user)
    foreign = factories.mentee(programme, project=factories.project(programme), state=S.CANDIDATE)
    assert signed_in(other).post(page(foreign, S.CHECKING)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == S.CANDIDATE


def test_a_day_of_entering_to_come_does_not_break_the_leaving(programme):
    entry = factories.mentee(programme, entered_on=today() + timedelta(days=3))
    leave(entry, actor=None, reason="передумал")
    entry.refresh_from_db()
    assert entry.ended_on == entry.entered_on
