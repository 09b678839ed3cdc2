"""When somebody was last written to about consents that wait for their signature."""

from django.db import models

from core.models import TenantModel
from mentorship.models import Person, Programme


class ConsentLetter(TenantModel):
    """One row for a person and a programme: the day of the last letter and how many there were."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        Person, verbose_name="кому", on_delete=models.PROTECT, related_name="consent_letters"
    )
    sent_on = models.DateField("последнее письмо", null=True, blank=True)
    count = models.PositiveIntegerField("писем", default=0)

    class Meta:
        verbose_name = "напоминание о согласиях"
        verbose_name_plural = "напоминания о согласиях"
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "person"], name="reports_consentletter_once"),
            models.CheckConstraint(
                condition=models.Q(count=0) | models.Q(sent_on__isnull=False),
                name="reports_consentletter_sent_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.count}"
