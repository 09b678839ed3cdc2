"""A person's own card and what an administrator corrects in a membership."""

from django.db import transaction

from core import audit
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


def edit_membership(membership: Membership, *, actor: User, position: str, groups: list[str]) -> Membership:
    """Correct the position and the groups that an informant speaks about."""
    with transaction.atomic():
        locked = Membership.objects.select_for_update().get(pk=membership.pk)
        before = audit.plain(locked, ["position", "groups"])
        locked.position, locked.groups = position, groups
        locked.save(update_fields=["position", "groups", "updated_at"])
        old, new = audit.changes(before, audit.plain(locked, ["position", "groups"]))
        if new:
            audit.record("membership.edited", subject=locked, actor=actor, before=old, after=new)
    return locked


def record_password_change(user: User) -> None:
    """The trail says that it was changed, never to what."""
    audit.record("user.password_changed", subject=user, actor=user)
