"""An uploaded plan on its way into the roadmap."""

from django.conf import settings
from django.db import models

from core.models import StoredFile, TenantModel, choices_constraint
from mentorship.models import Programme
from roadmap.enums import ImportState
from roadmap.models.roadmap import Roadmap


class PlanImport(TenantModel):
    """Until it is applied nothing but this row and its file exists. A plan made of a template has no file.

    `plans` is what was read, as `roadmap.drafts.PlanForm` keeps it: one object a plan with its rows, which a person
    edits and leaves out in the preview. `chosen` is the plan (from 0) that will be applied.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField("откуда", max_length=300, blank=True)
    plans = models.JSONField(default=list)
    chosen = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(
        "состояние", max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    roadmap = models.ForeignKey(
        Roadmap, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "загрузка плана"
        verbose_name_plural = "загрузки планов"
        ordering = ["-pk"]
        constraints = [choices_constraint("state", ImportState)]

    def __str__(self) -> str:
        return self.file.name if self.file else self.origin
