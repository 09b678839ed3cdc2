"""Two cards of one person who both sit in a group of the school become one listener, and two again when undone."""

import pytest

from mentorship.domain.merging import merge_people, plan_merge, undo_merge
from mentorship.domain.training import finish_group
from mentorship.enums import EntryState
from mentorship.models import TrainingPlace
from mentorship.selectors.training import is_trained
from mentorship.training_enums import PlaceState
from tests import factories
from tests.mentorship import school
from tests.mentorship.test_merging import two_cards

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def mentors(org, programme):
    kept, merged = two_cards(org)
    return [
        factories.mentor(programme, person=person, state=EntryState.SELECTED) for person in (kept, merged)
    ]


def states():
    return sorted(TrainingPlace.objects.values_list("entry_id", "state"))


def test_two_chairs_in_one_group_become_one_with_all_visits(programme, mentors):
    group = school.group(programme)
    held = school.sessions(group, 3)
    own, other = school.seat(group, *mentors)
    school.attend(group, own, held[:2])
    school.attend(group, other, held[1:])
    kept, merged = (entry.person for entry in mentors)
    lines = [line for line in plan_merge(kept, merged).lines if line.label.startswith("Обучение")]
    assert [(line.label, line.refused) for line in lines] == [(f"Обучение: {group}", False)]
    before = states()
    merge = merge_people(kept, merged, choices={}, actor=None)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.state, other.state, other.state_reason) == (
        PlaceState.ENROLLED,
        PlaceState.LEFT,
        "карточки объединены",
    )
    assert own.entry.person == kept
    assert set(own.marks.values_list("session_id", flat=True)) == {one.pk for one in held}
    assert group.places.exclude(state=PlaceState.LEFT).count() == 1
    undo_merge(merge, actor=None)
    assert states() == before
    assert [place.marks.count() for place in TrainingPlace.objects.order_by("pk")] == [2, 2]


@pytest.mark.parametrize("trained", [0, 1])
def test_whoever_was_trained_stays_trained(programme, mentors, trained):
    """In two groups of one course: the finished one counts, whichever card it stood on."""
    course = school.course(programme.organization)
    past, now = school.group(programme, course), school.group(programme, course, title="Весна")
    held = school.sessions(past)
    (place,) = school.seat(past, mentors[trained])
    school.attend(past, place, held)
    finish_group(past, actor=None)
    (other,) = school.seat(now, mentors[1 - trained])
    kept, merged = (entry.person for entry in mentors)
    merge = merge_people(kept, merged, choices={}, actor=None)
    place.refresh_from_db()
    other.refresh_from_db()
    assert (place.state, other.state) == (PlaceState.COMPLETED, PlaceState.LEFT)
    assert is_trained(kept.pk)
    undo_merge(merge, actor=None)
    assert is_trained(mentors[trained].person_id)
    assert not is_trained(mentors[1 - trained].person_id)
