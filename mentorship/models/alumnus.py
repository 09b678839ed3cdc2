"""The base of grateful graduates: who has finished and may be asked for help."""

from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint
from mentorship.models.person import Person
from mentorship.models.programme import Programme
from mentorship.partner_enums import AlumnusState

FIRST_YEAR, LAST_YEAR = 1950, 2100
READINESS = ("ready_mentor", "ready_tell", "ready_practice", "ready_donate")


class Alumnus(TenantModel):
    """A graduate of the programme or of the institution. Nothing is kept of where they are and what they are ready for
    without their own consent to keep in touch; the database refuses it. `programme` is the one they finished.
    """

    person = models.OneToOneField(
        Person, verbose_name="человек", on_delete=models.PROTECT, related_name="alumnus"
    )
    state = models.CharField(
        "состояние", max_length=8, choices=AlumnusState.choices, default=AlumnusState.WAITING
    )
    left_year = models.PositiveSmallIntegerField("год выпуска")
    programme = models.ForeignKey(
        Programme,
        verbose_name="какую программу прошёл",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    study_place = models.CharField("где учится", max_length=300, blank=True)
    work_place = models.CharField("где работает", max_length=300, blank=True)
    ready_mentor = models.BooleanField("готов стать наставником", default=False)
    ready_tell = models.BooleanField("готов рассказать о профессии", default=False)
    ready_practice = models.BooleanField("поможет с практикой и экскурсией", default=False)
    ready_donate = models.BooleanField("готов помочь средствами или оборудованием", default=False)
    note = models.TextField("заметка", blank=True)
    consent_on = models.DateField("согласие на связь получено", null=True, blank=True)
    consent_place = models.CharField("где согласие", max_length=200, blank=True)
    closed_on = models.DateField("связь прекращена", null=True, blank=True)

    class Meta:
        verbose_name = "выпускник"
        verbose_name_plural = "благодарные выпускники"
        ordering = ["person__search_key", "pk"]
        indexes = [
            models.Index(fields=["organization", "state", "left_year"], name="mentorship_alumnus_list")
        ]
        constraints = [
            choices_constraint("state", AlumnusState),
            models.CheckConstraint(
                condition=Q(left_year__range=(FIRST_YEAR, LAST_YEAR)), name="mentorship_alumnus_year_range"
            ),
            models.CheckConstraint(
                condition=~Q(state=AlumnusState.IN_TOUCH)
                | (Q(consent_on__isnull=False) & ~Q(consent_place="")),
                name="mentorship_alumnus_in_touch_consented",
            ),
            models.CheckConstraint(
                condition=Q(state=AlumnusState.IN_TOUCH)
                | Q(study_place="", work_place="", note="", **dict.fromkeys(READINESS, False)),
                name="mentorship_alumnus_nothing_without_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state=AlumnusState.CLOSED) | Q(closed_on__isnull=False),
                name="mentorship_alumnus_closed_has_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
