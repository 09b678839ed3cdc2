"""Reporting periods: figures freeze with the report, a report comes back with a remark, reminders are once."""

import datetime as dt
import io

import pytest
from django.core import mail
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from openpyxl import load_workbook

from core.clock import today
from core.domain.job_run import run_job
from core.enums import Role
from core.errors import DomainError
from core.models import Job, Membership, Organization
from core.workflow import TransitionRefused
from mentorship.enums import EntryState
from mentorship.models import Programme
from reports.domain import periods as domain
from reports.domain.region_figures import refresh_region
from reports.models import InstitutionFigures, PeriodNudge, PeriodReport, ReportingPeriod
from reports.region_enums import SMALLEST, PeriodReportState
from reports.selectors.periods import asked_of, late_institutions, period_lines, report_lines
from reports.selectors.region_cells import Cells, pivot_of
from tests import factories
from tests.reports.indicator_worlds import pair_by_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(db: None) -> Organization:
    return factories.organization(is_region=True, short_name="Примерная область")


@pytest.fixture
def school(region: Organization) -> Organization:
    school = factories.organization(parent=region, short_name="Школа примеров")
    with scope(organization=school):
        programme = factories.programme(school)
        factories.mentee(programme, state=EntryState.CANDIDATE)
    factories.membership(school, Role.DIRECTOR)
    factories.membership(school, Role.CURATOR)
    return school


@pytest.fixture
def observer(region: Organization) -> Membership:
    return factories.membership(region, Role.REGION_OBSERVER)


def period_of(region: Organization, *, due: int = 2) -> ReportingPeriod:
    day = today(region)
    return domain.create_period(
        region,
        title="Первое полугодие",
        cut_on=day + dt.timedelta(days=min(due, 0)),
        due_on=day + dt.timedelta(days=due),
        actor=None,
    )


def submit(school: Organization, period: ReportingPeriod) -> PeriodReport:
    with scope(organization=school):
        return domain.submit_report(school, period, actor=None)


def test_reported_figures_do_not_move_with_the_records(region: Organization, school: Organization) -> None:
    report = submit(school, period_of(region))
    assert report.figures["mentees"] == 1
    with scope(organization=school):
        factories.mentee(school_programme(school))
        report.refresh_from_db()
    assert report.figures["mentees"] == 1
    with pytest.raises(DomainError, match="уже сдан"):
        submit(school, report.period)


def test_region_goes_on_with_figures_of_today(region: Organization, school: Organization) -> None:
    report = submit(school, period_of(region, due=-3))
    assert report.figures["on"] == (today(region) - dt.timedelta(days=3)).isoformat()
    with scope(organization=school):
        assert InstitutionFigures.objects.get().counted_on == today(school)


def test_form_of_a_past_period_is_made_of_what_was_reported(
    region: Organization, school: Organization, observer: Membership, signed_in
) -> None:
    """Later orders move today's form and not that of the period; who has not reported is not in it."""
    factories.organization(parent=region, short_name="Колледж опытов")
    with scope(organization=school):
        project = factories.project(school_programme(school))
        pair_by_order(project, [factories.person(school) for _ in range(6)], order_date=today(school))
    period = period_of(region)
    report = submit(school, period)
    with scope(organization=school):
        pair_by_order(project, [factories.person(school) for _ in range(5)], order_date=today(school))
    refresh_region(region)
    with scope(organization=region):
        frozen = pivot_of(Cells(region, {}, period=period), rows="institution", columns="institution")
        now = pivot_of(Cells(region, {}), rows="institution", columns="institution")
        by_role = Cells(region, {"role": "mentee", "institution": str(school.pk)}, period=period)
    assert [(name, total) for name, _, total in frozen.rows] == [("Школа примеров", 7)]
    assert now.total == 13
    assert min(cell["people"] for cell in report.figures["cells"]) >= SMALLEST
    assert sum(by_role.sums(["role"]).values()) in {0, 6}
    client = signed_in(observer)
    address = reverse("reports:region_form")
    page = client.get(address, {"period": period.pk, "column": "municipality"}).content.decode()
    assert "сдали 1 из 2" in page
    assert "участников 7" in page
    name = reverse("reports:region_form_file")
    rows = load_workbook(io.BytesIO(client.get(name, {"period": period.pk}).content)).active.values
    told = [cell for row in rows for cell in row if cell]
    assert "Первое полугодие" in told[1]
    assert client.get(address, {"period": "999999"}).status_code == 404
    assert client.get(address, {"period": "x"}).status_code == 200


def test_form_of_another_regions_period_is_not_found(observer: Membership, signed_in) -> None:
    foreign = period_of(factories.organization(is_region=True))
    assert signed_in(observer).get(reverse("reports:region_form"), {"period": foreign.pk}).status_code == 404


def test_a_report_tells_of_which_day_each_part_is(
    region: Organization, school: Organization, observer: Membership, signed_in
) -> None:
    report = submit(school, period_of(region, due=-3))
    page = signed_in(observer).get(reverse("reports:period_report", args=[report.pk])).content.decode()
    day = today(region)
    assert f"{day - dt.timedelta(days=3):%d.%m.%Y}" in page
    assert f"{day:%d.%m.%Y}, день сдачи" in page


