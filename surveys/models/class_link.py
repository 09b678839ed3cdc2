"""One link for a whole class, and personal codes entered behind it."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import Organization
from surveys.models.campaign import Campaign, Invitation


class ClassLink(models.Model):
    """A link shown on the board: it opens nothing but the field for a personal code.

    `group` bounds whose codes it takes, «» takes everybody's. `wrong_since` and `wrong` count wrong codes of the
    current span of time, for all who came by the link together: a class sits behind one address of the network.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="class_links")
    group = models.CharField("группа", max_length=40, blank=True)
    key = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_on = models.DateField("действует до", null=True, blank=True)
    revoked_on = models.DateField("закрыта", null=True, blank=True)
    wrong = models.PositiveIntegerField("неверных кодов подряд", default=0)
    wrong_since = models.DateTimeField("с какого времени считаются", null=True, blank=True)

    objects = ScopedManager(organization="organization")

    class Meta:
        verbose_name = "ссылка для класса"
        verbose_name_plural = "ссылки для классов"
        ordering = ["group", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "group"],
                condition=Q(revoked_on__isnull=True),
                name="surveys_class_link_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.group or "все приглашённые"


class ChosenCode(models.Model):
    """A code that a teacher chose for somebody instead of the printed one; only its keyed hash is kept."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="chosen_code")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, editable=False)

    objects = ScopedManager(organization="invitation__organization")

    class Meta:
        verbose_name = "выбранный код"
        verbose_name_plural = "выбранные коды"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "digest"], name="surveys_chosen_code_once"),
        ]

    def __str__(self) -> str:
        return f"код приглашения {self.invitation_id}"
