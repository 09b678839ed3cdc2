"""Letters and agreements for partners: made from the card, sent, opened by the partner's own people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import access
from core.errors import DomainError
from core.selectors.viewer import current_programme
from core.views.files import send_file
from core.views.pages import FormPage
from mentorship.models import Agreement, PartnerOrganization
from mentorship.permissions import SEE_OWN_PARTNER
from mentorship.selectors.partners import own_partners, partners_visible_to
from reports.domain import partners as domain
from reports.forms_partners import LetterForm, SendForm
from reports.models import Document, PartnerDelivery
from reports.partner_kinds import VARIANTS
from reports.permissions import PREPARE_DOCUMENTS
from reports.views.documents import visible_document


def _card(partner: PartnerOrganization) -> str:
    return reverse("mentorship:partner", args=[partner.pk])


class LetterMake(FormPage):
    """A letter to a partner, made as a draft for the head."""

    access_rule = PREPARE_DOCUMENTS
    form_class = LetterForm
    title = "Письмо партнёру"
    submit_label = "Подготовить письмо"
    done = "Проект письма готов. Проверьте его и передайте на подпись."

    def load(self) -> None:
        visible = partners_visible_to(self.request.membership).select_related("organization")  # type: ignore[attr-defined]
        self.partner = get_object_or_404(visible, pk=self.kwargs["pk"])

    @property
    def intro(self) -> str:  # type: ignore[override]
        return (
            f"{self.partner.short_name}. Бланк, обращение, должность и фамилия в нужном падеже — из карточек."
        )

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        crumb = ("Партнёры", reverse("mentorship:partners"))
        return (crumb, (self.partner.short_name, _card(self.partner)), (self.title, ""))

    def get_cancel_url(self) -> str:
        return _card(self.partner)

    def form_options(self) -> dict[str, Any]:
        wanted = self.request.GET.get("variant", "")
        return {"initial": {"variant": wanted if wanted in VARIANTS else "request"}}

    def save(self, form: LetterForm) -> str:
        document = domain.make_letter(
            self.partner,
            programme=current_programme(self.request),
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
        return reverse("reports:document", args=[document.pk])


@access(PREPARE_DOCUMENTS)
@require_POST
def agreement_make(request: HttpRequest, pk: int) -> HttpResponse:
    """The agreement as a PDF, or its newest version."""
    visible = partners_visible_to(request.membership)  # type: ignore[attr-defined]
    rows = Agreement.objects.filter(partner__in=visible).select_related("partner", "organization")
    agreement = get_object_or_404(rows, pk=pk)
    try:
        document = domain.make_agreement_paper(agreement, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(_card(agreement.partner))
    return redirect("reports:document", pk=document.pk)


@access(PREPARE_DOCUMENTS)
@require_POST
def partner_order_make(request: HttpRequest, pk: int) -> HttpResponse:
    """The order for the partner to issue at its side, of those of its people who are mentors today."""
    visible = partners_visible_to(request.membership)  # type: ignore[attr-defined]
    rows = Agreement.objects.filter(partner__in=visible).select_related("partner", "organization")
    agreement = get_object_or_404(rows, pk=pk)
    try:
        document = domain.make_mirror_order(agreement, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(_card(agreement.partner))
    return redirect("reports:document", pk=document.pk)


class PaperSend(FormPage):
    """Send a finished paper to one of the partner's people."""

    access_rule = PREPARE_DOCUMENTS
    form_class = SendForm
    title = "Отправить партнёру"
    submit_label = "Отправить"
    done = "Письмо отправлено и записано в карточке партнёра."

    def load(self) -> None:
        self.document = visible_document(self.request, self.kwargs["pk"])
        try:
            self.partner = domain.partner_of(self.document)
        except DomainError as error:
            raise Http404 from error
        self.recipients = domain.recipients_of(self.partner)

    @property
    def intro(self) -> str:  # type: ignore[override]
        if not self.recipients:
            return (
                f"У партнёра «{self.partner.short_name}» нет ни одного адреса: впишите почту в его карточку или "
                "добавьте контактное лицо."
            )
        return f"«{self.document}» уйдёт вложением. Отправка будет записана в карточке партнёра."

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        address = reverse("reports:document", args=[self.document.pk])
        return (
            (self.partner.short_name, _card(self.partner)),
            (str(self.document), address),
            (self.title, ""),
        )

    def get_cancel_url(self) -> str:
        return reverse("reports:document", args=[self.document.pk])

    def form_options(self) -> dict[str, Any]:
        return {"recipients": self.recipients}

    def save(self, form: SendForm) -> str:
        domain.send_paper(
            self.document,
            recipient=form.chosen,
            words=form.cleaned_data["words"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return _card(self.partner)


@access(SEE_OWN_PARTNER)
@require_GET
def own_paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A paper that was sent to one's own organisation; any other is 404."""
    sent = PartnerDelivery.objects.filter(partner__in=own_partners(request.membership))  # type: ignore[attr-defined]
    document = get_object_or_404(Document.objects.filter(pk__in=sent.values("document")), pk=pk)
    stored = domain.paper_file(document) if document.state in domain.FINISHED else None
    if stored is None:
        raise Http404
    audit.record("document.read", subject=document, actor=request.user)  # type: ignore[arg-type]
    return send_file(stored, inline=True)
