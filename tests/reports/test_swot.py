"""Drafting a SWOT again and again: what a person has said stays, what has changed is marked, years are compared."""

from datetime import date

import pytest

from core.errors import DomainError
from mentorship.models import Pair, Programme
from reports.domain import swot as domain
from reports.models import SwotAnalysis, SwotStatement
from reports.selectors.ending_reasons import told_reasons
from reports.selectors.swot import swot_of
from reports.selectors.swot_facts import risk_lines
from reports.swot_enums import Origin, Quadrant, Shift, StatementState
from tests import factories
from tests.roadmap import makers as roadmaps

pytestmark = pytest.mark.usefixtures("unscoped")
DAY = date(2026, 11, 21)


def set_risks(programme, *lines):
    Programme.objects.filter(pk=programme.pk).update(risks="\n".join(f"– {line}" for line in lines))
    programme.refresh_from_db()


def draft(college, on=DAY):
    with college.as_curator() as actor:
        return domain.draft_swot(college.programme, actor=actor, on=on)


def about(analysis, words) -> SwotStatement:
    return next(row for row in analysis.statements.all() if words in row.text)


@pytest.fixture
def analysis(college) -> SwotAnalysis:
    set_risks(college.programme, "Мало наставников", "Текучесть кадров")
    return draft(college)


def test_drafting_twice_changes_nothing(college, analysis):
    before = list(analysis.statements.values_list("pk", "drafted", "position"))
    draft(college)
    assert list(analysis.statements.values_list("pk", "drafted", "position")) == before
    assert about(analysis, "Мало наставников").quadrant == Quadrant.THREAT


def test_what_nobody_decided_on_goes_with_its_figures(college, analysis):
    set_risks(college.programme, "Мало наставников")
    draft(college)
    assert not any("Текучесть" in row.text for row in analysis.statements.all())


def test_a_kept_statement_stays_and_is_marked_when_its_figures_are_gone(college, analysis):
    kept = about(analysis, "Текучесть")
    with college.as_curator() as actor:
        domain.keep_statement(kept, actor=actor)
    set_risks(college.programme, "Мало наставников")
    draft(college)
    kept.refresh_from_db()
    assert (kept.state, kept.is_supported, kept.changed_on) == (StatementState.KEPT, False, DAY)
    set_risks(college.programme, "Мало наставников", "Текучесть кадров")
    draft(college)
    kept.refresh_from_db()
    assert (kept.is_supported, kept.changed_on, kept.former) == (True, None, [])


def pairs_ended(college, count):
    """So many of the programme's pairs ended early."""
    rows = list(Pair.objects.filter(programme=college.programme).order_by("pk"))
    for place, pair in enumerate(rows):
        state = "terminated" if place < count else "active"
        Pair.objects.filter(pk=pair.pk).update(state=state, order_date=DAY, order_number="1")


def test_own_words_survive_and_changed_figures_are_told_beside_the_former_ones(college):
    pairs_ended(college, 1)
    analysis = draft(college)
    row = analysis.statements.get(rule="ended_early.weakness", project=None)
    whole = Pair.objects.filter(programme=college.programme).count()
    with college.as_curator() as actor:
        domain.word_statement(row, text="Теряем пары по дороге.", actor=actor)
        domain.keep_statement(row, actor=actor)
    pairs_ended(college, 2)
    draft(college)
    row.refresh_from_db()
    assert row.text == "Теряем пары по дороге."
    assert f"2 из {whole}" in row.drafted
    assert (row.former[0]["value"], row.facts[0]["value"]) == (f"1 из {whole}", f"2 из {whole}")
    assert row.changed_on == DAY
    with college.as_curator() as actor:
        domain.accept_figures(row, actor=actor)
    draft(college)
    row.refresh_from_db()
    assert (row.changed_on, row.former) == (None, [])


def test_a_statement_is_dropped_with_a_reason_and_comes_not_back(college, analysis):
    row = about(analysis, "Мало наставников")
    with college.as_curator() as actor:
        with pytest.raises(DomainError, match="почему"):
            domain.drop_statement(row, actor=actor, reason="  ")
        domain.drop_statement(row, actor=actor, reason="Набрали весной")
    draft(college)
    row.refresh_from_db()
    assert (row.state, row.reason) == (StatementState.DROPPED, "Набрали весной")
    assert analysis.statements.filter(subject=row.subject).count() == 1


