"""The counters of the registers: one row for each institution, series and year."""

from django.db import models

from core.models import TenantModel


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
