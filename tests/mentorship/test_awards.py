"""Awards: who may be put forward, what the jury may do and see, places, ties, what stays of it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from core.enums import Role
from core.errors import DomainError
from core.models import AuditEntry
from core.registries import personal_data
from mentorship.award_enums import AwardSubject, NominationSource, NominationState, RoundState
from mentorship.award_work import portfolio
from mentorship.domain.awards import (
    add_criterion,
    add_juror,
    close_round,
    edit_round,
    move_round,
    remove_juror,
    settle_tie,
)
from mentorship.domain.nominations import decide, nominate, recuse, score, withdraw
from mentorship.enums import EntryState, PairState
from mentorship.models import JuryScore, JurySheet, Nomination
from mentorship.selectors.awards import conflict_of, sheets_seen, ties_of
from tests import factories
from tests.mentorship import prize
from tests.mentorship.conftest import guardian_for

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def mentors(programme):
    return [factories.mentor(programme).person for _ in range(3)]


def linked(juror, person):
    """The member of the jury has this person's card."""
    type(person).objects.filter(pk=person.pk).update(user=juror.user)


def test_only_confirmed_mentors_of_the_programme_and_once(programme, mentors, org):
    found = prize.round_of(programme)
    prize.put(found, mentors[0])
    candidate = factories.mentor(programme, state=EntryState.CANDIDATE).person
    for person in (candidate, factories.mentee(programme).person, factories.person(org)):
        with pytest.raises(DomainError, match="подтверждённого наставника"):
            prize.put(found, person)
    with pytest.raises(DomainError, match="уже есть такая номинация"):
        prize.put(found, mentors[0])
    with pytest.raises(DomainError, match="за что"):
        prize.put(found, mentors[1], grounds=" ")


