"""What the curator has decided about a section of a report that is being prepared."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint
from core.sorting import empty_first
from mentorship.models import Programme
from reports.report_enums import OwnText


class ReportSection(TenantModel):
    """One section of one report (kind, subject, year of account); no row means: as the portal drafts it.

    `place` is where the section stands among the others, None where the portal puts it. `drafted` is the fingerprint
    of what the portal drafted when the text was written: another one now means that the figures have moved since.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("отчёт", max_length=40)
    subject_id = models.BigIntegerField("предмет")
    year = models.PositiveSmallIntegerField("отчётный год")
    code = models.CharField("раздел", max_length=40)
    text = models.TextField("свой текст", blank=True)
    mode = models.CharField("где стоит", max_length=8, choices=OwnText.choices, default=OwnText.BESIDE)
    is_dropped = models.BooleanField("не входит в отчёт", default=False)
    place = models.PositiveSmallIntegerField("место", null=True, blank=True)
    drafted = models.CharField(max_length=32, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "раздел отчёта"
        verbose_name_plural = "разделы отчётов"
        ordering = ["kind", "subject_id", "year", empty_first("place"), "pk"]
        constraints = [
            choices_constraint("mode", OwnText),
            models.UniqueConstraint(
                fields=["organization", "kind", "subject_id", "year", "code"],
                name="reports_report_section_once",
            ),
            models.CheckConstraint(
                condition=Q(text="") | ~Q(drafted=""), name="reports_report_section_text_has_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.code}"
