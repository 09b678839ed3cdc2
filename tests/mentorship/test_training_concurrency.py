"""Two curators give the last chair of a group at once: the group never holds more than it has."""

import pytest
from django_scopes import scope, scopes_disabled

from mentorship.domain.training import finish_group
from mentorship.domain.training_groups import enrol
from mentorship.models import TrainingPlace
from tests import factories
from tests.mentorship import school
from tests.mentorship.test_pairs_concurrency import at_once

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("committed")]


@pytest.fixture
def world():
    org = factories.organization()
    programme = factories.programme(org)
    mentors = [factories.mentor(programme) for _ in range(4)]
    with scope(organization=org):
        group = school.group(programme, capacity=2)
    return org, programme, group, mentors


def within(org, call):
    def job():
        with scope(organization=org):
            return call()

    return job


def test_the_last_chair_is_given_once(world):
    org, _, group, mentors = world
    found = at_once(*(within(org, lambda one=one: enrol(group, [one], actor=None)) for one in mentors))
    assert sorted(done for done, _ in found) == [0, 0, 1, 1]
    assert all("нет мест" in refused[0] for done, refused in found if not done)
    with scopes_disabled():
        assert sorted(TrainingPlace.objects.values_list("slot", flat=True)) == [1, 2]


def test_one_mentor_sits_down_once_in_two_groups_of_a_course(world):
    org, programme, group, mentors = world
    with scope(organization=org):
        other = school.group(programme, group.course, title="Весна")
    found = at_once(
        *(
            within(org, lambda one=one: enrol(one, mentors[:1], actor=None))
            for one in (group, other, group, other)
        )
    )
    assert sum(done for done, _ in found) == 1
    with scopes_disabled():
        assert TrainingPlace.objects.count() == 1


def test_a_group_is_finished_once(world):
    org, _, group, mentors = world
    with scope(organization=org):
        (place,) = school.seat(group, mentors[0])
        school.attend(group, place, school.sessions(group, 1))
    found = at_once(*(within(org, lambda: finish_group(group, actor=None)) for _ in range(2)))
    assert sorted(type(one).__name__ for one in found) in (
        ["Finished", "TransitionRefused"],
        ["DomainError", "Finished"],
    )
