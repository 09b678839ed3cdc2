"""Reading the audit trail."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q, QuerySet

from core.models import AuditEntry


def history_of(subject: models.Model) -> QuerySet[AuditEntry]:
    """Everything recorded about one object, newest first."""
    return AuditEntry.objects.filter(
        object_type=subject._meta.label_lower, object_id=str(subject.pk)
    ).select_related("actor")


def history_of_many(subjects: Iterable[models.Model]) -> QuerySet[AuditEntry]:
    """The same of several objects together."""
    keys: dict[str, list[str]] = defaultdict(list)
    for subject in subjects:
        keys[subject._meta.label_lower].append(str(subject.pk))
    if not keys:
        return AuditEntry.objects.none()
    rules = (Q(object_type=kind, object_id__in=own) for kind, own in keys.items())
    return AuditEntry.objects.filter(reduce(or_, rules)).select_related("actor").order_by("-pk")
