"""Materials: what an institution has, what a person of a role is shown."""

from __future__ import annotations

from django.db.models import F, Q

from core.enums import Role
from core.models import Membership, Organization, StoredFile
from mentorship.models import Guardianship, Material, MenteeEntry, MentorEntry
from mentorship.plan_enums import MaterialAudience
from mentorship.selectors.participants import person_of

_STAFF = frozenset({Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST})
_BY_ROLE = {
    Role.MENTOR: MaterialAudience.MENTOR,
    Role.MENTEE: MaterialAudience.MENTEE,
    Role.PARENT: MaterialAudience.PARENT,
}


def all_materials(organization: Organization) -> list[Material]:
    """Own materials and the built-in ones that the institution has no own wording of, in their order."""
    rows = (
        Material.objects.filter(Q(organization=organization) | Q(organization__isnull=True))
        .select_related("form", "file")
        .order_by(F("organization").asc(nulls_last=True), "order", "title")
    )
    found: dict[str, Material] = {}
    for row in rows:
        found.setdefault(row.code, row)
    return sorted(found.values(), key=lambda row: (row.order, row.title))


def materials_for(membership: Membership) -> list[Material]:
    """What this person is shown: staff everything, a participant what is for those that they are."""
    rows = all_materials(membership.organization)
    if membership.role in _STAFF:
        return rows
    audiences = _audiences(membership)
    return [row for row in rows if not row.is_hidden and row.audience in audiences]


def _audiences(membership: Membership) -> set[str]:
    """A person may be a mentor, a parent and a mentee at once, whatever role they came in."""
    found: set[str] = {MaterialAudience.EVERYBODY}
    if (own := _BY_ROLE.get(Role(membership.role))) is not None:
        found.add(own)
    person = person_of(membership)
    if person is None:
        return found
    if MentorEntry.objects.filter(person=person).exists():
        found.add(MaterialAudience.MENTOR)
    if MenteeEntry.objects.filter(person=person).exists():
        found.add(MaterialAudience.MENTEE)
    if Guardianship.objects.filter(guardian=person).exists():
        found.add(MaterialAudience.PARENT)
    return found


def may_read_material_file(membership: Membership, stored: StoredFile) -> bool:
    return any(row.file_id == stored.pk for row in materials_for(membership))
