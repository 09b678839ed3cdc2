"""Drafts of pairs: kept, locked, rearranged with the loss known beforehand, confirmed once."""

import pytest

from core.errors import DomainError
from core.models import Job
from mentorship.domain import match_board as board
from mentorship.domain import match_confirm as confirming
from mentorship.domain import matching as domain
from mentorship.domain.bans import ban_pair
from mentorship.domain.needs import set_needs, set_roles
from mentorship.domain.pairs import make_pair
from mentorship.domain.preferences import record_preferences
from mentorship.enums import PairState
from mentorship.forms.matching import ConfirmForm
from mentorship.models import Consent, DraftPair, MatchDraft, Pair, PairMentee
from mentorship.pair_enums import PairPath
from mentorship.selectors.match_board import Board
from mentorship.selectors.matching import mentee_sides, weights_for
from tests import factories
from tests.mentorship.conftest import sign_all

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def people(programme, project):
    """Three mentees, a mentor of two places and one of one."""
    mentees = [factories.mentee(programme, project=project) for _ in range(3)]
    mentors = [factories.mentor(programme, capacity=2), factories.mentor(programme)]
    for entry in mentors:
        entry.projects.add(project)
    sign_all(programme)
    return mentors, mentees


def run(programme, project, **given) -> MatchDraft:
    return domain.run_matching(programme, projects=[project], actor=None, **given)


def test_a_draft_keeps_pairs_the_bound_and_makes_no_pair(programme, project, people):
    draft = run(programme, project)
    assert (draft.placed, draft.waiting, draft.bound_placed, draft.bound_score) == (3, 3, 3, draft.score)
    assert all(pair.reasons for pair in draft.pairs.all())
    assert not Pair.objects.exists()
    assert run(programme, project).number == draft.number + 1


def test_weights_are_the_forms_own_and_change_the_next_draft(programme, project, people):
    mentors, (mentee, *_) = people
    record_preferences(mentee, likes=[mentors[1].pk], avoids=[], source="hand", actor=None)
    domain.set_weights(project, actor=None, wish=100)
    assert weights_for([project])[project.pk].wish == 100
    draft = run(programme, project)
    assert draft.pairs.get(mentee=mentee).mentor == mentors[1]
    assert draft.weights[str(project.pk)]["wish"] == 100
    for values in ({"wish": 101}, {"group_size": 31}, dict.fromkeys(domain.POINTS, 0)):
        with pytest.raises(DomainError):
            domain.set_weights(project, actor=None, **values)


def test_a_locked_pair_stays_and_a_ban_frees_it(programme, project, people):
    mentors, (_mentee, *_) = people
    draft = run(programme, project)
    pair = draft.pairs.filter(mentor=mentors[0]).first()
    board.lock_pair(pair, locked=True, actor=None)
    record_preferences(pair.mentee, likes=[mentors[1].pk], avoids=[], source="hand", actor=None)
    again = run(programme, project, parent=draft)
    assert again.pairs.get(mentee=pair.mentee).mentor == mentors[0]
    ban_pair(mentors[0], pair.mentee, reason="родня", kind="relative", actor=None)
    third = run(programme, project, parent=again)
    assert third.loosened == 1
    assert third.pairs.get(mentee=pair.mentee).mentor == mentors[1]


def test_an_exchange_costs_what_was_told(programme, project, people):
    mentors, (mentee, *_) = people
    record_preferences(mentee, likes=[mentors[1].pk], avoids=[], source="hand", actor=None)
    draft = run(programme, project)
    own = draft.pairs.get(mentee=mentee)
    other = draft.pairs.filter(mentor=mentors[0]).first()
    loss = Board.read(draft).loss(own, mentors[0].pk, other)
    assert loss > 0
    with pytest.raises(DomainError) as error:
        board.move_pair(own, mentor=mentors[0].pk, actor=None)
    assert error.value.code == "full"
    changed = board.move_pair(own, mentor=mentors[0].pk, exchange=other.pk, actor=None)
    draft.refresh_from_db()
    assert changed == -loss
    assert draft.score == sum(draft.pairs.values_list("score", flat=True))
    assert set(draft.pairs.filter(by_hand=True, is_locked=True)) == {own, other}
    ban_pair(mentors[1], mentee, reason="нет", actor=None)
    with pytest.raises(DomainError, match="пара запрещена"):
        board.move_pair(own, mentor=mentors[1].pk, exchange=other.pk, actor=None)


