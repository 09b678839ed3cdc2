"""Consents as facts: who must sign what, for whom, and whether it holds today. The papers are made by `reports`."""

from django.db import models
from django.db.models import Q

from core.models import StoredFile, TenantModel, choices_constraint, ordered_constraint
from mentorship.enums import ConsentKind, ConsentMethod, ConsentSigner, ConsentState
from mentorship.models.person import Person
from mentorship.models.programme import Programme


class Consent(TenantModel):
    """One consent of one kind for one person in one programme: one purpose, one document (152-ФЗ ст. 9)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(
        Person, verbose_name="за кого", on_delete=models.PROTECT, related_name="consents"
    )
    kind = models.CharField("вид", max_length=20, choices=ConsentKind.choices)
    signer = models.CharField("кто подписывает", max_length=16, choices=ConsentSigner.choices)
    representative = models.ForeignKey(
        Person,
        verbose_name="законный представитель",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        "состояние", max_length=10, choices=ConsentState.choices, default=ConsentState.NEEDED
    )
    issued_on = models.DateField("выдано", null=True, blank=True)
    signed_on = models.DateField("подписано", null=True, blank=True)
    method = models.CharField("способ", max_length=10, choices=ConsentMethod.choices, blank=True)
    original_place = models.CharField("где оригинал", max_length=200, blank=True)
    scan = models.ForeignKey(
        StoredFile, verbose_name="скан", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_until = models.DateField("действует до", null=True, blank=True)
    ended_on = models.DateField("отозвано, истекло", null=True, blank=True)

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["person__last_name", "person__first_name", "kind", "pk"]
        constraints = [
            choices_constraint("kind", ConsentKind),
            choices_constraint("signer", ConsentSigner),
            choices_constraint("state", ConsentState),
            ordered_constraint("signed_on", "valid_until"),
            models.CheckConstraint(
                condition=Q(method="") | Q(method__in=ConsentMethod.values),
                name="mentorship_consent_method_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConsentState.SIGNED)
                | Q(signed_on__isnull=False, method__in=ConsentMethod.values),
                name="mentorship_consent_signed_has_date",
            ),
            models.UniqueConstraint(
                fields=["programme", "person", "kind"],
                condition=~Q(state__in=[ConsentState.WITHDRAWN, ConsentState.LAPSED]),
                name="mentorship_consent_live_once",
            ),
        ]
        indexes = [models.Index(fields=["programme", "kind", "state"], name="mentorship_consent_board")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"
