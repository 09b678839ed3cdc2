"""Hears the facts of the other apps: what they record proves activities by itself, what they take back opens them."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from core.facts import Fact, happened, withdrawn
from core.workflow import state_moved
from mentorship.enums import ConsentState
from mentorship.models import Consent
from roadmap.domain.records import check_consents, record_fact, withdraw_fact


@receiver(happened, dispatch_uid="roadmap.record_fact")
def hear(sender: Any, fact: Fact, **_: Any) -> None:
    record_fact(fact)


@receiver(withdrawn, dispatch_uid="roadmap.withdraw_fact")
def hear_withdrawn(sender: Any, fact: Fact, **_: Any) -> None:
    withdraw_fact(fact)


@receiver(state_moved, sender=Consent, dispatch_uid="roadmap.consent_ended")
def hear_consent_ended(sender: Any, subject: Consent, before: str, **_: Any) -> None:
    """Counted when all is done: who withdraws a consent may leave the programme in the same step."""
    if before == ConsentState.SIGNED:
        transaction.on_commit(partial(check_consents, subject.programme))