def test_own_statements_are_added_ordered_and_removed(college, analysis):
    with college.as_curator() as actor:
        one = domain.add_statement(analysis, quadrant=Quadrant.THREAT, text="Ремонт корпуса", actor=actor)
        assert domain.place_statement(one, step=-1, actor=actor)
        threats = [row.pk for row in analysis.statements.filter(quadrant="threat", project=None)]
        assert threats.index(one.pk) == len(threats) - 2
        domain.remove_statement(one, actor=actor)
        with pytest.raises(DomainError, match="с причиной"):
            domain.remove_statement(about(analysis, "Текучесть"), actor=actor)
        with pytest.raises(DomainError, match="Напишите"):
            domain.add_statement(analysis, quadrant=Quadrant.THREAT, text=" ", actor=actor)


def test_the_shift_against_last_year(college):
    earlier = factories.programme(
        college.org, code="old", period_start=date(2025, 9, 1), period_end=date(2026, 8, 31)
    )
    factories.project(earlier)
    set_risks(earlier, "Мало наставников", "Нет помещений")
    with college.as_curator() as actor:
        domain.draft_swot(earlier, actor=actor, on=date(2026, 5, 1))
    set_risks(college.programme, "Мало наставников", "Текучесть кадров")
    draft(college)
    view = swot_of(college.programme, 2026)
    whole = view.scopes[0]
    shifts = {one.text: one.shift for part in whole.quadrants for one in part.statements}
    assert view.compared_with == 2025
    assert shifts["Риск программы: Мало наставников."] == Shift.KEPT
    assert shifts["Риск программы: Текучесть кадров."] == Shift.NEW
    assert "Риск программы: Нет помещений." in [one.text for one in whole.gone]


def test_a_measure_becomes_an_activity_of_the_roadmap(college, analysis):
    with college.as_curator() as actor:
        stage = roadmaps.roadmap(college.programme).stages.first()
        domain.assign_measure(
            about(analysis, "Мало наставников"),
            stage=stage,
            text="Провести встречу с выпускниками",
            responsible="Куратор программы",
            due=date(2027, 2, 25),
            users=[college.curator.user],
            actor=actor,
        )
    [(statement, measure)] = swot_of(college.programme, 2026).measures
    activity = stage.activities.get(text="Провести встречу с выпускниками")
    assert (measure.deadline, measure.responsible) == ("до 25.02.2027", "Куратор программы")
    assert activity.occurrences.get().due == date(2027, 2, 25)
    assert college.curator.user.pk in activity.assignees.values_list("user_id", flat=True)
    assert "Мало наставников" in statement.text


def test_reasons_of_few_pairs_are_not_told_and_no_form_is_had_by_taking_away():
    assert told_reasons({(1, "Отчислен"): 4}) == {}
    assert told_reasons({(1, "Отчислен"): 5, (2, "Отчислен"): 3}) == {None: (("Отчислен", 8),)}
    assert told_reasons({(1, "Отчислен"): 5, (2, "Отчислен"): 6}) == {
        None: (("Отчислен", 11),),
        1: (("Отчислен", 5),),
        2: (("Отчислен", 6),),
    }


def test_risks_are_read_line_by_line_without_bullets():
    assert risk_lines("1. Мало наставников;\n– Болезни\n\n• Болезни") == ("Мало наставников", "Болезни")


def test_a_statement_knows_where_it_came_from(analysis):
    assert {row.origin for row in analysis.statements.all()} == {Origin.RULE}
    assert all(fact["url"] for row in analysis.statements.all() for fact in row.facts)


def test_pairs_of_an_earlier_year_are_not_counted_in_this_one(college):
    Programme.objects.filter(pk=college.programme.pk).update(period_start=date(2025, 9, 1))
    college.programme.refresh_from_db()
    pairs_ended(college, 1)
    Pair.objects.filter(state="terminated").update(ended_on=date(2026, 5, 1))
    assert not draft(college).statements.filter(rule__startswith="ended_early").exists()
    Pair.objects.filter(state="terminated").update(ended_on=date(2026, 10, 1))
    assert draft(college).statements.filter(rule__startswith="ended_early").exists()
