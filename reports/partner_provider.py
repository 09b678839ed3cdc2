"""What `reports` tells of a partner: its letters and agreements, to whom they were sent."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.registries import OnErase, OnMerge, PersonalDataSource, PersonLink
from mentorship.models import PartnerOrganization
from mentorship.partner_enums import PartnerState
from mentorship.partner_papers import PartnerAction, PartnerPaper
from reports.enums import DocumentState
from reports.models import Document, PartnerDelivery
from reports.partner_kinds import AGREEMENT, LETTER, MIRROR
from reports.tables import STATE_TONES

ACTIONS = {"partner.paper_sent": "Отправлено партнёру"}


def papers(partner: PartnerOrganization) -> list[PartnerPaper]:
    """Living papers of a partner, the newest first: three queries."""
    agreements = list(partner.agreements.values_list("pk", flat=True))
    own = Q(kind=LETTER, subject_id=partner.pk) | Q(kind__in=(AGREEMENT, MIRROR), subject_id__in=agreements)
    found = Document.objects.filter(own).exclude(state=DocumentState.CANCELLED)
    return [_paper(document) for document in found.order_by("-pk").prefetch_related("deliveries")]


def _paper(document: Document) -> PartnerPaper:
    sent = list(document.deliveries.all())
    return PartnerPaper(
        title=document.title,
        state=document.get_state_display(),
        tone=STATE_TONES[document.state],
        url=reverse("reports:document", args=[document.pk]),
        number=document.number,
        date=document.date if document.number else None,
        own_url=reverse("reports:own_paper", args=[document.pk]) if sent else "",
        sent=tuple(
            f"Отправлено {timezone.localtime(one.sent_at):%d.%m.%Y}: {one.recipient or 'получатель удалён'}"
            + (f", {one.address}" if one.address else "")
            for one in sent
        ),
    )


def actions(partner: PartnerOrganization) -> list[PartnerAction]:
    if partner.state != PartnerState.ACTIVE:
        return []
    return [PartnerAction("Письмо", reverse("reports:partner_letter", args=[partner.pk]))]


# --- personal data ---


def export_deliveries(person: models.Model) -> list[dict[str, Any]]:
    rows = PartnerDelivery.objects.filter(person=person).select_related("document")
    return [
        {"документ": str(one.document), "адрес": one.address, "отправлено": one.sent_at.isoformat()}
        for one in rows
    ]


SOURCE = PersonalDataSource("Письма партнёрам", (PartnerDelivery,), export_deliveries, lambda person: 0)
LINK = PersonLink(
    PartnerDelivery,
    "person",
    "Письма партнёрам",
    OnMerge.MOVE,
    OnErase.BLANK,
    words=("recipient", "address"),
)