def school_programme(school: Organization) -> Programme:
    return Programme.objects.get(organization=school)


def test_returned_report_is_frozen_anew(region: Organization, school: Organization, signed_in) -> None:
    report = submit(school, period_of(region))
    with scope(organization=school):
        domain.return_report(report, remark="Внесите согласия", actor=None)
        factories.mentee(school_programme(school))
    assert late_institutions(report.period) == [school]
    with scopes_disabled():
        director = Membership.objects.get(organization=school, role=Role.DIRECTOR)
    client = signed_in(director)
    assert "Внесите согласия" in client.get(reverse("reports:period_reports")).content.decode()
    answer = client.post(reverse("reports:period_submit", args=[report.period_id]), follow=True)
    assert answer.status_code == 200
    report.refresh_from_db()
    assert (report.state, report.remark, report.figures["mentees"]) == (PeriodReportState.SUBMITTED, "", 2)


def test_accepted_report_is_not_accepted_twice_and_a_return_needs_words(
    region: Organization, school: Organization
) -> None:
    report = submit(school, period_of(region))
    with scope(organization=school):
        domain.accept_report(report, actor=None)
        with pytest.raises(TransitionRefused):
            domain.accept_report(report, actor=None)
        with pytest.raises(DomainError, match="что исправить"):
            domain.return_report(report, remark="  ", actor=None)


def test_period_of_another_region_is_refused(school: Organization) -> None:
    other = factories.organization(is_region=True)
    with pytest.raises(DomainError, match="другого региона"):
        submit(school, period_of(other))


def test_term_before_the_day_of_the_data_is_refused(
    region: Organization, observer: Membership, signed_in
) -> None:
    answer = signed_in(observer).post(
        reverse("reports:period_create"), {"title": "Год", "cut_on": "2026-12-31", "due_on": "2026-12-01"}
    )
    assert answer.status_code == 422
    assert "раньше даты" in answer.content.decode()


def test_region_sees_who_has_not_reported_and_gives_back(
    region: Organization, school: Organization, observer: Membership, signed_in
) -> None:
    late = factories.organization(parent=region, short_name="Колледж опытов")
    period = period_of(region, due=-1)
    report = submit(school, period)
    client = signed_in(observer)
    page = client.get(reverse("reports:period", args=[period.pk])).content.decode()
    assert page.index("Колледж опытов") < page.index("Школа примеров")
    assert "Срок прошёл" in page
    assert [line.organization for line in report_lines(period, today(region))] == [late, school]
    assert client.get(reverse("reports:period_report", args=[report.pk])).status_code == 200
    client.post(reverse("reports:period_report_return", args=[report.pk]), {"reason": "Не хватает пар"})
    report.refresh_from_db()
    assert (report.state, report.remark) == (PeriodReportState.RETURNED, "Не хватает пар")
    line = period_lines(region, today(region))[0]
    assert (line.reported, line.of, line.is_late) == (0, 2, True)


def test_those_who_have_not_reported_are_reminded_once_for_each_reason(
    region: Organization, school: Organization
) -> None:
    done = factories.organization(parent=region)
    factories.membership(done, Role.DIRECTOR)
    period = period_of(region)
    submit(done, period)
    assert domain.nudge_everywhere() == 1
    assert len(mail.outbox) == 2
    assert "Школа примеров" in mail.outbox[0].body
    assert domain.nudge_everywhere() == 0
    period.cut_on = period.due_on = today(region) - dt.timedelta(days=1)
    with scope(organization=region):
        period.save()
    assert domain.nudge_everywhere() == 1
    assert domain.nudge_everywhere() == 0
    assert len(mail.outbox) == 4


def test_region_reminds_by_a_job_that_repeats_nothing(
    region: Organization, school: Organization, observer: Membership, signed_in
) -> None:
    period = period_of(region)
    client = signed_in(observer)
    for _ in range(2):
        client.post(reverse("reports:period_remind", args=[period.pk]))
        with scopes_disabled():
            job = Job.objects.latest("pk")
        run_job(job.pk)
    assert len(mail.outbox) == 2
    with scopes_disabled():
        assert PeriodNudge.objects.count() == 1


def test_institution_is_told_of_a_near_term(region: Organization, school: Organization, signed_in) -> None:
    period_of(region)
    with scopes_disabled():
        director = Membership.objects.get(organization=school, role=Role.DIRECTOR)
    assert "Отчёт региону «Первое полугодие»" in signed_in(director).get("/").content.decode()
    assert [one.may_submit for one in asked_of(school, today(school))] == [True]


def test_queries_of_a_period_do_not_grow(
    region: Organization, observer: Membership, signed_in, queries_of
) -> None:
    period = period_of(region)
    first = factories.organization(parent=region)
    submit(first, period)
    client = signed_in(observer)
    address = reverse("reports:period", args=[period.pk])
    client.get(address)
    single = queries_of(lambda: client.get(address))
    for _ in range(2):
        submit(factories.organization(parent=region), period)
    assert queries_of(lambda: client.get(address)) == single
