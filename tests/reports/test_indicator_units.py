"""Figures in other units than per cent, and the command that counts them all."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scopes_disabled

from core.errors import DomainError
from core.models import Membership
from mentorship.models import Programme
from reports.domain import indicators as domain
from reports.indicator_enums import Direction, Formula, Unit
from reports.indicator_lines import Fact, average_of, fact_text, number_text
from reports.models import Indicator, IndicatorFact, IndicatorPlan
from reports.selectors.indicators import indicator_lines
from tests import factories
from tests.reports.indicator_worlds import ON, indicator, pair_by_order, student

NB = "\u00a0"


@pytest.fixture
def programme(curator: Membership) -> Programme:
    return factories.programme(curator.organization)


def own(programme: Programme, unit: Unit, **given: object) -> Indicator:
    return domain.add_indicator(programme, title=f"Свой, {unit.label}", actor=None, unit=unit, **given)


@pytest.mark.usefixtures("unscoped")
@pytest.mark.parametrize(
    ("unit", "fact", "told"),
    [
        (Unit.PERCENT, Fact(1, 3), f"33,3{NB}%"),
        (Unit.COUNT, Fact(12500), f"12{NB}500"),
        (Unit.HOURS, Fact(105, 60), f"1,8{NB}ч"),
        (Unit.HOURS, Fact(40), f"40{NB}ч"),
        (Unit.SCORE, Fact(187, 25), "7,5"),
        (Unit.ROUBLES, Fact(550_000), f"550{NB}000{NB}руб."),
        (Unit.SCORE, Fact(187, 0), "н/д"),
        (Unit.COUNT, Fact(), "н/д"),
    ],
)
def test_a_figure_is_told_in_its_unit(unit: Unit, fact: Fact, told: str) -> None:
    assert fact_text(fact, unit) == told


def test_an_average_is_rounded_half_up() -> None:
    assert [average_of(part, 20) for part in (149, 145, 0)] == [
        Decimal("7.5"),
        Decimal("7.3"),
        Decimal("0.0"),
    ]
    assert number_text(Decimal("7.25"), Unit.SCORE) == "7,25"


@pytest.mark.usefixtures("unscoped")
def test_plans_of_other_units_go_over_a_hundred_and_shares_do_not(programme: Programme) -> None:
    budget = own(programme, Unit.ROUBLES)
    domain.set_plan(budget, amounts={2026: Decimal(550_000)}, actor=None)
    assert indicator_lines(programme, on=ON)[0].planned_text == f"550{NB}000{NB}руб."
    with pytest.raises(DomainError, match="от нуля до двух миллиардов"):
        domain.set_plan(budget, amounts={2026: Decimal(-1)}, actor=None)
    share = own(programme, Unit.PERCENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorPlan.objects.create(indicator=share, year=2026, amount=101)
    IndicatorPlan.objects.create(indicator=budget, year=2025, amount=101, is_share=False)


@pytest.mark.usefixtures("unscoped")
def test_a_score_may_have_more_marks_than_people_and_a_count_has_no_whole(programme: Programme) -> None:
    score, count = own(programme, Unit.SCORE), own(programme, Unit.COUNT)
    told = {"as_of": date(2026, 9, 2), "source": "протокол", "actor": None}
    domain.record_fact(score, numerator=187, denominator=25, **told)
    domain.record_fact(count, numerator=14, denominator=99, **told)
    assert IndicatorFact.objects.get(indicator=count).denominator is None
    first, second = indicator_lines(programme, on=ON)
    assert (first.value, second.value, second.share) == ("7,5", "14", None)


@pytest.mark.usefixtures("unscoped")
def test_a_formula_brings_its_unit_and_it_stays_while_there_is_a_plan(programme: Programme) -> None:
    with pytest.raises(DomainError, match="считает в единице «Часы»"):
        own(programme, Unit.PERCENT, formula=Formula.MEETING_HOURS)
    row = domain.add_indicator(programme, title="Часы", actor=None, formula=Formula.MEETING_HOURS)
    assert row.unit == Unit.HOURS
    free = own(programme, Unit.COUNT)
    assert domain.edit_indicator(free, actor=None, unit=Unit.SCORE).unit == Unit.SCORE
    domain.set_plan(free, amounts={2026: Decimal(8)}, actor=None)
    with pytest.raises(DomainError, match="Единицу не поменять"):
        domain.edit_indicator(free, actor=None, unit=Unit.COUNT)
    domain.edit_indicator(free, actor=None, title="Иначе")


@pytest.mark.usefixtures("unscoped")
def test_less_may_be_better(programme: Programme) -> None:
    row = own(programme, Unit.COUNT, direction=Direction.LESS)
    domain.set_plan(row, amounts={2026: Decimal(5)}, actor=None)
    domain.record_fact(
        row, numerator=4, denominator=None, as_of=date(2026, 9, 2), source="журнал", actor=None
    )
    assert indicator_lines(programme, on=ON)[0].is_reached is True


def test_the_form_asks_for_what_the_unit_consists_of(
    programme: Programme, curator: Membership, signed_in
) -> None:
    with scopes_disabled():
        score, count = own(programme, Unit.SCORE), own(programme, Unit.COUNT)
    web = signed_in(curator)
    page = web.get(reverse("reports:indicator_fact", args=[score.pk])).content.decode()
    assert "Сумма баллов" in page
    assert "Сколько оценок" in page
    assert "denominator" not in web.get(reverse("reports:indicator_fact", args=[count.pk])).content.decode()
    web.post(reverse("reports:indicator_plan"), {f"plan_{count.pk}_{programme.period_start.year}": "120"})
    with scopes_disabled():
        assert count.plans.get().amount == 120


def test_the_page_of_an_indicator_costs_the_same_for_one_and_three(
    programme: Programme, curator: Membership, signed_in, queries_of
) -> None:
    with scopes_disabled():
        project = factories.project(programme)
        row = indicator(programme, Formula.STUDENT_MENTEES)
        pair_by_order(project, [student(programme.organization, date(2010, 5, 1))])
    web, address = signed_in(curator), reverse("reports:indicator", args=[row.pk])
    web.get(address)
    one = queries_of(lambda: web.get(address))
    with scopes_disabled():
        for month in (6, 7):
            pair_by_order(project, [student(programme.organization, date(2010, month, 1))])
    assert queries_of(lambda: web.get(address)) == one


# --- the command ---


def computed(**options: object) -> str:
    out = io.StringIO()
    call_command("compute_indicators", stdout=out, **options)
    return out.getvalue()


def test_the_command_prints_what_a_machine_reads(programme: Programme) -> None:
    with scopes_disabled():
        row = indicator(programme, Formula.STUDENT_MENTEES, title="Наставляемые")
        row.plans.create(year=2026, amount=35)
        pair_by_order(factories.project(programme), [student(programme.organization, date(2010, 5, 1))])
    [told] = json.loads(computed(program=programme.code, date="2027-02-17", json=True))["indicators"]
    assert told["missing"] == "вошли 1; не внесён контингент: все обучающиеся"
    kept = {
        name: told[name] for name in ("key", "title", "numerator", "denominator", "value", "unit", "plan")
    }
    assert kept == {
        "key": "student-mentees",
        "title": "Наставляемые",
        "numerator": 1,
        "denominator": None,
        "value": None,
        "unit": "percent",
        "plan": "35.00",
    }
    assert [(one["numerator"], one["value"]) for one in told["by_form"]] == [(1, None)]
    assert "student-mentees: н/д" in computed(program=programme.code, date="2027-02-17")


def test_one_code_in_two_institutions_wants_the_institution(programme: Programme) -> None:
    """In a region every institution may call its programme «year-2026»."""
    with scopes_disabled():
        other = factories.programme(factories.organization(), code=programme.code, title="Чужая программа")
    with pytest.raises(CommandError, match="--organization"):
        computed(program=programme.code)
    assert "Чужая программа" in computed(program=programme.code, organization=other.organization.code)


@pytest.mark.parametrize(
    ("options", "told"), [({"program": "нет"}, "no programme"), ({"date": "вчера"}, "not a date")]
)
def test_the_command_says_what_is_wrong(programme: Programme, options: dict[str, str], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        computed(**{"program": programme.code} | options)
