"""What the sides of a pair and the psychologist say after the trial meeting."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint
from mentorship.models.pair import Pair
from mentorship.models.person import Person
from mentorship.pair_enums import Verdict, VerdictSide


class PairVerdict(TenantModel):
    """One answer about compatibility. Nothing is overwritten: a later answer of the same side is the current one.

    `person` is empty in the psychologist's word, which is said of the pair as a whole.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="verdicts")
    person = models.ForeignKey(
        Person, verbose_name="кто ответил", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField("сторона", max_length=10, choices=VerdictSide.choices)
    verdict = models.CharField("ответ", max_length=10, choices=Verdict.choices)
    note = models.TextField("пояснение", blank=True)
    source = models.CharField("откуда", max_length=40)
    said_on = models.DateField("когда")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = "ответ о совместимости"
        verbose_name_plural = "ответы о совместимости"
        ordering = ["pair", "-pk"]
        constraints = [
            choices_constraint("side", VerdictSide),
            choices_constraint("verdict", Verdict),
            models.CheckConstraint(
                condition=Q(side=VerdictSide.PSYCHOLOGIST, person__isnull=True)
                | (~Q(side=VerdictSide.PSYCHOLOGIST) & Q(person__isnull=False)),
                name="mentorship_verdict_of_somebody",
            ),
            models.UniqueConstraint(
                fields=["pair", "person"], condition=Q(is_current=True), name="mentorship_verdict_one_current"
            ),
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(is_current=True, side=VerdictSide.PSYCHOLOGIST),
                name="mentorship_verdict_one_word",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_verdict_display()}"
