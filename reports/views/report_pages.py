"""«Отчёты»: every report of the programme in two clicks, drafts of reports, sections under the curator's hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.access import access
from core.errors import DomainError
from core.selectors.viewer import current_programme
from core.views.pages import FormPage
from mentorship.models import Programme, Project
from mentorship.selectors.programmes import projects_visible_to
from reports.domain import report_texts as texts
from reports.domain.reports import start_report
from reports.forms_reports import SectionForm
from reports.kinds import kind_of
from reports.permissions import EDIT_REPORTS, MAKE_REPORTS, VIEW_REPORTS
from reports.report_enums import OwnText
from reports.selectors.books import ANNUAL_KIND, BOOKS, PAIRS_KIND, PROJECT_KIND, draft_of
from reports.selectors.report_shelf import made_reports, shelf_of
from reports.selectors.spans import Span, span_of, years_with_reports

LEAD = "Портал составляет отчёты из своих записей; в документе цифры остаются такими, как в день составления."
STEPS = {"up": True, "down": False}


def span_asked(request: HttpRequest, programme: Programme, project: Project | None = None) -> Span:
    """The year that the address names, the current one without it; 404 for one the programme has not had."""
    asked = request.POST.get("year") or request.GET.get("year") or ""
    today = clock.today(programme.organization)
    if asked and (not asked.isdecimal() or len(asked) > 4):
        raise Http404
    try:
        return span_of(programme, today, year=int(asked) if asked else None, project=project)
    except DomainError as error:
        raise Http404 from error


def may_make(request: HttpRequest, kind: str) -> bool:
    """Of the whole programme the director and the curator; of a project also its curator."""
    membership = request.membership  # type: ignore[attr-defined]
    return MAKE_REPORTS.allows(membership) or (kind == PROJECT_KIND and EDIT_REPORTS.allows(membership))


def may_edit(request: HttpRequest, kind: str) -> bool:
    membership = request.membership  # type: ignore[attr-defined]
    return EDIT_REPORTS.allows(membership) and may_make(request, kind)


@access(VIEW_REPORTS)
@require_GET
def reports_page(request: HttpRequest) -> HttpResponse:
    """Every report that the programme has, by year; beside each what was made of it."""
    programme = current_programme(request)
    context: dict[str, Any] = {
        "page_title": "Отчёты",
        "page_lead": LEAD,
        "programme": programme,
    }
    if programme is not None:
        span = span_asked(request, programme)
        membership = request.membership  # type: ignore[attr-defined]
        context |= {
            "span": span,
            "years": years_with_reports(programme, clock.today(programme.organization)),
            "shelf": shelf_of(membership, span, makes=may_make(request, PAIRS_KIND)),
            "made": made_reports(membership, span)[:50],
        }
    return render(request, "reports/reports.html", context)


@access(VIEW_REPORTS)
@require_POST
def report_make(request: HttpRequest) -> HttpResponse:
    """A worker makes the report of the year; `kind` says which, `project` of which form."""
    programme, project = current_programme(request), None
    kind = request.POST.get("kind", "")
    if programme is None or kind not in BOOKS:
        raise Http404
    if not may_make(request, kind):
        raise PermissionDenied
    if kind == PROJECT_KIND:
        project = _project(request, request.POST.get("project", ""))
    job = start_report(kind, span_asked(request, programme, project), actor=request.user)  # type: ignore[arg-type]
    return redirect("core:job", pk=job.pk)


def _project(request: HttpRequest, asked: Any) -> Project:
    programme = current_programme(request)
    if programme is None or not str(asked).isdecimal() or len(str(asked)) > 18:
        raise Http404
    seen = projects_visible_to(request.membership, programme)  # type: ignore[attr-defined]
    return get_object_or_404(seen.select_related("form", "programme__organization"), pk=int(asked))


# --- drafts ---


@access(VIEW_REPORTS)
@require_GET
def annual_report(request: HttpRequest) -> HttpResponse:
    """The draft of the annual report as it would be made today."""
    programme = current_programme(request)
    if programme is None:
        return render(request, "reports/reports.html", {"page_title": "Годовой отчёт", "programme": None})
    return _draft_page(request, ANNUAL_KIND, span_asked(request, programme))


@access(VIEW_REPORTS)
@require_GET
def project_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft of a project's report."""
    project = _project(request, pk)
    return _draft_page(request, PROJECT_KIND, span_asked(request, project.programme, project))


