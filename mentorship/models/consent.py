"""Consents as facts: who must sign what, for whom, and whether it holds today. The papers are made by `reports`."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import StoredFile, TenantModel, choices_constraint, ordered_constraint
from mentorship.enums import (
    ConsentKind,
    ConsentMethod,
    ConsentPurpose,
    ConsentSigner,
    ConsentState,
    DistributionCategory,
)
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
    purpose = models.CharField(
        "цель", max_length=12, choices=ConsentPurpose.choices, default=ConsentPurpose.PARTICIPANT
    )
    issued_on = models.DateField("выдано", null=True, blank=True)
    signed_on = models.DateField("подписано", null=True, blank=True)
    cosigned_on = models.DateField("подписано подростком", null=True, blank=True)
    method = models.CharField("способ", max_length=10, choices=ConsentMethod.choices, blank=True)
    original_place = models.CharField("где оригинал", max_length=200, blank=True)
    scan = models.ForeignKey(
        StoredFile, verbose_name="скан", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.JSONField("чем подтверждена подпись", default=dict, blank=True)
    valid_until = models.DateField("действует до", null=True, blank=True)
    ended_on = models.DateField("отозвано, истекло", null=True, blank=True)

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["person__last_name", "person__first_name", "kind", "pk"]
        constraints = [
            choices_constraint("kind", ConsentKind),
            choices_constraint("signer", ConsentSigner),
            choices_constraint("purpose", ConsentPurpose),
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
            # From 14 to 17 both sign: the representative and the teenager (methodology §6.1).
            models.CheckConstraint(
                condition=~Q(state=ConsentState.SIGNED, signer=ConsentSigner.REPRESENTATIVE_AND_TEENAGER)
                | Q(cosigned_on__isnull=False),
                name="mentorship_consent_teenager_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConsentState.SIGNED)
                | Q(signer=ConsentSigner.SELF)
                | Q(representative__isnull=False),
                name="mentorship_consent_representative_known",
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


class DistributionItem(models.Model):
    """What may be shown to everybody, item by item; an item without a row, or not allowed, is forbidden (ст. 10.1)."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="distribution_items")
    category = models.CharField("что", max_length=16, choices=DistributionCategory.choices)
    is_allowed = models.BooleanField("разрешено", default=False)
    conditions = models.CharField("условия и запреты", max_length=300, blank=True)

    objects = ScopedManager(organization="consent__organization")

    class Meta:
        verbose_name = "пункт согласия на распространение"
        verbose_name_plural = "пункты согласия на распространение"
        ordering = ["consent", "pk"]
        constraints = [
            choices_constraint("category", DistributionCategory),
            models.UniqueConstraint(fields=["consent", "category"], name="mentorship_distributionitem_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {'разрешено' if self.is_allowed else 'запрещено'}"
