"""What follows when a document is signed or issued: told to the apps below and to whoever listens.

Runs inside the transaction of the signing: if a pair may not become active, the order is not signed either.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from core import clock, facts
from core.errors import DomainError
from core.models import User
from mentorship.domain import consents as consent_domain
from mentorship.domain import pair_changes as change_domain
from mentorship.domain import pairs as pair_domain
from mentorship.models import Consent, Pair, PairChange
from mentorship.selectors.consents import UNSIGNED
from reports.enums import DocumentState
from reports.models import Document
from reports.selectors.consent_signing import live_signatures


def subjects_of(document: Document, model: type) -> list[int]:
    """Ids of the objects of a model that the document is about."""
    label = model._meta.label_lower  # type: ignore[attr-defined]
    return list(
        document.subjects.filter(model=label).order_by("object_id").values_list("object_id", flat=True)
    )


def order_signed(document: Document, actor: User | None) -> None:
    """An order that changes no record: its signature proves the roadmap's activity."""
    tell(document, "order_signed", actor)


def pairs_order_signed(document: Document, actor: User | None) -> None:
    """The pairs of the order become active, and the signed order proves the roadmap's activity."""
    if document.date is None:
        raise DomainError("У приказа нет даты: сначала зарегистрируйте его.", code="no_date")
    pairs = Pair.objects.filter(pk__in=subjects_of(document, Pair))
    pair_domain.activate_pairs(
        list(pairs),
        actor=actor,
        order_document=document.pk,
        order_number=document.number,
        order_date=document.date,
    )
    tell(document, "order_signed", actor)


def pairs_order_cancelled(document: Document, actor: User | None) -> None:
    """Its pairs wait for another order."""
    pair_domain.release_from_order(order_document=document.pk)


def changes_order_signed(document: Document, actor: User | None) -> None:
    """The changes of the order are made, those of a later day on their day."""
    if document.date is None:
        raise DomainError("У приказа нет даты: сначала зарегистрируйте его.", code="no_date")
    changes = PairChange.objects.filter(pk__in=subjects_of(document, PairChange)).order_by("pk")
    change_domain.order_changes(
        list(changes),
        actor=actor,
        order_document=document.pk,
        order_number=document.number,
        order_date=document.date,
    )
    tell(document, "order_signed", actor)


def changes_order_cancelled(document: Document, actor: User | None) -> None:
    """Its changes wait for another order, or are given up."""
    change_domain.release_changes(order_document=document.pk)


def consent_issued(document: Document, actor: User | None) -> None:
    """A form printed for a person: their consent is «выдано на подпись»."""
    consent = Consent.objects.select_related("person", "organization").get(pk=document.subject_id)
    consent_domain.mark_issued(consent, actor=actor, on=clock.today(document.organization))


def consents_issued(documents: Sequence[Document], actor: User | None) -> None:
    """The same for forms of one institution that were printed together."""
    found = Consent.objects.select_related("person", "organization").filter(
        pk__in=[document.subject_id for document in documents]
    )
    day = clock.today(documents[0].organization)
    consent_domain.mark_all_issued(list(found.order_by("pk")), actor=actor, on=day)


def consent_may_change(document: Document) -> None:
    """What a person has signed is not drawn anew under their signature."""
    if not Consent.objects.filter(pk=document.subject_id, state__in=UNSIGNED).exists():
        raise DomainError("Согласие уже подписано или закрыто: его текст не меняется.", code="signed")
    if live_signatures(
        Consent.objects.select_related("person", "representative").get(pk=document.subject_id)
    ):
        raise DomainError(
            "Один из двоих уже подписал это согласие электронно: текст меняют, когда его подпись снята.",
            code="half_signed",
        )


def report_may_change(document: Document) -> None:
    """A report keeps the figures of its day; one that waits for its signature has no day yet."""
    if document.state == DocumentState.ISSUED and document.date != clock.today(document.organization):
        raise DomainError("Отчёт хранит цифры своего дня. Составьте новый отчёт.", code="frozen")


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
        data={"day": document.date},
    )