def _draft_page(request: HttpRequest, kind: str, span: Span) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    today = clock.today(span.programme.organization)
    label = kind_of(kind).label
    context = {
        "page_title": f"{label}: черновик",
        "page_lead": span.project.title if span.project else "",
        "breadcrumbs": (("Отчёты", reverse("reports:reports")), (label, "")),
        "programme": span.programme,
        "kind": kind,
        "span": span,
        "subject": span.project.pk if span.project else span.programme.pk,
        "years": years_with_reports(span.programme, today),
        "sections": draft_of(kind, span),
        "made": made_reports(membership, span).filter(kind=kind)[:20],
        "may_make": may_make(request, kind),
        "may_edit": may_edit(request, kind),
    }
    return render(request, "reports/report_draft.html", context)


def draft_address(kind: str, span: Span) -> str:
    """The page of the draft, of the year."""
    where = (
        reverse("reports:project_report", args=[span.project.pk])
        if span.project
        else reverse("reports:annual_report")
    )
    return f"{where}?{urlencode({'year': span.number})}"


def _edited_span(request: HttpRequest, kind: str, subject: int, year: int) -> Span:
    """The year of what the address names, for those who may edit it; 404 otherwise."""
    programme = current_programme(request)
    if programme is None or kind not in {ANNUAL_KIND, PROJECT_KIND} or not may_edit(request, kind):
        raise Http404
    project = _project(request, subject) if kind == PROJECT_KIND else None
    if project is None and programme.pk != subject:
        raise Http404
    try:
        return span_of(programme, clock.today(programme.organization), year=year, project=project)
    except DomainError as error:
        raise Http404 from error


class ReportSectionPage(FormPage):
    """The own text of one section, the drafted one beside it."""

    access_rule = EDIT_REPORTS
    form_class = SectionForm
    template_name = "reports/report_section.html"
    done = "Раздел сохранён."

    def load(self) -> None:
        self.span = _edited_span(self.request, self.kwargs["kind"], self.kwargs["pk"], self.kwargs["year"])
        found = {one.section.code: one for one in draft_of(self.kwargs["kind"], self.span)}
        if self.kwargs["code"] not in found:
            raise Http404
        self.draft = found[self.kwargs["code"]]

    def get_title(self) -> str:
        return self.draft.section.title

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        address = draft_address(self.kwargs["kind"], self.span)
        return (
            ("Отчёты", reverse("reports:reports")),
            (kind_of(self.kwargs["kind"]).label, address),
            (self.get_title(), ""),
        )

    def get_cancel_url(self) -> str:
        return draft_address(self.kwargs["kind"], self.span)

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"text": self.draft.text, "mode": self.draft.mode or OwnText.BESIDE}}

    def get_context(self) -> dict[str, Any]:
        return {"draft": self.draft, "drafted": self.draft.section}

    def save(self, form: Any) -> str:
        texts.write_section(
            self.kwargs["kind"],
            self.span,
            self.kwargs["code"],
            text=form.cleaned_data["text"],
            mode=form.cleaned_data["mode"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url() + f"#section-{self.kwargs['code']}"


@access(EDIT_REPORTS)
@require_POST
def report_section_step(
    request: HttpRequest, kind: str, pk: str, year: str, code: str, step: str
) -> HttpResponse:
    """Move a section up or down, leave it out, take it back, give back the drafted text."""
    span = _edited_span(request, kind, int(pk), int(year))
    actor: Any = request.user
    try:
        if step in STEPS:
            texts.move_section(kind, span, code, up=STEPS[step], actor=actor)
        elif step == "restore":
            texts.restore_section(kind, span, code, actor=actor)
            messages.success(request, "В разделе снова текст портала.")
        else:
            texts.drop_section(kind, span, code, is_dropped=step == "drop", actor=actor)
    except DomainError as error:
        raise Http404 from error
    return redirect(draft_address(kind, span) + f"#section-{code}")
