"""Electronic signatures under consents: the personal link of each signer, its code, and what was signed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import StoredFile, TenantModel, choices_constraint
from mentorship.enums import ConsentMethod
from mentorship.models import Consent, Person
from reports.enums import SignerRole
from reports.models.document import DocumentVersion


class SigningLink(TenantModel):
    """A signer's own way to one consent, and the code that was sent last.

    The token is made anew from `key` (`core.personal_tokens`), only its hash lies here; the code lies as an HMAC and is
    good for `code_version` alone.
    """

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="signing_links")
    role = models.CharField("кто", max_length=14, choices=SignerRole.choices)
    person = models.ForeignKey(
        Person, verbose_name="подписант", on_delete=models.PROTECT, related_name="signing_links"
    )
    key = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField("действует до")
    revoked_at = models.DateTimeField("отозвана", null=True, blank=True)
    sent_at = models.DateTimeField("отправлена", null=True, blank=True)
    opened_at = models.DateTimeField("открыта", null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_version = models.ForeignKey(
        DocumentVersion, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    code_email = models.EmailField("куда отправлен код", blank=True)
    code_sent_at = models.DateTimeField("код отправлен", null=True, blank=True)
    code_attempts = models.PositiveSmallIntegerField("попыток", default=0)
    codes_since = models.DateTimeField("начало часа", null=True, blank=True)
    codes_sent = models.PositiveSmallIntegerField("кодов за час", default=0)

    class Meta:
        verbose_name = "ссылка для подписания"
        verbose_name_plural = "ссылки для подписания"
        ordering = ["consent", "pk"]
        constraints = [
            choices_constraint("role", SignerRole),
            models.UniqueConstraint(
                fields=["consent", "role"],
                condition=Q(revoked_at__isnull=True),
                name="reports_signinglink_one_live",
            ),
            models.CheckConstraint(condition=Q(code_attempts__lte=5), name="reports_signinglink_attempts"),
            models.CheckConstraint(
                condition=Q(code_hash="") | Q(code_sent_at__isnull=False),
                name="reports_signinglink_code_has_time",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("created_at")),
                name="reports_signinglink_revoked_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"


class ConsentSignature(TenantModel):
    """One signer's electronic signature under one exact PDF. `details`: address or certificate, as it was verified.

    It counts while it is not void and its signer is still the one whom the consent names.
    """

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="signatures")
    version = models.ForeignKey(
        DocumentVersion, null=True, on_delete=models.SET_NULL, related_name="consent_signatures"
    )
    role = models.CharField("кто", max_length=14, choices=SignerRole.choices)
    person = models.ForeignKey(
        Person, verbose_name="подписант", on_delete=models.PROTECT, related_name="consent_signatures"
    )
    method = models.CharField("способ", max_length=10, choices=ConsentMethod.choices)
    signed_at = models.DateTimeField("подписано")
    sha256 = models.CharField("хэш подписанного файла", max_length=64)
    ip_address = models.GenericIPAddressField("сетевой адрес", null=True, blank=True)
    details = models.JSONField("чем подтверждено", default=dict, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name="файл подписи", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    voided_at = models.DateTimeField("не считается с", null=True, blank=True)

    class Meta:
        verbose_name = "электронная подпись согласия"
        verbose_name_plural = "электронные подписи согласий"
        ordering = ["consent", "pk"]
        constraints = [
            choices_constraint("role", SignerRole),
            models.CheckConstraint(
                condition=Q(method__in=[ConsentMethod.CODE, ConsentMethod.DETACHED]),
                name="reports_consentsignature_electronic",
            ),
            models.CheckConstraint(condition=~Q(sha256=""), name="reports_consentsignature_has_hash"),
            models.UniqueConstraint(
                fields=["consent", "role"],
                condition=Q(voided_at__isnull=True),
                name="reports_consentsignature_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}, {self.get_method_display()}"
