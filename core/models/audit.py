"""The audit trail: append-only, kept by the database itself (see `core.audit_guard`)."""

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager


class AuditEntry(models.Model):
    """Who did what to which object, when; the database refuses to change or delete a row.

    `before` and `after` hold only the fields that changed; answers, tokens and passwords are never written here.
    `actor_name` and `object_name` are copies: they outlive a rename.
    """

    organization = models.ForeignKey(
        "core.Organization", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="организация"
    )
    at = models.DateTimeField("когда", auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    actor_name = models.CharField("имя", max_length=200, blank=True)
    role = models.CharField("роль", max_length=20, blank=True)
    action = models.CharField("действие", max_length=60)
    object_type = models.CharField("вид объекта", max_length=80)
    object_id = models.CharField("номер объекта", max_length=40)
    object_name = models.CharField("объект", max_length=300, blank=True)
    before = models.JSONField("было", default=dict, blank=True)
    after = models.JSONField("стало", default=dict, blank=True)
    reason = models.TextField("причина", blank=True)
    ip_address = models.GenericIPAddressField("адрес", null=True, blank=True)

    objects = ScopedManager(organization="organization")

    class Meta:
        verbose_name = "запись журнала"
        verbose_name_plural = "журнал действий"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="core_audit_object"),
            models.Index(fields=["organization", "-id"], name="core_audit_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_name}"
