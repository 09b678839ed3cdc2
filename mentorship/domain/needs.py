"""Which forms and role models people want, beside the form of their place."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import User
from mentorship.models import MenteeEntry, MenteeNeed, MentorEntry, MentorRole, Project, RoleModel


def set_needs(entry: MenteeEntry, *, needs: dict[Project, RoleModel | None], actor: User | None) -> None:
    """In which forms beside their own the mentee needs a mentor, and by which role model; replaces what was there."""
    for project, role in needs.items():
        if project.programme_id != entry.programme_id:
            raise DomainError("Форма другой программы.", field="projects", code="programme")
        if role is not None and role.form_id != project.form_id:
            raise DomainError("Ролевая модель относится к другой форме.", field="role_model", code="form")
    with transaction.atomic():
        entry.needs.all().delete()
        MenteeNeed.objects.bulk_create(
            MenteeNeed(organization=entry.organization, entry=entry, project=project, role_model=role)
            for project, role in needs.items()
        )
        audit.record("match.needs_set", subject=entry, actor=actor, after={"needs": [str(p) for p in needs]})


def set_roles(entry: MentorEntry, *, roles: Iterable[RoleModel], actor: User | None) -> None:
    """By which role models the mentor works; replaces what was there."""
    chosen = list(roles)
    with transaction.atomic():
        entry.roles.all().delete()
        MentorRole.objects.bulk_create(
            MentorRole(organization=entry.organization, entry=entry, role_model=role) for role in chosen
        )
        audit.record(
            "match.roles_set", subject=entry, actor=actor, after={"roles": [str(one) for one in chosen]}
        )
