"""Amending orders: who leaves, joins, goes on with another mentor, ends early."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import transaction

from core.errors import DomainError
from core.models import User
from mentorship.domain import pair_changes as change_domain
from mentorship.models import PairChange, Programme
from mentorship.pair_enums import ChangeState
from reports.domain.documents import cancel_document, create_document
from reports.domain.relations import relate
from reports.enums import DocumentState
from reports.life_enums import RelationKind
from reports.models import Document
from reports.selectors.relations import orders_changed_by

KIND = "order_pair_changes"


def create_changes_order(programme: Programme, changes: Iterable[int], *, actor: User | None) -> Document:
    """One draft of these changes. Drafts that named some of them alone give way to it; pressed twice it is one.

    Raises DomainError when a change is in an order that the head has already, or waits no more.
    """
    ids = sorted(set(changes))
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        rows = list(
            PairChange.objects.select_related("pair").filter(
                pk__in=ids, programme=programme, state=ChangeState.WAITING
            )
        )
        if not rows or len(rows) != len(ids):
            raise DomainError("Изменений, которые ждут приказа, нет.", code="no_changes")
        held = {row.order_document for row in rows if row.order_document is not None}
        if len(held) == 1 and all(row.order_document for row in rows):
            return Document.objects.get(pk=held.pop())
        _give_way(held, set(ids), actor)
        key = "pair_changes:" + hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()[:32]
        order = create_document(
            KIND,
            programme,
            organization=programme.organization,
            key=key,
            actor=actor,
            options={"changes": ids},
        )
        change_domain.hold_changes(ids, order_document=order.pk)
        for earlier in orders_changed_by(rows):
            relate(order, earlier, kind=RelationKind.AMENDS, actor=actor)
        return order


def free_changes(programme: Programme) -> list[int]:
    """Changes that no order holds yet, or only a draft which nobody has sent: they may go into one order."""
    drafts = Document.objects.filter(kind=KIND, programme=programme, state=DocumentState.DRAFT)
    waiting = PairChange.objects.filter(programme=programme, state=ChangeState.WAITING)
    loose = waiting.filter(order_document__isnull=True) | waiting.filter(
        order_document__in=drafts.values("pk")
    )
    return list(loose.order_by("pk").values_list("pk", flat=True))


def _give_way(documents: Iterable[int], ids: set[int], actor: User | None) -> None:
    for draft in Document.objects.filter(pk__in=list(documents)):
        named = set(PairChange.objects.filter(order_document=draft.pk).values_list("pk", flat=True))
        if draft.state != DocumentState.DRAFT or not named <= ids:
            raise DomainError(f"Изменение уже стоит в приказе «{draft.title}».", code="held")
        cancel_document(draft, actor=actor, reason="Вошло в общий проект приказа")  # type: ignore[arg-type]
