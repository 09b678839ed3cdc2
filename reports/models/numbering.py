"""The registers: a counter for each institution, series and year, and the numbers taken ahead."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint
from reports.life_enums import ReservedState
from reports.models.document import Document


class NumberCounter(TenantModel):
    """The last number given. Locked, raised and rolled back with the registration itself: no gaps, no doubles."""

    series = models.CharField("журнал", max_length=20)
    year = models.PositiveSmallIntegerField("год")
    last = models.PositiveIntegerField("последний номер", default=0)

    class Meta:
        verbose_name = "счётчик номеров"
        verbose_name_plural = "счётчики номеров"
        constraints = [
            models.UniqueConstraint(fields=["organization", "series", "year"], name="reports_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class ReservedNumber(TenantModel):
    """A number taken before its document: used by one later, or voided with a reason. The register has no gap."""

    series = models.CharField("журнал", max_length=20)
    year = models.PositiveSmallIntegerField("год")
    place = models.PositiveIntegerField("место в журнале")
    text = models.CharField("номер", max_length=60)
    reserved_on = models.DateField("зарезервирован")
    reason = models.CharField("для чего", max_length=300)
    state = models.CharField(
        "состояние", max_length=8, choices=ReservedState.choices, default=ReservedState.RESERVED
    )
    void_reason = models.CharField("почему не использован", max_length=300, blank=True)
    document = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="reserved_number"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "зарезервированный номер"
        verbose_name_plural = "зарезервированные номера"
        ordering = ["series", "year", "place"]
        constraints = [
            choices_constraint("state", ReservedState),
            models.UniqueConstraint(
                fields=["organization", "series", "year", "place"], name="reports_reserved_once"
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1) & ~Q(reason="") & ~Q(text=""), name="reports_reserved_whole"
            ),
            models.CheckConstraint(
                condition=Q(state=ReservedState.RESERVED, document__isnull=True, void_reason="")
                | Q(state=ReservedState.USED, document__isnull=False, void_reason="")
                | (Q(state=ReservedState.VOID, document__isnull=True) & ~Q(void_reason="")),
                name="reports_reserved_fate",
            ),
        ]

    def __str__(self) -> str:
        return self.text
