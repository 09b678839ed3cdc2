"""Entering indicators: sets, rows, plans, contingent, facts; what is refused and where."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.models import AuditEntry, Membership
from core.selectors.audit import history_of
from mentorship.models import Programme
from reports.domain import indicators as domain
from reports.indicator_catalogue import catalogue
from reports.indicator_enums import ContingentKind, Formula
from reports.indicator_formulas import FORMULAS
from reports.models import ContingentFigure, Indicator, IndicatorFact, IndicatorPlan
from tests import factories
from tests.reports.indicator_worlds import contingent, indicator

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def programme(curator: Membership) -> Programme:
    return factories.programme(curator.organization, period_start=date(2025, 9, 1))


@pytest.fixture
def row(programme: Programme) -> Indicator:
    return indicator(programme, Formula.MANUAL, title="Обученные наставники")


# --- sets ---


def test_the_sets_are_sound() -> None:
    assert {one.code for one in catalogue()} == {"r145", "college", "work"}
    assert {formula for one in catalogue() for formula in (row.formula for row in one.indicators)} == set(
        Formula
    )
    assert set(FORMULAS) == set(Formula)
    meaning: dict[str, Formula] = {}
    for one in catalogue():
        codes = [row.code for row in one.indicators]
        assert len(codes) == len(set(codes))
        for row in one.indicators:
            assert meaning.setdefault(row.code, row.formula) == row.formula


def test_a_set_is_added_once_and_the_second_repeats_nothing(
    programme: Programme, curator: Membership
) -> None:
    assert domain.add_catalogue_set(programme, set_code="r145", actor=curator.user) == 6
    assert domain.add_catalogue_set(programme, set_code="r145", actor=curator.user) == 0
    assert domain.add_catalogue_set(programme, set_code="college", actor=curator.user) == 5
    rows = list(Indicator.objects.filter(programme=programme))
    assert [row.order for row in rows] == list(range(1, 12))
    assert len({row.code for row in rows}) == 11
    assert not IndicatorPlan.objects.exists()


def test_an_unknown_set_is_refused(programme: Programme) -> None:
    with pytest.raises(DomainError, match="набора показателей нет"):
        domain.add_catalogue_set(programme, set_code="r146", actor=None)


# --- rows ---


def test_rows_added_by_hand_get_codes_of_their_own(programme: Programme) -> None:
    codes = [domain.add_indicator(programme, title="Свой", actor=None).code for _ in range(3)]
    assert codes == ["manual", "manual-2", "manual-3"]
    with pytest.raises(DomainError, match="кодом"):
        domain.add_indicator(programme, title="Свой", code="manual", actor=None)


def test_a_row_goes_with_its_plan_and_leaves_a_trace(row: Indicator, curator: Membership) -> None:
    domain.set_plan(row, amounts={2026: Decimal(40)}, actor=curator.user)
    domain.remove_indicator(row, actor=curator.user)
    assert not Indicator.objects.exists()
    kept = AuditEntry.objects.get(action="indicator.removed").before
    assert kept["план 2026/27"] == "40\u00a0%"


def test_a_closed_programme_keeps_its_plan_but_takes_figures(row: Indicator) -> None:
    Programme.objects.update(state="closed")
    for act in (
        lambda: domain.set_plan(row, amounts={2026: Decimal(1)}, actor=None),
        lambda: domain.add_indicator(row.programme, title="Ещё", actor=None),
        lambda: domain.edit_indicator(row, actor=None, title="Другой"),
        lambda: domain.remove_indicator(row, actor=None),
        lambda: domain.add_catalogue_set(row.programme, set_code="r145", actor=None),
    ):
        with pytest.raises(DomainError, match="завершена"):
            act()
    domain.record_fact(row, numerator=1, denominator=2, as_of=date(2026, 9, 2), source="отчёт", actor=None)


# --- plan ---


def test_a_plan_is_set_corrected_and_taken_away(row: Indicator, curator: Membership) -> None:
    domain.set_plan(row, amounts={2025: Decimal("12.5"), 2026: Decimal(35)}, actor=curator.user)
    domain.set_plan(row, amounts={2025: None, 2026: Decimal(40)}, actor=curator.user)
    assert list(row.plans.values_list("year", "amount")) == [(2026, Decimal("40.00"))]
    last = history_of(row).first()
    assert last.before == {"план 2026/27": "35\u00a0%", "план 2025/26": "12,5\u00a0%"}
    assert last.after == {"план 2026/27": "40\u00a0%"}


@pytest.mark.parametrize("percent", ["100.01", "120", "-1"])
def test_a_plan_outside_nought_to_a_hundred_is_refused_and_changes_nothing(
    row: Indicator, percent: str
) -> None:
    with pytest.raises(DomainError, match=r"«Обученные наставники», 2026/27: план .+ от 0 до 100"):
        domain.set_plan(row, amounts={2025: Decimal(10), 2026: Decimal(percent)}, actor=None)
    assert not row.plans.exists()


def test_a_year_outside_the_programme_is_refused(row: Indicator) -> None:
    with pytest.raises(DomainError, match="2030/31 не входит в сроки"):
        domain.set_plan(row, amounts={2030: Decimal(10)}, actor=None)


def test_a_plan_goes_to_its_own_programme_only(row: Indicator) -> None:
    other = factories.programme(row.organization)
    with pytest.raises(DomainError, match="другой программе"):
        domain.set_plans(other, plans={row: {2026: Decimal(1)}}, actor=None)


def test_the_database_holds_the_range(row: Indicator) -> None:
    for wrong in (
        {"year": 2026, "amount": 101},
        {"year": 2026, "amount": -1},
        {"year": 1026, "amount": 5},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            IndicatorPlan.objects.create(indicator=row, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorFact.objects.create(
            indicator=row, as_of=date(2026, 9, 2), numerator=3, denominator=2, source="отчёт"
        )
    IndicatorPlan.objects.create(indicator=row, year=2026, amount=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorPlan.objects.create(indicator=row, year=2026, amount=6)


# --- contingent and facts ---


def test_a_figure_of_the_same_day_is_corrected(programme: Programme, curator: Membership) -> None:
    given = {"kind": ContingentKind.STUDENTS, "as_of": date(2026, 10, 1), "actor": curator.user}
    domain.record_contingent(programme, count=470, source="приказ № 1", **given)
    figure = domain.record_contingent(programme, count=474, source="приказ № 2", **given)
    assert ContingentFigure.objects.get() == figure
    assert (figure.count, figure.source) == (474, "приказ № 2")
    assert history_of(figure).first().before["count"] == 470
    domain.remove_contingent(figure, actor=curator.user)
    assert not ContingentFigure.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"count": -1}, "count"),
        ({"count": 10**12}, "count"),
        ({"as_of": date(2999, 1, 1)}, "as_of"),
        ({"source": "  "}, "source"),
        ({"kind": "nobody"}, "kind"),
    ],
)
def test_a_wrong_figure_is_refused_at_its_field(programme: Programme, wrong: dict, field: str) -> None:
    given = {"kind": "students", "count": 5, "as_of": date(2026, 10, 1), "source": "приказ"}
    with pytest.raises(DomainError) as refusal:
        domain.record_contingent(programme, actor=None, **given | wrong)
    assert refusal.value.field == field
    assert not ContingentFigure.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"numerator": 13}, "numerator"),
        ({"denominator": -1}, "denominator"),
        ({"as_of": date(2999, 1, 1)}, "as_of"),
        ({"source": ""}, "source"),
    ],
)
def test_a_wrong_fact_is_refused_at_its_field(row: Indicator, wrong: dict, field: str) -> None:
    given = {"numerator": 8, "denominator": 12, "as_of": date(2026, 10, 1), "source": "отчёт"}
    with pytest.raises(DomainError) as refusal:
        domain.record_fact(row, actor=None, **given | wrong)
    assert refusal.value.field == field


def test_what_the_portal_counts_takes_no_fact_by_hand(programme: Programme) -> None:
    counted = indicator(programme, Formula.STUDENT_MENTEES)
    with pytest.raises(DomainError, match="считает сам"):
        domain.record_fact(
            counted, numerator=1, denominator=2, as_of=date(2026, 10, 1), source="отчёт", actor=None
        )


def test_a_fact_is_corrected_and_removed_with_a_trace(row: Indicator, curator: Membership) -> None:
    given = {"as_of": date(2026, 10, 1), "source": "отчёт", "actor": curator.user}
    domain.record_fact(row, numerator=8, denominator=None, **given)
    fact = domain.record_fact(row, numerator=9, denominator=12, **given)
    assert IndicatorFact.objects.get() == fact
    domain.remove_fact(fact, actor=curator.user)
    told = list(history_of(row).values_list("action", flat=True))
    assert told == ["indicator.unmeasured", "indicator.measured", "indicator.measured"]
    assert history_of(row)[1].before["факт на 01.10.2026"] == "8 из не известно"


def test_institutions_do_not_see_each_others_indicators(row: Indicator, director: Membership) -> None:
    from django_scopes import scope

    contingent(row.programme, ContingentKind.STUDENTS, 5)
    row.plans.create(year=2026, amount=5)
    with scope(organization=factories.organization()):
        for model in (Indicator, IndicatorPlan, ContingentFigure, IndicatorFact):
            assert not model.objects.exists()
    with scope(organization=row.organization):
        assert IndicatorPlan.objects.count() == Indicator.objects.count() == 1
