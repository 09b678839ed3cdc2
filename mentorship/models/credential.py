"""Papers that a mentor from outside shows before working with minors: the mark is kept, never the scan."""

from django.conf import settings
from django.db import models

from core.models import TenantModel, choices_constraint, ordered_constraint
from mentorship.enums import CredentialKind
from mentorship.models.person import Person


class Credential(TenantModel):
    """A certificate seen by somebody of the institution: number, dates, checker (methodology §3.4, ТК ст. 351.1)."""

    person = models.ForeignKey(
        Person, verbose_name="кто", on_delete=models.PROTECT, related_name="credentials"
    )
    kind = models.CharField("вид", max_length=16, choices=CredentialKind.choices)
    number = models.CharField("номер", max_length=60, blank=True)
    issued_on = models.DateField("выдана")
    valid_until = models.DateField("действует до")
    checked_on = models.DateField("проверена")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто проверил",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "справка наставника"
        verbose_name_plural = "справки наставников"
        ordering = ["person", "kind", "-valid_until", "-pk"]
        constraints = [
            choices_constraint("kind", CredentialKind),
            ordered_constraint("issued_on", "valid_until"),
            ordered_constraint("issued_on", "checked_on"),
            models.UniqueConstraint(
                fields=["person", "kind", "issued_on", "number"], name="mentorship_credential_once"
            ),
        ]
        indexes = [models.Index(fields=["organization", "valid_until"], name="mentorship_credential_until")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} от {self.issued_on:%d.%m.%Y}"


class CredentialNotice(TenantModel):
    """That somebody was reminded of a paper running out: once for 30 days, once for 7, once on the day after it."""

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="notices")
    days_before = models.PositiveSmallIntegerField("за сколько дней")
    letters = models.PositiveSmallIntegerField("писем отправлено", default=0)

    class Meta:
        verbose_name = "напоминание о справке"
        verbose_name_plural = "напоминания о справках"
        ordering = ["credential", "-days_before"]
        constraints = [
            models.UniqueConstraint(
                fields=["credential", "days_before"], name="mentorship_credential_notice_once"
            ),
            models.CheckConstraint(
                condition=models.Q(days_before__in=[0, 7, 30]), name="mentorship_credential_notice_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential_id}: {self.days_before}"
