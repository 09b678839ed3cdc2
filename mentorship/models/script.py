"""Scripts of meetings: what a kind of meeting is for and how it may go. Rows without an organisation are built in."""

from django.db import models
from django.db.models import Q

from core.models import Organization, choices_constraint
from mentorship.meeting_enums import MeetingKind


class MeetingScript(models.Model):
    """One for each kind; an institution's own stands before the built-in one."""

    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("вид встречи", max_length=12, choices=MeetingKind.choices)
    goal = models.TextField("зачем")
    steps = models.TextField("ход встречи")
    questions = models.TextField("вопросы", blank=True)

    class Meta:
        verbose_name = "сценарий встречи"
        verbose_name_plural = "сценарии встреч"
        constraints = [
            choices_constraint("kind", MeetingKind),
            models.UniqueConstraint(fields=["organization", "kind"], name="mentorship_script_once"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(organization__isnull=True), name="mentorship_script_builtin_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Сценарий: {self.get_kind_display()}"
