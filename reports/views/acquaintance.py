"""The acquaintance list of a document, and a person's own page by their link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from core import audit
from core.access import access
from core.domain.files import read_file
from core.errors import DomainError
from core.russian import counted
from core.selectors.viewer import viewer_of
from core.views.pages import FormPage
from core.views.personal import by_personal_link
from reports.documents.life_sheets import ACQUAINTANCE
from reports.domain import acquaintance as domain
from reports.domain.own_papers import PDF, paper_now
from reports.enums import IN_FORCE
from reports.forms_life import AcquaintForm, PaperAcquaintForm
from reports.kinds import kind_of
from reports.life_enums import AcquaintanceState
from reports.permissions import ACQUAINT_BY_LINK, PREPARE_DOCUMENTS, VIEW_DOCUMENTS
from reports.rendering import Requisites, render_pdf
from reports.selectors import acquaintance as selectors
from reports.selectors.approval import possible_approvers
from reports.selectors.documents import current_version
from reports.views.documents import DocumentStepPage, visible_document
from reports.views.own import as_file


class AcquaintancePage(FormPage):
    """Who has got to know the document, and adding somebody by hand."""

    access_rule = VIEW_DOCUMENTS
    title = "Ознакомление"
    form_class = AcquaintForm
    template_name = "reports/life/acquaintance.html"
    done = "Человек добавлен."

    def load(self) -> None:
        self.document = visible_document(self.request, self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        return {"staff": possible_approvers(self.document.organization)}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        address = reverse("reports:document", args=[self.document.pk])
        return (("Документы", reverse("reports:documents")), (str(self.document), address), (self.title, ""))

    def get_context(self) -> dict[str, Any]:
        if self.request.method == "GET":
            audit.record("document.read", subject=self.document)
        lines = list(selectors.acquaintance_of(self.document))
        waiting = sum(1 for one in lines if one.state == AcquaintanceState.WAITING)
        in_force = self.document.state in IN_FORCE
        return {
            "document": self.document,
            "lines": lines,
            "done": len(lines) - waiting,
            "waiting": waiting if in_force else 0,
            "in_force": in_force,
            "may_edit": PREPARE_DOCUMENTS.allows(self.request.membership),  # type: ignore[attr-defined]
        }

    def save(self, form: Any) -> str:
        chosen = form.staff.get(form.cleaned_data["user"])
        domain.add_to_list(
            self.document,
            actor=self.request.user,  # type: ignore[arg-type]
            full_name=form.cleaned_data["full_name"],
            position=form.cleaned_data["position"] or (chosen.position if chosen else ""),
            user=chosen.user if chosen else None,
        )
        return reverse("reports:acquaintance", args=[self.document.pk])


@access(PREPARE_DOCUMENTS)
@require_POST
def acquaintance_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Fill the list from the document, or write to those who have not been acquainted."""
    document = visible_document(request, pk)
    try:
        if step == "fill":
            added = domain.fill_list(document, actor=request.user)  # type: ignore[arg-type]
            told = (
                f"Внесено: {counted(added, 'человек', 'человека', 'человек')}."
                if added
                else "Все уже в списке."
            )
        else:
            lines = selectors.acquaintance_of(document)
            sent, homeless = domain.remind(lines, actor=request.user)  # type: ignore[arg-type]
            told = f"Отправлено: {counted(sent, 'письмо', 'письма', 'писем')}."
            if homeless:
                told += f" Без почты: {homeless}, их знакомят на бумаге."
        messages.success(request, told)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("reports:acquaintance", pk=pk)


@access(PREPARE_DOCUMENTS)
@require_POST
def acquaintance_remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    document = visible_document(request, pk)
    try:
        domain.remove_from_list(
            get_object_or_404(selectors.acquaintance_of(document), pk=line),
            actor=request.user,  # type: ignore[arg-type]
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("reports:acquaintance", pk=pk)


class AcquaintancePaper(DocumentStepPage):
    """A signature on the paper sheet."""

    access_rule = PREPARE_DOCUMENTS
    title = "Ознакомлен на бумаге"
    form_class = PaperAcquaintForm
    verb = "Отметить"
    done = "Отметка внесена."

    def load(self) -> None:
        super().load()
        self.line = get_object_or_404(selectors.acquaintance_of(self.document), pk=self.kwargs["line"])

    def form_options(self) -> dict[str, Any]:
        return {"today": viewer_of(self.request).today}

    def get_text(self) -> str:
        return f"{self.line.full_name}: {self.document}."

    def save(self, form: Any) -> str:
        scan = form.cleaned_data["scan"]
        domain.mark_on_paper(
            self.line,
            on=form.cleaned_data["acquainted_on"],
            actor=self.request.user,
            scan=scan.read() if scan else b"",
            scan_name=scan.name if scan else "",
        )
        return reverse("reports:acquaintance", args=[self.document.pk])


@access(VIEW_DOCUMENTS)
@require_GET
def acquaintance_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for the printer: names, places for signatures, what is marked already."""
    document = visible_document(request, pk)
    try:
        data = paper_now(
            ACQUAINTANCE,
            document,
            organization=document.organization,
            what=PDF,
            actor=request.user,  # type: ignore[arg-type]
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:acquaintance", pk=pk)
    return as_file(data, f"Лист ознакомления {document.title}", PDF)


# --- by a personal link ---


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link(selectors.find_line, rule=ACQUAINT_BY_LINK)
def acquaint_by_link(
    request: HttpRequest, found: selectors.AcquaintanceLink, *, token: str
) -> HttpResponseBase:
    """Open the document, press «Ознакомлен(а)»; pressed twice nothing changes."""
    line, error = found.line, ""
    if request.method == "POST":
        try:
            domain.confirm(line, actor=None)
        except DomainError as refused:
            error = refused.message
    context = {
        "page_title": "Ознакомление с документом",
        "over_title": found.organization.short_name,
        "line": line,
        "token": token,
        "error": error,
        "gone": line.document.state not in IN_FORCE,
        "hides": line.person is not None,
    }
    return render(request, "reports/life/acquaint.html", context)


@require_safe
@by_personal_link(selectors.find_line, rule=ACQUAINT_BY_LINK)
def acquaint_file(request: HttpRequest, found: selectors.AcquaintanceLink, *, token: str) -> HttpResponseBase:
    """The text as this person may read it: other participants' names are hidden."""
    document = found.line.document
    version = current_version(document)
    if version is None or document.state not in IN_FORCE:
        return render(request, "core/personal/unknown.html", status=404)
    audit.record("acquaintance.opened", subject=document)
    content = selectors.shown_content(found.line, version)
    if content == version.snapshot:
        data = read_file(version.file)
    else:
        requisites = Requisites(version.number, version.date, check_code=version.check_code)
        data = render_pdf(
            kind_of(document.kind), content, version.wording, requisites, moment=version.rendered_at
        )
    return as_file(data, document.title, PDF)
