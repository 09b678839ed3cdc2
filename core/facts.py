"""Facts: what happened that proves something, told to whoever listens.

A lower app says «an order was signed», the roadmap hears it, and nobody needs to know the roadmap.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.dispatch import Signal
from django.utils import timezone

from core.models import User

# Receivers get `fact: Fact`. Sent inside the transaction of the thing that happened: both stand or fall.
happened = Signal()
# A record holds no more. Receivers get `fact: Fact`: `title` is the reason, an empty `kind` means all of its subject.
withdrawn = Signal()


@dataclass(frozen=True)
class Fact:
    """`kind` is one of the codes in `docs/architecture.md`, `detail` narrows it (kind of order, kind of base)."""

    kind: str
    subject: models.Model
    programme: models.Model | None
    detail: str = ""
    moment: datetime = field(default_factory=timezone.now)
    actor: User | None = None
    url: str = ""
    title: str = ""
    # `day` (date): the record's own date, from which terms are counted.
    data: dict[str, Any] = field(default_factory=dict)


def emit(kind: str, *, subject: models.Model, programme: models.Model | None, **more: Any) -> Fact:
    """Tell that something happened; keyword arguments are the other fields of `Fact`."""
    fact = Fact(kind=kind, subject=subject, programme=programme, **more)
    happened.send(sender=type(subject), fact=fact)
    return fact


def withdraw(
    kind: str, *, subject: models.Model, programme: models.Model | None, reason: str, **more: Any
) -> Fact:
    """Take back what was told of a subject: the document is cancelled, a consent has lapsed.

    An empty `kind` takes back everything told of it. `more` are the other fields of `Fact`.
    """
    fact = Fact(kind=kind, subject=subject, programme=programme, title=reason, **more)
    withdrawn.send(sender=type(subject), fact=fact)
    return fact
