from core.models.audit import AuditEntry
from core.models.base import Stamped, TenantModel, choices_constraint, ordered_constraint
from core.models.calendar import CalendarDay, CalendarYear
from core.models.job import Job, JobMessage
from core.models.organization import Organization
from core.models.saved_view import SavedView
from core.models.stored_file import StoredFile
from core.models.user import Invitation, Membership, User

__all__ = [
    "AuditEntry",
    "CalendarDay",
    "CalendarYear",
    "Invitation",
    "Job",
    "JobMessage",
    "Membership",
    "Organization",
    "SavedView",
    "Stamped",
    "StoredFile",
    "TenantModel",
    "User",
    "choices_constraint",
    "ordered_constraint",
]
