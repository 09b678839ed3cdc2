"""Two curators take the last place at once: capacity holds, and the loser is told in words."""

import threading

import pytest
from django.db import connection
from django_scopes import scope, scopes_disabled

from core.errors import DomainError
from mentorship.domain.pair_changes import ask_joining
from mentorship.domain.pair_ends import reopen_pair
from mentorship.domain.pairs import activate_pairs, approve_pair, make_pair, reject_pair
from mentorship.models import Pair, PairChange, PairMentee
from tests import factories
from tests.mentorship.conftest import guardian_for, sign_all, today

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("committed")]


def at_once(*jobs) -> list[object]:
    """Run callables in threads that start together; their results or DomainErrors, in order."""
    barrier = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)

    def run(place: int, job) -> None:
        barrier.wait(timeout=10)
        try:
            results[place] = job()
        except DomainError as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def people():
    org = factories.organization()
    programme = factories.programme(org)
    project = factories.project(programme)
    mentees = [factories.mentee(programme, project=project) for _ in range(4)]
    with scope(organization=org):
        for entry in mentees:
            guardian_for(entry.person)
        mentor = factories.mentor(programme, capacity=2)
        sign_all(programme)
    return org, programme, project, mentor, mentees


def test_the_last_place_is_given_once(people):
    org, _, project, mentor, mentees = people

    def take(mentee):
        def job():
            with scope(organization=org):
                return make_pair(project, mentor, [mentee], actor=None)

        return job

    results = at_once(*(take(mentee) for mentee in mentees))
    refused = [one for one in results if isinstance(one, DomainError)]
    assert len(refused) == 2
    assert all("места" in one.message or "мест" in one.message for one in refused)
    with scopes_disabled():
        assert sorted(PairMentee.objects.values_list("slot", flat=True)) == [1, 2]


def test_two_who_press_the_same_button_make_one_step(people):
    org, _, project, mentor, mentees = people
    with scope(organization=org):
        pair = make_pair(project, mentor, mentees[:1], actor=None)

    def approve():
        with scope(organization=org):
            return approve_pair(Pair.objects.get(pk=pair.pk), actor=None)

    results = at_once(approve, approve)
    assert sum(isinstance(one, DomainError) for one in results) == 1


def test_the_last_place_is_held_for_one_newcomer(people):
    org, _, project, mentor, mentees = people
    with scope(organization=org):
        pair = approve_pair(make_pair(project, mentor, mentees[:1], actor=None), actor=None)
        activate_pairs([pair], actor=None, order_document=1, order_number="1", order_date=today())

    def join(mentee):
        def job():
            with scope(organization=org):
                return ask_joining(
                    Pair.objects.get(pk=pair.pk), mentee, on=today(), reason="проект", actor=None
                )

        return job

    results = at_once(*(join(mentee) for mentee in mentees[1:]))
    assert sum(isinstance(one, DomainError) for one in results) == 2
    with scopes_disabled():
        assert PairChange.objects.count() == 1


def test_a_closed_pair_and_a_new_one_do_not_both_take_the_last_places(people):
    org, _, project, mentor, mentees = people
    with scope(organization=org):
        pair = make_pair(project, mentor, mentees[:2], actor=None)
        reject_pair(pair, actor=None, reason="ошибка")

    def reopen():
        with scope(organization=org):
            return reopen_pair(Pair.objects.get(pk=pair.pk), actor=None, reason="вернуть")

    def other():
        with scope(organization=org):
            return make_pair(project, mentor, mentees[2:], actor=None)

    results = at_once(reopen, other)
    assert sum(isinstance(one, DomainError) for one in results) == 1
    with scopes_disabled():
        assert PairMentee.objects.filter(is_live=True).count() == 2
