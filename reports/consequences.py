"""What follows when a document is signed or issued: told to the apps below and to whoever listens.

Runs inside the transaction of the signing: if a pair may not become active, the order is not signed either.
"""

from __future__ import annotations

from django.urls import reverse

from core import clock, facts
from core.models import User
from mentorship.domain import consents as consent_domain
from mentorship.domain import pairs as pair_domain
from mentorship.models import Consent, Pair
from reports.models import Document


def subjects_of(document: Document, model: type) -> list[int]:
    """Ids of the objects of a model that the document is about."""
    label = model._meta.label_lower  # type: ignore[attr-defined]
    return list(
        document.subjects.filter(model=label).order_by("object_id").values_list("object_id", flat=True)
    )


def pairs_order_signed(document: Document, actor: User | None) -> None:
    """The pairs of the order become active, and the signed order proves the roadmap's activity."""
    pairs = Pair.objects.filter(pk__in=subjects_of(document, Pair))
    pair_domain.activate_pairs(
        list(pairs),
        actor=actor,
        order_document=document.pk,
        order_number=document.number,
        order_date=document.date,
    )
    tell(document, "order_signed", actor)


def consent_issued(document: Document, actor: User | None) -> None:
    """A form printed for a person: their consent is «выдано на подпись»."""
    day = clock.today(document.organization)
    for consent in Consent.objects.filter(pk__in=subjects_of(document, Consent)):
        consent_domain.mark_issued(consent, actor=actor, on=day)


def report_issued(document: Document, actor: User | None) -> None:
    tell(document, "report_issued", actor)


def tell(document: Document, fact: str, actor: User | None) -> None:
    facts.emit(
        fact,
        subject=document,
        programme=document.programme,
        detail=document.kind,
        actor=actor,
        url=reverse("reports:document", kwargs={"pk": document.pk}),
        title=str(document),
    )
