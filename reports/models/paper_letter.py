"""That a paper went to the one it is for."""

from django.conf import settings
from django.db import models

from core.models import TenantModel, choices_constraint
from reports.enums import PaperReader
from reports.models.document import Document


class PaperLetter(TenantModel):
    """One letter with one text of a document, once. The address is not kept: it stands in the card of whom it is."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="letters")
    revision = models.PositiveSmallIntegerField("версия")
    reader = models.CharField("кому", max_length=8, choices=PaperReader.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "письмо с документом"
        verbose_name_plural = "письма с документами"
        ordering = ["-pk"]
        constraints = [
            choices_constraint("reader", PaperReader),
            models.UniqueConstraint(fields=["document", "revision"], name="reports_paperletter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_reader_display()}"
