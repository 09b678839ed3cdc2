"""Built-in texts that an institution may word for itself: its row of the same code stands over the built-in one."""

from __future__ import annotations

from typing import Any, TypeVar

from core.errors import DomainError
from core.models import Organization
from mentorship.models import Material, PlanTemplate

Line = TypeVar("Line", PlanTemplate, Material)


def own_row(row: Line, organization: Organization) -> Line:
    """The institution's own row, copied from a built-in one if it has none yet; not saved."""
    if row.organization_id is not None:
        if row.organization_id != organization.pk:
            raise DomainError("Это запись другой организации.", code="foreign")
        return row
    found = type(row)._base_manager.filter(organization=organization, code=row.code).first()
    if found is not None:
        return found  # type: ignore[no-any-return]
    copied: dict[str, Any] = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "organization", "created_at", "updated_at"}
    }
    return type(row)(organization=organization, **copied)


def is_builtin(row: PlanTemplate | Material) -> bool:
    """Whether a built-in row stands behind: its wording can be brought back, it can be hidden but not deleted."""
    return (
        row.organization_id is None
        or type(row)._base_manager.filter(organization__isnull=True, code=row.code).exists()
    )


def free_code(model: type[PlanTemplate] | type[Material], organization: Organization) -> str:
    taken = set(model._base_manager.filter(organization=organization).values_list("code", flat=True))
    number = 1
    while f"own-{number}" in taken:
        number += 1
    return f"own-{number}"


def title_of(text: str, what: str) -> str:
    words = " ".join(text.split())[:200]
    if not words:
        raise DomainError(what, field="title", code="required")
    return words