def test_a_pair_is_put_forward_where_pairs_are_honoured(programme, project):
    found = prize.round_of(programme, code="best_pair", subject=AwardSubject.PAIR)
    order = {"order_number": "1", "order_date": date(2026, 9, 1)}
    pair = factories.pair(project, state=PairState.ACTIVE, **order)
    given = {"grounds": "Проект", "source": NominationSource.CURATOR, "actor": None}
    assert nominate(found, pair=pair, **given).pair == pair
    for wrong in ({"pair": factories.pair(project)}, {"person": pair.mentor.person}):
        with pytest.raises(DomainError, match="пару"):
            nominate(found, **wrong, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.update(person=pair.mentor.person)


@pytest.mark.parametrize(
    ("source", "given", "why"),
    [
        (NominationSource.SELF, {}, "себя не выдвигают"),
        (NominationSource.COLLEAGUE, {"by_colleagues": False}, "выдвигает куратор"),
        (NominationSource.COLLEAGUE, {"opens_on": date(2029, 1, 1)}, "сейчас не принимаются"),
    ],
)
def test_others_than_the_curator_nominate_only_as_the_rules_allow(programme, mentors, source, given, why):
    found = prize.round_of(programme, **given)
    with pytest.raises(DomainError, match=why):
        prize.put(found, mentors[0], source=source)


def test_a_nomination_of_a_colleague_waits_for_the_curator(programme, mentors):
    found = prize.round_of(programme, by_themselves=True)
    (one,) = prize.put(found, mentors[0], source=NominationSource.SELF)
    assert one.state == NominationState.SUBMITTED
    prize.juror(found)
    with pytest.raises(DomainError, match="неразобранные"):
        move_round(found, to=RoundState.SCORING, actor=None)
    with pytest.raises(DomainError, match="причину"):
        decide(one, accepted=False, actor=None)
    decide(one, accepted=False, reason="нет подтверждения", actor=None)
    (again,) = prize.put(found, mentors[0], source=NominationSource.COLLEAGUE)
    with pytest.raises(DomainError, match="уже есть такая"):
        decide(one, accepted=True, actor=None)
    withdraw(again, actor=None)
    with pytest.raises(DomainError, match="Нет ни одной"):
        move_round(found, to=RoundState.SCORING, actor=None)


def test_rules_and_jury_do_not_change_once_it_judges(programme, mentors):
    found = prize.round_of(programme)
    juror = prize.juror(found)
    (one,) = prize.put(found, mentors[0])
    prize.judged(found, {one: [5]})
    for call in (
        lambda: edit_round(found, places=2, actor=None),
        lambda: add_criterion(found, title="Ещё", actor=None),
        lambda: remove_juror(juror, actor=None),
        lambda: prize.put(found, mentors[1]),
        lambda: withdraw(one, actor=None),
    ):
        with pytest.raises(DomainError):
            call()


def test_nobody_judges_themselves_their_pair_or_their_family(programme, project, mentors):
    found = prize.round_of(programme)
    (one,) = prize.put(found, mentors[0])
    pair = factories.pair(project, mentor=mentors[0].mentor_entries.get())
    mentee = pair.places.get().mentee.person
    cases = {
        "сами номинированы": mentors[0],
        "в одной паре": mentee,
        "родственник": guardian_for(mentors[0]),
    }
    jurors = [prize.juror(found) for _ in cases]
    for juror, person in zip(jurors, cases.values(), strict=True):
        linked(juror, person)
    move_round(found, to=RoundState.SCORING, actor=None)
    for juror, why in zip(jurors, cases, strict=True):
        with pytest.raises(DomainError, match=why):
            score(one, juror, {each.pk: 5 for each in found.criteria.all()}, actor=juror.user)
    assert not JurySheet.objects.exists()


def test_a_pair_is_not_judged_by_its_own_people(programme, project):
    found = prize.round_of(programme, code="best_pair", subject=AwardSubject.PAIR)
    pair = factories.pair(project, state=PairState.ACTIVE, order_number="1", order_date=date(2026, 9, 1))
    one = nominate(found, pair=pair, grounds="Проект", source=NominationSource.CURATOR, actor=None)
    juror = prize.juror(found)
    linked(juror, pair.places.get().mentee.person)
    assert conflict_of(juror, one) == "это ваша пара"


def test_a_sheet_is_whole_within_the_scale_and_only_ones_own(programme, mentors):
    found = prize.round_of(programme)
    first, second = prize.juror(found), prize.juror(found)
    (one,) = prize.put(found, mentors[0])
    move_round(found, to=RoundState.SCORING, actor=None)
    keys = [each.pk for each in found.criteria.all()]
    for points, actor, why in (
        ({keys[0]: 5}, first.user, "каждый критерий"),
        ({keys[0]: 6, keys[1]: 0}, first.user, "от 0 до 5"),
        ({keys[0]: 5, keys[1]: 5}, second.user, "только сам"),
    ):
        with pytest.raises(DomainError, match=why):
            score(one, first, points, actor=actor)
    score(one, first, {keys[0]: 5, keys[1]: 4}, actor=first.user)
    score(one, first, {keys[0]: 1, keys[1]: 4}, actor=first.user)
    assert sorted(JuryScore.objects.values_list("points", flat=True)) == [1, 4]
    recuse(one, first, reason="учил его сына", actor=first.user)
    assert not JuryScore.objects.exists()


def test_scores_are_seen_by_their_giver_alone_until_the_round_is_closed(
    programme, mentors, curator, director
):
    found = prize.round_of(programme)
    first, second = prize.juror(found), prize.juror(found)
    (one,) = prize.put(found, mentors[0])
    prize.judged(found, {one: [5, 2]})
    assert sheets_seen(found, first.user).get().juror == first
    for member in (curator, director):
        assert not sheets_seen(found, member.user).exists()
    trail = str(
        list(AuditEntry.objects.filter(action="award.scored").values_list("before", "after", "reason"))
    )
    assert "points" not in trail
    close_round(found, actor=None)
    assert sheets_seen(found, curator.user).count() == 2
    assert second.sheets.count() == 1


def test_places_go_by_the_mean_of_those_who_scored(programme, mentors):
    found = prize.round_of(programme, places=2)
    jury = [prize.juror(found) for _ in range(2)]
    one, two, three = prize.put(found, *mentors)
    linked(jury[1], mentors[0])
    prize.judged(found, {two: [4, 2], three: [3, 1]})
    score(one, jury[0], {each.pk: 5 for each in found.criteria.all()}, actor=jury[0].user)
    close_round(found, actor=None)
    told = list(found.nominations.order_by("place_from").values_list("pk", "place_from", "is_laureate"))
    assert told == [(one.pk, 1, True), (two.pk, 2, True), (three.pk, 3, False)]
    assert portfolio(mentors[0])[0].lines[0].startswith("Наставник года")


def test_missing_sheets_are_named_and_may_be_done_without(programme, mentors):
    found = prize.round_of(programme)
    prize.juror(found)
    lazy = prize.juror(found)
    (one,) = prize.put(found, mentors[0])
    prize.judged(found, {one: [5]})
    with pytest.raises(DomainError, match=f"{lazy.user.full_name}: не оценено 1"):
        close_round(found, actor=None)
    assert close_round(found, without_missing=True, actor=None).state == RoundState.CLOSED


def test_a_tie_at_the_last_place_waits_for_the_chairs_word(programme, mentors):
    found = prize.round_of(programme)
    prize.juror(found, is_chair=True)
    one, two, three = prize.put(found, *mentors)
    prize.judged(found, {one: [5], two: [5], three: [1]})
    with pytest.raises(DomainError, match="Равное число баллов"):
        close_round(found, actor=None)
    assert [{each.pk for each in group} for group in ties_of(found)] == [{one.pk, two.pk}]
    with pytest.raises(DomainError, match="баллов поровну"):
        settle_tie(found, [one.pk, three.pk], reason="опыт", actor=None)
    with pytest.raises(DomainError, match="почему"):
        settle_tie(found, [two.pk, one.pk], reason=" ", actor=None)
    settle_tie(found, [two.pk, one.pk], reason="больше наставляемых", actor=None)
    close_round(found, actor=None)
    assert found.nominations.get(is_laureate=True) == two


def test_where_the_rules_share_all_equals_are_honoured(programme, mentors):
    found = prize.round_of(programme, share_ties=True)
    prize.juror(found)
    one, two, _ = nominations = prize.put(found, *mentors)
    prize.judged(found, dict(zip(nominations, [[5], [5], [1]], strict=True)))
    close_round(found, actor=None)
    shared = found.nominations.filter(is_laureate=True).order_by("pk")
    assert list(shared.values_list("pk", "place_from", "place_to")) == [(one.pk, 1, 2), (two.pk, 1, 2)]


def test_taken_back_places_are_gone(programme, mentors):
    found = prize.round_of(programme)
    prize.juror(found)
    (one,) = prize.put(found, mentors[0])
    prize.judged(found, {one: [5]})
    close_round(found, actor=None)
    with pytest.raises(DomainError, match="причину"):
        move_round(found, to=RoundState.SCORING, actor=None)
    move_round(found, to=RoundState.SCORING, reason="ошибка", actor=None)
    one.refresh_from_db()
    assert (one.place_from, one.is_laureate, found.closed_on) == (None, False, None)


def test_the_jury_is_of_the_institution_with_one_chair(programme):
    found = prize.round_of(programme)
    prize.juror(found, is_chair=True)
    second = prize.juror(found, is_chair=True)
    assert found.jury.get(is_chair=True) == second
    stranger = factories.membership(factories.organization(), Role.CURATOR)
    with pytest.raises(DomainError, match="доступ в портал"):
        add_juror(found, stranger.user, actor=None)
    with pytest.raises(DomainError, match="уже в жюри"):
        add_juror(found, second.user, actor=None)


def test_erasing_takes_words_and_leaves_the_place(programme, mentors):
    found = prize.round_of(programme)
    (one,) = prize.put(found, mentors[0])
    (source,) = [each for each in personal_data if Nomination in each.models]
    assert source.export(mentors[0])[0]["grounds"] == "Помог троим"
    source.erase(mentors[0])
    one.refresh_from_db()
    assert one.grounds == ""
