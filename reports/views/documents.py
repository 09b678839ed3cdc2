"""The list of documents, the page of one, and the steps of its life."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.domain.files import read_file
from core.errors import DomainError
from core.forms import ReasonForm
from core.history import told
from core.pdf import page_png
from core.russian import counted
from core.selectors.audit import history_of
from core.selectors.viewer import viewer_of
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from core.views.pages import ConfirmPage
from reports.domain import documents as domain
from reports.domain.approval import send_onward
from reports.domain.relations import ARCHIVABLE
from reports.enums import EDITABLE, GONE, IN_FORCE, UNFINISHED, WAITING, DocumentState
from reports.filters import DocumentFilter
from reports.forms import RemarkForm
from reports.kinds import codes, kind_of
from reports.models import Document
from reports.permissions import (
    MANAGE_ROUTES,
    PREPARE_DOCUMENTS,
    REGISTER_DOCUMENTS,
    SIGN_DOCUMENTS,
    VIEW_DOCUMENTS,
    VIEW_JOURNAL,
    VIEW_WORDINGS,
)
from reports.rendering import Requisites
from reports.selectors import documents as selectors
from reports.selectors.heads import why_not_head
from reports.selectors.journal import free_numbers
from reports.selectors.life import life_of
from reports.tables import STATE_TONES, DocumentTable

HISTORY_ROWS = 30


def visible_document(request: HttpRequest, pk: int) -> Document:
    """The document, or 404 when it lies outside what the person sees."""
    return get_object_or_404(selectors.documents_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


def send_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    """Drafts of the selection go to the head, or round where their kind has a route; those that cannot are told."""
    sent = round_trips = 0
    for document in rows:
        try:
            send_onward(document, actor=request.user)  # type: ignore[arg-type]
        except DomainError as error:
            messages.error(request, f"{document}: {error.message}")
            continue
        round_trips += document.state == DocumentState.APPROVING
        sent += document.state == DocumentState.TO_SIGN
    told = f"Передано на подпись: {counted(sent, 'документ', 'документа', 'документов')}."
    return f"{told} На согласование: {round_trips}." if round_trips else told


class DocumentsPage(ListPage):
    access_rule = VIEW_DOCUMENTS
    title = "Документы"
    table_class = DocumentTable
    filterset_class = DocumentFilter
    bulk_actions = (BulkAction("send", "Передать на подпись", apply=send_many, rule=PREPARE_DOCUMENTS),)
    empty = {
        "title": "Документов пока нет",
        "text": "Приказы и другие документы готовят здесь, согласия – на странице «Согласия».",
    }

    def get_context(self) -> dict[str, Any]:
        membership = self.request.membership  # type: ignore[attr-defined]
        actions: list[dict[str, Any]] = []
        if VIEW_WORDINGS.allows(membership):
            actions.append({"label": "Тексты документов", "url": reverse("reports:wordings")})
        if PREPARE_DOCUMENTS.allows(membership):
            actions.append({"label": "Документы программы", "url": reverse("reports:programme_papers")})
            actions.append({"label": "Подготовить документ", "url": reverse("reports:prepare"), "main": True})
        if VIEW_JOURNAL.allows(membership):
            actions.append({"label": "Журнал регистрации", "url": reverse("reports:number_journal")})
        if MANAGE_ROUTES.allows(membership):
            actions.append({"label": "Маршруты согласования", "url": reverse("reports:approval_routes")})
        return {"page_actions": actions}

    def get_queryset(self) -> QuerySet[Document]:
        found = selectors.documents_visible_to(self.request.membership)
        return found if self.request.GET.get("kind") else found.exclude(kind__in=codes(mass=True))


@access(VIEW_DOCUMENTS)
@require_GET
def document_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as the page it will be, what may be done with it, versions and history."""
    document = visible_document(request, pk)
    kind = kind_of(document.kind)
    if kind.personal_data:
        audit.record("document.read", subject=document)
    version = selectors.current_version(document)
    context = {
        "page_title": document.title,
        "breadcrumbs": (("Документы", reverse("reports:documents")), (str(document), "")),
        "document": document,
        "kind": kind,
        "tone": STATE_TONES[document.state],
        "version": version,
        "code": Requisites(check_code=version.check_code).code_groups if version else "",
        "pages": selectors.page_images(document, request.user),  # type: ignore[arg-type]
        "versions": document.versions.select_related("file", "author"),
        "signatures": selectors.signatures_of(document),
        "history": told(history_of(document)[:HISTORY_ROWS]),
        "may": allowed_steps(document, request),
        "why_not": why_not(request) if document.state in WAITING else "",
        "life": life_of(document),
        "reserved": free_numbers(document) if document.state in UNFINISHED else [],
    }
    return render(request, "reports/document.html", context)


