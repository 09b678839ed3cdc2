"""Both sides answer after a trial meeting; what they say keeps a pair from the order, as far as the programme asks."""

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.workflow import TransitionRefused
from mentorship.domain import pairs as domain
from mentorship.domain.compatibility import record_verdict
from mentorship.enums import PairState
from mentorship.models import Consent, Pair, PairVerdict
from mentorship.pair_enums import PairPath, Verdict
from tests import factories
from tests.mentorship.conftest import sign_all, today

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def pair(programme, project) -> Pair:
    """A group of two mentees, proposed."""
    mentor = factories.mentor(programme, capacity=3)
    mentees = [factories.mentee(programme, project=project) for _ in range(2)]
    sign_all(programme)
    return domain.make_pair(project, mentor, mentees, actor=None)


def people_of(pair):
    return [pair.mentor.person, *(place.mentee.person for place in pair.places.all())]


def say(pair, person, verdict="yes", **more):
    return record_verdict(
        pair, person=person, verdict=verdict, source="curator", actor=None, **{"note": ""} | more
    )


def ask_everybody(pair):
    type(pair.programme).objects.filter(pk=pair.programme_id).update(pair_path=PairPath.FULL)
    pair.programme.refresh_from_db()


def test_a_programme_that_asks_for_answers_waits_for_every_side(pair):
    ask_everybody(pair)
    with pytest.raises(DomainError, match="нет ответа о совместимости"):
        domain.approve_pair(pair, actor=None)
    domain.start_trial(pair, on=today(), actor=None)
    mentor, first, second = people_of(pair)
    say(pair, mentor)
    assert pair.state == PairState.COMPATIBILITY
    say(pair, first)
    with pytest.raises(DomainError, match=second.short_name):
        domain.approve_pair(pair, actor=None)
    say(pair, second)
    assert domain.approve_pair(pair, actor=None).state == PairState.TO_ORDER


def test_a_doubt_is_lifted_by_the_psychologist_and_a_no_by_nobody(pair):
    ask_everybody(pair)
    mentor, first, second = people_of(pair)
    for person, verdict in ((mentor, "yes"), (first, "doubt"), (second, "yes")):
        say(pair, person, verdict)
    with pytest.raises(DomainError, match="слово педагога-психолога"):
        domain.approve_pair(pair, actor=None)
    say(pair, None)
    say(pair, second, "no")
    with pytest.raises(DomainError, match="переформируйте"):
        domain.approve_pair(pair, actor=None)
    say(pair, second)
    assert domain.approve_pair(pair, actor=None).state == PairState.TO_ORDER


def test_one_step_is_enough_where_the_programme_does_not_ask_but_a_no_still_counts(programme, project, pair):
    say(pair, people_of(pair)[1], "no")
    with pytest.raises(DomainError, match="не подходим"):
        domain.approve_pair(pair, actor=None)
    other = domain.make_pair(
        project, factories.mentor(programme), [factories.mentee(programme, project=project)], actor=None
    )
    sign_all(programme)
    assert domain.approve_pair(other, actor=None).state == PairState.TO_ORDER


def test_a_later_answer_replaces_and_the_former_stays(pair):
    mentor = people_of(pair)[0]
    first = say(pair, mentor, "doubt", note="редко свободен")
    assert say(pair, mentor, "doubt", note="редко свободен").pk == first.pk
    say(pair, mentor)
    assert list(PairVerdict.objects.order_by("pk").values_list("verdict", "is_current")) == [
        (Verdict.DOUBT, False),
        (Verdict.YES, True),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        PairVerdict.objects.update(is_current=True)


def test_a_no_takes_a_confirmed_pair_back_unless_an_order_names_it(pair):
    mentor = people_of(pair)[0]
    domain.approve_pair(pair, actor=None)
    say(pair, mentor, "no")
    assert pair.state == PairState.COMPATIBILITY
    say(pair, mentor)
    domain.approve_pair(pair, actor=None)
    domain.hold_for_order([pair.pk], order_document=5)
    pair.refresh_from_db()
    say(pair, mentor, "no")
    pair.refresh_from_db()
    assert pair.state == PairState.TO_ORDER
    with pytest.raises(DomainError, match="в проекте приказа"):
        domain.return_pair(pair, actor=None)


def test_strangers_bad_words_and_working_pairs_are_refused(pair):
    with pytest.raises(DomainError, match="не состоит"):
        say(pair, factories.person(pair.organization))
    with pytest.raises(DomainError, match="Выберите ответ"):
        say(pair, people_of(pair)[0], "perhaps")
    domain.approve_pair(pair, actor=None)
    domain.activate_pairs([pair], actor=None, order_document=1, order_number="1-ОД", order_date=today())
    with pytest.raises(DomainError, match="до приказа"):
        say(pair, people_of(pair)[0])
    with pytest.raises(TransitionRefused):
        domain.start_trial(pair, on=None, actor=None)


def test_no_meeting_and_no_answer_before_the_consent(pair):
    person = people_of(pair)[1]
    Consent.objects.filter(person=person).delete()
    with pytest.raises(DomainError, match="согласие"):
        domain.start_trial(pair, on=today(), actor=None)
    with pytest.raises(DomainError, match="согласие"):
        say(pair, person)
    assert Pair.objects.get(pk=pair.pk).state == PairState.PROPOSED
