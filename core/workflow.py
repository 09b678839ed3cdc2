"""The one function that assigns a state. Nothing else in the portal writes a state field."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models, transaction
from django.dispatch import Signal

from core import audit
from core.access import Rule
from core.context import current
from core.errors import DomainError
from core.models import User

Row = TypeVar("Row", bound=models.Model)
Transitions = Mapping[str, frozenset[str]]

# Sent inside the transaction: subject, field, before, after, actor. A higher app may react to a lower one by it.
state_moved = Signal()


class TransitionRefused(DomainError):
    """The transition table has no such move from the state that the row is in now."""


class NotAllowed(DomainError):
    """The acting person has no right to make this move."""


def refusal(labels: Mapping[Any, Any], before: str, to: str) -> str:
    """Why a row in state `before` may not move, told with the names of the states."""
    return f"Нельзя перейти из состояния «{labels.get(before, before)}» в «{labels.get(to, to)}»."


def move(
    subject: Row,
    *,
    to: str,
    transitions: Transitions,
    actor: User | None,
    rule: Rule | None = None,
    field: str = "state",
    reason: str = "",
    set_fields: Mapping[str, Any] | None = None,
    action: str = "",
) -> Row:
    """Move `subject` to state `to`: lock the row, check table and right, write, audit, signal; all or nothing.

    `transitions` maps a state to the states that may follow. `rule`, if given, is checked against the acting
    membership; system work (no membership) passes, since its caller checked. `set_fields` are other columns
    written with the state. The given object is refreshed and returned. Raises TransitionRefused, NotAllowed.
    """
    membership = current().membership
    if rule is not None and membership is not None and not rule.allows(membership):
        raise NotAllowed("У вас нет права на это действие.", code="not_allowed")
    with transaction.atomic():
        model = type(subject)
        locked = model._base_manager.select_for_update().get(pk=subject.pk)  # type: ignore[attr-defined]
        _share_relations(subject, locked)
        before = getattr(locked, field)
        if to not in transitions.get(before, frozenset()):
            labels = dict(model._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
            raise TransitionRefused(refusal(labels, before, to), code="transition")
        columns = {field: to, **(set_fields or {})}
        was = audit.plain(locked, columns)
        for name, value in columns.items():
            setattr(locked, name, value)
            setattr(subject, name, value)
        written = list(columns)
        if any(each.name == "updated_at" for each in model._meta.concrete_fields):
            written.append("updated_at")
        locked.save(update_fields=written)
        old, new = audit.changes(was, audit.plain(locked, columns))
        audit.record(
            action or f"{model._meta.model_name}.{to}",
            subject=locked,
            actor=actor,
            before=old,
            after=new,
            reason=reason,
        )
        state_moved.send(sender=model, subject=locked, field=field, before=before, after=to, actor=actor)
    return subject


def _share_relations(known: models.Model, locked: models.Model) -> None:
    """What the caller has already read (organisation, person) is not read again for the audit trail."""
    for field in known._meta.concrete_fields:
        same = getattr(known, field.attname) == getattr(locked, field.attname)
        if same and isinstance(field, models.ForeignKey) and field.is_cached(known):
            field.set_cached_value(locked, field.get_cached_value(known))
