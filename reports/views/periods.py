"""Reporting periods: the region asks, sees who has not reported, gives back; the institution reports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.clock import today
from core.errors import DomainError
from core.forms import PortalForm, ReasonForm
from core.views.pages import ConfirmPage, Crumbs, FormPage
from reports.domain import periods as domain
from reports.models import PeriodReport, ReportingPeriod
from reports.permissions import SUBMIT_PERIOD_REPORTS, VIEW_PERIOD_REPORTS, VIEW_REGION
from reports.region_enums import PERIOD_REPORT_TRANSITIONS, PeriodReportState
from reports.selectors import periods as selectors
from reports.views.region import region_of

LIST = ("Отчётные периоды", reverse_lazy("reports:periods"))
OWN = ("Отчёты региону", reverse_lazy("reports:period_reports"))


class PeriodForm(PortalForm):
    title = forms.CharField(label="Название", max_length=120, help_text="Например: первое полугодие 2026/27.")
    cut_on = forms.DateField(label="Данные на дату", widget=forms.DateInput())
    due_on = forms.DateField(label="Сдать до", widget=forms.DateInput())


def own_period(request: HttpRequest, pk: int) -> ReportingPeriod:
    return get_object_or_404(ReportingPeriod.objects.select_related("organization"), pk=pk)


def report_below(request: HttpRequest, pk: int) -> PeriodReport:
    report = selectors.report_in_region(region_of(request), pk)
    if report is None:
        raise Http404
    return report


# --- the region ---


@access(VIEW_REGION)
@require_GET
def region_periods(request: HttpRequest) -> HttpResponse:
    region = region_of(request)
    lines = selectors.period_lines(region, today(region))
    return render(request, "reports/region/periods.html", {"page_title": "Отчётные периоды", "lines": lines})


class PeriodCreate(FormPage):
    access_rule = VIEW_REGION
    title = "Новый отчётный период"
    form_class = PeriodForm
    submit_label = "Объявить"
    done = "Период объявлен: организации увидят его в разделе «Отчёты региону»."

    def get_breadcrumbs(self) -> Crumbs:
        return (LIST, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:periods")

    def save(self, form: Any) -> str:
        period = domain.create_period(region_of(self.request), actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return reverse("reports:period", kwargs={"pk": period.pk})


@access(VIEW_REGION)
@require_GET
def region_period(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has reported and who has not."""
    period = own_period(request, pk)
    lines = selectors.report_lines(period, today(region_of(request)))
    waiting = sum(1 for line in lines if line.report is None or line.report.state not in selectors.HANDED_IN)
    context = {
        "page_title": period.title,
        "page_lead": f"Данные на {period.cut_on:%d.%m.%Y}, сдать до {period.due_on:%d.%m.%Y}",
        "breadcrumbs": (LIST, (period.title, "")),
        "period": period,
        "lines": lines,
        "waiting": waiting,
    }
    return render(request, "reports/region/period.html", context)


@access(VIEW_REGION)
@require_POST
def period_remind(request: HttpRequest, pk: int) -> HttpResponse:
    period = own_period(request, pk)
    domain.start_nudges(period, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Напоминания отправляются. Кому уже напомнили, второго письма не получит.")
    return redirect("reports:period", pk=pk)


@access(VIEW_REGION)
@require_GET
def period_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What an institution has reported, as it was frozen."""
    report = report_below(request, pk)
    period = (report.period.title, reverse("reports:period", kwargs={"pk": report.period_id}))
    allowed = PERIOD_REPORT_TRANSITIONS[report.state]
    context = _shown(report) | {
        "page_title": f"{report.organization.short_name}: {report.period.title}",
        "breadcrumbs": (LIST, period, (report.organization.short_name, "")),
        "may_return": PeriodReportState.RETURNED in allowed,
        "may_accept": PeriodReportState.ACCEPTED in allowed,
    }
    return render(request, "reports/region/period_report.html", context)


def _shown(report: PeriodReport) -> dict[str, Any]:
    return {
        "report": report,
        "figures": report.figures,
        "on": dt.date.fromisoformat(report.figures["on"]),
        "state_on": dt.date.fromisoformat(report.figures.get("state_on") or report.figures["on"]),
        "line": selectors.ReportLine(report.organization, report, is_late=False),
    }


class PeriodReturn(ConfirmPage):
    """Give a report back: the remark is what the institution will read."""

    access_rule = VIEW_REGION
    form_class = ReasonForm
    title = "Вернуть отчёт с замечанием"
    verb = "Вернуть"
    done = "Отчёт возвращён: организация исправит данные и сдаст его снова."

    def load(self) -> None:
        self.report = report_below(self.request, self.kwargs["pk"])

    def get_text(self) -> str:
        return f"{self.report.organization.short_name}, {self.report.period.title}. Напишите, что исправить."

    def get_cancel_url(self) -> str:
        return reverse("reports:period_report", kwargs={"pk": self.report.pk})

    def save(self, form: Any) -> str:
        domain.return_report(self.report, remark=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return reverse("reports:period", kwargs={"pk": self.report.period_id})


@access(VIEW_REGION)
@require_POST
def period_report_accept(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_below(request, pk)
    try:
        domain.accept_report(report, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Отчёт принят.")
    return redirect("reports:period", pk=report.period_id)


# --- the institution ---


@access(VIEW_PERIOD_REPORTS)
@require_GET
def own_reports(request: HttpRequest) -> HttpResponse:
    """What the region asks of the institution."""
    organization = region_of(request)
    context = {
        "page_title": "Отчёты региону",
        "asked": selectors.asked_of(organization, today(organization)),
    }
    return render(request, "reports/region/own_reports.html", context)


class PeriodSubmit(ConfirmPage):
    """Freeze the figures of today as the report."""

    access_rule = SUBMIT_PERIOD_REPORTS
    title = "Сдать отчёт за период"
    verb = "Сдать отчёт"
    done = "Отчёт сдан: показатели зафиксированы."

    def load(self) -> None:
        period = selectors.period_for(region_of(self.request), self.kwargs["pk"])
        if period is None:
            raise Http404
        self.period = period

    def get_text(self) -> str:
        return (
            f"{self.period.title}. Портал посчитает показатели организации на {self.period.cut_on:%d.%m.%Y} "
            "(или на сегодня, если этот день не наступил) и передаст их региону без имён людей."
        )

    consequence = "Сданный отчёт изменить нельзя, пока регион его не вернёт."

    def get_cancel_url(self) -> str:
        return reverse("reports:period_reports")

    def save(self, form: Any) -> str:
        report = domain.submit_report(region_of(self.request), self.period, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("reports:own_period_report", kwargs={"pk": report.pk})


@access(VIEW_PERIOD_REPORTS)
@require_GET
def own_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The institution's own report as it was frozen."""
    report = get_object_or_404(PeriodReport.objects.select_related("organization", "submitted_by"), pk=pk)
    period = selectors.period_for(report.organization, report.period_id)
    if period is None:
        raise Http404
    report.period = period
    context = _shown(report) | {
        "page_title": f"Отчёт региону: {period.title}",
        "is_own": True,
        "breadcrumbs": (OWN, (period.title, "")),
    }
    return render(request, "reports/region/period_report.html", context)
