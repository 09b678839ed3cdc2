"""Signatures: who signed which exact PDF, when and how."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import StoredFile, TenantModel, choices_constraint
from reports.enums import SigningMethod
from reports.models.document import DocumentVersion


class Signature(TenantModel):
    """A signature under one version. `sha256` is of the PDF that was signed; a paper one keeps its scan.

    `file` is the detached signature or the PDF with the signature inside; `certificate` tells whose it is, in words:
    owner, serial, issuer, valid_from, valid_until, algorithm, chain, fingerprint.
    """

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="signatures")
    method = models.CharField("способ", max_length=10, choices=SigningMethod.choices)
    signer_name = models.CharField("кто подписал", max_length=200)
    signer_position = models.CharField("должность", max_length=200, blank=True)
    signed_on = models.DateField("дата подписи")
    sha256 = models.CharField("хэш подписанного файла", max_length=64)
    scan = models.ForeignKey(
        StoredFile, verbose_name="скан", null=True, on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey(
        StoredFile, verbose_name="файл подписи", null=True, on_delete=models.PROTECT, related_name="+"
    )
    certificate = models.JSONField("сертификат", default=dict, blank=True)
    signed_at = models.DateTimeField("момент подписания", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто отметил",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "подпись"
        verbose_name_plural = "подписи"
        ordering = ["-pk"]
        constraints = [
            choices_constraint("method", SigningMethod),
            models.UniqueConstraint(fields=["version", "signer_name"], name="reports_signature_once"),
            models.CheckConstraint(
                condition=~Q(method=SigningMethod.PAPER) | Q(scan__isnull=False),
                name="reports_signature_paper_has_scan",
            ),
            models.CheckConstraint(
                condition=Q(method=SigningMethod.PAPER) | Q(file__isnull=False, signed_at__isnull=False),
                name="reports_signature_electronic_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name}, {self.signed_on:%d.%m.%Y}"
