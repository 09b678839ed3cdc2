"""Hears the facts of the other apps: what they record proves activities by itself."""

from typing import Any

from django.dispatch import receiver

from core.facts import Fact, happened
from roadmap.domain.evidence import record_fact


@receiver(happened, dispatch_uid="roadmap.record_fact")
def hear(sender: Any, fact: Fact, **_: Any) -> None:
    record_fact(fact)
