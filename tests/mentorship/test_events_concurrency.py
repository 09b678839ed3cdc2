"""Two press «Записаться» at the last seat at once: one sits, one waits."""

import pytest
from django_scopes import scope, scopes_disabled

from mentorship.domain.event_visits import decline, register
from mentorship.models import EventVisit
from tests import factories
from tests.mentorship import fair
from tests.mentorship.test_pairs_concurrency import at_once
from tests.mentorship.test_training_concurrency import within

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("committed")]


def test_the_last_seat_is_given_once_and_the_freed_one_once():
    org = factories.organization()
    programme = factories.programme(org)
    people = [factories.mentee(programme).person for _ in range(4)]
    with scope(organization=org):
        event = fair.event(programme, capacity=2, starts_in=fair.HOUR)
    at_once(*(within(org, lambda one=one: register(event, one, actor=None)) for one in people))
    with scopes_disabled():
        states = list(EventVisit.objects.order_by("state").values_list("state", "slot"))
        assert sorted(slot for _, slot in states if slot) == [1, 2]
        assert [state for state, _ in states].count("waiting") == 2
        seated = list(EventVisit.objects.filter(state="seated"))
    at_once(*(within(org, lambda one=one: decline(one, actor=None)) for one in seated))
    with scopes_disabled():
        slots = EventVisit.objects.filter(state="seated").values_list("slot", flat=True)
        assert sorted(slots) == [1, 2]
