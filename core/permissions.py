"""Rights over what `core` owns."""

from core.access import permission
from core.enums import Role

MANAGE_USERS = permission("core.manage_users", Role.ADMINISTRATOR)
EDIT_ORGANIZATION = permission("core.edit_organization", Role.ADMINISTRATOR)
VIEW_AUDIT = permission("core.view_audit", Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR)
VIEW_JOBS = permission(
    "core.view_jobs", Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
SEARCH = permission(
    "core.search", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST, Role.INFORMANT
)
VIEW_CALENDAR = permission(
    "core.view_calendar", Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR
)
EDIT_CALENDAR = permission("core.edit_calendar", Role.ADMINISTRATOR)
SHARE_VIEWS = permission("core.share_views", Role.ADMINISTRATOR, Role.CURATOR)
