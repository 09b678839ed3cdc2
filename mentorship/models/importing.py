"""An uploaded list of people: the file, how its columns are read, and what came of it."""

from django.conf import settings
from django.db import models

from core.models import StoredFile, TenantModel, choices_constraint
from mentorship.enums import ImportBase, ImportState
from mentorship.models.programme import Programme


class PeopleImport(TenantModel):
    """Until it is applied nothing but this row and its file exists: the check is computed anew from the file.

    `mapping` maps a header to the field set by hand («» leaves the column out); `counts` is what was applied.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="imports")
    base = models.CharField("в какую базу", max_length=10, choices=ImportBase.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        "состояние", max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    counts = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "импорт людей"
        verbose_name_plural = "импорт людей"
        ordering = ["-pk"]
        constraints = [choices_constraint("base", ImportBase), choices_constraint("state", ImportState)]

    def __str__(self) -> str:
        return self.file.name
