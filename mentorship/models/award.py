"""Awards: a round with its criteria and jury, nominations with grounds and files, what the jury gave."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import StoredFile, TenantModel, choices_constraint, ordered_constraint
from mentorship.award_enums import (
    LIVE_NOMINATIONS,
    AwardSubject,
    NominationSource,
    NominationState,
    RoundState,
)
from mentorship.models.category import ReferenceLine
from mentorship.models.pair import Pair
from mentorship.models.person import Person
from mentorship.models.programme import Programme


class AwardKind(ReferenceLine):
    """«Наставник года», «Лучшая пара», «Наставник+» and an institution's own."""

    class Meta(ReferenceLine.Meta):
        verbose_name = "награда"
        verbose_name_plural = "награды"


class AwardRound(TenantModel):
    """One award in one programme: terms, rules, outcome. `state` is moved by `mentorship.domain.awards` only.

    `places` is how many are honoured; with `share_ties` all who tie at the last place are, without it the chair
    decides and says why (`tie_reason`).
    """

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="award_rounds"
    )
    award = models.ForeignKey(AwardKind, verbose_name="награда", on_delete=models.PROTECT, related_name="+")
    title = models.CharField("название", max_length=200)
    about = models.TextField("условия", blank=True)
    subject = models.CharField(
        "кого награждают", max_length=6, choices=AwardSubject.choices, default=AwardSubject.MENTOR
    )
    by_colleagues = models.BooleanField("выдвигают коллеги", default=True)
    by_themselves = models.BooleanField("можно выдвинуть себя", default=False)
    opens_on = models.DateField("заявки с")
    closes_on = models.DateField("заявки до")
    scored_until = models.DateField("оценки до")
    places = models.PositiveSmallIntegerField("призовых мест", default=1)
    share_ties = models.BooleanField("при равенстве награждать всех", default=False)
    state = models.CharField("состояние", max_length=9, choices=RoundState.choices, default=RoundState.DRAFT)
    state_reason = models.CharField("причина", max_length=300, blank=True)
    tie_reason = models.CharField("почему так решено при равенстве", max_length=500, blank=True)
    closed_on = models.DateField("итоги подведены", null=True, blank=True)

    class Meta:
        verbose_name = "конкурс"
        verbose_name_plural = "конкурсы"
        ordering = ["-opens_on", "title", "pk"]
        constraints = [
            choices_constraint("subject", AwardSubject),
            choices_constraint("state", RoundState),
            ordered_constraint("opens_on", "closes_on"),
            ordered_constraint("closes_on", "scored_until"),
            models.UniqueConstraint(fields=["programme", "title"], name="mentorship_round_once"),
            models.CheckConstraint(condition=Q(places__range=(1, 100)), name="mentorship_round_places"),
            models.CheckConstraint(
                condition=Q(state=RoundState.CLOSED, closed_on__isnull=False)
                | (~Q(state=RoundState.CLOSED) & Q(closed_on__isnull=True)),
                name="mentorship_round_closed_on",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AwardCriterion(models.Model):
    """What the jury looks at: whole points from `least` to `most`, counted `weight` times."""

    round = models.ForeignKey(AwardRound, on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField("критерий", max_length=200)
    note = models.CharField("пояснение", max_length=500, blank=True)
    least = models.PositiveSmallIntegerField("баллов от", default=0)
    most = models.PositiveSmallIntegerField("до", default=5)
    weight = models.DecimalField("вес", max_digits=4, decimal_places=2, default=1)
    order = models.PositiveSmallIntegerField("порядок", default=1)

    objects = ScopedManager(organization="round__organization")

    class Meta:
        verbose_name = "критерий"
        verbose_name_plural = "критерии"
        ordering = ["round", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "title"], name="mentorship_criterion_once"),
            models.CheckConstraint(
                condition=Q(most__gt=models.F("least"), most__lte=100), name="mentorship_criterion_scale"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="mentorship_criterion_weight"),
        ]

    def __str__(self) -> str:
        return self.title


class JuryMember(models.Model):
    """An account that scores the nominations of a round."""

    round = models.ForeignKey(AwardRound, on_delete=models.CASCADE, related_name="jury")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="член жюри", on_delete=models.PROTECT, related_name="+"
    )
    is_chair = models.BooleanField("председатель", default=False)

    objects = ScopedManager(organization="round__organization")

    class Meta:
        verbose_name = "член жюри"
        verbose_name_plural = "жюри"
        ordering = ["round", "-is_chair", "user__full_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="mentorship_juror_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(is_chair=True), name="mentorship_jury_one_chair"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Nomination(TenantModel):
    """Somebody put forward: a mentor or a pair, never both. The outcome is written when the round is closed.

    `tie_order` is the chair's word among equals: the smaller stands first.
    """

    round = models.ForeignKey(
        AwardRound, verbose_name="конкурс", on_delete=models.PROTECT, related_name="nominations"
    )
    person = models.ForeignKey(
        Person, verbose_name="кто", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pair = models.ForeignKey(
        Pair, verbose_name="пара", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    grounds = models.TextField("за что")
    source = models.CharField("кто выдвинул", max_length=9, choices=NominationSource.choices)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        "состояние", max_length=9, choices=NominationState.choices, default=NominationState.SUBMITTED
    )
    state_reason = models.CharField("причина", max_length=300, blank=True)
    tie_order = models.PositiveSmallIntegerField("порядок при равенстве", null=True, blank=True)
    total = models.DecimalField("средний балл", max_digits=9, decimal_places=3, null=True, blank=True)
    place_from = models.PositiveSmallIntegerField("место", null=True, blank=True)
    place_to = models.PositiveSmallIntegerField("по", null=True, blank=True)
    is_laureate = models.BooleanField("награждён", default=False)

    class Meta:
        verbose_name = "номинация"
        verbose_name_plural = "номинации"
        ordering = ["round", "place_from", "pk"]
        constraints = [
            choices_constraint("source", NominationSource),
            choices_constraint("state", NominationState),
            models.CheckConstraint(
                condition=Q(person__isnull=False, pair__isnull=True)
                | Q(person__isnull=True, pair__isnull=False),
                name="mentorship_nomination_one_subject",
            ),
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=Q(state__in=sorted(LIVE_NOMINATIONS)),
                name="mentorship_nomination_person_once",
            ),
            models.UniqueConstraint(
                fields=["round", "pair"],
                condition=Q(state__in=sorted(LIVE_NOMINATIONS)),
                name="mentorship_nomination_pair_once",
            ),
            models.CheckConstraint(
                condition=Q(place_from__isnull=True, place_to__isnull=True, is_laureate=False)
                | Q(place_from__isnull=False, place_to__isnull=False, place_to__gte=models.F("place_from")),
                name="mentorship_nomination_places",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.pair)


class NominationFile(models.Model):
    """What proves the grounds."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(organization="nomination__organization")

    class Meta:
        verbose_name = "файл номинации"
        verbose_name_plural = "файлы номинации"
        ordering = ["nomination", "pk"]

    def __str__(self) -> str:
        return self.file.name


class JurySheet(models.Model):
    """One member's sheet on one nomination: scored, or not scored because of a conflict of interest."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="sheets")
    juror = models.ForeignKey(JuryMember, on_delete=models.PROTECT, related_name="sheets")
    conflict = models.CharField("конфликт интересов", max_length=300, blank=True)
    remark = models.TextField("замечание", blank=True)
    scored_at = models.DateTimeField("оценено", null=True, blank=True)

    objects = ScopedManager(organization="nomination__organization")

    class Meta:
        verbose_name = "лист жюри"
        verbose_name_plural = "листы жюри"
        constraints = [
            models.UniqueConstraint(fields=["nomination", "juror"], name="mentorship_sheet_once"),
            models.CheckConstraint(
                condition=Q(conflict="", scored_at__isnull=False)
                | (~Q(conflict="") & Q(scored_at__isnull=True)),
                name="mentorship_sheet_scored_or_conflict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror_id}: {self.nomination_id}"


class JuryScore(models.Model):
    """Points of one criterion on a sheet."""

    sheet = models.ForeignKey(JurySheet, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(AwardCriterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField("баллов")

    objects = ScopedManager(organization="sheet__nomination__organization")

    class Meta:
        verbose_name = "оценка"
        verbose_name_plural = "оценки"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="mentorship_score_once"),
            models.CheckConstraint(condition=Q(points__lte=100), name="mentorship_score_range"),
        ]

    def __str__(self) -> str:
        return str(self.points)
