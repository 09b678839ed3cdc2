"""That a document was sent to a partner: to whom, to which address, when."""

from django.conf import settings
from django.db import models

from core.models import TenantModel
from mentorship.models import PartnerOrganization, Person
from reports.models.document import Document


class PartnerDelivery(TenantModel):
    """One sending. `recipient` and `address` are as they were on that day; `person` is the card of whom it went to."""

    document = models.ForeignKey(
        Document, verbose_name="документ", on_delete=models.CASCADE, related_name="deliveries"
    )
    partner = models.ForeignKey(
        PartnerOrganization, verbose_name="партнёр", on_delete=models.PROTECT, related_name="deliveries"
    )
    person = models.ForeignKey(
        Person, verbose_name="кому", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recipient = models.CharField("получатель", max_length=300, blank=True)
    address = models.EmailField("адрес", blank=True)
    sent_at = models.DateTimeField("отправлено")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "отправка партнёру"
        verbose_name_plural = "отправки партнёрам"
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["partner", "-sent_at"], name="reports_delivery_partner")]

    def __str__(self) -> str:
        return f"{self.document} — {self.recipient}"
