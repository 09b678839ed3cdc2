"""A curator is away: who looks after their pairs meanwhile, by which act."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Membership, TenantModel, choices_constraint, ordered_constraint
from mentorship.care_enums import DeputationState
from mentorship.models.programme import Project


class Deputation(TenantModel):
    """The caseload of `absent` is the deputy's from the first to the last day; `state` follows the days by itself.

    `given` are the forms that the deputy did not curate before, `has_given_role` says that the role was given too:
    both are taken back at the end.
    """

    absent = models.ForeignKey(
        Membership, verbose_name="кто отсутствует", on_delete=models.PROTECT, related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто замещает", on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")
    reason = models.CharField("причина", max_length=300)
    state = models.CharField(
        "состояние", max_length=9, choices=DeputationState.choices, default=DeputationState.PLANNED
    )
    given = models.ManyToManyField(Project, blank=True, related_name="+")
    has_given_role = models.BooleanField(default=False)
    ended_on = models.DateField("завершено", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "замещение куратора"
        verbose_name_plural = "замещения кураторов"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            choices_constraint("state", DeputationState),
            ordered_constraint("starts_on", "ends_on"),
            models.CheckConstraint(
                condition=~Q(state=DeputationState.ENDED) | Q(ended_on__isnull=False),
                name="mentorship_deputation_ended_on",
            ),
            models.UniqueConstraint(
                fields=["absent", "starts_on"],
                condition=~Q(state=DeputationState.CANCELLED),
                name="mentorship_deputation_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="mentorship_deputation_says_why"),
        ]

    def __str__(self) -> str:
        return f"Замещение № {self.pk}"
