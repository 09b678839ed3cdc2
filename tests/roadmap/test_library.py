"""The built-in templates: every deadline is read, in any year."""

from datetime import date

import pytest

from roadmap.deadlines import Period, parse_column
from roadmap.enums import Confidence, DeadlineKind
from roadmap.library import CODES, built_in_templates
from roadmap.moving import fitting_period, moved_plan
from roadmap.outlines import Outline
from roadmap.shifting import years_long

SEVEN = ("college", "school", "further", "one_year")


@pytest.mark.parametrize("code", CODES)
def test_every_deadline_of_a_template_is_understood_without_doubt(code):
    outline = built_in_templates()[code].outline
    readings = parse_column([row.deadline for _, row in outline.rows], outline.period)
    assert [
        each.raw
        for each in readings
        if each.kind == DeadlineKind.UNKNOWN or each.confidence == Confidence.LOW
    ] == []
    assert [(each.raw, each.doubts) for each in readings if each.doubts] == []


@pytest.mark.parametrize("code", SEVEN)
def test_models_of_the_methodology_have_its_seven_stages(code):
    stages = built_in_templates()[code].outline.stages
    assert [stage.title.split(".")[0] for stage in stages] == [f"Этап {number}" for number in range(1, 8)]
    assert all(stage.rows for stage in stages)


def test_pedagogical_line_has_sections_of_its_own_and_the_long_frame_three_years():
    library = built_in_templates()
    assert len(library["teachers"].outline.stages) == 6
    assert years_long(library["several_years"].outline.period) == 3


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("by", [1, 2, 5])
def test_a_template_moves_to_any_year_with_its_deadlines(code, by):
    outline = built_in_templates()[code].outline
    term = Period(
        outline.period_start.replace(year=outline.period_start.year + by),
        outline.period_end.replace(year=outline.period_end.year + by),
    )
    plan = moved_plan(outline, term)
    doubts = [doubt for row in plan.rows for doubt in row.doubts if "нерабочий день" not in doubt]
    assert doubts == []
    assert str(outline.period_start.year) not in " ".join(row.form.deadline for row in plan.rows)


def test_day_off_is_told_and_not_moved():
    outline = built_in_templates()["college"].outline
    plan = moved_plan(outline, Period(date(2027, 9, 1), date(2028, 8, 31)))
    row = next(row for row in plan.rows if row.form.deadline == "до 10 октября")
    assert row.after.end == date(2027, 10, 10)
    assert row.doubts == ("10.10.2027 – нерабочий день (воскресенье)",)


def test_one_year_plan_in_a_programme_of_years_takes_the_year_that_runs():
    outline = built_in_templates()["one_year"].outline
    start, end = date(2024, 9, 1), date(2028, 8, 31)
    assert fitting_period(outline, start, end, date(2026, 11, 21)) == Period(
        date(2026, 9, 1), date(2027, 8, 31)
    )
    assert fitting_period(outline, start, end, date(2024, 6, 1)) == Period(
        date(2024, 9, 1), date(2025, 8, 31)
    )
    own = (date(2026, 10, 1), date(2027, 5, 31))
    assert fitting_period(outline, *own, date(2026, 11, 21)) == Period(*own)


def test_outline_keeps_its_values_through_json():
    outline = built_in_templates()["college"].outline
    assert Outline.from_json(outline.to_json()) == outline
