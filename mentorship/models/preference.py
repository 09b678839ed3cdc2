"""What the two sides want of each other, and who may not be a pair at all."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import TenantModel, choices_constraint
from mentorship.match_enums import BanKind, PreferenceSource, Side
from mentorship.models.entry import MenteeEntry, MentorEntry
from mentorship.models.person import Person


class Preference(TenantModel):
    """One side of a thinkable pair said of the other: a rank from 1 (wants most), or «точно не подходит» (no rank).

    The second is told in confidence: no page but the curators' says whose word it was.
    """

    mentee = models.ForeignKey(MenteeEntry, on_delete=models.CASCADE, related_name="preferences")
    mentor = models.ForeignKey(MentorEntry, on_delete=models.CASCADE, related_name="preferences")
    side = models.CharField("кто сказал", max_length=6, choices=Side.choices)
    source = models.CharField("откуда", max_length=15, choices=PreferenceSource.choices)
    rank = models.PositiveSmallIntegerField("место по желанию", null=True, blank=True)

    class Meta:
        verbose_name = "предпочтение"
        verbose_name_plural = "предпочтения"
        ordering = ["side", "source", "rank", "pk"]
        indexes = [models.Index(fields=["mentor", "side"], name="mentorship_pref_of_mentor")]
        constraints = [
            choices_constraint("side", Side),
            choices_constraint("source", PreferenceSource),
            models.UniqueConstraint(
                fields=["mentee", "mentor", "side", "source"], name="mentorship_preference_once"
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(rank__range=(1, 50)), name="mentorship_preference_rank"
            ),
        ]

    def __str__(self) -> str:
        # The trail keeps this text: it tells that something was said, not what.
        return f"Предпочтение № {self.pk}"


class PairBan(TenantModel):
    """These two are not to be a pair, in any programme, until the ban is lifted."""

    mentor = models.ForeignKey(Person, verbose_name="наставник", on_delete=models.PROTECT, related_name="+")
    mentee = models.ForeignKey(
        Person, verbose_name="наставляемый", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("почему", max_length=10, choices=BanKind.choices, default=BanKind.BAN)
    reason = models.CharField("причина", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField("снят", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lift_reason = models.CharField("почему снят", max_length=300, blank=True)

    class Meta:
        verbose_name = "запрет пары"
        verbose_name_plural = "запреты пар"
        ordering = ["-pk"]
        constraints = [
            choices_constraint("kind", BanKind),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="mentorship_ban_of_two"),
            models.UniqueConstraint(
                fields=["mentor", "mentee"],
                condition=Q(lifted_at__isnull=True),
                name="mentorship_ban_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Запрет пары № {self.pk}"
