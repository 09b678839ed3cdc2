"""What the law and the method guard apart: health, family, offences (152-ФЗ ст. 10; methodology §6.1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel
from mentorship.models.category import ReferenceLine
from mentorship.models.consent import Consent
from mentorship.models.person import Person


class SensitiveKind(ReferenceLine):
    """«ОВЗ», «ТЖС», «учёт ПДН»: kinds of records, not facts about anybody."""

    class Meta(ReferenceLine.Meta):
        verbose_name = "вид особых сведений"
        verbose_name_plural = "виды особых сведений"


class SensitiveRecord(TenantModel):
    """One fact under its own written consent and its own right; it never stands in lists, files and orders.

    Written and read by `mentorship.domain.sensitive` only, which asks for the consent and keeps the trail of readers.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sensitive_records")
    kind = models.ForeignKey(SensitiveKind, verbose_name="вид", on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="sensitive_records")
    basis = models.CharField("документ-основание", max_length=300)
    valid_until = models.DateField("действует до", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто внёс",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "особые сведения"
        verbose_name_plural = "особые сведения"
        ordering = ["kind__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="mentorship_sensitiverecord_once"),
            models.CheckConstraint(condition=~Q(basis=""), name="mentorship_sensitiverecord_has_basis"),
        ]

    def __str__(self) -> str:
        # The trail keeps this text: it must not tell the kind.
        return f"Особые сведения: карточка № {self.person_id}"
