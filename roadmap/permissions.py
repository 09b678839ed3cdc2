"""Rights over what `roadmap` owns."""

from core.access import permission
from core.enums import STAFF_ROLES, Role

VIEW_ROADMAP = permission(
    "roadmap.view_roadmap", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
MANAGE_ROADMAP = permission("roadmap.manage_roadmap", Role.CURATOR)
ADD_EVIDENCE = permission("roadmap.add_evidence", Role.CURATOR, Role.PROJECT_CURATOR)
OWN_REMINDERS = permission("roadmap.own_reminders", *STAFF_ROLES)
