"""Events: seats and the waiting list, marks by every way, what the roadmap is told, what a person may see."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.facts import happened, withdrawn
from core.personal_tokens import token_for
from core.registries import personal_data
from core.workflow import TransitionRefused
from mentorship.domain.event_visits import (
    add_people,
    decline,
    mark_attended,
    mark_by_hall_word,
    mark_by_list,
    register,
)
from mentorship.domain.events import cancel_event, edit_event, hold_event, reopen_event
from mentorship.enums import EntryState
from mentorship.event_calendar import CalendarEntry, ics_of
from mentorship.event_codes import CODE, LINK, hall_word
from mentorship.event_enums import EventAudience, MarkWay, VisitState
from mentorship.models import Event, EventVisit
from mentorship.selectors.events import find_by_code, find_by_link, own_events
from tests import factories
from tests.mentorship import fair

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def people(programme):
    return [factories.mentee(programme).person for _ in range(3)]


def heard(signal, call):
    found = []

    def receiver(sender, fact, **_):
        found.append(fact)

    signal.connect(receiver)
    try:
        call()
    finally:
        signal.disconnect(receiver)
    return found


def test_who_gets_no_seat_waits_and_takes_the_first_free_one(programme, people):
    event = fair.event(programme, capacity=1, starts_in=fair.HOUR)
    first, second, third = fair.put(event, *people)
    assert [visit.state for visit in (first, second, third)] == ["seated", "waiting", "waiting"]
    decline(first, reason="болеет", actor=None)
    second.refresh_from_db()
    assert (second.state, second.slot) == (VisitState.SEATED, 1)
    edit_event(event, capacity=2, actor=None)
    third.refresh_from_db()
    assert (third.state, third.slot) == (VisitState.SEATED, 2)
    with pytest.raises(DomainError, match="меньше сделать нельзя"):
        edit_event(event, capacity=1, actor=None)
    found = add_people(event, [people[0], people[1]], actor=None)
    assert (found.waiting, found.refused) == (1, [f"{people[1].short_name}: уже в списке"])


def test_the_database_gives_one_seat_once_and_lists_a_person_once(programme, people):
    event = fair.event(programme)
    first, second, _ = fair.put(event, *people)
    for columns in ({"slot": first.slot}, {"person": people[0]}, {"slot": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EventVisit.objects.filter(pk=second.pk).update(**columns)


def test_strangers_and_those_who_left_are_not_added(programme, org):
    left = factories.mentee(programme, state=EntryState.LEFT).person
    finished = factories.mentee(programme, state=EntryState.FINISHED).person
    found = add_people(fair.event(programme), [left, finished, factories.person(org)], actor=None)
    assert found.seated == 1
    assert all("не участвует" in why for why in found.refused)
    assert len(found.refused) == 2


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"audience": EventAudience.MENTORS}, "только наставники"),
        ({"audience": EventAudience.INVITED}, "приглашает куратор"),
        ({"starts_in": -5 * fair.HOUR}, "Запись закрыта"),
    ],
)
def test_one_comes_by_ones_own_will_only_where_one_is_meant(programme, people, given, why):
    event = fair.event(programme, **given)
    with pytest.raises(DomainError, match=why):
        register(event, people[0], actor=None)
    assert not event.visits.exists()


def test_own_events_are_those_listed_and_those_free_to_join(programme, people):
    listed = fair.event(programme, audience=EventAudience.INVITED)
    fair.put(listed, people[0])
    fair.event(programme, title="Для наставников", audience=EventAudience.MENTORS)
    free = fair.event(programme, title="Круглый стол", starts_in=fair.HOUR)
    register(free, people[1], actor=None)
    lines = own_events(people[:1], since=listed.starts_at)
    assert [(line.event, line.is_seated, line.may_join) for line in lines] == [
        (listed, True, False),
        (free, False, True),
    ]


def test_marks_have_a_window_and_are_put_once(programme, people):
    early = fair.event(programme, starts_in=2 * fair.HOUR)
    late = fair.event(programme, title="Вчера", starts_in=dt.timedelta(days=-1))
    now = fair.event(programme, title="Сейчас", capacity=1)
    for event, why in ((early, "Отметка откроется"), (late, "по списку")):
        (visit,) = fair.put(event, people[0])
        with pytest.raises(DomainError, match=why):
            mark_attended(visit, way=MarkWay.CODE, actor=None)
    assert mark_by_list(late, present=[late.visits.get().pk], absent=[], actor=None) == 1
    seated, waiting, _ = fair.put(now, *people)
    assert mark_attended(seated, way=MarkWay.CODE, actor=None) is True
    moment = EventVisit.objects.get(pk=seated.pk).attended_at
    assert mark_attended(seated, way=MarkWay.HALL, actor=None) is False
    assert EventVisit.objects.get(pk=seated.pk).attended_at == moment
    with pytest.raises(DomainError, match="листе ожидания"):
        mark_attended(waiting, way=MarkWay.CODE, actor=None)
    with pytest.raises(DomainError, match="сначала снимите отметку"):
        decline(seated, actor=None)


def test_the_word_of_the_hall_marks_and_a_wrong_one_does_not(programme, people):
    (visit,) = fair.put(fair.event(programme), people[0])
    with pytest.raises(DomainError, match="Код не подходит"):
        mark_by_hall_word(visit, word="ABC123")
    assert mark_by_hall_word(visit, word=f" {hall_word(visit.event).lower()} ") is True
    assert EventVisit.objects.get().marked_by == MarkWay.HALL


def test_a_list_of_another_event_marks_nobody(programme, people):
    one, other = fair.event(programme), fair.event(programme, title="Другое")
    (mine,), (foreign,) = fair.put(one, people[0]), fair.put(other, people[1])
    with pytest.raises(DomainError, match="Список изменился"):
        mark_by_list(one, present=[mine.pk, foreign.pk], absent=[], actor=None)
    assert not EventVisit.objects.filter(attended_at__isnull=False).exists()


def test_a_held_event_is_a_fact_of_its_kind_and_may_be_taken_back(programme):
    event = fair.event(programme, code="final")
    (fact,) = heard(happened, lambda: hold_event(event, actor=None))
    assert (fact.kind, fact.detail, fact.programme) == ("event_held", "final", programme)
    assert fact.data["day"] == event.held_on
    (gone,) = heard(withdrawn, lambda: reopen_event(event, reason="ошибка", actor=None))
    assert gone.subject == event
    assert Event.objects.get().held_on is None
    cancel_event(event, reason="карантин", actor=None)
    with pytest.raises(TransitionRefused):
        hold_event(event, actor=None)


def test_an_event_that_has_not_begun_was_not_held(programme):
    with pytest.raises(DomainError, match="ещё не началось"):
        hold_event(fair.event(programme, starts_in=fair.HOUR), actor=None)


def test_a_cancelled_event_takes_and_marks_nobody(programme, people):
    event = fair.event(programme)
    (visit,) = fair.put(event, people[0])
    cancel_event(event, reason="карантин", actor=None)
    visit.event.refresh_from_db()
    for call in (
        lambda: add_people(event, people[1:], actor=None),
        lambda: mark_attended(visit, way=MarkWay.CODE, actor=None),
        lambda: mark_by_list(event, present=[visit.pk], absent=[], actor=None),
        lambda: edit_event(event, title="Иначе", actor=None),
    ):
        with pytest.raises(DomainError, match="тменено"):
            call()


def test_codes_open_only_what_they_are_for(programme, people):
    (visit,) = fair.put(fair.event(programme), people[0])
    code, link = token_for(visit.key, purpose=CODE), token_for(visit.key, purpose=LINK)
    assert find_by_code(code) == find_by_link(link) == visit
    assert find_by_code(link) is find_by_link(code) is find_by_link("x" * 26) is find_by_link("'") is None


def test_the_calendar_file_holds_the_moment_in_utc():
    moment = dt.datetime(2026, 11, 21, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    entry = CalendarEntry("e-1", "Встреча; общая", "о себе", "зал", moment, moment + fair.HOUR, moment)
    text = ics_of(entry).decode()
    assert "DTSTART:20261121T030000Z" in text
    assert "SUMMARY:Встреча\\; общая" in text


def test_erasing_leaves_who_came_without_words_and_takes_the_rest_off(programme, people):
    came, ahead = fair.event(programme), fair.event(programme, title="Впереди", starts_in=fair.HOUR)
    (visit,) = fair.put(came, people[0])
    fair.put(ahead, people[0])
    mark_attended(visit, way=MarkWay.HAND, actor=None)
    (source,) = [one for one in personal_data if EventVisit in one.models]
    assert {row["event"] for row in source.export(people[0])} == {"Общая встреча", "Впереди"}
    source.erase(people[0])
    left = EventVisit.objects.get()
    assert (left.event_id, left.attended_at is None) == (came.pk, False)
