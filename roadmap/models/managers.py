"""Managers of rows that are archived instead of deleted."""

from django.db import models


class Kept(models.Manager):
    """Only rows that are not in the archive; `everything` of the model has them all."""

    def get_queryset(self) -> models.QuerySet:  # type: ignore[type-arg]
        return super().get_queryset().filter(archived_at__isnull=True)
