"""Sending the papers of a batch by mail: asked about once, with how many get a letter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.clock import today
from core.russian import counted
from core.views.pages import ConfirmPage
from reports.batch_pages import address_of
from reports.domain.paper_letters import start_mailing
from reports.models import DocumentBatch
from reports.permissions import PREPARE_DOCUMENTS
from reports.selectors.consents import batches_visible_to
from reports.selectors.paper_letters import mailing_of


def letters_of(request: HttpRequest, batch: DocumentBatch) -> dict[str, Any]:
    """For the page of a batch: what may be sent, and whether this member may."""
    return {
        "mailing": mailing_of(batch, day=today(batch.organization)),
        "may_mail": PREPARE_DOCUMENTS.allows(request.membership),  # type: ignore[attr-defined]
    }


class BatchLetters(ConfirmPage):
    access_rule = PREPARE_DOCUMENTS
    title = "Разослать по почте"
    verb = "Разослать"
    done = "Письма отправляются."

    def load(self) -> None:
        found = batches_visible_to(self.request.membership)  # type: ignore[attr-defined]
        self.batch = get_object_or_404(found.select_related("organization"), pk=self.kwargs["pk"])
        self.mailing = mailing_of(self.batch, day=today(self.batch.organization))

    def get_text(self) -> str:
        if not self.mailing.to_write:
            return "Писать некому: письма уже ушли, или у получателей нет электронной почты."
        letters = counted(len(self.mailing.to_write), "письмо", "письма", "писем")
        gone = f" Уже отправлено: {self.mailing.sent}." if self.mailing.sent else ""
        without = f" Без почты: {len(self.mailing.without)}." if self.mailing.without else ""
        return (
            f"Уйдёт {letters}: каждому только его документ. Документ ребёнка до 14 лет получит родитель или другой "
            "законный представитель, старше – сам ребёнок, если в карточке есть его почта, иначе представитель. "
            f"В письме копия без подписи руководителя.{gone}{without}"
        )

    def get_breadcrumbs(self) -> Any:
        return [
            ("Документы", reverse("reports:documents")),
            ("Пакет для печати", address_of(self.batch)),
            ("По почте", ""),
        ]

    def get_cancel_url(self) -> str:
        return address_of(self.batch)

    def save(self, form: Any) -> str:
        job = start_mailing(self.batch, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("core:job", kwargs={"pk": job.pk})
