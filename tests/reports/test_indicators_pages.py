"""Pages of indicators: what curator and director see, the forms, the figures of the home page."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from core.enums import Role
from core.models import Membership
from core.registries import Viewer
from mentorship.models import Programme
from reports import indicator_providers
from reports.indicator_enums import ContingentKind, Formula
from reports.models import ContingentFigure, Indicator, IndicatorFact
from tests import factories
from tests.reports.indicator_worlds import ON, contingent, indicator, pair_by_order, student

LIST = "reports:indicators"


@pytest.fixture
def programme(curator: Membership) -> Programme:
    return factories.programme(
        curator.organization, period_start=date(2025, 9, 1), period_end=date(2027, 8, 31)
    )


@pytest.fixture
def row(programme: Programme) -> Indicator:
    return indicator(programme, Formula.YOUNG_SPECIALISTS, title="Молодые педагоги", group="Кадры")


@pytest.fixture
def web(curator: Membership, programme: Programme, signed_in) -> Client:
    return signed_in(curator)


def text_of(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_without_a_programme_the_page_says_what_to_do(curator: Membership, signed_in) -> None:
    web = signed_in(curator)
    assert "Сначала создайте её" in text_of(web, LIST)
    for name in ("indicator_sets", "indicator_create", "indicator_plan", "indicator_contingent"):
        assert web.get(reverse(f"reports:{name}")).url == reverse("mentorship:programmes")


def test_a_curator_begins_with_a_set_and_comes_to_figures(web: Client, programme: Programme) -> None:
    assert "Добавить показатели из набора" in text_of(web, LIST)
    assert "Добавить 6\u00a0показателей" in text_of(web, "reports:indicator_sets")
    answer = web.post(reverse("reports:indicator_sets"), {"set": "r145"}, follow=True).content.decode()
    assert "Добавлено: 6\u00a0показателей" in answer
    with scopes_disabled():
        rows = {one.formula: one.pk for one in Indicator.objects.all()}
    mentees, mentors = rows[Formula.STUDENT_MENTEES_10_19], rows[Formula.STUDENT_MENTORS_15_19]
    web.post(
        reverse("reports:indicator_plan"),
        {f"plan_{mentees}_2025": "20", f"plan_{mentees}_2026": "35", f"plan_{mentors}_2026": "12,5"},
    )
    answer = web.post(
        reverse("reports:indicator_contingent"),
        {"kind": "students_10_19", "count": "474", "as_of": "2026-10-01", "source": "приказ № 12"},
        follow=True,
    ).content.decode()
    assert "474" in answer
    page = text_of(web, LIST)
    for told in (
        "20\u00a0%",
        "35\u00a0%",
        "12,5\u00a0%",
        "0\u00a0из\u00a0474",
        "н/д",
        "ещё не измерялась",
        "приказ № 12",
    ):
        assert told in page


def test_a_wrong_percent_stays_at_its_cell_and_changes_nothing(web: Client, row: Indicator) -> None:
    name = f"plan_{row.pk}_2026"
    for wrong, told in (
        ("120", "Больше 100 процентов не бывает"),
        ("-5", "Меньше нуля"),
        ("много", "Введите число"),
    ):
        answer = web.post(reverse("reports:indicator_plan"), {name: wrong, f"plan_{row.pk}_2025": "5"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert told in page
        assert f'id="id_{name}_error"' in page
        assert f'value="{wrong}"' in page
    with scopes_disabled():
        assert not row.plans.exists()


def test_saving_the_plan_unchanged_records_nothing(web: Client, row: Indicator) -> None:
    with scopes_disabled():
        row.plans.create(year=2026, amount="12.50")
    page = text_of(web, "reports:indicator_plan")
    assert 'value="12,5"' in page
    web.post(reverse("reports:indicator_plan"), {f"plan_{row.pk}_2026": "12,5", f"plan_{row.pk}_2025": ""})
    assert "Здесь появится, кто, когда и что изменил" in text_of(web, "reports:indicator", row.pk)


def test_a_contradiction_is_told_at_entry_and_stays_on_the_page(web: Client, row: Indicator) -> None:
    answer = web.post(
        reverse("reports:indicator_create"),
        {"title": "Молодые педагоги", "group": "Паспорт", "formula": "manual", "direction": "more"},
        follow=True,
    ).content.decode()
    assert answer.count("«Молодые педагоги» стоит дважды: в группах «Кадры» и «Паспорт»") == 2
    assert "Что проверить" in answer


def test_a_row_is_edited_measured_and_removed(web: Client, row: Indicator) -> None:
    with scopes_disabled():
        contingent(row.programme, ContingentKind.YOUNG_SPECIALISTS, 12, as_of=date(2026, 9, 1))
    fact = reverse("reports:indicator_fact", args=[row.pk])
    assert 'value="12"' in web.get(fact).content.decode()
    values = {"numerator": "8", "denominator": "12", "as_of": "2026-10-01", "source": "отдел кадров"}
    wrong = web.post(fact, values | {"numerator": "13"})
    assert (wrong.status_code, "Часть больше целого: 13 из 12" in wrong.content.decode()) == (422, True)
    page = web.post(fact, values, follow=True).content.decode()
    assert "66,7\u00a0%" in page
    assert "8\u00a0из\u00a012" in page
    assert "Внесён факт" in page
    with scopes_disabled():
        own = IndicatorFact.objects.get()
    web.post(reverse("reports:indicator_fact_remove", args=[own.pk]))
    card = {"title": "Молодые", "group": "Кадры", "formula": "manual", "direction": "more", "order": "3"}
    assert web.post(reverse("reports:indicator_edit", args=[row.pk]), card).status_code == 302
    web.post(reverse("reports:indicator_remove", args=[row.pk]))
    with scopes_disabled():
        assert not Indicator.objects.exists()


def test_what_the_portal_counts_has_no_form_for_a_fact(web: Client, programme: Programme) -> None:
    with scopes_disabled():
        own = indicator(programme, Formula.STUDENT_MENTEES)
    assert web.get(reverse("reports:indicator_fact", args=[own.pk])).status_code == 404
    assert "Внести факт" not in text_of(web, "reports:indicator", own.pk)


def test_a_figure_of_the_contingent_is_removed(web: Client, programme: Programme) -> None:
    with scopes_disabled():
        figure = contingent(programme, ContingentKind.STUDENTS, 474)
    web.post(reverse("reports:contingent_remove", args=[figure.pk]))
    with scopes_disabled():
        assert not ContingentFigure.objects.exists()


def test_a_director_reads_and_changes_nothing(director: Membership, row: Indicator, signed_in) -> None:
    web = signed_in(director)
    page, card = text_of(web, LIST), text_of(web, "reports:indicator", row.pk)
    assert "Молодые педагоги" in page
    for name in ("indicator_plan", "indicator_sets", "indicator_create", "indicator_contingent"):
        assert reverse(f"reports:{name}") not in page + card
    assert "Внести факт" not in page + card


def test_a_closed_programme_offers_no_plan(web: Client, row: Indicator) -> None:
    with scopes_disabled():
        Programme.objects.update(state="closed")
    page = text_of(web, LIST)
    assert "Внести план" not in page
    assert "Внести факт" in page


@pytest.mark.parametrize("name", [LIST, "reports:indicator_plan", "reports:indicator_sets"])
def test_a_page_costs_the_same_with_one_row_and_with_three(
    web: Client, programme: Programme, queries_of, name: str
) -> None:
    def add(number: int) -> None:
        with scopes_disabled():
            for formula in (Formula.STUDENT_MENTEES, Formula.STUDENT_MENTORS, Formula.MANUAL):
                made = indicator(programme, formula, code=f"{formula}-{number}".replace("_", "-"))
                made.plans.create(year=2026, amount=35)
                if formula == Formula.MANUAL:
                    made.facts.create(as_of=date(2026, 9, 2), numerator=1, denominator=2, source="отчёт")
            contingent(programme, ContingentKind.STUDENTS, 9, as_of=date(2026, 9, number))

    add(1)
    text_of(web, name)
    one = queries_of(lambda: text_of(web, name))
    add(2)
    add(3)
    assert queries_of(lambda: text_of(web, name)) == one


# --- the home page ---


def viewer(membership: Membership, programme: Programme | None) -> Viewer:
    return Viewer(user=membership.user, membership=membership, today=ON, programme=programme)


def test_the_home_page_tells_indicators_planned_for_this_year(
    curator: Membership, programme: Programme, unscoped
) -> None:
    planned = indicator(programme, Formula.STUDENT_MENTEES_10_19, short_title="Обучающиеся-наставляемые")
    planned.plans.create(year=2026, amount=35)
    indicator(programme, Formula.STUDENT_MENTORS_15_19).plans.create(year=2025, amount=6)
    unknown = indicator(programme, Formula.MENTEE_SATISFACTION, short_title="Удовлетворённость наставляемых")
    unknown.plans.create(year=2026, amount=60)
    contingent(programme, ContingentKind.STUDENTS_10_19, 8)
    pair_by_order(factories.project(programme), [student(programme.organization, date(2010, 5, 1))])
    first, second = indicator_providers.figures(viewer(curator, programme))
    assert (first.label, first.value, first.fraction) == (
        "Обучающиеся-наставляемые",
        "12,5\u00a0%",
        "1\u00a0из\u00a08",
    )
    assert (first.percent, first.plan_percent, first.note, first.url) == (12.5, 35.0, "", reverse(LIST))
    assert (second.value, second.percent, second.plan_percent, second.note) == (
        None,
        None,
        60.0,
        "ещё не измерялась",
    )
    assert first.order < second.order < 10


def test_figures_and_navigation_are_for_curator_and_director(
    curator: Membership, programme: Programme, unscoped
) -> None:
    indicator(programme, Formula.MANUAL).plans.create(year=2026, amount=35)
    for role in Role:
        membership = factories.membership(curator.organization, role)
        seen = role in {Role.CURATOR, Role.DIRECTOR}
        # The head has them in the year at a glance instead.
        assert bool(indicator_providers.figures(viewer(membership, programme))) is (role == Role.CURATOR)
        assert bool(indicator_providers.navigation(viewer(membership, None))) is seen
    assert indicator_providers.figures(viewer(curator, None)) == []


def test_figures_cost_the_same_with_one_and_with_three(
    curator: Membership, programme: Programme, queries_of, unscoped
) -> None:
    own = viewer(curator, programme)
    indicator(programme, Formula.STUDENT_MENTEES).plans.create(year=2026, amount=35)
    indicator_providers.figures(own)
    one = queries_of(lambda: indicator_providers.figures(own))
    for number in range(2):
        indicator(programme, Formula.STUDENT_MENTEES, code=f"more-{number}").plans.create(
            year=2026, amount=35
        )
    assert queries_of(lambda: indicator_providers.figures(own)) == one


def test_the_home_page_links_to_the_table(web: Client, row: Indicator) -> None:
    with scopes_disabled():
        for year in (2025, 2026):
            row.plans.create(year=year, amount=60)
    page = text_of(web, "core:home")
    assert "План и факт на сегодня" in page
    assert page.count(f'href="{reverse(LIST)}"') == 2  # the navigation and the figure


def test_a_programme_that_has_not_begun_shows_its_plan(curator: Membership, signed_in) -> None:
    """Indicators are planned in August, before the first day of the programme; a former one is behind it."""
    org = curator.organization
    factories.programme(
        org, code="before", period_start=date(2025, 9, 1), period_end=date(2026, 8, 31), state="closed"
    )
    ahead = factories.programme(
        org, code="ahead", period_start=date(2030, 9, 1), period_end=date(2031, 8, 31), state="draft"
    )
    row = indicator(ahead, Formula.STUDENT_MENTEES, title="Студенты-наставляемые")
    with scopes_disabled():
        row.plans.create(year=2030, amount=40)
    web = signed_in(curator)
    assert "40\u00a0%" in text_of(web, "reports:indicator", row.pk)
    assert web.get(reverse("reports:indicator_chart", args=[row.pk])).status_code == 200
