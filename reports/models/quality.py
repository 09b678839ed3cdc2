"""The curator's score of a programme, and the conclusions that a curator writes into the monitoring report."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import TenantModel, choices_constraint
from mentorship.models import Programme, Project
from reports.swot_enums import ConclusionPart, MonitoringStage


class CuratorScore(TenantModel):
    """Nine criteria from 0 to 2, on a day (methodology §2.3, H). `marks` is item key → mark.

    The criteria's words and the bands lie here as they were on the day: an institution may word the questionnaire anew,
    and sources of the method differ by a point at the bands' bounds.
    """

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="curator_scores"
    )
    project = models.ForeignKey(
        Project,
        verbose_name="форма наставничества",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    scored_on = models.DateField("дата оценки")
    marks = models.JSONField("баллы", default=dict)
    criteria = models.JSONField("показатели", default=list)
    bands = models.JSONField("уровни", default=list)
    note = models.CharField("откуда уровни", max_length=500, blank=True)
    total = models.PositiveSmallIntegerField("сумма")
    most = models.PositiveSmallIntegerField("наибольшая сумма")
    level = models.CharField("уровень", max_length=100)
    comment = models.TextField("пояснение", blank=True)
    scored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "оценка куратора"
        verbose_name_plural = "оценки куратора"
        ordering = ["-scored_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "scored_on"],
                condition=Q(project__isnull=True),
                name="reports_score_once_a_day_whole",
            ),
            models.UniqueConstraint(
                fields=["programme", "project", "scored_on"],
                condition=Q(project__isnull=False),
                name="reports_score_once_a_day_form",
            ),
            models.CheckConstraint(condition=Q(total__lte=F("most")), name="reports_score_within_bounds"),
        ]

    def __str__(self) -> str:
        return f"{self.total} из {self.most}"


class MonitoringConclusion(TenantModel):
    """The curator's words at the end of a section of one stage's monitoring report."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("год отчёта")
    stage = models.CharField("этап", max_length=10, choices=MonitoringStage.choices)
    part = models.CharField("раздел", max_length=12, choices=ConclusionPart.choices)
    text = models.TextField("вывод", blank=True)

    class Meta:
        verbose_name = "вывод мониторинга"
        verbose_name_plural = "выводы мониторинга"
        ordering = ["pk"]
        constraints = [
            choices_constraint("stage", MonitoringStage),
            choices_constraint("part", ConclusionPart),
            models.UniqueConstraint(
                fields=["programme", "year", "stage", "part"], name="reports_conclusion_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
