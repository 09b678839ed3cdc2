"""Simple electronic signature by a code from a letter (63-ФЗ ст. 6 ч. 2, ст. 9): what must stand before a signature.

The institution's local act, the confirmed address of each signer, and each signer's agreement to sign so.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import TenantModel, choices_constraint, ordered_constraint
from mentorship.enums import AgreementWay
from mentorship.models.person import Person


class CodeSigningAct(TenantModel):
    """The local act by which the institution takes signatures by code. Without one in force there are none."""

    number = models.CharField("номер акта", max_length=60)
    signed_on = models.DateField("дата акта")
    in_force_from = models.DateField("действует с")
    ended_on = models.DateField("прекращён", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "акт о простой электронной подписи"
        verbose_name_plural = "акты о простой электронной подписи"
        ordering = ["-pk"]
        constraints = [
            ordered_constraint("signed_on", "in_force_from"),
            models.CheckConstraint(condition=~Q(number=""), name="mentorship_codesigningact_number"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(ended_on__isnull=True),
                name="mentorship_codesigningact_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number} от {self.signed_on:%d.%m.%Y}"


class EmailProof(TenantModel):
    """That a person reads an address: a letter with a link was sent there and the link was opened and confirmed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="email_proofs")
    email = models.EmailField("адрес")
    key = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField("отправлено")
    expires_at = models.DateTimeField("ссылка действует до")
    confirmed_at = models.DateTimeField("подтверждён", null=True, blank=True)
    ip_address = models.GenericIPAddressField("откуда подтверждён", null=True, blank=True)

    class Meta:
        verbose_name = "подтверждение адреса"
        verbose_name_plural = "подтверждения адресов"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "email"], name="mentorship_emailproof_once"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="mentorship_emailproof_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {'подтверждён' if self.confirmed_at else 'ждёт подтверждения'}"


class CodeAgreement(TenantModel):
    """A person's agreement to sign by code under an act: accepted on the page or on paper. Its exact text is told by
    the hash."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="code_agreements")
    act = models.ForeignKey(CodeSigningAct, on_delete=models.PROTECT, related_name="agreements")
    way = models.CharField("как принято", max_length=6, choices=AgreementWay.choices)
    accepted_on = models.DateField("принято")
    accepted_at = models.DateTimeField("записано", auto_now_add=True)
    text_sha256 = models.CharField("хэш текста", max_length=64)
    place = models.CharField("где оригинал", max_length=200, blank=True)
    ip_address = models.GenericIPAddressField("откуда принято", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField("прекращено", null=True, blank=True)

    class Meta:
        verbose_name = "соглашение о простой электронной подписи"
        verbose_name_plural = "соглашения о простой электронной подписи"
        ordering = ["-pk"]
        constraints = [
            choices_constraint("way", AgreementWay),
            ordered_constraint("accepted_on", "ended_on"),
            models.UniqueConstraint(
                fields=["person", "act"],
                condition=Q(ended_on__isnull=True),
                name="mentorship_codeagreement_once",
            ),
            models.CheckConstraint(
                condition=~Q(way=AgreementWay.PAPER) | ~Q(place=""),
                name="mentorship_codeagreement_paper_has_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_way_display()}, {self.accepted_on:%d.%m.%Y}"