def test_confirming_makes_pairs_for_the_order_once_and_leaves_out_who_was_taken(programme, project, people):
    mentors, (mentee, *_) = people
    draft = run(programme, project)
    taken = draft.pairs.get(mentee=mentee)
    make_pair(project, taken.mentor, [mentee], actor=None)
    told = confirming.confirm_draft(draft, actor=None)
    assert (told.pairs, len(told.refused)) == (2, 1)
    assert Pair.objects.filter(state=PairState.TO_ORDER).count() == 2
    for step in (
        lambda: confirming.confirm_draft(draft, actor=None),
        lambda: board.lock_pair(taken, locked=True, actor=None),
        lambda: board.move_pair(taken, mentor=mentors[1].pk, actor=None),
    ):
        with pytest.raises(DomainError, match="уже подтверждён"):
            step()


def test_where_answers_come_first_a_draft_only_proposes(programme, project, people):
    """Else nothing of a draft could ever be confirmed in such a programme."""
    programme.pair_path = PairPath.FULL
    programme.save()
    told = confirming.confirm_draft(run(programme, project), actor=None)
    assert (told.pairs, told.on_trial, told.refused) == (3, True, [])
    assert set(Pair.objects.values_list("state", flat=True)) == {PairState.PROPOSED}
    field = ConfirmForm(answers_first=True).fields["way"]
    assert [code for code, _ in field.choices] == [field.initial] == ["trial"]


@pytest.mark.parametrize("on_trial", [False, True])
def test_neither_way_makes_a_pair_past_the_gates(programme, project, people, on_trial):
    draft = run(programme, project)
    Consent.objects.filter(person=people[1][0].person).delete()
    told = confirming.confirm_draft(draft, actor=None, on_trial=on_trial)
    assert told.pairs == Pair.objects.count() == 2
    assert "согласие" in told.refused[0][1]


def test_a_group_is_confirmed_as_one_pair(programme, project, people):
    _mentors, _ = people
    domain.set_weights(project, actor=None, group_size=2)
    told = confirming.confirm_draft(run(programme, project), actor=None)
    assert (told.pairs, told.mentees) == (2, 3)
    assert sorted(pair.places.count() for pair in Pair.objects.all()) == [1, 2]


def test_a_mentee_of_two_forms_gets_a_pair_in_each(programme, project, people):
    _, (mentee, *_) = people
    other = factories.project(programme, form=factories.form())
    role = other.form.role_models.create(code="peer", title="равный – равному")
    wrong, right = factories.mentor(programme), factories.mentor(programme)
    for entry, roles in ((wrong, [other.form.role_models.create(code="x", title="другая")]), (right, [role])):
        entry.projects.add(other)
        set_roles(entry, roles=roles, actor=None)
    set_needs(mentee, needs={other: role}, actor=None)
    sign_all(programme)
    draft = domain.run_matching(programme, projects=[project, other], actor=None)
    assert draft.pairs.get(mentee=mentee, project=other).mentor == right
    confirming.confirm_draft(draft, actor=None)
    assert set(PairMentee.objects.filter(mentee=mentee).values_list("project", flat=True)) == {
        project.pk,
        other.pk,
    }
    assert Pair.objects.get(project=other).role_model == role
    assert not [side for side in mentee_sides(programme, [project, other]) if side.id == mentee.pk]


def test_hours_of_a_mentor_limit_their_places(programme, project, people):
    mentors, _ = people
    mentors[0].hours_per_week = 0.5
    mentors[0].save()
    draft = run(programme, project)
    assert draft.pairs.filter(mentor=mentors[0]).count() == 1
    domain.set_weights(project, actor=None, minutes=60)
    assert "не хватает часов" in run(programme, project).left.get(mentor=mentors[0]).why


def test_many_people_make_a_job(programme, project, people, monkeypatch):
    monkeypatch.setattr(domain, "MANY_PAIRS", 5)
    job = domain.start_matching(programme, projects=[project], actor=None)
    assert isinstance(job, Job)
    assert not DraftPair.objects.exists()
