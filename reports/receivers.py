"""What documents follow from what happened in the apps below."""

from __future__ import annotations

from typing import Any, cast

from django.dispatch import receiver

from core.facts import Fact, happened
from mentorship.models import Erasure
from reports.domain.destruction import make_act


@receiver(happened, dispatch_uid="reports.person_erased")
def hear(sender: Any, fact: Fact, **_: Any) -> None:
    if fact.kind == "person_erased":
        make_act(cast("Erasure", fact.subject), actor=fact.actor)
