"""Wishes of both sides and bans of pairs: kept, replaced, taken into account on every path."""

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.registries import personal_data
from mentorship.domain.bans import ban_pair, lift_ban
from mentorship.domain.merging import merge_people
from mentorship.domain.pairs import approve_pair, make_pair
from mentorship.domain.preferences import record_preferences
from mentorship.enums import ConsentState
from mentorship.models import Consent, PairBan, Preference
from mentorship.selectors.bans import preferences_of
from tests import factories
from tests.mentorship.conftest import sign_all

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def people(programme, project):
    mentees = [factories.mentee(programme, project=project) for _ in range(2)]
    mentors = [factories.mentor(programme) for _ in range(3)]
    sign_all(programme)
    return mentors, mentees


def say(entry, likes=(), avoids=(), source="meeting"):
    return record_preferences(
        entry,
        likes=[one.pk for one in likes],
        avoids=[one.pk for one in avoids],
        source=source,
        actor=None,
    )


def test_the_same_source_replaces_what_it_said_and_another_adds(people):
    mentors, (mentee, _) = people
    say(mentee, mentors[:2], mentors[2:])
    say(mentee, [mentors[1]], source="questionnaire")
    say(mentee, [mentors[2], mentors[0]])
    ranks, against = preferences_of([mentee.pk])
    assert ranks == {
        (mentee.pk, mentors[2].pk, "mentee"): 1,
        (mentee.pk, mentors[0].pk, "mentee"): 2,
        (mentee.pk, mentors[1].pk, "mentee"): 1,
    }
    assert against == set()


def test_a_mentor_speaks_of_mentees(people):
    mentors, mentees = people
    say(mentors[0], [mentees[1]], [mentees[0]])
    ranks, against = preferences_of([one.pk for one in mentees])
    assert ranks == {(mentees[1].pk, mentors[0].pk, "mentor"): 1}
    assert against == {(mentees[0].pk, mentors[0].pk)}


def test_what_cannot_be_is_refused_and_nothing_is_lost(people, org):
    mentors, (mentee, _) = people
    stranger = factories.mentor(factories.programme(org))
    say(mentee, mentors[:1])
    for likes, avoids, code in (
        ([mentors[0], mentors[0]], [], "twice"),
        ([mentors[0]], [mentors[0]], "both"),
        ([stranger], [], "programme"),
    ):
        with pytest.raises(DomainError) as error:
            say(mentee, likes, avoids)
        assert error.value.code == code
    Consent.objects.filter(person=mentee.person).update(state=ConsentState.NEEDED, signed_on=None)
    with pytest.raises(DomainError) as error:
        say(mentee, mentors[1:])
    assert error.value.code == "consent"
    assert Preference.objects.count() == 1


def test_a_banned_pair_is_not_confirmed_until_the_ban_is_lifted(people, project):
    mentors, (mentee, _) = people
    pair = make_pair(project, mentors[0], [mentee], actor=None)
    ban = ban_pair(mentors[0], mentee, reason="Ведёт у него уроки", kind="teacher", actor=None)
    assert ban_pair(mentors[0], mentee, reason="Ещё раз", actor=None) == ban
    with pytest.raises(DomainError, match="пара запрещена"):
        approve_pair(pair, actor=None)
    with pytest.raises(DomainError):
        lift_ban(ban, reason=" ", actor=None)
    lift_ban(ban, reason="Сменилась группа", actor=None)
    approve_pair(pair, actor=None)
    with pytest.raises(DomainError):
        lift_ban(ban, reason="Ещё раз", actor=None)


def test_the_database_refuses_a_second_ban_and_a_ban_of_oneself(people, org):
    mentors, (mentee, _) = people
    ban_pair(mentors[0], mentee, reason="нет", actor=None)
    for mentor, other in ((mentors[0].person, mentee.person), (mentee.person, mentee.person)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PairBan.objects.create(organization=org, mentor=mentor, mentee=other)


def test_wishes_and_bans_go_with_the_card_and_with_the_data(people, org):
    mentors, (mentee, _) = people
    say(mentee, mentors[:1], mentors[1:])
    ban_pair(mentors[2], mentee, reason="нет", actor=None)
    kept = factories.person(org)
    merge_people(kept, mentee.person, choices={}, actor=None)
    assert PairBan.objects.get().mentee == kept
    source = next(one for one in personal_data if Preference in one.models)
    assert len(source.export(kept)) == 4
    assert source.erase(kept) == 4
    assert source.export(kept) == []
