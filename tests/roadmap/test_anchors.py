"""Deadlines counted from an event wait for it, take their days when it comes, and follow its corrections."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.facts import Fact
from roadmap.anchors import counted_from, guess
from roadmap.domain.anchoring import resolve_anchors, tie_anchor
from roadmap.domain.editing import edit_activity
from roadmap.domain.evidence import add_evidence, reopen_activity
from roadmap.domain.records import record_fact, withdraw_fact
from roadmap.enums import Status
from roadmap.models import Activity, Anchor, Occurrence
from roadmap.selectors.roadmaps import line_of
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
AFTER_ORDER = "В течение месяца после издания приказа о закреплении пар"


@pytest.fixture
def programme(org):
    return factories.programme(org)


def again(activity: Activity) -> Activity:
    return Activity.objects.get(pk=activity.pk)


def days(activity: Activity) -> tuple[date | None, date | None]:
    return Occurrence.objects.values_list("start", "due").get(activity=activity)


def signed(programme, day: date, hour: int = 9) -> None:
    moment = datetime(2026, 12, 1, hour, tzinfo=UTC)
    record_fact(
        Fact("order_signed", programme, programme, detail="order_pairs", moment=moment, data={"day": day})
    )


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("после издания приказа о внедрении целевой модели", "order_launch"),
        ("после издания приказа о закреплении пар", "order_pairs"),
        ("после закрепления пар", "order_pairs"),
        ("с начала реализации", "programme_approved"),
        ("после утверждения дорожной карты", "roadmap"),
        ("после формирования базы наставляемых", "base_mentees"),
        ("после сбора согласий", "consents"),
        ("до итогового мероприятия", None),
        ("после издания приказа о премировании", None),
        ("", None),
    ],
)
def test_event_is_found_in_the_words(words, kind):
    found = guess(words)
    assert (found.value if found else None) == ("programme" if kind == "programme_approved" else kind)


@pytest.mark.parametrize(
    ("duration", "raw", "expected"),
    [
        ("P1M", "", (date(2027, 1, 31), date(2027, 2, 28))),
        ("P1W", "", (date(2027, 1, 31), date(2027, 2, 7))),
        ("P10D", "", (date(2027, 1, 31), date(2027, 2, 10))),
        ("P3D", "в течение 3 рабочих дней", (date(2027, 1, 31), date(2027, 2, 3))),
        ("-P1W", "", (date(2027, 1, 23), date(2027, 1, 24))),
        ("", "", (date(2027, 1, 31), None)),
        ("P", "", (date(2027, 1, 31), None)),
    ],
)
def test_term_is_counted_from_the_day(duration, raw, expected):
    assert counted_from(date(2027, 1, 31), duration, raw) == expected


@pytest.mark.parametrize("words", ["3 рабочих дня", "3 раб. дня", "3 раб.дн."])
def test_short_words_of_working_days_are_counted_by_the_calendar(words):
    friday, monday = date(2026, 11, 27), date(2026, 11, 30)
    assert counted_from(friday, "P3D", f"в течение {words} после приказа") == (friday, date(2026, 12, 2))
    assert counted_from(monday, "-P3D", f"за {words} до встречи")[1] == date(2026, 11, 25)
    assert counted_from(monday, "-P3D", "за 3 дня до встречи")[1] == friday


@pytest.mark.slow
@given(
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    parts=st.tuples(*(st.integers(0, 5000) for _ in range(4))),
    back=st.booleans(),
    raw=st.sampled_from(["", "рабочих дней"]),
)
def test_counted_term_never_ends_before_it_begins(day, parts, back, raw):
    years, months, weeks, number = parts
    duration = f"{'-' if back else ''}P{years % 60}Y{months % 60}M{weeks % 200}W{number}D"
    start, end = counted_from(day, duration, raw)
    assert end is None or start <= end


def test_deadline_waits_for_its_order_and_takes_its_days_from_it(programme):
    activity = makers.activity(programme, deadline=AFTER_ORDER)
    line = line_of(again(activity), today=date(2026, 12, 1), adopted_on=date(2026, 9, 1))
    assert (line.status.status, line.waiting) == (Status.WAITING, "приказ о закреплении пар")
    assert days(activity) == (None, None)
    signed(programme, date(2026, 12, 1))
    assert days(activity) == (date(2026, 12, 1), date(2027, 1, 1))
    line = line_of(again(activity), today=date(2026, 12, 2), adopted_on=date(2026, 9, 1))
    assert (line.status.status, line.waiting) == (Status.IN_WORK, "")


def test_corrected_date_of_the_order_moves_the_deadline(programme):
    activity = makers.activity(programme, deadline=AFTER_ORDER)
    signed(programme, date(2026, 12, 1))
    signed(programme, date(2026, 12, 5), hour=10)
    assert days(activity) == (date(2026, 12, 5), date(2027, 1, 5))


def test_cancelled_order_makes_the_deadline_wait_again(programme):
    activity = makers.activity(programme, deadline=AFTER_ORDER)
    signed(programme, date(2026, 12, 1))
    withdraw_fact(Fact("", programme, programme, title="отменён", moment=datetime(2026, 12, 3, tzinfo=UTC)))
    assert days(activity) == (None, None)
    assert Anchor.objects.get().resolved_on is None


def test_order_that_is_signed_already_gives_the_days_at_once(programme):
    signed(programme, date(2026, 12, 1))
    assert days(makers.activity(programme, deadline=AFTER_ORDER)) == (date(2026, 12, 1), date(2027, 1, 1))


def test_event_without_a_record_is_tied_by_hand(programme, curator):
    activity = makers.activity(programme, deadline="Через неделю после встречи с партнёрами")
    assert not Anchor.objects.exists()
    tie_anchor(activity, actor=curator.user, day=date(2026, 11, 9))
    assert days(activity) == (date(2026, 11, 9), date(2026, 11, 16))
    tie_anchor(again(activity), actor=curator.user, kind="order_pairs")
    assert days(activity) == (None, None)
    signed(programme, date(2026, 12, 1))
    assert days(activity) == (date(2026, 12, 1), date(2026, 12, 8))


def test_deadline_follows_another_activity(programme, curator):
    roadmap = makers.roadmap(
        programme,
        makers.row(number="1.1", deadline="до 10 декабря 2026"),
        makers.row(number="1.2", deadline="Через неделю после общей встречи"),
        makers.row(number="1.3", deadline="За неделю до общей встречи"),
    )
    meeting, after, before = Activity.objects.filter(stage__roadmap=roadmap)
    tie_anchor(after, actor=curator.user, other=meeting)
    tie_anchor(before, actor=curator.user, other=meeting)
    line = line_of(again(after), today=date(2026, 12, 1), adopted_on=date(2026, 9, 1))
    assert line.waiting == "мероприятие 1.1"
    assert days(before) == (date(2026, 12, 2), date(2026, 12, 3))
    add_evidence(again(meeting), actor=curator.user, note="Прошла", completes=True, on=date(2026, 11, 5))
    assert days(after) == (date(2026, 11, 5), date(2026, 11, 12))
    reopen_activity(again(meeting), actor=curator.user, reason="Не прошла")
    assert days(after) == (None, None)


def test_senseless_ties_are_refused(programme, curator):
    roadmap = makers.roadmap(
        programme,
        makers.row(deadline="Через неделю после общей встречи"),
        makers.row(deadline="Через неделю после другой встречи"),
        makers.row(),
    )
    one, two, dated = Activity.objects.filter(stage__roadmap=roadmap)
    other = factories.programme(programme.organization)
    foreign = makers.activity(other)
    for given_ in (
        {},
        {"kind": "order_pairs", "other": two},
        {"kind": "meetings"},
        {"other": one},
        {"other": foreign},
    ):
        with pytest.raises(DomainError):
            tie_anchor(one, actor=curator.user, **given_)
    with pytest.raises(DomainError):
        tie_anchor(dated, actor=curator.user, other=one)
    tie_anchor(one, actor=curator.user, other=two)
    with pytest.raises(DomainError, match="по кругу"):
        tie_anchor(again(two), actor=curator.user, other=again(one))


def test_new_words_of_the_deadline_name_a_new_event(programme, curator):
    activity = makers.activity(programme, deadline=AFTER_ORDER)
    edit_activity(activity, actor=curator.user, deadline="В течение месяца после сбора согласий")
    assert Anchor.objects.get().kind == "consents"
    edit_activity(again(activity), actor=curator.user, deadline="до 1 декабря 2026")
    assert not Anchor.objects.exists()


def test_resolving_again_changes_nothing_and_costs_the_same(programme, queries_of):
    costs = []
    for count in (1, 3):
        Activity.everything.all().delete()
        programme.roadmaps.all().delete()
        makers.roadmap(programme, *(makers.row(deadline=AFTER_ORDER) for _ in range(count)))
        signed(programme, date(2026, 12, 1))
        assert resolve_anchors(programme) == []
        costs.append(queries_of(lambda: resolve_anchors(programme)))
    assert costs[0] == costs[1]
