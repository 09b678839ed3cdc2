"""An institution's own templates of roadmaps, with their versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import TenantModel


class RoadmapTemplate(TenantModel):
    """A template of one institution. What it holds lies in its versions; a retired one is not offered any more."""

    title = models.CharField("название", max_length=200)
    about = models.TextField("для чего", blank=True)
    retired_at = models.DateTimeField("убран", null=True, blank=True)

    class Meta:
        verbose_name = "шаблон дорожной карты"
        verbose_name_plural = "шаблоны дорожных карт"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "title"],
                condition=Q(retired_at__isnull=True),
                name="roadmap_template_title_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class TemplateVersion(models.Model):
    """One text of a template: `content` is a `roadmap.outlines.Outline` as JSON. Rows are only added."""

    template = models.ForeignKey(RoadmapTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("версия")
    content = models.JSONField("план")
    rows = models.PositiveSmallIntegerField("строк")
    created_at = models.DateTimeField("сохранена", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization="template__organization")

    class Meta:
        verbose_name = "версия шаблона"
        verbose_name_plural = "версии шаблонов"
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="roadmap_template_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="roadmap_template_version_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.template}, версия {self.number}"
