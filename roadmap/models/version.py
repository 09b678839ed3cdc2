"""What was approved, frozen; and which plan a plan was moved to another year from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from core.models import TenantModel
from mentorship.models import Programme
from roadmap.models.roadmap import Roadmap


class RoadmapVersion(models.Model):
    """An approved text of a roadmap: `content` is a `roadmap.outlines.Outline` as JSON. Rows are only added.

    The first is frozen when the roadmap is approved, each next when its changes are.
    """

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("версия")
    content = models.JSONField("план")
    approved_on = models.DateField("утверждена")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("почему изменена", max_length=500, blank=True)
    created_at = models.DateTimeField("сохранена", auto_now_add=True)

    objects = ScopedManager(organization="roadmap__organization")

    class Meta:
        verbose_name = "утверждённая версия"
        verbose_name_plural = "утверждённые версии"
        ordering = ["roadmap", "number"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "number"], name="roadmap_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="roadmap_version_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.roadmap}, версия {self.number}"


class Rollover(TenantModel):
    """A roadmap moved to the next term: once for each programme that it is moved to."""

    source = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="moved_to")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="moved_from")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "перенос на следующий год"
        verbose_name_plural = "переносы на следующий год"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "programme"], name="roadmap_rollover_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="roadmap_rollover_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
