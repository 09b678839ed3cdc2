"""The section «Показатели» of the annual report: told with fractions and the plan; older reports are as they were."""

from datetime import timedelta

import pytest

from core.clock import today
from reports.documents.annual_report import AnnualReport
from reports.domain import indicators as domain
from reports.domain.reports import make_annual_report
from reports.indicator_enums import ContingentKind, Formula
from reports.models import Indicator
from reports.snapshot import thaw
from tests.reports.indicator_worlds import contingent
from tests.reports.test_annual_report import old_snapshot, text_of
from tests.reports.test_orders import make_draft, register, sign


@pytest.mark.slow
def test_the_report_tells_plan_fact_and_source(college) -> None:
    sign(college, register(college, make_draft(college)))
    programme = college.programme
    with college.as_curator() as user:
        domain.add_catalogue_set(programme, set_code="r145", actor=user)
        mentees = Indicator.objects.get(formula=Formula.STUDENT_MENTEES_10_19)
        mentees.plans.create(year=2026, amount="12.5")
        contingent(programme, ContingentKind.STUDENTS_10_19, 8, as_of=today(college.org) - timedelta(days=1))
        text = text_of(make_annual_report(programme, actor=user))
    assert "37,5 % (3 из 8), выше плана на 25 процентных пунктов (12,5 %)" in text
    assert "12,5 % 37,5 % 3 из 8 н/д контингент на" in text
    assert "нет данных (ещё не измерялась)" in text


def test_without_indicators_the_report_says_so(bare_college) -> None:
    with bare_college.as_curator() as user:
        assert "Показатели программы в портале не заведены: нет данных." in text_of(
            make_annual_report(bare_college.programme, actor=user)
        )


def test_an_older_report_is_drawn_without_the_section(college) -> None:
    snapshot = old_snapshot(college)
    assert len(thaw(AnnualReport, snapshot).indicators) == 1
    del snapshot["indicators"]
    assert thaw(AnnualReport, snapshot).indicators is None
