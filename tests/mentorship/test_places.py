"""Free places are one number and one wording, wherever a mentor's capacity is told."""

import pytest
from django.urls import reverse

from core.enums import Role
from mentorship.domain.pair_changes import ask_joining, replace_mentor
from mentorship.domain.pairs import make_pair
from mentorship.enums import PairState
from mentorship.models import DraftPair, MatchDraft, MentorEntry
from mentorship.selectors.match_drafts import rows_of
from mentorship.selectors.pairs import busy_places
from mentorship.selectors.places import places_told, with_free_places
from tests import factories
from tests.mentorship.conftest import sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")


def told(mentor) -> str:
    return places_told(with_free_places(MentorEntry.objects.filter(pk=mentor.pk)).get())


@pytest.fixture
def busy(programme, project):
    """A mentor of ten places: two proposed, one joining by an order, two of another's group that they take over."""
    mentor = factories.mentor(programme, capacity=10)
    make_pair(project, mentor, [factories.mentee(programme, project=project) for _ in range(2)], actor=None)
    working = {"state": PairState.ACTIVE, "order_number": "1", "order_date": today()}
    own = factories.pair(project, mentor=mentor, mentees=[factories.mentee(programme)], **working)
    other = factories.pair(project, mentees=[factories.mentee(programme) for _ in range(2)], **working)
    newcomer = factories.mentee(programme, project=project)
    sign_all(programme)
    ask_joining(own, newcomer, on=today(), reason="проект", actor=None)
    replace_mentor(other, mentor, on=today(), reason="перевод", actor=None)
    return mentor


def lock(programme, project, mentor, mentee, state="draft"):
    number = MatchDraft.objects.count() + 1
    draft = MatchDraft.objects.create(
        organization=programme.organization, programme=programme, number=number, state=state,
        projects=[project.pk],
    )  # fmt: skip
    return DraftPair.objects.create(
        organization=programme.organization, draft=draft, project=project, mentor=mentor, mentee=mentee,
        score=1, is_locked=True,
    )  # fmt: skip


def test_proposed_pairs_and_changes_that_wait_take_places(busy):
    assert told(busy) == "4 из 10"
    assert busy.capacity - busy_places([busy.pk])[busy.pk] == 4, "as the gates of the domain count"


def test_what_open_drafts_lock_is_told_beside_once(programme, project, busy):
    waiting = factories.mentee(programme, project=project)
    lock(programme, project, busy, waiting)
    lock(programme, project, busy, waiting)
    lock(programme, project, busy, factories.mentee(programme), state="discarded")
    lock(programme, project, busy, busy.places.first().mentee)
    assert told(busy) == "4 из 10, в черновике: 1"


def test_every_page_tells_the_same(programme, project, busy, signed_in):
    client = signed_in(factories.membership(programme.organization, Role.CURATOR))
    lock(programme, project, busy, factories.mentee(programme, project=project))
    words = "4 из 10, в черновике: 1"
    for name, args in (("mentors", []), ("person", [busy.person_id]), ("pair_create", [])):
        page = client.get(reverse(f"mentorship:{name}", args=args)).content.decode().replace("\u00a0", " ")
        assert words in page.replace('<div class="small muted">', ", "), name


def test_a_draft_tells_what_is_left_after_live_places_and_itself(programme, project, busy):
    pair = lock(programme, project, busy, factories.mentee(programme, project=project))
    ([row], _) = rows_of(pair.draft)
    assert row.places_left == 3
    pair.draft.state = "confirmed"
    ([row], _) = rows_of(pair.draft)
    assert row.places_left == 0
