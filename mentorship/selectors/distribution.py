"""Reading the lines of a consent to distribution."""

from __future__ import annotations

from mentorship.enums import ConsentKind, ConsentMethod, ConsentState, DistributionCategory
from mentorship.models import Consent


def is_paper_distribution(consent: Consent) -> bool:
    """Whether its marks stand on a signed sheet and may be copied from there."""
    return (
        consent.kind == ConsentKind.DISTRIBUTION
        and consent.state == ConsentState.SIGNED
        and consent.method == ConsentMethod.PAPER
    )


def shown_items(consent: Consent) -> list[tuple[str, str]]:
    """Every line and what was chosen, in words; nothing for consents of other kinds."""
    if consent.kind != ConsentKind.DISTRIBUTION:
        return []
    kept = {one.category: one for one in consent.distribution_items.all()}
    lines = []
    for category in DistributionCategory:
        item = kept.get(category)
        told = "запрещено" if item is None or not item.is_allowed else "разрешено"
        if item is not None and item.is_allowed and item.conditions:
            told += f", {item.conditions}"
        lines.append((str(category.label), told))
    return lines
