"""Short ways to a working pair and its meetings."""

from datetime import date, timedelta

from core.personal_tokens import new_key
from mentorship.domain.meetings import log_meeting, plan_meeting
from mentorship.enums import PairState
from mentorship.meeting_enums import MeetingKind, Side
from tests import factories
from tests.mentorship.conftest import today

START = date(2026, 9, 1)


def working_pair(project, **given):
    values = {
        "state": PairState.ACTIVE,
        "order_number": "1-н",
        "order_date": START,
        "period_start": START,
    }
    return factories.pair(project, **values | given)


def held(pair, kind=MeetingKind.ACQUAINTANCE, on=None, *, side=Side.MENTOR, **given):
    present = given.pop("present", None)
    if present is None:
        present = {place.pk: True for place in pair.places.all()}
    values = {"kind": kind, "on": on or today(), "form_key": new_key(), "actor": None, "side": side}
    return log_meeting(pair, present=present, **values | given)


def planned(pair, kind=MeetingKind.ACQUAINTANCE, on=None, *, side=Side.MENTOR, **given):
    day = on or today() + timedelta(days=3)
    values = {"kind": kind, "on": day, "form_key": new_key(), "actor": None, "side": side}
    return plan_meeting(pair, **values | given)
