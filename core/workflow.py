"""The one function that assigns a state. Nothing else in the portal writes a state field."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone

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
        before = _left(locked, field, to, transitions)
        columns = {field: to, **(set_fields or {})}
        was = audit.plain(locked, columns)
        for name, value in columns.items():
            setattr(locked, name, value)
            setattr(subject, name, value)
        written = list(columns)
        if _has_stamp(model):
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


def move_all(
    subjects: Sequence[Row],
    *,
    to: str,
    transitions: Transitions,
    actor: User | None,
    field: str = "state",
    set_fields: Mapping[str, Any] | None = None,
) -> Sequence[Row]:
    """`move` for many rows of one model that get the same columns: three statements for all, all or nothing.

    Whose right it is the caller has checked. Raises TransitionRefused for the first row that may not move.
    """
    if not subjects:
        return subjects
    model = type(subjects[0])
    columns = {field: to, **(set_fields or {})}
    with transaction.atomic():
        rows = model._base_manager.select_for_update().filter(pk__in=[each.pk for each in subjects])
        found = {row.pk: row for row in rows.order_by("pk")}
        told: list[audit.Told] = []
        came_from: list[tuple[Row, str]] = []
        for subject in subjects:
            locked = found[subject.pk]
            _share_relations(subject, locked)
            came_from.append((locked, _left(locked, field, to, transitions)))
            was = audit.plain(locked, columns)
            for name, value in columns.items():
                setattr(locked, name, value)
                setattr(subject, name, value)
            old, new = audit.changes(was, audit.plain(locked, columns))
            told.append(audit.Told(f"{model._meta.model_name}.{to}", locked, old, new))
        stamp = {"updated_at": timezone.now()} if _has_stamp(model) else {}
        model._base_manager.filter(pk__in=found).update(**columns, **stamp)
        audit.record_all(told, actor=actor)
        for locked, before in came_from:
            state_moved.send(sender=model, subject=locked, field=field, before=before, after=to, actor=actor)
    return subjects


def _left(locked: models.Model, field: str, to: str, transitions: Transitions) -> str:
    """The state that the row leaves. Raises TransitionRefused when the table has no such move."""
    before: str = getattr(locked, field)
    if to not in transitions.get(before, frozenset()):
        labels = dict(locked._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
        raise TransitionRefused(refusal(labels, before, to), code="transition")
    return before


def _has_stamp(model: type[models.Model]) -> bool:
    return any(each.name == "updated_at" for each in model._meta.concrete_fields)


def _share_relations(known: models.Model, locked: models.Model) -> None:
    """What the caller has already read (organisation, person) is not read again for the audit trail."""
    for field in known._meta.concrete_fields:
        same = getattr(known, field.attname) == getattr(locked, field.attname)
        if same and isinstance(field, models.ForeignKey) and field.is_cached(known):
            field.set_cached_value(locked, field.get_cached_value(known))
