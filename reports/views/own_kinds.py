"""Own kinds of documents by Word files: the list, the upload, the page of a kind, making and trying."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.docx import DOCX_TYPE
from core.errors import DomainError
from core.pdf import safe_file_name
from core.selectors.viewer import current_programme
from core.views.pages import ConfirmPage, FormPage
from reports.documents.own_subjects import about, subjects_of
from reports.domain import own_kinds as domain
from reports.enums import OwnKindSubject
from reports.forms_own_kinds import OwnKindForm, OwnVersionForm
from reports.models import OwnDocument, OwnKind
from reports.permissions import EDIT_WORDINGS, PREPARE_DOCUMENTS
from reports.selectors import own_kinds as selectors

RECENT = 50
NO_PROGRAMME = "Сначала создайте программу: документы готовят для неё."


def _kinds() -> QuerySet[OwnKind]:
    return OwnKind.objects.filter(is_archived=False)


def _crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("Документы", reverse("reports:documents")),
        ("Свои виды документов", reverse("reports:own_kinds")),
        *rest,
    ]


@access(PREPARE_DOCUMENTS)
@require_GET
def own_kinds_page(request: HttpRequest) -> HttpResponse:
    context = {
        "page_title": "Свои виды документов",
        "breadcrumbs": [("Документы", reverse("reports:documents")), ("Свои виды документов", "")],
        "kinds": selectors.own_kinds(),
        "may_edit": EDIT_WORDINGS.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "reports/own_kinds/list.html", context)


@access(PREPARE_DOCUMENTS)
@require_GET
def own_kind_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The kind: its files, what they name, making, and what was made last."""
    kind = get_object_or_404(_kinds(), pk=pk)
    programme = current_programme(request)
    made = OwnDocument.objects.filter(version__kind=kind).select_related("file", "version", "author")
    context = {
        "page_title": kind.title,
        "breadcrumbs": _crumbs((kind.title, "")),
        "kind": kind,
        "versions": kind.versions.select_related("file", "author"),
        "subjects": subjects_of(kind, programme) if programme is not None else [],
        "made": made.order_by("-pk")[:RECENT],
        "variables": selectors.variables_of(kind.subject),
        "may_edit": EDIT_WORDINGS.allows(request.membership),  # type: ignore[attr-defined]
    }
    return render(request, "reports/own_kinds/page.html", context)


class OwnKindCreate(FormPage):
    access_rule = EDIT_WORDINGS
    title = "Новый вид документа"
    form_class = OwnKindForm
    template_name = "reports/own_kinds/form.html"
    submit_label = "Загрузить"
    done = "Вид добавлен. Покажите его на данных и готовьте документы."

    def get_breadcrumbs(self) -> Any:
        return _crumbs(("Новый вид", ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:own_kinds")

    def get_context(self) -> dict[str, Any]:
        subjects = OwnKindSubject.choices
        return {"groups": [(label, selectors.variables_of(value)) for value, label in subjects]}

    def save(self, form: Any) -> str:
        given = form.cleaned_data
        kind = domain.create_own_kind(
            self.request.membership.organization,  # type: ignore[attr-defined]
            title=given["title"],
            subject=given["subject"],
            about=given["about"],
            data=given["file"].read(),
            filename=given["file"].name,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("reports:own_kind", args=[kind.pk])


class OwnKindUpload(FormPage):
    access_rule = EDIT_WORDINGS
    title = "Новый файл образца"
    form_class = OwnVersionForm
    template_name = "reports/own_kinds/form.html"
    submit_label = "Загрузить"
    done = "Новый файл будет у новых документов, готовые не изменились."

    def load(self) -> None:
        self.kind = get_object_or_404(_kinds(), pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> Any:
        return _crumbs((self.kind.title, self.get_cancel_url()), ("Новый файл", ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:own_kind", args=[self.kind.pk])

    def get_context(self) -> dict[str, Any]:
        return {"groups": [(self.kind.get_subject_display(), selectors.variables_of(self.kind.subject))]}

    def save(self, form: Any) -> str:
        given = form.cleaned_data["file"]
        domain.add_version(self.kind, data=given.read(), filename=given.name, actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


class OwnKindArchive(ConfirmPage):
    access_rule = EDIT_WORDINGS
    title = "Убрать вид в архив"
    verb = "Убрать"
    text = "Новых документов этого вида готовить нельзя будет. Готовые останутся."

    def load(self) -> None:
        self.kind = get_object_or_404(_kinds(), pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> Any:
        return _crumbs((self.kind.title, self.get_cancel_url()), ("В архив", ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:own_kind", args=[self.kind.pk])

    def save(self, form: Any) -> str:
        domain.archive_own_kind(self.kind, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("reports:own_kinds")


@access(PREPARE_DOCUMENTS)
@require_POST
def own_kind_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the document of the chosen subject, or with `act=preview` give it without keeping."""
    kind = get_object_or_404(_kinds(), pk=pk)
    programme = current_programme(request)
    chosen = request.POST.get("subject", "")
    subject = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0
    try:
        if programme is None:
            raise DomainError(NO_PROGRAMME)
        if request.POST.get("act") == "preview":
            data = domain.preview_own(kind, about(kind, programme, subject))
            audit.record("own_document.previewed", subject=kind)
            return _word(data, f"{kind.title} (проба)")
        domain.make_own_document(kind, about(kind, programme, subject), actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Документ готов: он первый в списке ниже.")
    return redirect("reports:own_kind", pk=pk)


def _word(data: bytes, title: str) -> HttpResponse:
    response = HttpResponse(data, content_type=DOCX_TYPE)
    name = safe_file_name(title, ".docx")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
