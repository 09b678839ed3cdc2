"""The production calendar of a year as an institution (or the region above it) keeps it."""

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from core.enums import CalendarDayKind
from core.models.base import TenantModel, choices_constraint


class CalendarYear(TenantModel):
    """A year whose days the administrator has written down; without one the shipped data hold.

    A region's year holds for its institutions that keep none of their own. `checked_on` says that the days were
    compared with the official text named in `source`.
    """

    year = models.PositiveSmallIntegerField("год")
    source = models.CharField("источник", max_length=300, blank=True)
    checked_on = models.DateField("сверен", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "производственный календарь"
        verbose_name_plural = "производственные календари"
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="core_calendaryear_once"),
            models.CheckConstraint(
                condition=models.Q(year__range=(2020, 2100)), name="core_calendaryear_range"
            ),
            models.CheckConstraint(
                condition=models.Q(checked_on__isnull=True) | ~models.Q(source=""),
                name="core_calendaryear_checked_has_source",
            ),
        ]

    def __str__(self) -> str:
        return f"Производственный календарь на {self.year} год"


class CalendarDay(models.Model):
    """A day that is not what its weekday or the Code's list of holidays says."""

    calendar = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    day = models.DateField("день")
    kind = models.CharField("какой", max_length=7, choices=CalendarDayKind.choices)

    objects = ScopedManager(organization="calendar__organization")

    class Meta:
        verbose_name = "день календаря"
        verbose_name_plural = "дни календаря"
        ordering = ["day"]
        constraints = [
            choices_constraint("kind", CalendarDayKind),
            models.UniqueConstraint(fields=["calendar", "day"], name="core_calendarday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}: {self.get_kind_display()}"
