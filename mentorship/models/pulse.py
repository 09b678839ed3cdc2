"""How a pair is, counted ahead: days after which it needs attention, so that the database tells it for all at once."""

from django.db import models

from core.models import TenantModel
from mentorship.models.pair import Pair
from mentorship.models.programme import Programme, Project


class PairPulse(TenantModel):
    """Written by `mentorship.domain.health` only; of working pairs. Days are thresholds: past them, it is so.

    `due_on` is the last day of the norm, `alarm_on` of twice the norm, holidays, vacations and pauses left out.
    """

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="pulse")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    is_working = models.BooleanField(default=False)
    norm = models.PositiveSmallIntegerField("норма, дней")
    since = models.DateField("считается с")
    last_on = models.DateField("последняя встреча", null=True, blank=True)
    held = models.PositiveIntegerField("встреч", default=0)
    due_on = models.DateField("встретиться до")
    alarm_on = models.DateField("тревога после")
    planned_on = models.DateField("ближайшая назначенная", null=True, blank=True)
    #: The last mark somebody gave, and until when it counts.
    score = models.PositiveSmallIntegerField("последняя оценка", null=True, blank=True)
    score_until = models.DateField(null=True, blank=True)
    needs_help = models.BooleanField("просят о помощи", default=False)
    plan_is_late = models.BooleanField("план опаздывает", default=False)
    plan_words = models.CharField("план", max_length=200, blank=True)
    counted_on = models.DateField()

    class Meta:
        verbose_name = "пульс пары"
        verbose_name_plural = "пульс пар"
        indexes = [
            models.Index(
                fields=["programme", "is_working", "due_on", "alarm_on"], name="mentorship_pulse_due"
            )
        ]

    def __str__(self) -> str:
        return f"Пульс пары № {self.pair_id}"
