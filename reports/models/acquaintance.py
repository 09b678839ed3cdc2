"""Who has to get to know a document, and who has."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import Organization, StoredFile, choices_constraint
from mentorship.models import Person
from reports.life_enums import AcquaintanceState
from reports.models.document import Document, DocumentVersion


class Acquaintance(models.Model):
    """One line of the acquaintance sheet. `sha256` is of the version's file that the person had before them.

    The token of the personal link is made anew from `key` (`core.personal_tokens`), only its hash lies here.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="acquaintances")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="acquaintances"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    full_name = models.CharField("фамилия, имя, отчество", max_length=200)
    position = models.CharField("должность", max_length=200, blank=True)
    key = models.CharField(max_length=60, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        "ознакомление", max_length=7, choices=AcquaintanceState.choices, default=AcquaintanceState.WAITING
    )
    acquainted_on = models.DateField("дата", null=True, blank=True)
    acquainted_at = models.DateTimeField("время", null=True, blank=True)
    version = models.ForeignKey(
        DocumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField("хэш файла", max_length=64, blank=True)
    scan = models.ForeignKey(
        StoredFile, verbose_name="скан", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reminded_at = models.DateTimeField("напомнили", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("напоминаний", default=0)

    objects = ScopedManager(organization="document__organization")

    class Meta:
        verbose_name = "ознакомление"
        verbose_name_plural = "ознакомления"
        ordering = ["document", "full_name", "pk"]
        constraints = [
            choices_constraint("state", AcquaintanceState),
            models.UniqueConstraint(
                fields=["document", "person"],
                condition=Q(person__isnull=False),
                name="reports_acquaintance_person_once",
            ),
            models.UniqueConstraint(
                fields=["document", "user"],
                condition=Q(user__isnull=False),
                name="reports_acquaintance_user_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=AcquaintanceState.WAITING,
                    acquainted_on__isnull=True,
                    acquainted_at__isnull=True,
                    sha256="",
                )
                | (
                    ~Q(state=AcquaintanceState.WAITING)
                    & Q(acquainted_on__isnull=False, version__isnull=False)
                    & ~Q(sha256="")
                ),
                name="reports_acquaintance_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=AcquaintanceState.PORTAL) | Q(acquainted_at__isnull=False),
                name="reports_acquaintance_portal_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}: {self.get_state_display()}"

    @property
    def organization(self) -> Organization:
        return self.document.organization
