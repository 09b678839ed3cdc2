"""Pairs and groups: a mentor with one or more mentees; a group is a pair with several."""

from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint, ordered_constraint
from mentorship.enums import PairState
from mentorship.models.entry import MenteeEntry, MentorEntry
from mentorship.models.programme import Programme, Project
from mentorship.models.reference import RoleModel


class Pair(TenantModel):
    """A pair is active only by a signed order: the database refuses an active pair without the order's date."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pairs")
    project = models.ForeignKey(
        Project, verbose_name="форма наставничества", on_delete=models.PROTECT, related_name="pairs"
    )
    role_model = models.ForeignKey(
        RoleModel,
        verbose_name="ролевая модель",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    mentor = models.ForeignKey(
        MentorEntry, verbose_name="наставник", on_delete=models.PROTECT, related_name="pairs"
    )
    mentees = models.ManyToManyField(
        MenteeEntry, verbose_name="наставляемые", through="PairMentee", related_name="pairs"
    )
    state = models.CharField(
        "состояние", max_length=10, choices=PairState.choices, default=PairState.PROPOSED
    )
    score = models.DecimalField("оценка подбора", max_digits=7, decimal_places=3, null=True, blank=True)
    reasons = models.JSONField("почему", default=list, blank=True)
    period_start = models.DateField("с", null=True, blank=True)
    period_end = models.DateField("по", null=True, blank=True)
    order_document = models.BigIntegerField("документ приказа", null=True, blank=True)
    order_number = models.CharField("номер приказа", max_length=40, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)
    ended_on = models.DateField("завершена", null=True, blank=True)
    end_reason = models.CharField("причина завершения", max_length=300, blank=True)
    #: The pair before a mentor was replaced: its mentees' plan and meetings are this pair's history.
    replaces = models.ForeignKey(
        "self",
        verbose_name="продолжает пару",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="continued_by",
    )
    directive_grounds = models.CharField("основание директивного назначения", max_length=500, blank=True)
    trial_on = models.DateField("пробная встреча", null=True, blank=True)
    #: The state that an ended pair was in, so that ending can be undone.
    closed_from = models.CharField(max_length=10, blank=True, editable=False)

    class Meta:
        verbose_name = "пара"
        verbose_name_plural = "пары и группы"
        ordering = ["mentor__person__last_name", "mentor__person__first_name", "pk"]
        indexes = [models.Index(fields=["programme", "state"], name="mentorship_pair_state")]
        constraints = [
            choices_constraint("state", PairState),
            ordered_constraint("period_start", "period_end"),
            models.CheckConstraint(
                condition=~Q(state__in=[PairState.ACTIVE, PairState.SUSPENDED, PairState.COMPLETED])
                | (Q(order_date__isnull=False) & ~Q(order_number="")),
                name="mentorship_pair_active_by_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} — пара {self.pk}"

    @property
    def is_directive(self) -> bool:
        return bool(self.directive_grounds)


class PairMentee(models.Model):
    """A mentee in a pair. `is_live` is kept with the pair's state: one live place per mentee and project.

    `mentor` repeats the pair's mentor and `slot` counts that mentor's places over all their live pairs, from 1 to
    their capacity: two curators who take the last place at once take the same slot, and the database refuses one.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="places")
    mentee = models.ForeignKey(MenteeEntry, on_delete=models.PROTECT, related_name="places")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(MentorEntry, on_delete=models.PROTECT, related_name="places")
    slot = models.PositiveSmallIntegerField("место наставника")
    is_live = models.BooleanField(default=True)
    left_on = models.DateField("выбыл", null=True, blank=True)
    left_reason = models.CharField("причина", max_length=300, blank=True)
    joined_on = models.DateField("вошёл", null=True, blank=True)
    #: Left because the pair itself ended: such places come back when the ending is undone.
    closed_with_pair = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "место в паре"
        verbose_name_plural = "места в парах"
        ordering = ["pair", "mentee__person__last_name", "mentee__person__first_name"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "mentee"], name="mentorship_place_once"),
            models.UniqueConstraint(
                fields=["mentee", "project"],
                condition=Q(is_live=True),
                name="mentorship_mentee_one_live_pair",
            ),
            models.UniqueConstraint(
                fields=["mentor", "slot"], condition=Q(is_live=True), name="mentorship_mentor_slot_once"
            ),
            models.CheckConstraint(condition=Q(slot__range=(1, 30)), name="mentorship_slot_range"),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} в паре {self.pair_id}"
