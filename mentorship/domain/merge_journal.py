"""What a merge did, step by step, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from core import audit
from core.errors import DomainError
from core.models import User
from core.workflow import move

CHANGED = "После объединения здесь уже работали: {}. Отменить объединение нельзя."


class Journal:
    """Writes and remembers. A step is a list that JSON holds; `Journal.undo` goes through them backwards."""

    def __init__(self, steps: list[list[Any]] | None = None) -> None:
        self.steps: list[list[Any]] = steps or []

    def write(self, row: models.Model, column: str, value: Any) -> None:
        """Set one column (`attname`) of a row."""
        before = audit.plain(row, [_field(row, column)])
        type(row)._base_manager.filter(pk=row.pk).update(**{column: value})
        setattr(row, column, value)
        after = audit.plain(row, [_field(row, column)])
        name = _field(row, column)
        self.steps.append(["write", row._meta.label_lower, str(row.pk), column, before[name], after[name]])

    def point(self, row: models.Model, column: str, to: models.Model) -> bool:
        """Re-point a foreign key; False when the database already has such a row, which then stays where it is."""
        try:
            with transaction.atomic():
                self.write(row, f"{column}_id", to.pk)
        except IntegrityError:
            row.refresh_from_db(fields=[column])
            return False
        return True

    def state(
        self,
        row: models.Model,
        *,
        to: str,
        transitions: Mapping[str, frozenset[str]],
        actor: User | None,
        reason: str,
        **columns: Any,
    ) -> None:
        """Move a state with other columns."""
        before = audit.plain(row, ["state", *columns])
        move(row, to=to, transitions=transitions, actor=actor, reason=reason, set_fields=columns)
        self.steps.append(["state", row._meta.label_lower, str(row.pk), before, to])

    def add(self, row: models.Model, name: str, members: list[Any]) -> None:
        """Add members to a set."""
        manager = getattr(row, name)
        fresh = [one for one in members if one not in set(manager.values_list("pk", flat=True))]
        if fresh:
            manager.add(*fresh)
            self.steps.append(["add", row._meta.label_lower, str(row.pk), name, fresh])

    def remove(self, row: models.Model) -> None:
        """Take away a row that says what another already says; its columns are kept here."""
        names = [field.name for field in row._meta.concrete_fields]
        self.steps.append(["remove", row._meta.label_lower, audit.plain(row, names)])
        row.delete()

    # --- taking back ---

    def undo(self, *, actor: User | None) -> None:
        """Put everything back, the last step first. Raises DomainError when something has changed since."""
        for step in reversed(self.steps):
            getattr(self, f"_undo_{step[0]}")(*step[1:], actor=actor)

    def _undo_write(self, label: str, pk: str, column: str, before: Any, after: Any, *, actor: Any) -> None:
        row = _row(label, pk)
        name = _field(row, column)
        if audit.plain(row, [name])[name] != after:
            raise DomainError(CHANGED.format(str(row._meta.verbose_name)), code="changed")
        type(row)._base_manager.filter(pk=row.pk).update(**{column: _python(row, name, before)})

    def _undo_state(self, label: str, pk: str, before: dict[str, Any], after: str, *, actor: Any) -> None:
        row = _row(label, pk)
        if row.state != after:  # type: ignore[attr-defined]
            raise DomainError(CHANGED.format(str(row._meta.verbose_name)), code="changed")
        columns = {name: _python(row, name, value) for name, value in before.items() if name != "state"}
        move(
            row,
            to=before["state"],
            transitions={after: frozenset({before["state"]})},
            actor=actor,
            reason="объединение карточек отменено",
            set_fields=columns,
        )

    def _undo_add(self, label: str, pk: str, name: str, members: list[Any], *, actor: Any) -> None:
        getattr(_row(label, pk), name).remove(*members)

    def _undo_remove(self, label: str, values: dict[str, Any], *, actor: Any) -> None:
        model = apps.get_model(label)
        columns = {}
        for name, value in values.items():
            field: Any = model._meta.get_field(name)
            columns[field.attname] = field.to_python(value)
        model._base_manager.bulk_create([model(**columns)])


def _field(row: models.Model, column: str) -> str:
    return next(field.name for field in row._meta.concrete_fields if field.attname == column)


def _row(label: str, pk: str) -> models.Model:
    found = apps.get_model(label)._base_manager.select_for_update().filter(pk=pk).first()
    if found is None:
        raise DomainError(CHANGED.format(str(apps.get_model(label)._meta.verbose_name)), code="changed")
    return found


def _python(row: models.Model, name: str, value: Any) -> Any:
    field: Any = row._meta.get_field(name)
    return field.to_python(value) if value is not None else None
