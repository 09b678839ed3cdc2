"""Records of the portal come twice, late, out of order, and are taken back: activities follow them all the same."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.facts import Fact, withdraw
from core.models import AuditEntry
from mentorship.enums import ConsentKind, ConsentMethod, ConsentSigner, ConsentState
from mentorship.models import Consent
from roadmap.domain.evidence import add_evidence, reopen_activity
from roadmap.domain.records import check_consents, record_fact, withdraw_fact
from roadmap.domain.rules import set_rules
from roadmap.enums import OccurrenceState
from roadmap.models import Activity, Evidence, Occurrence, RecordedFact
from roadmap.proofs import PROOFS
from roadmap.selectors.roadmaps import line_of, lines_of
from roadmap.settling import Need, settle
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
ORDER = "Приказ о закреплении наставнических пар и групп"
DAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PAIRS = PROOFS["order_pairs"]


@pytest.fixture
def programme(org):
    return factories.programme(org)


def again(activity: Activity) -> Activity:
    return Activity.objects.get(pk=activity.pk)


def is_done(activity: Activity) -> bool:
    return not Occurrence.objects.filter(activity=activity, state=OccurrenceState.OPEN).exists()


def missing(activity: Activity) -> list[str]:
    return line_of(again(activity), today=date(2026, 11, 1), adopted_on=date(2026, 9, 1)).missing


def told(programme, subject=None, days: int = 0, detail: str = "order_pairs") -> None:
    moment = DAY + timedelta(days=days)
    record_fact(
        Fact("order_signed", subject or programme, programme, detail=detail, moment=moment, title="№ 45-ОД")
    )


def taken_back(programme, subject=None, days: int = 0, reason: str = "документ отменён") -> None:
    moment = DAY + timedelta(days=days)
    withdraw_fact(
        Fact(
            "order_signed", subject or programme, programme, detail="order_pairs", moment=moment, title=reason
        )
    )


def test_cancelled_order_opens_the_activity_again_with_a_trace(programme):
    activity = makers.activity(programme, result=ORDER)
    told(programme)
    assert is_done(activity)
    taken_back(programme, days=1, reason="документ отменён: не те пары")
    assert not is_done(activity)
    proof = Evidence.objects.get(activity=activity)
    assert not proof.fact.holds
    assert missing(activity) == ["приказ о закреплении пар не подписан в портале"]
    actions = list(AuditEntry.objects.filter(object_id=str(activity.pk)).values_list("action", "reason"))
    assert ("activity.record_withdrawn", "документ отменён: не те пары") in actions
    assert "activity.reopened" in dict(actions)


def test_order_signed_anew_proves_again_on_its_new_day(programme):
    activity = makers.activity(programme, result=ORDER)
    told(programme)
    taken_back(programme, days=1)
    told(programme, days=3)
    assert is_done(activity)
    assert Occurrence.objects.get(activity=activity).done_on == date(2026, 11, 5)
    assert Evidence.objects.filter(activity=activity).count() == 1


def test_all_that_was_told_of_a_subject_is_taken_back_at_once(programme):
    activity = makers.activity(programme, result=ORDER)
    told(programme)
    withdraw("", subject=programme, programme=programme, reason="отменён")
    assert not is_done(activity)


@pytest.mark.parametrize("order", list(permutations(["first", "again", "back", "anew"])))
def test_order_of_the_messages_does_not_matter(programme, order):
    activity = makers.activity(programme, result=ORDER)
    messages = {
        "first": lambda: told(programme),
        "again": lambda: told(programme),
        "back": lambda: taken_back(programme, days=1),
        "anew": lambda: told(programme, days=2),
    }
    for name in order:
        messages[name]()
    fact = RecordedFact.objects.get()
    assert (fact.holds, is_done(activity)) == (True, True)
    assert Occurrence.objects.get(activity=activity).done_on == date(2026, 11, 4)


@pytest.mark.parametrize("order", list(permutations(["first", "back", "back again"])))
def test_withdrawal_that_comes_first_meets_its_fact(programme, order):
    activity = makers.activity(programme, result=ORDER)
    messages = {
        "first": lambda: told(programme),
        "back": lambda: taken_back(programme, days=1),
        "back again": lambda: taken_back(programme, days=1),
    }
    for name in order:
        messages[name]()
    assert not is_done(activity)


def test_withdrawal_of_the_unheard_and_of_no_programme_changes_nothing(programme):
    withdraw_fact(Fact("", programme, programme, title="отменён"))
    withdraw_fact(Fact("order_signed", programme, None, title="отменён"))
    assert not RecordedFact.objects.exists()


def test_what_a_person_marked_stays_when_a_record_goes(programme, curator):
    activity = makers.activity(programme, result=ORDER)
    add_evidence(
        activity, actor=curator.user, note="Приказ подписан на бумаге", completes=True, on=date(2026, 11, 1)
    )
    told(programme)
    taken_back(programme, days=1)
    assert is_done(activity)


def test_two_orders_are_needed_and_one_is_there(programme, curator):
    first, second = factories.project(programme), factories.project(programme)
    activity = makers.activity(programme, result=ORDER)
    set_rules(activity, {"order_pairs": (2, True)}, actor=curator.user)
    assert missing(activity) == ["подписано 0 из 2 приказов о закреплении пар"]
    told(programme, first)
    assert missing(activity) == ["подписан 1 из 2 приказов о закреплении пар"]
    assert not is_done(activity)
    told(programme, second, days=4)
    assert is_done(activity)
    assert Occurrence.objects.get(activity=activity).done_on == date(2026, 11, 6)
    taken_back(programme, first, days=5)
    assert not is_done(activity)


def test_rule_that_leaves_it_to_a_person_proves_nothing_by_itself(programme, curator):
    activity = makers.activity(programme, result=ORDER)
    set_rules(activity, {"order_pairs": (1, False)}, actor=curator.user)
    told(programme)
    assert not is_done(activity)
    set_rules(again(activity), {"order_pairs": (1, True)}, actor=curator.user)
    assert is_done(activity)


@pytest.mark.parametrize(
    "rules", [{"order_award": (1, True)}, {"order_pairs": (0, True)}, {"order_pairs": (100, True)}]
)
def test_senseless_rule_is_refused(programme, rules):
    activity = makers.activity(programme, result=ORDER)
    with pytest.raises(DomainError):
        set_rules(activity, rules, actor=None)


def test_done_taken_back_by_a_person_is_not_done_again_by_the_same_record(programme, curator):
    activity = makers.activity(programme, result=ORDER)
    told(programme)
    reopen_activity(again(activity), actor=curator.user, reason="Приказ не о том")
    told(programme)
    assert not is_done(activity)


def test_last_year_s_order_does_not_prove_this_year_s_activity(org):
    programme = factories.programme(org, period_start=date(2024, 9, 1))
    told(programme, factories.project(programme), days=-400)
    activity = makers.activity(programme, result=ORDER)
    counted = makers.roadmap(
        programme,
        makers.row(deadline="В течение месяца после издания приказа о закреплении пар"),
        project=factories.project(programme),
    )
    waiting = Occurrence.objects.get(activity__stage__roadmap=counted)
    assert (is_done(activity), waiting.due) == (False, None)
    told(programme)
    waiting.refresh_from_db()
    assert (is_done(activity), waiting.start) == (True, date(2026, 11, 2))


def test_monthly_activity_says_what_its_next_month_lacks(programme):
    activity = makers.activity(programme, deadline="Ежемесячно до 25 числа", result=ORDER)
    told(programme)
    rows = Occurrence.objects.filter(activity=activity)
    assert [row.state for row in rows[:2]] == [OccurrenceState.DONE, OccurrenceState.OPEN]
    assert missing(activity) == ["приказ о закреплении пар не подписан в портале"]


def consent(programme, person, **given):
    values = {"kind": ConsentKind.PROCESSING, "signer": ConsentSigner.SELF, "state": ConsentState.NEEDED}
    return Consent.objects.create(
        organization=programme.organization, programme=programme, person=person, **values | given
    )


def test_lapsed_consent_opens_the_activity_and_says_how_many_hold(programme):
    signed = {"state": ConsentState.SIGNED, "signed_on": date(2026, 9, 10), "method": ConsentMethod.PAPER}
    entries = [factories.mentee(programme) for _ in range(3)]
    consents = [consent(programme, entry.person, **signed) for entry in entries]
    activity = makers.activity(programme, result="Согласия на обработку персональных данных")
    makers.happened(programme, "consents_complete", "processing", moment=timezone.now() - timedelta(days=1))
    assert is_done(activity)
    assert not check_consents(programme)
    Consent.objects.filter(pk=consents[0].pk).update(state=ConsentState.LAPSED)
    assert check_consents(programme)
    assert not is_done(activity)
    assert not check_consents(programme)
    [line] = lines_of(activity.stage.roadmap, date(2026, 11, 21))
    assert line.missing == ["согласия: 2 из 3"]


def fact(number: int, minute: int) -> RecordedFact:
    return RecordedFact(
        pk=number, kind="order_signed", detail="order_pairs", moment=DAY + timedelta(minutes=minute)
    )


@settings(max_examples=60, deadline=None)
@given(
    minutes=st.lists(st.integers(0, 50), max_size=8),
    needed=st.integers(1, 3),
    slots=st.integers(0, 5),
    shuffle=st.randoms(use_true_random=False),
)
def test_settling_never_depends_on_the_order_and_never_does_more_than_it_may(minutes, needed, slots, shuffle):
    facts = [fact(number, minute) for number, minute in enumerate(minutes, start=1)]
    found = settle([Need(PAIRS, needed)], facts, slots)
    shuffle.shuffle(facts)
    assert settle([Need(PAIRS, needed)], facts, slots) == found
    assert len(found.done) == min(slots, len(minutes) // needed)
    assert sorted(found.done) == list(range(len(found.done)))
    assert set(found.place) == ({row.pk for row in facts} if slots else set())
    assert all(0 <= place < slots for place in found.place.values())
