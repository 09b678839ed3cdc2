"""The roadmap of a programme and its stages."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import StoredFile, TenantModel, choices_constraint, ordered_constraint
from core.sorting import empty_first
from mentorship.models import Programme, Project
from roadmap.enums import LIVE, RoadmapState
from roadmap.models.managers import Kept


class Roadmap(TenantModel):
    """«Дорожная карта» of a programme, or of one of its projects.

    `adopted_on` is the day since which it counts: what was due before it is not called overdue (methodology §7.2).
    """

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="roadmaps"
    )
    project = models.ForeignKey(
        Project,
        verbose_name="проект",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="roadmaps",
    )
    title = models.CharField("название", max_length=300)
    state = models.CharField(
        "состояние", max_length=10, choices=RoadmapState.choices, default=RoadmapState.DRAFT
    )
    period_start = models.DateField("начало")
    period_end = models.DateField("окончание")
    adopted_on = models.DateField("действует с")
    source = models.ForeignKey(
        StoredFile,
        verbose_name="исходный файл",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "дорожная карта"
        verbose_name_plural = "дорожные карты"
        ordering = [empty_first("project_id"), "pk"]
        constraints = [
            choices_constraint("state", RoadmapState),
            ordered_constraint("period_start", "period_end"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(project__isnull=True, state__in=LIVE),
                name="roadmap_one_live_per_programme",
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state__in=LIVE), name="roadmap_one_live_per_project"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Stage(models.Model):
    """A stage or section; `number` 1…7 is the stage of the methodology, empty for sections of another kind."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="stages")
    order = models.PositiveSmallIntegerField("место")
    number = models.PositiveSmallIntegerField("этап", null=True, blank=True)
    title = models.CharField("название", max_length=500, blank=True)
    task = models.TextField("задача этапа", blank=True)
    archived_at = models.DateTimeField("в архиве с", null=True, blank=True)

    objects = ScopedManager(organization="roadmap__organization", _manager_class=Kept)
    everything = ScopedManager(organization="roadmap__organization")

    class Meta:
        verbose_name = "этап"
        verbose_name_plural = "этапы"
        ordering = ["roadmap", "order"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "order"], name="roadmap_stage_order_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__range=(1, 7)), name="roadmap_stage_number_1_7"
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Без этапа"

    @property
    def organization(self):  # type: ignore[no-untyped-def]  # the audit trail asks each subject for its owner
        return self.roadmap.organization
