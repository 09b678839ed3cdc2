"""An institution's own words of its documents: the text of a kind in versions that are only added."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import TenantModel


class WordingVersion(TenantModel):
    """One saved text of a kind of documents. The one with the highest number is in use.

    `clauses` is a list of {"key", "part", "text", "condition", "name"}. A version that goes back to the shipped text
    has `is_shipped` and no clauses of its own.
    """

    kind = models.CharField("вид документа", max_length=40)
    number = models.PositiveIntegerField("версия")
    clauses = models.JSONField("текст", default=list, blank=True)
    is_shipped = models.BooleanField("исходный текст", default=False)
    note = models.CharField("что изменено", max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто", null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField("когда", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "версия текста"
        verbose_name_plural = "версии текста"
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "number"], name="reports_wording_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="reports_wording_number"),
            models.CheckConstraint(
                condition=Q(is_shipped=False) | Q(clauses=[]), name="reports_wording_shipped_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, версия {self.number}"
