"""Pairs are proposed, confirmed through the gates, made working by an order, and the database counts places."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.workflow import TransitionRefused
from mentorship.domain import pairs as domain
from mentorship.enums import EntryState, PairState
from mentorship.models import Consent, DraftLeft, Pair, PairMentee
from tests import factories
from tests.mentorship.conftest import guardian_for, propose, sign_all

pytestmark = pytest.mark.usefixtures("scoped")
ORDER = {"order_document": 1, "order_number": "45-ОД", "order_date": date(2026, 10, 5)}


@pytest.fixture
def people(programme, project):
    """Three mentees of 17 and two mentors, one of whom takes two."""
    mentees = [factories.mentee(programme, project=project) for _ in range(3)]
    for entry in mentees:
        guardian_for(entry.person)
    mentors = [factories.mentor(programme, capacity=2), factories.mentor(programme)]
    for entry in mentors:
        entry.projects.add(project)
    sign_all(programme)
    return mentors, mentees


def test_everybody_is_placed_and_told_why(programme, people):
    found = propose(programme)
    assert len(found) == 3
    assert all(pair.state == PairState.PROPOSED and pair.reasons for pair in found)
    assert sorted(PairMentee.objects.values_list("mentor_id", "slot")) == sorted(
        [(people[0][0].pk, 1), (people[0][0].pk, 2), (people[0][1].pk, 1)]
    )
    assert propose(programme) == found, "a second run leaves pairs alone"


def test_people_without_consent_are_left_out_by_name_of_the_rule(programme, people):
    Consent.objects.filter(person=people[1][0].person).delete()
    assert len(propose(programme)) == 2
    assert "нет — согласие" in DraftLeft.objects.get(mentee=people[1][0]).why


def test_confirming_asks_the_gates(project, people):
    pair = domain.make_pair(project, people[0][0], [people[1][0]], actor=None)
    Consent.objects.filter(person=people[0][0].person).delete()
    with pytest.raises(DomainError, match="согласие на обработку"):
        domain.approve_pair(pair, actor=None)
    done, refused = domain.approve_pairs([pair], actor=None)
    assert done == 0
    assert people[0][0].person.short_name in refused[0]


def test_only_the_order_makes_a_pair_work(programme, project, people):
    pair = domain.make_pair(project, people[0][0], people[1][:2], actor=None)
    with pytest.raises(TransitionRefused):
        domain.activate_pairs([pair], actor=None, **ORDER)
    domain.approve_pair(pair, actor=None)
    domain.activate_pairs([pair], actor=None, **ORDER)
    pair.refresh_from_db()
    assert (pair.state, pair.order_number, pair.period_start, pair.period_end) == (
        PairState.ACTIVE,
        "45-ОД",
        date(2026, 10, 5),
        programme.period_end,
    )
    people[1][0].refresh_from_db()
    assert people[1][0].state == EntryState.PAIRED
    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.filter(pk=pair.pk).update(order_date=None)


def test_an_order_is_all_or_nothing(project, people):
    pairs = [domain.make_pair(project, people[0][0], [entry], actor=None) for entry in people[1][:2]]
    for pair in pairs:
        domain.approve_pair(pair, actor=None)
    Consent.objects.filter(person=people[1][1].person).delete()
    with pytest.raises(DomainError, match="Пара «"):
        domain.activate_pairs(pairs, actor=None, **ORDER)
    assert set(Pair.objects.values_list("state", flat=True)) == {PairState.TO_ORDER}


def test_capacity_is_kept_by_domain_and_database(project, people):
    mentor = people[0][1]
    pair = domain.make_pair(project, mentor, [people[1][0]], actor=None)
    with pytest.raises(DomainError, match="все места заняты"):
        domain.make_pair(project, mentor, [people[1][1]], actor=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PairMentee.objects.create(pair=pair, mentee=people[1][2], project=project, mentor=mentor, slot=1)
    with pytest.raises(DomainError, match="уже есть пара"):
        domain.make_pair(project, people[0][0], [people[1][0]], actor=None)


def test_a_rejected_pair_frees_its_places_and_is_not_proposed_again(programme, project, people):
    mentors, mentees = people
    pair = domain.make_pair(project, mentors[1], [mentees[0]], actor=None)
    with pytest.raises(DomainError, match="причину"):
        domain.reject_pair(pair, actor=None, reason=" ")
    domain.reject_pair(pair, actor=None, reason="не сошлись")
    found = propose(programme)
    assert len(found) == 3
    assert not any(
        match.mentor_id == mentors[1].pk and match.places.get().mentee_id == mentees[0].pk for match in found
    )


def test_ending_settles_people(project, people):
    mentors, mentees = people
    first = domain.make_pair(project, mentors[0], [mentees[0]], actor=None)
    second = domain.make_pair(project, mentors[0], [mentees[1]], actor=None)
    for pair in (first, second):
        domain.approve_pair(pair, actor=None)
    domain.activate_pairs([first, second], actor=None, **ORDER)
    with pytest.raises(DomainError, match="раньше начала"):
        domain.complete_pair(first, on=date(2026, 9, 1), actor=None)
    domain.complete_pair(first, on=date(2026, 11, 1), actor=None)
    domain.terminate_pair(second, on=date(2026, 11, 2), actor=None, reason="перевод в другой колледж")
    for entry in (*mentors, *mentees):
        entry.refresh_from_db()
    assert mentees[0].state == EntryState.FINISHED
    assert mentees[1].state == EntryState.SELECTED
    assert mentors[0].state == EntryState.SELECTED


def test_forms_and_role_models_must_fit(programme, project, people):
    other = factories.project(programme)
    with pytest.raises(DomainError, match="другая форма"):
        domain.make_pair(other, people[0][0], [people[1][0]], actor=None)
    with pytest.raises(DomainError, match="хотя бы одного"):
        domain.make_pair(project, people[0][0], [], actor=None)
    foreign = factories.mentor(factories.programme(programme.organization))
    with pytest.raises(DomainError, match="одной программы"):
        domain.make_pair(project, foreign, [people[1][0]], actor=None)


def test_matching_costs_a_constant_number_of_queries(programme, project, people, django_assert_num_queries):
    from mentorship.selectors.matching import mentee_sides, mentor_sides

    projects = [project]

    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            mentor_sides(programme, projects)
            mentee_sides(programme, projects)
        return len(caught)

    few = count()
    for _ in range(5):
        factories.mentor(programme)
        factories.mentee(programme, project=project)
    assert count() == few
