"""The check of a right where no state is moved: `core.workflow.move` checks the others."""

from __future__ import annotations

from core.access import Rule
from core.context import current
from core.workflow import NotAllowed


def require(rule: Rule) -> None:
    """Refuse the acting member without the right; system work passes, since its caller has checked."""
    membership = current().membership
    if membership is not None and not rule.allows(membership):
        raise NotAllowed("У вас нет права на это действие.", code="not_allowed")
