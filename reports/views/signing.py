"""«На подпись»: the head's queue on the left, the page as it will be on the right."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.clock import local
from core.errors import DomainError
from core.forms import dress_widgets
from core.russian import counted
from core.selectors.viewer import viewer_of
from core.signatures.token import has_token
from core.views.pages import FormPage
from reports.domain import documents as domain
from reports.domain.electronic import accept_signature, sign_with_key, sign_with_token
from reports.domain.signing import sign_on_paper
from reports.enums import DocumentState
from reports.forms import KeyForm, OutsideSignatureForm, RemarkForm, ScanForm
from reports.kinds import kind_of
from reports.models import Document
from reports.permissions import SIGN_DOCUMENTS
from reports.selectors import documents as selectors
from reports.selectors.relations import relations_of
from reports.views.documents import DocumentStepPage, allowed_steps, visible_document, why_not

MANY = 100


@access(SIGN_DOCUMENTS)
@require_GET
def signing(request: HttpRequest) -> HttpResponse:
    """The queue; `?document=` chooses the one that is shown, the first otherwise."""
    queue = list(selectors.waiting_for_head(request.membership)[:MANY])  # type: ignore[attr-defined]
    wanted = request.GET.get("document", "")
    chosen = next((one for one in queue if str(one.pk) == wanted), queue[0] if queue else None)
    if chosen is not None and kind_of(chosen.kind).personal_data:
        audit.record("document.read", subject=chosen)
    today = viewer_of(request).today
    to_register = sum(1 for one in queue if one.state == DocumentState.TO_SIGN)
    context = {
        "page_title": "На подпись",
        "queue": [_row(one, chosen, today) for one in queue],
        "to_register": to_register,
        "to_sign": len(queue) - to_register,
        "chosen": chosen,
        "pages": selectors.page_images(chosen, request.user) if chosen else [],  # type: ignore[arg-type]
        "may": allowed_steps(chosen, request) if chosen else {},
        "form": dressed(ScanForm(today=today)),
        "remark_form": dressed(RemarkForm()),
        "relations": relations_of(chosen, planned=True) if chosen else [],
        "why_not": why_not(request),
    }
    return render(request, "reports/signing.html", context)


def dressed(form: Any) -> Any:
    """A form whose fields the template lays out one by one."""
    dress_widgets(form)
    return form


def _row(document: Document, chosen: Document | None, today: Any) -> dict[str, Any]:
    """A line of the queue: what it is, what it rests on, how long it has waited."""
    sent = local(document.sent_at or timezone.now(), document.organization).date()
    days = (today - sent).days
    registered = document.state == DocumentState.REGISTERED
    family = kind_of(document.kind).family
    return {
        "document": document,
        "url": reverse("reports:signing") + f"?document={document.pk}",
        "is_chosen": chosen is not None and chosen.pk == document.pk,
        "registered": registered,
        "detail": " · ".join(
            part for part in (family, f"№ {document.number}" if registered else "", document.summary) if part
        ),
        "why": counted(days, "день", "дня", "дней") if days > 0 else "сегодня",
        "tone": "wait" if days > 1 else "info",
    }


@access(SIGN_DOCUMENTS)
@require_POST
def register_many(request: HttpRequest) -> HttpResponse:
    """Number every marked document of the queue; one that cannot be is told, the others go on."""
    marked = {value for value in request.POST.getlist("pk") if value.isdigit() and len(value) < 19}
    chosen = [
        one
        for one in selectors.waiting_for_head(request.membership)[:MANY]  # type: ignore[attr-defined]
        if str(one.pk) in marked and one.state == DocumentState.TO_SIGN
    ]
    done = []
    for document in chosen:
        try:
            done.append(domain.register_document(document, actor=request.user))  # type: ignore[arg-type]
        except DomainError as error:
            messages.error(request, f"{document.title}: {error.message}")
    if done:
        numbers = ", ".join(f"№\u00a0{document.number}" for document in done)
        messages.success(request, f"Зарегистрировано: {numbers}. Напечатайте, подпишите и приложите скан.")
    elif not chosen:
        messages.warning(request, "Отметьте документы, которые нужно зарегистрировать.")
    return redirect("reports:signing")


class DocumentSign(DocumentStepPage):
    """Mark as signed on paper: the scan and the date."""

    access_rule = SIGN_DOCUMENTS
    title = "Отметить подписанным"
    form_class = ScanForm
    template_name = "reports/sign.html"
    verb = "Отметить подписанным"
    done = "Документ подписан."

    def form_options(self) -> dict[str, Any]:
        return {"today": viewer_of(self.request).today}

    def get_context(self) -> dict[str, Any]:
        return {"document_pk": self.document.pk}

    def save(self, form: Any) -> str:
        scan = form.cleaned_data["scan"]
        sign_on_paper(
            visible_document(self.request, self.document.pk),
            actor=self.request.user,
            scan=scan.read(),
            scan_name=scan.name,
            signed_on=form.cleaned_data["signed_on"],
        )
        if self.request.POST.get("back") == "queue":
            return reverse("reports:signing")
        return reverse("reports:document", args=[self.document.pk])


class DocumentSignFile(DocumentStepPage):
    """Take a signature made outside."""

    access_rule = SIGN_DOCUMENTS
    title = "Приложить электронную подпись"
    form_class = OutsideSignatureForm
    template_name = "reports/sign_file.html"
    verb = "Проверить и приложить"
    done = "Подпись проверена, документ подписан."

    def save(self, form: Any) -> str:
        accept_signature(
            visible_document(self.request, self.document.pk),
            actor=self.request.user,
            file=form.cleaned_data["signature"].read(),
        )
        return reverse("reports:document", args=[self.document.pk])


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignByKey(FormPage):
    """Sign registered documents of the queue in one act by the head's own key."""

    access_rule = SIGN_DOCUMENTS
    title = "Подписать ключом"
    form_class = KeyForm
    template_name = "reports/sign_key.html"
    submit_label = "Подписать"
    done = ""

    def load(self) -> None:
        waiting = selectors.waiting_for_head(self.request.membership)[:MANY]  # type: ignore[attr-defined]
        self.ready = {str(one.pk): one for one in waiting if one.state == DocumentState.REGISTERED}

    def form_options(self) -> dict[str, Any]:
        marked = [pk for pk in self.request.GET.getlist("pk") if pk in self.ready]
        found = [(pk, f"№\u00a0{one.number}. {one.title}") for pk, one in self.ready.items()]
        return {
            "found": found,
            "has_token": has_token(),
            "initial": {"documents": marked or list(self.ready)},
        }

    def get_context(self) -> dict[str, Any]:
        return {"ready": self.ready}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("На подпись", reverse("reports:signing")), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("reports:signing")

    def save(self, form: Any) -> str:
        chosen = [self.ready[pk] for pk in form.cleaned_data["documents"]]
        user, password = self.request.user, form.cleaned_data["password"]
        file = form.cleaned_data["signature"]
        result = (
            sign_with_key(chosen, actor=user, key_file=file.read(), password=password)
            if file
            else sign_with_token(chosen, actor=user, pin=password)
        )
        for document, why in result.refused:
            messages.error(self.request, f"{document.title}: {why}")
        if result.done:
            count = counted(len(result.done), "документ", "документа", "документов")
            messages.success(self.request, f"Подписано: {count}.")
        return reverse("reports:signing")
