"""A finished mentee becomes a mentor in one action."""

from datetime import date

import pytest
from django.urls import reverse

from core.errors import DomainError
from mentorship.domain.succession import become_mentor
from mentorship.enums import ConsentPurpose, ConsentState, EntryState
from mentorship.models import Consent, MenteeEntry, MentorEntry
from tests import factories
from tests.mentorship.conftest import sign_all

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def finished(programme):
    person = factories.person(programme.organization, birth_date=date(1990, 1, 1))
    entry = factories.mentee(programme, person=person, interests="робототехника")
    sign_all(programme)
    MenteeEntry.objects.filter(pk=entry.pk).update(state=EntryState.FINISHED)
    entry.refresh_from_db()
    return entry


def test_the_same_person_gets_a_new_place_and_new_consents(programme, finished):
    made = become_mentor(finished, programme=programme, actor=None)
    assert (made.person, made.interests, made.state) == (
        finished.person,
        "робототехника",
        EntryState.CANDIDATE,
    )
    finished.refresh_from_db()
    assert finished.state == EntryState.FINISHED
    states = Consent.objects.filter(person=finished.person).values_list("state", "purpose")
    assert set(states) == {
        (ConsentState.LAPSED, ConsentPurpose.PARTICIPANT),
        (ConsentState.NEEDED, ConsentPurpose.MENTOR),
    }
    with pytest.raises(DomainError, match="уже есть"):
        become_mentor(finished, programme=programme, actor=None)


def test_next_years_programme_asks_for_its_own_consent(programme, finished):
    following = factories.programme(
        programme.organization, period_start=date(2027, 9, 1), period_end=date(2028, 8, 31)
    )
    become_mentor(finished, programme=following, actor=None)
    assert Consent.objects.get(programme=following).purpose == ConsentPurpose.MENTOR
    assert Consent.objects.get(programme=programme).state == ConsentState.SIGNED


def test_who_has_not_finished_does_not(programme):
    entry = factories.mentee(programme)
    with pytest.raises(DomainError, match="завершил"):
        become_mentor(entry, programme=programme, actor=None)
    assert not MentorEntry.objects.exists()


def test_the_card_offers_it_once(programme, finished, curator, signed_in):
    client = signed_in(curator)
    card = reverse("mentorship:person", args=[finished.person_id])
    assert "Пригласить в наставники" in client.get(card).content.decode()
    done = client.post(reverse("mentorship:mentor_from_mentee", args=[finished.pk]), follow=True)
    page = done.content.decode()
    assert "теперь в базе наставников" in page
    assert "Пригласить в наставники" not in page
    assert MentorEntry.objects.get().person == finished.person
