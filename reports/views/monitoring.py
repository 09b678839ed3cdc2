"""Pages that make the SWOT report and the monitoring reports, and take the curator's conclusions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.errors import DomainError
from core.selectors.viewer import current_programme, viewer_of
from core.views.pages import Crumbs, FormPage
from reports.domain.monitoring import MONITORING_KIND, make_monitoring_report, make_swot_report
from reports.domain.quality import write_conclusion
from reports.domain.swot import year_of
from reports.forms_swot import ConclusionsForm
from reports.permissions import MAKE_REPORTS, PREPARE_DOCUMENTS, VIEW_REPORTS
from reports.selectors.documents import documents_visible_to
from reports.selectors.monitoring import conclusions_of, stage_surveys
from reports.selectors.spans import span_of
from reports.selectors.swot import analyses_visible_to
from reports.swot_enums import MonitoringStage
from reports.views.quality import NO_PROGRAMME, QUALITY
from reports.views.report_pages import span_asked

MONITORING = ("Отчёт мониторинга", reverse_lazy("reports:monitoring"))


@access(MAKE_REPORTS)
@require_POST
def swot_report(request: HttpRequest, pk: int) -> HttpResponse:
    analysis = get_object_or_404(analyses_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    try:
        document = make_swot_report(analysis, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(f"{reverse('reports:swot')}?year={analysis.year}")
    messages.success(request, "SWOT-отчёт готов. Проверьте его и передайте на подпись.")
    return redirect("reports:document", pk=document.pk)


@access(VIEW_REPORTS)
@require_GET
def monitoring_page(request: HttpRequest) -> HttpResponse:
    """The three stages: what surveys each has, its reports so far."""
    viewer = viewer_of(request)
    programme = viewer.programme
    context: dict[str, Any] = {
        "page_title": "Отчёт мониторинга",
        "page_lead": "Качество, влияние и показатели одним документом: на входе, в середине и по итогам года.",
        "breadcrumbs": (QUALITY, ("Отчёт мониторинга", "")),
        "programme": programme,
        "may_make": MAKE_REPORTS.allows(viewer.membership),
        "may_conclude": PREPARE_DOCUMENTS.allows(viewer.membership),
    }
    if programme is not None:
        documents = documents_visible_to(viewer.membership).filter(kind=MONITORING_KIND, programme=programme)
        made = list(documents.order_by("-pk")[:50])
        span = span_of(programme, viewer.today)
        context["stages"] = [
            {
                "code": stage.value,
                "title": stage.label,
                "surveys": stage_surveys(span, stage),
                "documents": [one for one in made if one.options.get("stage") == stage.value],
            }
            for stage in MonitoringStage
        ]
    return render(request, "reports/quality/monitoring.html", context)


@access(MAKE_REPORTS)
@require_POST
def monitoring_make(request: HttpRequest, stage: str) -> HttpResponse:
    """The report of a stage; `year` in the form names an earlier year of account."""
    programme = current_programme(request)
    if programme is None:
        messages.error(request, NO_PROGRAMME)
        return redirect("mentorship:programmes")
    try:
        year = span_asked(request, programme).number
        document = make_monitoring_report(programme, stage=stage, actor=request.user, year=year)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:monitoring")
    messages.success(request, "Отчёт готов. Проверьте его и передайте на подпись.")
    return redirect("reports:document", pk=document.pk)


class Conclusions(FormPage):
    """The curator's words at the end of each section; they enter the next draft of the report."""

    access_rule = PREPARE_DOCUMENTS
    form_class = ConclusionsForm
    done = "Выводы сохранены. Они войдут в отчёт, когда вы его составите."

    def load(self) -> None:
        programme = current_programme(self.request)
        if programme is None or self.kwargs["stage"] not in MonitoringStage.values:
            raise Http404
        self.programme = programme
        self.stage = MonitoringStage(self.kwargs["stage"])
        self.year = year_of(programme, viewer_of(self.request).today).number

    def get_title(self) -> str:
        return f"Выводы: {self.stage.label.lower()} мониторинг"

    def get_breadcrumbs(self) -> Crumbs:
        return (QUALITY, MONITORING, ("Выводы", ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:monitoring")

    def form_options(self) -> dict[str, Any]:
        return {"given": conclusions_of(self.programme, year=self.year, stage=self.stage)}

    def save(self, form: Any) -> str:
        for part, text in form.texts:
            write_conclusion(
                self.programme,
                year=self.year,
                stage=self.stage,
                part=part,
                text=text,
                actor=self.request.user,  # type: ignore[arg-type]
            )
        return reverse("reports:monitoring")
