"""Private files; nothing here has a public address."""

import uuid

from django.conf import settings
from django.db import models

from core.models.base import TenantModel


def storage_path(stored_file: "StoredFile", filename: str) -> str:
    """Where the bytes lie: by random id, so that no name from outside ever touches the file system."""
    identifier = stored_file.pk.hex
    return f"{stored_file.organization_id}/{identifier[:2]}/{identifier}"


class StoredFile(TenantModel):
    """A file of an organisation. `purpose` names the rule in `core.files` that says who may download it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField("назначение", max_length=60)
    name = models.CharField("имя", max_length=255)
    content_type = models.CharField("тип", max_length=100)
    size = models.PositiveBigIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(upload_to=storage_path, max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто добавил",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "файл"
        verbose_name_plural = "файлы"
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.name
