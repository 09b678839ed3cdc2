"""Rights over what `mentorship` owns."""

from core.access import permission
from core.enums import Role

VIEW_PROGRAMMES = permission(
    "mentorship.view_programmes", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
MANAGE_PROGRAMMES = permission("mentorship.manage_programmes", Role.CURATOR)
