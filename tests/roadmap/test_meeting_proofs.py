"""Meetings of pairs prove an activity once the curator has said how many do."""

from datetime import timedelta

import pytest

from mentorship.domain.meetings import fail_meeting
from mentorship.meeting_enums import MeetingKind as Kind
from roadmap.domain.rules import set_rules
from roadmap.enums import OccurrenceState
from roadmap.models import RecordedFact
from roadmap.selectors.progress import counts_of
from roadmap.selectors.rules import rule_rows
from tests import factories
from tests.mentorship.conftest import today
from tests.mentorship.meeting_world import START, held, working_pair
from tests.roadmap import makers

pytestmark = pytest.mark.usefixtures("scoped")


def state_of(row):
    return row.occurrences.get().state


def test_so_many_meetings_prove_it_and_one_taken_back_opens_it(org):
    programme = factories.programme(org)
    project = factories.project(programme)
    row = makers.activity(programme, kinds=("meetings",))
    pair = working_pair(project)
    held(pair, on=START)
    assert state_of(row) == OccurrenceState.OPEN
    assert [(kind, needed, alone) for kind, _, needed, alone in rule_rows(row)] == [("meetings", 1, False)]
    set_rules(row, {"meetings": (2, True)}, actor=None)
    assert state_of(row) == OccurrenceState.OPEN
    last = held(pair, Kind.TRIAL, START + timedelta(days=3))
    assert state_of(row) == OccurrenceState.DONE
    assert RecordedFact.objects.filter(kind="meeting_held", day=last.on).exists()
    fail_meeting(last, reason="Ошибка", actor=None)
    assert state_of(row) == OccurrenceState.OPEN
    assert "1\u00a0встреча" in counts_of(programme, today())["meetings"]
