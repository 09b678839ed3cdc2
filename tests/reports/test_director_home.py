"""The head's home page: the year at a glance at a constant price, any report two clicks away."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from core.models import Membership, Organization
from mentorship.enums import PairState
from mentorship.models import Project
from reports.enums import DocumentState
from reports.indicator_enums import Formula
from reports.models import Document
from tests import factories
from tests.reports.indicator_worlds import contingent, indicator, pair_by_order, student

HOME = reverse("core:home")


@pytest.fixture
def project(org: Organization, curator: Membership) -> Project:
    today = date.today()  # noqa: DTZ011 - the programme of the page's own day
    first = today.year if today.month >= 9 else today.year - 1
    return factories.project(
        factories.programme(org, period_start=date(first, 9, 1), period_end=date(first + 1, 8, 31))
    )


def grow(project: Project, count: int, *, made: int = 0) -> None:
    start = project.programme.period_start
    for number in range(made, made + count):
        row = indicator(
            project.programme, Formula.STUDENT_MENTEES, code=f"row-{number}", title=f"Показатель {number}"
        )
        row.plans.create(year=start.year, amount=90 - number)
        pair_by_order(project, [student(project.organization, date(2010, 5, 1))], order_date=start)
        Document.objects.create(
            organization=project.organization, kind="order_pairs", key=f"o{number}", subject_id=number,
            programme=project.programme, title=f"Приказ {number}", state=DocumentState.TO_SIGN,
        )  # fmt: skip
        Document.objects.create(
            organization=project.organization, kind="annual_report", key=f"r{number}", subject_id=number,
            programme=project.programme, title=f"Отчёт {number}", state=DocumentState.ISSUED,
        )  # fmt: skip


def test_the_year_stands_on_one_page(project: Project, director: Membership, signed_in) -> None:
    with scopes_disabled():
        grow(project, 2)
        contingent(project.programme, "students", 40, as_of=project.programme.period_start)
        done = {"state": PairState.COMPLETED, "ended_on": project.programme.period_start}
        pair_by_order(
            project,
            [student(project.organization, date(2010, 6, 1))],
            order_date=project.programme.period_start,
            **done,
        )
        row = project.programme.indicators.order_by("pk").first()
        report = Document.objects.filter(kind="annual_report").latest("pk")
    web = signed_in(director)
    page = web.get(HOME).content.decode()
    for told in (
        "2\u00a0показателя отстают",
        "3\u00a0из\u00a040",
        "Ждут вашей подписи",
        "Приказ 1",
        "Работают",
    ):
        assert told in page, told
    assert "ещё не составлен" in page
    for group in ("monitoring", "projects", "surveys"):
        assert f'href="{reverse("reports:reports")}#shelf-{group}"' in page
    # Any report in two clicks: its page, then its file.
    assert reverse("reports:document", args=[report.pk]) in page
    today = date.today().isoformat()  # noqa: DTZ011
    behind = reverse("reports:indicator_behind", args=[row.pk, "numerator", today])
    assert behind in page
    assert web.get(behind).status_code == 200


def test_it_costs_the_same_for_one_and_three(
    project: Project, director: Membership, signed_in, queries_of
) -> None:
    web = signed_in(director)
    with scopes_disabled():
        grow(project, 1)
    web.get(HOME)
    from django.core.cache import cache

    cache.clear()
    one = queries_of(lambda: web.get(HOME))
    with scopes_disabled():
        grow(project, 2, made=1)
    cache.clear()
    assert queries_of(lambda: web.get(HOME)) == one


def test_without_a_programme_and_for_others_there_is_none(
    org: Organization, director: Membership, curator: Membership, signed_in
) -> None:
    assert "План и факт года" not in signed_in(director).get(HOME).content.decode()
    with scopes_disabled():
        factories.programme(org)
    assert "План и факт года" not in signed_in(curator).get(HOME).content.decode()
