"""Orders made from what the curator has confirmed."""

from __future__ import annotations

import hashlib

from django.db import transaction

from core.errors import DomainError
from core.models import User
from mentorship.domain import pairs as pair_domain
from mentorship.models import Pair, Programme
from reports.domain.documents import create_document
from reports.enums import UNFINISHED
from reports.models import Document
from reports.selectors.documents import objects_in_unfinished
from reports.selectors.orders import confirmed_pair_ids

KIND = "order_pairs"


def create_pairs_order(programme: Programme, *, actor: User) -> Document:
    """A draft «О закреплении пар» of all confirmed pairs that no unfinished order holds yet.

    Pressed twice it is one draft. Raises DomainError when there is nothing to put into an order.
    """
    with transaction.atomic():
        # The programme's row keeps two curators from putting one pair into two drafts.
        Programme.objects.select_for_update().get(pk=programme.pk)
        confirmed = confirmed_pair_ids(programme)
        if not confirmed:
            raise DomainError(
                "Нет подтверждённых пар: сначала подтвердите пары, они встанут «К приказу».", code="no_pairs"
            )
        held = objects_in_unfinished(KIND, Pair)
        free = [pk for pk in confirmed if pk not in held]
        if not free:
            return _draft_of(confirmed)
        key = "pairs:" + hashlib.sha256(",".join(map(str, free)).encode()).hexdigest()[:32]
        order = create_document(
            KIND,
            programme,
            organization=programme.organization,
            key=key,
            actor=actor,
            options={"pairs": free},
        )
        pair_domain.hold_for_order(free, order_document=order.pk)
        return order


def _draft_of(pairs: list[int]) -> Document:
    """The latest unfinished order that already holds these pairs: the answer to a second press."""
    from_subjects = Document.objects.filter(
        kind=KIND,
        state__in=UNFINISHED,
        subjects__model=Pair._meta.label_lower,
        subjects__object_id__in=pairs,
    )
    return from_subjects.order_by("-pk").distinct()[0]
