"""What follows a withdrawn consent: steps with the terms of the law, who did them and when."""

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint
from mentorship.enums import WithdrawalStepCode
from mentorship.models.consent import Consent


class ConsentWithdrawal(TenantModel):
    """One withdrawal; it is over when every step is done."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    received_on = models.DateField("получено")
    reason = models.CharField("причина", max_length=300, blank=True)

    class Meta:
        verbose_name = "отзыв согласия"
        verbose_name_plural = "отзывы согласий"
        ordering = ["-received_on", "-pk"]

    def __str__(self) -> str:
        return str(self.consent)


class WithdrawalStep(models.Model):
    """A step with its last day; done with a note, never undone."""

    withdrawal = models.ForeignKey(ConsentWithdrawal, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField("шаг", max_length=12, choices=WithdrawalStepCode.choices)
    due_on = models.DateField("срок")
    done_on = models.DateField("сделано", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField("что сделано", max_length=500, blank=True)

    objects = ScopedManager(organization="withdrawal__organization")

    class Meta:
        verbose_name = "шаг после отзыва"
        verbose_name_plural = "шаги после отзыва"
        ordering = ["withdrawal", "pk"]
        constraints = [
            choices_constraint("code", WithdrawalStepCode),
            models.UniqueConstraint(fields=["withdrawal", "code"], name="mentorship_withdrawalstep_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=models.Q(done_on__isnull=True), name="mentorship_withdrawal_due"
            )
        ]

    def __str__(self) -> str:
        return self.get_code_display()
