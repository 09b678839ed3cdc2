"""The methodical materials of an institution: own ones, and its wording of the built-in memos."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from core import audit
from core.domain.files import destroy_stored, store_file
from core.errors import DomainError
from core.models import Organization, User
from core.uploads import inspect
from mentorship.domain.overrides import free_code, is_builtin, own_row, title_of
from mentorship.domain.plan_work import ALLOWED, CONTENT_TYPES
from mentorship.models import FormOfMentoring, Material
from mentorship.plan_enums import MaterialAudience, MaterialKind

PURPOSE = "material"
_web = URLValidator(schemes=["http", "https"])


def create_material(organization: Organization, *, actor: User | None, **given: Any) -> Material:
    """A material of the institution. `given` is what `edit_material` takes. Raises DomainError."""
    made = Material(organization=organization, code=free_code(Material, organization), order=500)
    return _write(made, actor=actor, action="material.created", **given)


def edit_material(
    material: Material, *, organization: Organization, actor: User | None, **given: Any
) -> Material:
    """New words; of a built-in material the institution gets its own wording. Raises DomainError."""
    return _write(own_row(material, organization), actor=actor, action="material.edited", **given)


def show_material(
    material: Material, *, organization: Organization, shown: bool, actor: User | None
) -> Material:
    """Show a material to participants or hide it."""
    row = own_row(material, organization)
    with transaction.atomic():
        row.is_hidden = not shown
        row.save()
        action = "material.shown" if shown else "material.hidden"
        audit.record(action, subject=organization, actor=actor, after={"title": row.title})
    return row


def remove_material(material: Material, *, organization: Organization, actor: User | None) -> None:
    """Delete an own material with its file; of a built-in one the portal's wording comes back."""
    if material.organization_id != organization.pk:
        raise DomainError("Этот материал входит в портал: его можно только скрыть.", code="builtin")
    with transaction.atomic():
        action = "material.reset" if is_builtin(material) else "material.removed"
        audit.record(action, subject=organization, actor=actor, before={"title": material.title})
        stored, material.file = material.file, None
        material.delete()
        if stored is not None:
            destroy_stored(stored)


def _write(
    row: Material,
    *,
    actor: User | None,
    action: str,
    title: str,
    kind: str = MaterialKind.MEMO,
    audience: str = MaterialAudience.EVERYBODY,
    form: FormOfMentoring | None = None,
    text: str = "",
    link: str = "",
    name: str = "",
    data: bytes = b"",
    drop_file: bool = False,
) -> Material:
    row.title = title_of(title, "Назовите материал.")
    row.kind, row.audience, row.form = MaterialKind(kind), MaterialAudience(audience), form
    row.text, row.link = text.strip(), link.strip()
    if row.link:
        try:
            _web(row.link)
        except ValidationError:
            raise DomainError(
                "Ссылка должна начинаться с http:// или https://.", field="link", code="link"
            ) from None
    keeps = row.file_id is not None and not drop_file
    if not (row.text or row.link or data or keeps):
        raise DomainError("Напишите текст, дайте ссылку или приложите файл.", field="text", code="required")
    file_kind = inspect(data, name, allowed=ALLOWED) if data else None
    with transaction.atomic():
        old = row.file if (data or drop_file) else None
        if file_kind is not None:
            row.file = store_file(
                data,
                name=name,
                content_type=CONTENT_TYPES[file_kind],
                purpose=PURPOSE,
                organization=row.organization,  # type: ignore[arg-type]
                created_by=actor,
            )
        elif drop_file:
            row.file = None
        row.save()
        if old is not None:
            destroy_stored(old)
        audit.record(action, subject=row.organization or row, actor=actor, after={"title": row.title})
    return row
