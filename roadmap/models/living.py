"""What makes an activity live: who answers for it, what is said of it, by what it is proved, what it waits for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.enums import Role
from core.models import choices_constraint
from core.models.base import Stamped
from roadmap.enums import ResultKind
from roadmap.models.activity import Activity

MOST_NEEDED = 99
_OF_ACTIVITY = "activity__stage__roadmap__organization"


class _OfActivity(Stamped):
    class Meta:
        abstract = True

    @property
    def organization(self):  # type: ignore[no-untyped-def]  # the audit trail asks each subject for its owner
        return self.activity.stage.roadmap.organization  # type: ignore[attr-defined]


class Assignee(_OfActivity):
    """A role or a person that answers for an activity; the plan's own words stay in `Activity.responsible`."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="assignees")
    role = models.CharField("роль", max_length=20, choices=Role.choices, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization=_OF_ACTIVITY)

    class Meta:
        verbose_name = "ответственный"
        verbose_name_plural = "ответственные"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(user__isnull=True) & ~Q(role="")) | Q(user__isnull=False, role=""),
                name="roadmap_assignee_role_or_user",
            ),
            models.CheckConstraint(
                condition=Q(role="") | Q(role__in=Role.values), name="roadmap_assignee_role_known"
            ),
            models.UniqueConstraint(
                fields=["activity", "role"], condition=~Q(role=""), name="roadmap_assignee_role_once"
            ),
            models.UniqueConstraint(fields=["activity", "user"], name="roadmap_assignee_user_once"),
        ]

    def __str__(self) -> str:
        return Role(self.role).label if self.role else str(self.user)


class ActivityComment(_OfActivity):
    """Somebody's words about an activity; a deleted one keeps its place without its words."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("комментарий", blank=True)
    edited_at = models.DateTimeField("исправлен", null=True, blank=True)
    deleted_at = models.DateTimeField("удалён", null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization=_OF_ACTIVITY)

    class Meta:
        verbose_name = "комментарий"
        verbose_name_plural = "комментарии"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(deleted_at__isnull=True, deleted_by__isnull=True) & ~Q(text=""))
                | Q(deleted_at__isnull=False, deleted_by__isnull=False, text=""),
                name="roadmap_comment_says_or_is_deleted",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80] or "Комментарий удалён"


class ProofRule(_OfActivity):
    """An activity's own rule for a kind of its result, where it differs from the usual «one record, by itself»."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField("вид результата", max_length=30, choices=ResultKind.choices)
    needed = models.PositiveSmallIntegerField("сколько записей нужно", default=1)
    automatic = models.BooleanField("подтверждать записями портала", default=True)

    objects = ScopedManager(organization=_OF_ACTIVITY)

    class Meta:
        verbose_name = "правило подтверждения"
        verbose_name_plural = "правила подтверждения"
        ordering = ["activity", "kind"]
        constraints = [
            choices_constraint("kind", ResultKind),
            models.CheckConstraint(
                condition=Q(needed__range=(1, MOST_NEEDED)), name="roadmap_rule_needed_1_99"
            ),
            models.UniqueConstraint(fields=["activity", "kind"], name="roadmap_rule_once"),
        ]

    def __str__(self) -> str:
        return f"{ResultKind(self.kind).label}: {self.needed}"


class Anchor(_OfActivity):
    """The event that a deadline «в течение месяца после …» is counted from, and the day it took place.

    It is a kind of result (its record in the portal), another activity (its being done), or a day set by hand.
    Without `by_hand` it was found in the plan's own words.
    """

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="tie")
    kind = models.CharField("вид записи", max_length=30, choices=ResultKind.choices, blank=True)
    other = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.CASCADE, related_name="awaited_by"
    )
    day = models.DateField("назначенный день", null=True, blank=True)
    by_hand = models.BooleanField("выбрано вручную", default=False)
    resolved_on = models.DateField("наступило", null=True, blank=True)

    objects = ScopedManager(organization=_OF_ACTIVITY)

    class Meta:
        verbose_name = "событие срока"
        verbose_name_plural = "события сроков"
        ordering = ["activity"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=ResultKind.values), name="roadmap_anchor_kind_known"
            ),
            models.CheckConstraint(
                condition=(~Q(kind="") & Q(other__isnull=True, day__isnull=True))
                | Q(kind="", other__isnull=False, day__isnull=True)
                | Q(kind="", other__isnull=True, day__isnull=False),
                name="roadmap_anchor_is_one_event",
            ),
        ]

    def __str__(self) -> str:
        if self.kind:
            return ResultKind(self.kind).label
        return f"Мероприятие {self.other}" if self.other else "Назначенный день"
