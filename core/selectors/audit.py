"""Reading the audit trail."""

from django.db import models
from django.db.models import QuerySet

from core.models import AuditEntry


def history_of(subject: models.Model) -> QuerySet[AuditEntry]:
    """Everything recorded about one object, newest first."""
    return AuditEntry.objects.filter(
        object_type=subject._meta.label_lower, object_id=str(subject.pk)
    ).select_related("actor")
