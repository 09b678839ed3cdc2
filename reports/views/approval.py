"""Visas: a draft sent round, the page of those who are asked, the routes by default."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import audit
from core.access import access
from core.domain.files import read_file
from core.errors import DomainError
from core.forms import ReasonForm
from core.models import Organization
from core.pdf import page_png
from core.selectors.viewer import viewer_of
from core.views.pages import FormPage
from reports.documents.life_sheets import APPROVAL
from reports.domain import approval as domain
from reports.domain.own_papers import PDF, paper_now
from reports.forms_life import PaperVisaForm, RouteForm, VisaForm
from reports.kinds import all_kinds, kind_of
from reports.models import ApprovalRoute
from reports.permissions import GIVE_VISA, MANAGE_ROUTES, PREPARE_DOCUMENTS, VIEW_DOCUMENTS
from reports.selectors import approval as selectors
from reports.selectors.documents import page_images, page_key_fits
from reports.views.documents import DocumentStepPage, visible_document
from reports.views.own import as_file

ALL = "all"


class ApprovalStart(DocumentStepPage):
    """Whom the draft goes to: the route by default, changed for this document where it must be."""

    access_rule = PREPARE_DOCUMENTS
    title = "Отправить на согласование"
    form_class = RouteForm
    template_name = "reports/life/route.html"
    verb = "Отправить"
    done = "Документ отправлен на согласование."

    def form_options(self) -> dict[str, Any]:
        document = self.document
        last = selectors.last_round(document)
        route = selectors.route_of(document.organization, document.kind)
        if last:  # sent again after a return: the same people
            people = tuple(selectors.Approver(one.full_name, one.position, one.user) for one in last)
            route = selectors.Route(people, is_parallel=len(last) > 1 and last[0].step == last[-1].step)
        return {"staff": selectors.possible_approvers(document.organization), "route": route}

    def save(self, form: Any) -> str:
        domain.start_approval(
            self.document, form.members(), is_parallel=form.is_parallel, actor=self.request.user
        )
        return reverse("reports:document", args=[self.document.pk])


class ApprovalBack(DocumentStepPage):
    """Call the draft back from its round."""

    access_rule = PREPARE_DOCUMENTS
    title = "Отозвать с согласования"
    form_class = ReasonForm
    verb = "Отозвать"
    done = "Документ отозван."

    def save(self, form: Any) -> str:
        domain.take_back(self.document, actor=self.request.user, reason=form.cleaned_data["reason"])
        return reverse("reports:document", args=[self.document.pk])


class VisaMark(DocumentStepPage):
    """Write down a visa given on paper."""

    access_rule = PREPARE_DOCUMENTS
    title = "Отметить визу на бумаге"
    form_class = PaperVisaForm
    verb = "Отметить"
    done = "Виза отмечена."

    def load(self) -> None:
        super().load()
        self.visa = get_object_or_404(self.document.visas.select_related("document"), pk=self.kwargs["visa"])

    def form_options(self) -> dict[str, Any]:
        return {"today": viewer_of(self.request).today}

    def get_text(self) -> str:
        return f"{self.visa.full_name}{', ' + self.visa.position if self.visa.position else ''}."

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        domain.mark_visa(
            self.visa,
            answer=data["answer"],
            on=data["decided_on"],
            remark=data["remark"],
            actor=self.request.user,
        )
        return reverse("reports:document", args=[self.document.pk])


@access(VIEW_DOCUMENTS)
@require_GET
def approval_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """«Лист согласования» of the newest round, as it stands now."""
    document = visible_document(request, pk)
    try:
        data = paper_now(
            APPROVAL,
            document,
            organization=document.organization,
            what=PDF,
            actor=request.user,  # type: ignore[arg-type]
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reports:document", pk=pk)
    return as_file(data, f"Лист согласования {document.title}", PDF)


# --- those who are asked ---


class VisasPage(FormPage):
    """«На визу»: what waits for the reader's word on the left, the pages on the right."""

    access_rule = GIVE_VISA
    title = "На визу"
    form_class = VisaForm
    template_name = "reports/life/visas.html"
    done = "Виза поставлена."

    def load(self) -> None:
        self.waiting = list(selectors.visas_waiting_for(self.request.user)[:100])  # type: ignore[arg-type]
        wanted = self.kwargs.get("pk")
        self.chosen = next((one for one in self.waiting if one.pk == wanted), None)
        if wanted and self.chosen is None:
            raise Http404
        if self.chosen is None and self.waiting:
            self.chosen = self.waiting[0]

    def get_context(self) -> dict[str, Any]:
        chosen = self.chosen
        if chosen is not None and self.request.method == "GET":
            audit.record("document.read", subject=chosen.document)
        return {
            "waiting": self.waiting,
            "chosen": chosen,
            "kind": kind_of(chosen.document.kind) if chosen else None,
            "others": selectors.last_round(chosen.document) if chosen else [],
            "pages": page_images(chosen.document, self.request.user, page="reports:visa_page", pk=chosen.pk)  # type: ignore[arg-type]
            if chosen
            else [],
        }

    def save(self, form: Any) -> str:
        if self.chosen is None:
            raise Http404
        domain.give_visa(
            self.chosen,
            answer=form.cleaned_data["answer"],
            remark=form.cleaned_data["remark"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("reports:visas")


@access(GIVE_VISA)
@require_GET
def visa_page(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A page of what the reader is asked about; opens with the key of the audited page only."""
    visa = get_object_or_404(selectors.visas_waiting_for(request.user), pk=pk)  # type: ignore[arg-type]
    document = visa.document
    if document.file is None or not page_key_fits(request.GET.get("key", ""), document, request.user):  # type: ignore[arg-type]
        raise Http404
    try:
        picture = page_png(read_file(document.file), number, width=1100)
    except IndexError as error:
        raise Http404 from error
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600, immutable"
    return response


# --- routes by default ---


@access(MANAGE_ROUTES)
@require_GET
def routes(request: HttpRequest) -> HttpResponse:
    """Which kinds go round before the head, and to whom."""
    organization: Organization = request.organization  # type: ignore[attr-defined]
    found = {
        one.kind: one
        for one in ApprovalRoute.objects.filter(organization=organization).prefetch_related("members")
    }
    kinds = [(ALL, "Все документы на подпись", found.get(""))]
    kinds += [(one.code, one.label, found.get(one.code)) for one in all_kinds() if one.signed_by_head]
    context = {
        "page_title": "Маршруты согласования",
        "breadcrumbs": (("Документы", reverse("reports:documents")), ("Маршруты согласования", "")),
        "kinds": kinds,
    }
    return render(request, "reports/life/routes.html", context)


class RouteEdit(FormPage):
    """The route by default of one kind, or of all."""

    access_rule = MANAGE_ROUTES
    form_class = RouteForm
    template_name = "reports/life/route.html"
    done = "Маршрут сохранён."

    def load(self) -> None:
        codes = {one.code: one.label for one in all_kinds() if one.signed_by_head} | {
            ALL: "Все документы на подпись"
        }
        code = self.kwargs["kind"]
        if code not in codes:
            raise Http404
        self.code, self.label = "" if code == ALL else code, codes[code]

    def get_title(self) -> str:
        return f"Маршрут: {self.label.lower()}"

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Маршруты согласования", reverse("reports:approval_routes")), (self.label, ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:approval_routes")

    def form_options(self) -> dict[str, Any]:
        organization = self.request.organization  # type: ignore[attr-defined]
        own = ApprovalRoute.objects.filter(organization=organization, kind=self.code).first()
        route = None
        if own is not None:
            people = tuple(
                selectors.Approver(one.full_name, one.position, one.user)
                for one in own.members.select_related("user")
            )
            route = selectors.Route(people, own.is_parallel)
        return {"staff": selectors.possible_approvers(organization), "route": route}

    def save(self, form: Any) -> str:
        domain.set_route(
            self.request.organization,  # type: ignore[attr-defined]
            self.code,
            form.members(),
            is_parallel=form.is_parallel,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("reports:approval_routes")
