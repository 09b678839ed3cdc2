"""Who answers for an activity: roles and people, beside the plan's own words."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from core.enums import Role
from core.errors import DomainError
from core.models import Membership, Organization, User
from roadmap.domain.activities import require_open, tell
from roadmap.drafts import RowForm
from roadmap.models import Activity, Assignee
from roadmap.responsible import roles_named


def assign(
    activity: Activity, *, roles: Iterable[str], users: Iterable[User], actor: User | None
) -> list[Assignee]:
    """Set who answers for an activity. Raises DomainError for an unknown role and for a stranger."""
    roadmap = activity.stage.roadmap
    require_open(roadmap)
    wanted_roles, wanted = set(roles), {user.pk: user for user in users}
    if wanted_roles - set(Role.values):
        raise DomainError("Такой роли нет.", field="roles")
    members = Membership.objects.filter(
        organization=roadmap.organization, user__in=wanted, is_active=True
    ).values_list("user_id", flat=True)
    if set(wanted) - set(members):
        raise DomainError("Этого человека нет среди сотрудников организации.", field="users")
    before = list(activity.assignees.select_related("user"))
    with transaction.atomic():
        for row in before:
            if (row.role and row.role not in wanted_roles) or (row.user_id and row.user_id not in wanted):
                row.delete()
        known = {row.role or row.user_id for row in before}
        for role in sorted(wanted_roles - known):
            Assignee.objects.create(activity=activity, role=role)
        for pk in sorted(set(wanted) - known):
            Assignee.objects.create(activity=activity, user=wanted[pk])
        after = list(activity.assignees.select_related("user"))
        if _names(before) != _names(after):
            tell("activity.assigned", activity, actor, before={"assignees": _names(before)},
                 after={"assignees": _names(after)})  # fmt: skip
    return after


def assign_by_words(activities: Iterable[Activity]) -> int:
    """Roles that a new plan names in its own words, for all of its activities: one query."""
    rows = [
        Assignee(activity=activity, role=role)
        for activity in activities
        for role in roles_named(activity.responsible)
    ]
    Assignee.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def assign_as_planned(
    organization: Organization, activities: Sequence[Activity], rows: Sequence[RowForm]
) -> int:
    """Roles and people of a plan's rows, for its activities in the same order: two queries."""
    wanted = {user for row in rows for user in row.people}
    members = set(
        Membership.objects.filter(organization=organization, user__in=wanted, is_active=True).values_list(
            "user_id", flat=True
        )
        if wanted
        else ()
    )
    made = [
        assignee
        for activity, row in zip(activities, rows, strict=True)
        for assignee in (
            *(Assignee(activity=activity, role=role) for role in row.answering),
            *(Assignee(activity=activity, user_id=user) for user in row.people if user in members),
        )
    ]
    Assignee.objects.bulk_create(made, batch_size=500)
    return len(made)


def _names(rows: Iterable[Assignee]) -> str:
    return ", ".join(sorted(str(row) for row in rows))
