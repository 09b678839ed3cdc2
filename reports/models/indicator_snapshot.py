"""Figures cut off on a day for a report: what was known then, by whose hand, and never changed since."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint
from mentorship.models import Programme
from reports.indicator_enums import Direction, Unit


class IndicatorSnapshot(TenantModel):
    """One cut. `on` is the day the figures are of, `created_at` when they were cut off, `taken_by` by whom.

    Rows are only added (`reports.domain.indicator_snapshots`); the database refuses to change one
    (`reports.snapshot_guard`).
    """

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="indicator_snapshots"
    )
    on = models.DateField("на дату")
    year = models.PositiveSmallIntegerField("отчётный год")
    purpose = models.CharField("для чего", max_length=200)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто снял",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "срез показателей"
        verbose_name_plural = "срезы показателей"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["programme", "on"], name="reports_ind_snapshot_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="reports_ind_snapshot_purpose"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="reports_ind_snapshot_year"),
        ]

    def __str__(self) -> str:
        return self.purpose


class IndicatorSnapshotRow(models.Model):
    """One indicator as it stood. `forms` is [{"form", "numerator", "denominator"}], counts of the forms apart."""

    snapshot = models.ForeignKey(IndicatorSnapshot, on_delete=models.PROTECT, related_name="rows")
    order = models.PositiveSmallIntegerField("порядок")
    code = models.SlugField("код", max_length=60)
    title = models.CharField("показатель", max_length=300)
    group = models.CharField("группа", max_length=200, blank=True)
    formula = models.CharField("как считался", max_length=30)
    unit = models.CharField("единица", max_length=7, choices=Unit.choices)
    direction = models.CharField("направление", max_length=4, choices=Direction.choices)
    planned = models.DecimalField("план", max_digits=13, decimal_places=2, null=True)
    numerator = models.BigIntegerField("числитель", null=True)
    denominator = models.BigIntegerField("знаменатель", null=True)
    note = models.TextField("откуда", blank=True)
    forms = models.JSONField("по формам", default=list, blank=True)

    objects = ScopedManager(organization="snapshot__organization")

    class Meta:
        verbose_name = "строка среза"
        verbose_name_plural = "строки среза"
        ordering = ["snapshot", "order", "pk"]
        constraints = [
            choices_constraint("unit", Unit),
            choices_constraint("direction", Direction),
            models.UniqueConstraint(fields=["snapshot", "code"], name="reports_ind_snapshot_row_once"),
        ]

    def __str__(self) -> str:
        return self.title
