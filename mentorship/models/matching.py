"""Matching: what each form weighs, who needs what, drafts of pairs and who a draft leaves out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint
from mentorship.match_enums import DraftState
from mentorship.models.entry import MenteeEntry, MentorEntry
from mentorship.models.programme import Programme, Project
from mentorship.models.reference import RoleModel

#: Columns of `MatchWeights` that are points of the soft score, in the order of the page.
POINTS = (
    "topics",
    "subjects",
    "words",
    "interests",
    "age",
    "times",
    "meeting_format",
    "wish",
    "wished_by",
    "continuity",
    "load",
)


def points(label: str, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=default)


class MatchWeights(TenantModel):
    """What the curator of a form finds important when pairs are chosen; no row means the portal's own weights."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="match_weights")
    topics = points("запросы из карты запросов", 40)
    subjects = points("предметы", 15)
    words = points("слова запроса и компетенций", 20)
    interests = points("интересы", 15)
    age = points("желаемый возраст", 15)
    times = points("удобное время", 10)
    meeting_format = points("формат встреч", 10)
    wish = points("выбор наставляемого", 30)
    wished_by = points("выбор наставника", 20)
    continuity = points("прежний наставник", 25)
    load = points("равномерная нагрузка", 3)
    group_size = points("наставляемых в группе", 0)
    age_tolerance = points("лет сверх желаемого возраста", 2)
    minutes = points("минут в неделю на одного наставляемого", 30)

    class Meta:
        verbose_name = "веса подбора"
        verbose_name_plural = "веса подбора"
        ordering = ["project"]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__lte": 100 for name in POINTS}), name="mentorship_weights_range"
            ),
            models.CheckConstraint(
                condition=Q(group_size__lte=30, age_tolerance__lte=20, minutes__lte=600),
                name="mentorship_weights_limits",
            ),
        ]

    def __str__(self) -> str:
        return f"Веса подбора: {self.project}"


class MenteeNeed(TenantModel):
    """A mentee needs a mentor in this form: beside the form of their place, or by a role model in it."""

    entry = models.ForeignKey(MenteeEntry, on_delete=models.CASCADE, related_name="needs")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    role_model = models.ForeignKey(
        RoleModel,
        verbose_name="ролевая модель",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "потребность в наставнике"
        verbose_name_plural = "потребности в наставниках"
        ordering = ["entry", "project"]
        constraints = [models.UniqueConstraint(fields=["entry", "project"], name="mentorship_need_once")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.project}"


class MentorRole(TenantModel):
    """A role model by which a mentor works; a mentor without any works by all of their forms."""

    entry = models.ForeignKey(MentorEntry, on_delete=models.CASCADE, related_name="roles")
    role_model = models.ForeignKey(RoleModel, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "ролевая модель наставника"
        verbose_name_plural = "ролевые модели наставников"
        ordering = ["entry", "role_model"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "role_model"], name="mentorship_mentor_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.role_model}"


class MatchDraft(TenantModel):
    """One run of matching, kept whole: with what weights, how many it placed, what nothing could beat.

    `weights` are project → columns of `MatchWeights`; `projects` the forms that were matched.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="match_drafts")
    number = models.PositiveIntegerField("номер")
    state = models.CharField("состояние", max_length=10, choices=DraftState.choices, default=DraftState.DRAFT)
    note = models.CharField("пометка", max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The job that made it: run again after a crash, it finds its draft.
    job = models.OneToOneField("core.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    projects = models.JSONField(default=list)
    weights = models.JSONField(default=dict)
    waiting = models.PositiveIntegerField("ждали пары", default=0)
    placed = models.PositiveIntegerField("подобрано", default=0)
    score = models.IntegerField("баллов", default=0)
    bound_placed = models.PositiveIntegerField("больше не подобрать", default=0)
    bound_score = models.IntegerField("больше баллов не набрать", default=0)
    refusals = models.JSONField(default=dict, blank=True)
    loosened = models.PositiveIntegerField("закреплённых пар снято", default=0)
    settled_at = models.DateTimeField("подтверждён или отложен", null=True, blank=True)

    class Meta:
        verbose_name = "черновик подбора"
        verbose_name_plural = "черновики подбора"
        ordering = ["-number"]
        constraints = [
            choices_constraint("state", DraftState),
            models.UniqueConstraint(fields=["programme", "number"], name="mentorship_draft_number_once"),
            models.CheckConstraint(
                condition=Q(placed__lte=models.F("bound_placed")), name="mentorship_draft_within_bound"
            ),
        ]

    def __str__(self) -> str:
        return f"Подбор № {self.number}"


class DraftPair(TenantModel):
    """A pair of a draft. `is_locked`: stays when the draft is computed anew; `by_hand`: the curator has put it so."""

    draft = models.ForeignKey(MatchDraft, on_delete=models.CASCADE, related_name="pairs")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(MentorEntry, on_delete=models.CASCADE, related_name="draft_pairs")
    mentee = models.ForeignKey(MenteeEntry, on_delete=models.CASCADE, related_name="draft_pairs")
    score = models.IntegerField("баллов")
    reasons = models.JSONField("почему", default=list)
    is_locked = models.BooleanField("закреплена", default=False)
    by_hand = models.BooleanField("переставлена вручную", default=False)

    class Meta:
        verbose_name = "пара черновика"
        verbose_name_plural = "пары черновика"
        ordering = ["draft", "mentor__sort_name", "mentee__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "mentee", "project"], name="mentorship_draft_pair_once")
        ]

    def __str__(self) -> str:
        return f"Пара черновика № {self.pk}"


class DraftLeft(TenantModel):
    """Somebody whom a draft leaves without a pair: why, and what would change it."""

    draft = models.ForeignKey(MatchDraft, on_delete=models.CASCADE, related_name="left")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(
        MentorEntry, null=True, blank=True, on_delete=models.CASCADE, related_name="draft_left"
    )
    mentee = models.ForeignKey(
        MenteeEntry, null=True, blank=True, on_delete=models.CASCADE, related_name="draft_left"
    )
    why = models.TextField("почему")
    cure = models.TextField("что изменит", blank=True)

    class Meta:
        verbose_name = "оставшийся без пары"
        verbose_name_plural = "оставшиеся без пары"
        ordering = ["draft", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mentor__isnull=True, mentee__isnull=False)
                | Q(mentor__isnull=False, mentee__isnull=True),
                name="mentorship_draft_left_one_side",
            )
        ]

    def __str__(self) -> str:
        return f"Без пары № {self.pk}"
