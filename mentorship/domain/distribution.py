"""What may be shown to everybody: the lines of a consent to distribution as chosen by its signer (152-ФЗ ст. 10.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import User
from mentorship.enums import ConsentKind, ConsentMethod, ConsentState, DistributionCategory
from mentorship.models import Consent, DistributionItem


@dataclass(frozen=True)
class Choice:
    """What a signer chose for one line; `conditions` are written by `distribution_places.compose`."""

    allowed: bool = False
    conditions: str = ""


def set_items(consent: Consent, choices: Mapping[str, Choice]) -> None:
    """Write every line; one that is not named is forbidden: silence is no consent (ч. 8)."""
    for category in DistributionCategory:
        chosen = choices.get(category, Choice())
        DistributionItem.objects.update_or_create(
            consent=consent,
            category=category,
            defaults={
                "is_allowed": chosen.allowed,
                "conditions": " ".join(chosen.conditions.split())[:300] if chosen.allowed else "",
            },
        )


def write_from_paper(consent: Consent, choices: Mapping[str, Choice], *, actor: User | None) -> Consent:
    """Copy the marks of a signed sheet into the portal, which shows nobody without them. Raises DomainError.

    What was signed electronically is exact already and is not written over by hand.
    """
    if consent.kind != ConsentKind.DISTRIBUTION:
        raise DomainError("Это согласие не о распространении.", code="kind")
    with transaction.atomic():
        locked = Consent.objects.select_for_update().get(pk=consent.pk)
        if locked.state != ConsentState.SIGNED:
            raise DomainError("Отметки переносят с подписанного согласия.", code="not_signed")
        if locked.method != ConsentMethod.PAPER:
            raise DomainError("Это согласие подписано электронно: отметки в нём уже есть.", code="electronic")
        set_items(consent, choices)
        allowed = [str(DistributionCategory(code).label) for code, one in choices.items() if one.allowed]
        audit.record("consent.items_written", subject=consent, actor=actor, after={"allowed": allowed})
    return consent
