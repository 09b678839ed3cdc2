"""Who signs instead of the head, from which day to which, and by which order."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel, ordered_constraint


class ActingHead(TenantModel):
    """«И.о. директора»: on the days from `starts_on` to `ends_on` (open: until ended) documents are theirs to sign."""

    position = models.CharField("должность в подписи", max_length=120, default="И.о. директора")
    last_name = models.CharField("фамилия", max_length=80)
    first_name = models.CharField("имя", max_length=80)
    middle_name = models.CharField("отчество", max_length=80, blank=True)
    gender = models.CharField("пол", max_length=6, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="учётная запись",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    basis = models.CharField("основание полномочий", max_length=300)
    starts_on = models.DateField("с")
    ends_on = models.DateField("по", null=True, blank=True)
    #: From this day on there are no powers, whatever the term says; the days before it keep theirs.
    revoked_on = models.DateField("отозвано с", null=True, blank=True)
    revoke_reason = models.CharField("почему отозвано", max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "исполняющий обязанности"
        verbose_name_plural = "исполняющие обязанности"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            ordered_constraint("starts_on", "ends_on"),
            models.CheckConstraint(
                condition=~Q(last_name="") & ~Q(first_name="") & ~Q(position="") & ~Q(basis=""),
                name="reports_acting_head_whole",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoke_reason="")
                | (Q(revoked_on__isnull=False) & ~Q(revoke_reason="")),
                name="reports_acting_head_revoked_why",
            ),
            models.CheckConstraint(
                condition=Q(gender__in=["", "female", "male"]), name="reports_acting_head_gender_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.last_name}"
