"""A person's own card and what an administrator corrects in a membership."""

from django.db import transaction

from core import audit
from core.access import grants_for
from core.errors import DomainError
from core.models import Membership, User


def edit_profile(user: User, *, full_name: str) -> User:
    """Write the name a person signs with; recorded only when it changed."""
    before = user.full_name
    after = " ".join(full_name.split())
    if before == after:
        return user
    with transaction.atomic():
        user.full_name = after
        user.save(update_fields=["full_name"])
        audit.record(
            "user.edited", subject=user, actor=user, before={"full_name": before}, after={"full_name": after}
        )
    return user


def edit_membership(
    membership: Membership, *, actor: User, position: str, groups: list[str], grants: list[str] | None = None
) -> Membership:
    """Correct the position, the groups that an informant speaks about, the rights given by name (None: as they are).

    Raises DomainError for a right that the role cannot be given.
    """
    known = {code for code, _ in grants_for(membership.role)}
    if grants is not None and not set(grants) <= known:
        raise DomainError("Это право такой роли не дают.", field="grants", code="grant")
    with transaction.atomic():
        locked = Membership.objects.select_for_update().get(pk=membership.pk)
        names = ["position", "groups", "grants"]
        before = audit.plain(locked, names)
        locked.position, locked.groups = position, groups
        locked.grants = locked.grants if grants is None else sorted(set(grants))
        locked.save(update_fields=[*names, "updated_at"])
        old, new = audit.changes(before, audit.plain(locked, names))
        if new:
            audit.record("membership.edited", subject=locked, actor=actor, before=old, after=new)
    return locked


def record_password_change(user: User) -> None:
    """The trail says that it was changed, never to what."""
    audit.record("user.password_changed", subject=user, actor=user)
