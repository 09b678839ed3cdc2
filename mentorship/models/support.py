"""The offer of psychological support to a mentee who is left without a pair."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint, ordered_constraint
from mentorship.models.entry import MenteeEntry
from mentorship.pair_enums import SupportAnswer


class SupportOffer(TenantModel):
    """Offered on a day, answered on another; each waiting has its own offer (methodology §1.2, stage 5)."""

    mentee = models.ForeignKey(
        MenteeEntry, verbose_name="наставляемый", on_delete=models.PROTECT, related_name="support_offers"
    )
    offered_on = models.DateField("предложено")
    answer = models.CharField(
        "ответ", max_length=10, choices=SupportAnswer.choices, default=SupportAnswer.ASKED
    )
    answered_on = models.DateField("дата ответа", null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "предложение психологической помощи"
        verbose_name_plural = "предложения психологической помощи"
        ordering = ["-offered_on", "-pk"]
        constraints = [
            choices_constraint("answer", SupportAnswer),
            ordered_constraint("offered_on", "answered_on"),
            models.CheckConstraint(
                condition=Q(answer=SupportAnswer.ASKED, answered_on__isnull=True)
                | (~Q(answer=SupportAnswer.ASKED) & Q(answered_on__isnull=False)),
                name="mentorship_support_answered",
            ),
            models.UniqueConstraint(
                fields=["mentee"],
                condition=Q(answer=SupportAnswer.ASKED),
                name="mentorship_support_one_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee}: {self.get_answer_display()}"
