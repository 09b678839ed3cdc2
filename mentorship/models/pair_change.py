"""Changes of a working pair that an order makes: somebody leaves or joins, a mentor is replaced, an early end."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint, ordered_constraint
from mentorship.models.entry import MenteeEntry, MentorEntry
from mentorship.models.pair import Pair
from mentorship.models.programme import Programme
from mentorship.pair_enums import OPEN_CHANGES, ChangeKind, ChangeState, NoticeSide

_OPEN = Q(state__in=sorted(OPEN_CHANGES))
_OF_ONE = [ChangeKind.LEAVES, ChangeKind.JOINS]
_OF_ALL = [ChangeKind.REPLACED, ChangeKind.TERMINATED]


class PairChange(TenantModel):
    """Asked for by the curator, made by the signed order on `takes_effect_on`; the pair lives on as it is till then.

    `notice_on` and `notice_side` are the notice of ТК РФ ст. 351.8, from which three working days are counted.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pair_changes")
    pair = models.ForeignKey(Pair, verbose_name="пара", on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("что меняется", max_length=10, choices=ChangeKind.choices)
    state = models.CharField(
        "состояние", max_length=10, choices=ChangeState.choices, default=ChangeState.WAITING
    )
    mentee = models.ForeignKey(
        MenteeEntry,
        verbose_name="наставляемый",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pair_changes",
    )
    mentor = models.ForeignKey(
        MentorEntry,
        verbose_name="новый наставник",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pair_changes",
    )
    new_pair = models.ForeignKey(
        Pair, verbose_name="новая пара", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    takes_effect_on = models.DateField("с какого дня")
    reason = models.CharField("причина", max_length=300)
    notice_side = models.CharField("кто предупредил", max_length=10, choices=NoticeSide.choices, blank=True)
    notice_on = models.DateField("дата предупреждения", null=True, blank=True)
    order_document = models.BigIntegerField("документ приказа", null=True, blank=True)
    order_number = models.CharField("номер приказа", max_length=40, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "изменение пары"
        verbose_name_plural = "изменения пар"
        ordering = ["takes_effect_on", "pk"]
        indexes = [models.Index(fields=["programme", "state"], name="mentorship_change_state")]
        constraints = [
            choices_constraint("kind", ChangeKind),
            choices_constraint("state", ChangeState),
            ordered_constraint("notice_on", "takes_effect_on"),
            models.CheckConstraint(
                condition=Q(kind__in=_OF_ONE, mentee__isnull=False, mentor__isnull=True)
                | Q(kind=ChangeKind.REPLACED, mentee__isnull=True, mentor__isnull=False)
                | Q(kind=ChangeKind.TERMINATED, mentee__isnull=True, mentor__isnull=True),
                name="mentorship_change_of_whom",
            ),
            models.CheckConstraint(
                condition=Q(notice_side="", notice_on__isnull=True)
                | Q(
                    notice_side__in=NoticeSide.values,
                    notice_on__isnull=False,
                    kind=ChangeKind.TERMINATED,
                ),
                name="mentorship_change_notice",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ChangeState.ORDERED, ChangeState.DONE])
                | (Q(order_date__isnull=False) & ~Q(order_number="")),
                name="mentorship_change_by_order",
            ),
            models.UniqueConstraint(
                fields=["pair"], condition=_OPEN & Q(kind__in=_OF_ALL), name="mentorship_change_one_of_all"
            ),
            models.UniqueConstraint(
                fields=["mentee"],
                condition=_OPEN & Q(kind=ChangeKind.JOINS),
                name="mentorship_change_joins_once",
            ),
            models.UniqueConstraint(
                fields=["pair", "mentee"],
                condition=_OPEN & Q(kind=ChangeKind.LEAVES),
                name="mentorship_change_leaves_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} (пара {self.pair_id})"
