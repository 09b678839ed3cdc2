"""The rules of reminders, without the database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.production_calendar import is_working_day
from roadmap.enums import ReminderKind
from roadmap.reminding import LATE_DAYS, USUAL, Choice, escalation_mark, own_mark

DUE = date(2026, 12, 10)


def kinds(choice: Choice = USUAL, days: range = range(-31, 40)) -> list[tuple[int, str]]:
    """The reminders of somebody who is looked at every day, each once."""
    told = []
    for past in days:
        mark = own_mark(DUE, DUE + timedelta(days=past), choice)
        if mark and (mark.days, mark.kind.value) not in told:
            told.append((mark.days, mark.kind.value))
    return told


def test_before_on_and_after_the_day_then_weekly():
    assert kinds() == [
        (-7, "soon"),
        (-1, "soon"),
        (0, "today"),
        (1, "late"),
        (8, "late"),
        (15, "late"),
        (22, "late"),
        (29, "late"),
        (36, "late"),
    ]


def test_only_what_was_chosen_is_told():
    assert kinds(Choice(days_before=(30,), on_day=False, when_late=False)) == [(-30, "soon")]
    assert kinds(Choice(days_before=(), when_late=False)) == [(0, "today")]
    assert kinds(Choice(is_on=False)) == []


def test_after_a_stop_only_the_newest_is_told():
    assert own_mark(DUE, DUE + timedelta(days=12), USUAL).days == 8
    assert own_mark(DUE, DUE - timedelta(days=3), USUAL).days == -7


def test_curator_hears_of_others_after_their_own_number_of_days_and_then_weekly():
    assert escalation_mark(DUE, DUE + timedelta(days=2), Choice(escalate_after=3)) is None
    assert (
        escalation_mark(DUE, DUE + timedelta(days=3), Choice(escalate_after=3)).kind == ReminderKind.ESCALATED
    )
    assert escalation_mark(DUE, DUE + timedelta(days=30), Choice(escalate_after=None)) is None


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.lists(st.sampled_from([1, 2, 3, 7, 14, 30]), unique=True),
)
def test_every_reminder_comes_out_once_though_letters_go_on_working_days_only(due, before):
    choice = Choice(days_before=tuple(before))
    told, days = [], []
    for past in range(-45, LATE_DAYS + 30):
        day = due + timedelta(days=past)
        mark = own_mark(due, day, choice) if is_working_day(day) else None
        if mark and (mark.kind, mark.days) not in told:
            told.append((mark.kind, mark.days))
            days.append(day)
            assert day >= due + timedelta(days=mark.days)
    assert days == sorted(set(days))
    assert any(kind == ReminderKind.LATE for kind, _ in told)