def why_not(request: HttpRequest) -> str:
    """Why somebody with the head's right may not use it today, in words; empty for the head and for everybody else."""
    membership = request.membership  # type: ignore[attr-defined]
    if not SIGN_DOCUMENTS.allows(membership):
        return ""
    return why_not_head(membership, viewer_of(request).today)


def allowed_steps(document: Document, request: HttpRequest) -> dict[str, bool]:
    """Which buttons this person sees for this document."""
    membership = request.membership  # type: ignore[attr-defined]
    kind, state = kind_of(document.kind), document.state
    is_head = not why_not(request)
    prepares, signs = PREPARE_DOCUMENTS.allows(membership), SIGN_DOCUMENTS.allows(membership) and is_head
    return {
        "send": prepares and kind.signed_by_head and state in EDITABLE,
        "refresh": prepares and (state in EDITABLE or state == DocumentState.ISSUED),
        "register": REGISTER_DOCUMENTS.allows(membership) and is_head and state == DocumentState.TO_SIGN,
        "return": signs and state == DocumentState.TO_SIGN,
        "deliver": prepares and kind.to_partner and state in {DocumentState.SIGNED, DocumentState.ISSUED},
        "sign": signs and state == DocumentState.REGISTERED,
        "prepare": prepares,
        "approve": prepares and kind.signed_by_head and state in EDITABLE,
        "call_back": prepares and state == DocumentState.APPROVING,
        "relate": prepares and kind.signed_by_head and state in EDITABLE,
        "acquaint": prepares and kind.signed_by_head and state not in GONE,
        "publish": prepares and kind.signed_by_head and state in IN_FORCE - {DocumentState.ISSUED},
        "archive": prepares and state in ARCHIVABLE,
        "cancel": signs
        if state == DocumentState.REGISTERED
        else prepares and state in EDITABLE | {DocumentState.TO_SIGN, DocumentState.APPROVING},
    }


@access(VIEW_DOCUMENTS)
@require_GET
def document_page_image(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page as a picture; opens only with the key that an audited page has given this person."""
    document = visible_document(request, pk)
    if document.file is None or not selectors.page_key_fits(
        request.GET.get("key", ""), document, request.user
    ):  # type: ignore[arg-type]
        raise Http404
    try:
        picture = page_png(read_file(document.file), number, width=1100)
    except IndexError as error:
        raise Http404 from error
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600, immutable"
    return response


def _step(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    document = visible_document(request, pk)
    try:
        act(document)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("reports:document", pk=pk)


@access(PREPARE_DOCUMENTS)
@require_POST
def document_send(request: HttpRequest, pk: int) -> HttpResponse:
    document = visible_document(request, pk)
    try:
        send_onward(document, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    else:
        round_trip = document.state == DocumentState.APPROVING
        messages.success(
            request, f"Документ {'отправлен на согласование' if round_trip else 'передан на подпись'}."
        )
    return redirect("reports:document", pk=pk)


@access(PREPARE_DOCUMENTS)
@require_POST
def document_refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the document anew from today's records."""
    return _step(
        request, pk, lambda one: domain.renew_document(one, actor=request.user), "Документ обновлён."
    )


@access(REGISTER_DOCUMENTS)
@require_POST
def document_register(request: HttpRequest, pk: int) -> HttpResponse:
    named = request.POST.get("reserved", "")
    reserved = int(named) if named.isdigit() and len(named) < 19 else None
    return _step(
        request,
        pk,
        lambda one: domain.register_document(one, actor=request.user, reserved=reserved),
        "Документ зарегистрирован. Напечатайте его и подпишите.",
    )


class DocumentStepPage(ConfirmPage):
    """A step that asks for words first."""

    def load(self) -> None:
        self.document = visible_document(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        address = reverse("reports:document", args=[self.document.pk])
        return (("Документы", reverse("reports:documents")), (str(self.document), address), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:document", args=[self.document.pk])

    def get_text(self) -> str:
        return f"{kind_of(self.document.kind).family} «{self.document}»."


class DocumentReturn(DocumentStepPage):
    access_rule = SIGN_DOCUMENTS
    title = "Вернуть с замечанием"
    form_class = RemarkForm
    verb = "Вернуть"
    done = "Документ возвращён куратору."

    def save(self, form: Any) -> str:
        domain.return_document(self.document, actor=self.request.user, remark=form.cleaned_data["remark"])
        return reverse("reports:signing")


class DocumentCancel(DocumentStepPage):
    access_rule = REGISTER_DOCUMENTS
    title = "Отменить документ"
    form_class = ReasonForm
    verb = "Отменить документ"
    danger = True
    consequence = "Номер, если он присвоен, останется в журнале с отметкой об отмене и больше не будет выдан."
    done = "Документ отменён."

    def save(self, form: Any) -> str:
        domain.cancel_document(self.document, actor=self.request.user, reason=form.cleaned_data["reason"])
        return reverse("reports:document", args=[self.document.pk])
