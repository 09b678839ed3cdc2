"""Care for people and pairs: what the curator or the psychologist has to do about them, by when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint
from mentorship.care_enums import CARERS, UNDONE, CareKind, CareState
from mentorship.models.pair import Pair
from mentorship.models.person import Person
from mentorship.models.programme import Programme


class CareTask(TenantModel):
    """«Задача сопровождения». `key` says what it came from: raised again, it is the same task.

    `role` is whose it is: a psychologist's task is seen by psychologists alone. `state` is moved by
    `mentorship.domain.care` only.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="care_tasks")
    person = models.ForeignKey(
        Person,
        verbose_name="о ком",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="care_tasks",
    )
    pair = models.ForeignKey(
        Pair, verbose_name="пара", null=True, blank=True, on_delete=models.PROTECT, related_name="care_tasks"
    )
    kind = models.CharField("повод", max_length=12, choices=CareKind.choices)
    key = models.CharField(max_length=120, editable=False)
    role = models.CharField("чья задача", max_length=15, choices=CARERS)
    text = models.TextField("что случилось", blank=True)
    due_on = models.DateField("срок")
    state = models.CharField("состояние", max_length=7, choices=CareState.choices, default=CareState.OPEN)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто взял",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outcome = models.CharField("что сделано", max_length=500, blank=True)
    closed_on = models.DateField("закрыта", null=True, blank=True)

    class Meta:
        verbose_name = "задача сопровождения"
        verbose_name_plural = "задачи сопровождения"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["programme", "state", "due_on"], name="mentorship_care_due")]
        constraints = [
            choices_constraint("kind", CareKind),
            choices_constraint("state", CareState),
            models.CheckConstraint(
                condition=Q(role__in=[role for role, _ in CARERS]), name="mentorship_caretask_role_known"
            ),
            models.UniqueConstraint(fields=["programme", "key"], name="mentorship_caretask_once"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNDONE), closed_on__isnull=True)
                | (~Q(state__in=sorted(UNDONE)) & Q(closed_on__isnull=False)),
                name="mentorship_caretask_closed_on",
            ),
            models.CheckConstraint(
                condition=~Q(state=CareState.TAKEN) | Q(taken_by__isnull=False),
                name="mentorship_caretask_taken_by",
            ),
        ]

    def __str__(self) -> str:
        # The trail keeps this text: it tells neither of whom nor what.
        return f"Задача сопровождения № {self.pk}"
