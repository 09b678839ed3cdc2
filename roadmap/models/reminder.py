"""Reminders by letter: what each person has chosen, the digest of a day, and what each digest reminded of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint
from roadmap.enums import ReminderKind
from roadmap.models.activity import Occurrence


def usual_days_before() -> list[int]:
    return [7, 1]


class ReminderChoice(TenantModel):
    """How one person wants to be reminded in one institution; no row means the usual way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField("напоминать", default=True)
    days_before = models.JSONField("за сколько дней", default=usual_days_before)
    on_day = models.BooleanField("в день срока", default=True)
    when_late = models.BooleanField("о просроченном", default=True)
    hour = models.PositiveSmallIntegerField("час письма", default=8)
    escalate_after = models.PositiveSmallIntegerField(
        "сообщать куратору через", null=True, blank=True, default=7
    )

    class Meta:
        verbose_name = "настройка напоминаний"
        verbose_name_plural = "настройки напоминаний"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="roadmap_reminder_choice_once"),
            models.CheckConstraint(condition=Q(hour__range=(5, 20)), name="roadmap_reminder_hour_of_day"),
            models.CheckConstraint(
                condition=Q(escalate_after__isnull=True) | Q(escalate_after__range=(1, 60)),
                name="roadmap_reminder_escalation_1_60",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organization}"


class Digest(TenantModel):
    """The one letter of a person's day. It is prepared in one transaction, claimed by a sender, sent.

    `claimed_by` is a sender's own mark: a letter that a sender took and did not finish goes to another one later.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField("день")
    attempts = models.PositiveSmallIntegerField("попыток", default=0)
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField("отправлено", null=True, blank=True)

    class Meta:
        verbose_name = "письмо с напоминаниями"
        verbose_name_plural = "письма с напоминаниями"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "user", "day"], name="roadmap_digest_once")
        ]
        indexes = [
            models.Index(fields=["day"], condition=Q(sent_at__isnull=True), name="roadmap_digest_unsent")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.day:%d.%m.%Y}"


class Reminder(models.Model):
    """One line of a digest. `mark` is the day of the reminder counted from the due one: -7, 0, 1, 8…"""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("вид", max_length=10, choices=ReminderKind.choices)
    due = models.DateField("срок")
    mark = models.SmallIntegerField("день от срока")

    objects = ScopedManager(organization="digest__organization")

    class Meta:
        verbose_name = "напоминание"
        verbose_name_plural = "напоминания"
        ordering = ["due", "pk"]
        constraints = [
            choices_constraint("kind", ReminderKind),
            models.UniqueConstraint(
                fields=["user", "occurrence", "kind", "due", "mark"], name="roadmap_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence}, {self.get_kind_display()}"
