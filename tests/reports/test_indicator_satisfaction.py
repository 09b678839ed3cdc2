"""Satisfaction among indicators: by exit questionnaires, nothing of few people, by hand where nobody was asked."""

from datetime import date, timedelta

import pytest

from core.models import Membership
from mentorship.models import Programme
from reports.indicator_enums import Formula
from reports.indicator_lines import IndicatorLine
from reports.models import IndicatorFact
from reports.selectors.indicators import indicator_lines
from surveys.domain.answering import save_draft, submit_response
from surveys.domain.campaigns import close_campaign
from surveys.enums import Phase
from surveys.models import Campaign
from surveys.selectors.questionnaires import load_version
from tests import factories
from tests.reports.indicator_worlds import indicator
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")

EXIT = {
    "code": "exit",
    "sections": [
        {
            "key": "all",
            "title": "Как прошло",
            "items": [
                {"key": "content", "kind": "scale", "text": "Довольны?", "topic": "quality-satisfaction"},
                {"key": "glad", "kind": "yes_no", "text": "Рады?", "topic": "glad"},
            ],
        }
    ],
}


@pytest.fixture
def programme(curator: Membership) -> Programme:
    day = makers.today()
    return factories.programme(
        curator.organization, period_start=day - timedelta(days=100), period_end=day + timedelta(days=200)
    )


def ask(programme: Programme, answers: list[tuple[int, str]], *, phase: Phase = Phase.EXIT) -> Campaign:
    made = makers.campaign(programme, instrument=makers.small_instrument(**EXIT), phase=phase)
    for mark, glad in answers:
        of = makers.invitation(made, makers.mentee_person(programme))
        save_draft(
            of, {"content": [str(mark)], "glad": [glad]}, keys=load_version(made.version).item_ids.keys()
        )
        submit_response(of)
    return close_campaign(made, actor=None)


def line(programme: Programme, on: date) -> IndicatorLine:
    return indicator_lines(programme, on=on)[0]


def test_satisfied_are_counted_among_those_who_answered(programme: Programme) -> None:
    row = indicator(programme, Formula.MENTEE_SATISFACTION)
    campaign = ask(programme, [(9, "yes")] * 6 + [(7, "yes")] * 6 + [(3, "no")] * 8)
    told = line(programme, campaign.closes_on)
    assert (told.value, told.fraction) == ("60,0\u00a0%", "12\u00a0из\u00a020")
    assert told.note == "по 1\u00a0опросу выхода, среди ответивших"
    assert not told.fact.is_counted  # no list stands behind answers
    assert line(programme, makers.today()).value == "60,0\u00a0%"  # closed by hand, before its last day
    assert line(programme, makers.today() - timedelta(days=1)).value == "н/д"
    IndicatorFact.objects.create(
        indicator=row, as_of=makers.today(), numerator=1, denominator=2, source="лист"
    )
    assert line(programme, campaign.closes_on).value == "60,0\u00a0%"


def test_few_dissatisfied_are_not_told_and_a_fact_by_hand_stands_instead(programme: Programme) -> None:
    row = indicator(programme, Formula.MENTEE_SATISFACTION)
    campaign = ask(programme, [(9, "yes")] * 12 + [(3, "no")] * 2)
    told = line(programme, campaign.closes_on)
    assert (told.value, told.note) == ("н/д", "ответов мало: по доле узнали бы ответы немногих")
    IndicatorFact.objects.create(
        indicator=row, as_of=makers.today(), numerator=8, denominator=12, source="протокол"
    )
    assert line(programme, campaign.closes_on).value == "66,7\u00a0%"


def test_an_entry_questionnaire_measures_no_satisfaction(programme: Programme) -> None:
    indicator(programme, Formula.MENTEE_SATISFACTION)
    campaign = ask(programme, [(9, "yes")] * 12, phase=Phase.ENTRY)
    assert line(programme, campaign.closes_on).note == "ещё не измерялась"
