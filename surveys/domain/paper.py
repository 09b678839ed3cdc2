"""Marking many paper sheets as handed in at once: who cannot be marked is told, and stops nobody else."""

from collections.abc import Iterable

from core import russian
from core.models import User
from surveys.domain.answering import GateClosed, mark_on_paper
from surveys.models import Invitation

NAMED = 10
"""So many names are told in a message; the rest are counted."""

Skipped = list[tuple[str, str]]
"""Short name of a person and why they were left out."""


def mark_many_on_paper(invitations: Iterable[Invitation], *, actor: User) -> tuple[int, Skipped]:
    """Mark each who may answer; returns how many were marked, and who was not with the reason."""
    count = 0
    skipped: Skipped = []
    for invitation in invitations:
        try:
            mark_on_paper(invitation, actor=actor)
        except GateClosed as closed:
            skipped.append((invitation.person.short_name, closed.gate.label.lower()))
        else:
            count += 1
    return count, skipped


def told_of_skipped(skipped: Skipped) -> str:
    """«Примерова А. — нет согласия на обработку персональных данных, и ещё 3 человека», for a message."""
    named = [f"{name} — {why}" for name, why in skipped[:NAMED]]
    left = len(skipped) - NAMED
    if left > 0:
        named.append(f"и ещё {russian.counted(left, 'человек', 'человека', 'человек')}")
    return "; ".join(named)
