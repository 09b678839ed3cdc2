"""The individual development plan of a mentee: goals with a measure and a date, steps, evidence, mid-points, agreement.

A plan belongs to the mentee's place in a form of mentoring, not to the pair: when the mentor is replaced, `pair` is
moved and the plan stays (methodology §7.3). `state` is moved by `mentorship.domain.plans` only.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import Organization, Stamped, StoredFile, TenantModel, choices_constraint, ordered_constraint
from mentorship.models.entry import MenteeEntry
from mentorship.models.pair import Pair
from mentorship.models.person import Person
from mentorship.models.programme import Programme, Project
from mentorship.models.reference import FormOfMentoring, RoleModel
from mentorship.plan_enums import GoalResult, PlanKind, PlanSide, PlanState, StepOwner

_USER = settings.AUTH_USER_MODEL


def _user(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        _USER, verbose_name=label, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class PlanTemplate(Stamped):
    """What a plan begins with. Without an organisation it is built in; an institution's row of the same code is its
    own wording of a built-in one. `outline` is read by `mentorship.plan_outline`.
    """

    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.SlugField("код", max_length=60)
    title = models.CharField("название", max_length=200)
    kind = models.CharField("вид", max_length=12, choices=PlanKind.choices, default=PlanKind.INDIVIDUAL)
    form = models.ForeignKey(
        FormOfMentoring,
        verbose_name="форма наставничества",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    role_model = models.ForeignKey(
        RoleModel,
        verbose_name="ролевая модель",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outline = models.TextField("содержание")
    is_hidden = models.BooleanField("не предлагается", default=False)
    order = models.PositiveSmallIntegerField("порядок", default=100)

    class Meta:
        verbose_name = "шаблон плана"
        verbose_name_plural = "шаблоны планов"
        ordering = ["order", "title", "pk"]
        constraints = [
            choices_constraint("kind", PlanKind),
            models.UniqueConstraint(fields=["organization", "code"], name="mentorship_plantemplate_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(organization__isnull=True),
                name="mentorship_plantemplate_builtin_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanRule(TenantModel):
    """How plans of a programme go: whether a minor's parent approves too, in how many days a plan is expected."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="plan_rule")
    asks_parent = models.BooleanField("план несовершеннолетнего утверждает и родитель", default=False)
    days = models.PositiveSmallIntegerField("дней на составление плана", default=30)

    class Meta:
        verbose_name = "правило планов"
        verbose_name_plural = "правила планов"
        constraints = [
            models.CheckConstraint(condition=Q(days__range=(1, 365)), name="mentorship_planrule_days_range")
        ]

    def __str__(self) -> str:
        return f"Планы: {self.programme_id}"


class DevelopmentPlan(TenantModel):
    """The plan of one mentee in one form of mentoring. `revision` is the one at work or being prepared."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="plans")
    mentee = models.ForeignKey(
        MenteeEntry, verbose_name="наставляемый", on_delete=models.PROTECT, related_name="plans"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    pair = models.ForeignKey(Pair, verbose_name="пара", on_delete=models.PROTECT, related_name="plans")
    role_model = models.ForeignKey(RoleModel, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("вид", max_length=12, choices=PlanKind.choices, default=PlanKind.INDIVIDUAL)
    state = models.CharField("состояние", max_length=9, choices=PlanState.choices, default=PlanState.DRAFT)
    state_reason = models.CharField("причина", max_length=500, blank=True)
    period_start = models.DateField("с")
    period_end = models.DateField("по")
    revision = models.PositiveSmallIntegerField("редакция", default=1)
    revision_reason = models.CharField("почему изменён", max_length=500, blank=True)
    asks_parent = models.BooleanField("утверждает родитель", default=False)
    sent_at = models.DateTimeField("отправлен на согласование", null=True, blank=True)
    approved_on = models.DateField("утверждён", null=True, blank=True)
    approved_by = _user("утвердил")
    outcome = models.TextField("итоговая оценка", blank=True)
    advice = models.TextField("рекомендации", blank=True)
    completed_on = models.DateField("завершён", null=True, blank=True)

    class Meta:
        verbose_name = "план развития"
        verbose_name_plural = "планы развития"
        ordering = ["mentee__sort_name", "pk"]
        indexes = [
            models.Index(fields=["programme", "state"], name="mentorship_plan_state"),
            models.Index(fields=["pair", "state"], name="mentorship_plan_pair"),
        ]
        constraints = [
            choices_constraint("kind", PlanKind),
            choices_constraint("state", PlanState),
            ordered_constraint("period_start", "period_end"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="mentorship_plan_revision"),
            models.CheckConstraint(
                condition=~Q(state__in=[PlanState.APPROVED, PlanState.COMPLETED])
                | Q(approved_on__isnull=False),
                name="mentorship_plan_approved_on",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.COMPLETED) | (Q(completed_on__isnull=False) & ~Q(outcome="")),
                name="mentorship_plan_completed_whole",
            ),
            models.UniqueConstraint(
                fields=["mentee", "project"],
                condition=~Q(state=PlanState.CANCELLED),
                name="mentorship_plan_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.mentee}"


class PlanSection(models.Model):
    """A part of the plan in words: the request, strong sides, what hinders."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField("раздел", max_length=120)
    hint = models.CharField("подсказка", max_length=300, blank=True)
    text = models.TextField("текст", blank=True)
    order = models.PositiveSmallIntegerField("порядок", default=1)

    class Meta:
        verbose_name = "раздел плана"
        verbose_name_plural = "разделы плана"
        ordering = ["plan", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "title"], name="mentorship_plansection_once")]

    def __str__(self) -> str:
        return self.title


class PlanGoal(models.Model):
    """A goal with the measure it is judged by and its date."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField("цель", max_length=300)
    measure = models.CharField("по чему увидим результат", max_length=300)
    due_on = models.DateField("срок")
    result = models.CharField("итог", max_length=7, choices=GoalResult.choices, default=GoalResult.OPEN)
    result_note = models.TextField("что получилось", blank=True)
    result_on = models.DateField("оценена", null=True, blank=True)
    order = models.PositiveSmallIntegerField("порядок", default=1)

    class Meta:
        verbose_name = "цель плана"
        verbose_name_plural = "цели плана"
        ordering = ["plan", "order", "pk"]
        constraints = [
            choices_constraint("result", GoalResult),
            models.CheckConstraint(
                condition=Q(result=GoalResult.OPEN, result_on__isnull=True)
                | (~Q(result=GoalResult.OPEN) & Q(result_on__isnull=False)),
                name="mentorship_plangoal_result_on",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanStep(models.Model):
    """What is done for a goal: by whom, until when, what comes of it."""

    goal = models.ForeignKey(PlanGoal, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField("шаг", max_length=300)
    expected = models.CharField("ожидаемый результат", max_length=300, blank=True)
    owner = models.CharField("кто", max_length=6, choices=StepOwner.choices, default=StepOwner.BOTH)
    due_on = models.DateField("срок")
    done_on = models.DateField("сделано", null=True, blank=True)
    done_note = models.CharField("отметка", max_length=500, blank=True)
    done_by = _user("отметил")
    order = models.PositiveSmallIntegerField("порядок", default=1)

    class Meta:
        verbose_name = "шаг плана"
        verbose_name_plural = "шаги плана"
        ordering = ["goal__order", "goal", "order", "pk"]
        constraints = [choices_constraint("owner", StepOwner)]

    def __str__(self) -> str:
        return self.title


class PlanPoint(models.Model):
    """A mid-point («контрольная точка»): when the pair looks back together, and what they saw."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="points")
    title = models.CharField("что смотрим", max_length=200)
    on = models.DateField("когда")
    held_on = models.DateField("проведена", null=True, blank=True)
    summary = models.TextField("вывод", blank=True)
    held_by = _user("записал")

    class Meta:
        verbose_name = "контрольная точка"
        verbose_name_plural = "контрольные точки"
        ordering = ["plan", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | ~Q(summary=""), name="mentorship_planpoint_says_what"
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanEvidence(TenantModel):
    """What shows that a step was done or a goal reached: a word, a link or a file (one of them at least)."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="evidence")
    goal = models.ForeignKey(
        PlanGoal, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence"
    )
    text = models.CharField("что сделано", max_length=1000, blank=True)
    link = models.URLField("ссылка", max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name="файл", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = _user("добавил")

    class Meta:
        verbose_name = "свидетельство выполнения"
        verbose_name_plural = "свидетельства выполнения"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(link="") | Q(file__isnull=False),
                name="mentorship_planevidence_not_empty",
            )
        ]

    def __str__(self) -> str:
        return self.text or self.link or f"Файл № {self.pk}"


class PlanAgreement(TenantModel):
    """That a side agreed to one revision. `is_void`: the revision was changed afterwards, the word counts no more."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="agreements")
    revision = models.PositiveSmallIntegerField("редакция")
    side = models.CharField("кто", max_length=6, choices=PlanSide.choices)
    person = models.ForeignKey(Person, verbose_name="кто", on_delete=models.PROTECT, related_name="+")
    on = models.DateField("когда")
    on_paper = models.BooleanField("на бумаге", default=False)
    is_void = models.BooleanField("не действует", default=False)
    recorded_by = _user("записал")

    class Meta:
        verbose_name = "согласование плана"
        verbose_name_plural = "согласования плана"
        ordering = ["plan", "revision", "pk"]
        constraints = [
            choices_constraint("side", PlanSide),
            models.UniqueConstraint(
                fields=["plan", "revision", "side"],
                condition=Q(is_void=False),
                name="mentorship_planagreement_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, редакция {self.revision}"


class PlanChange(TenantModel):
    """A line of the list of changes after the approval: what, from what to what, who, when, why."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="changes")
    revision = models.PositiveSmallIntegerField("редакция")
    what = models.CharField("что изменено", max_length=400)
    before = models.TextField("было", blank=True)
    after = models.TextField("стало", blank=True)
    reason = models.CharField("почему", max_length=500)
    author = _user("кто изменил")

    class Meta:
        verbose_name = "изменение плана"
        verbose_name_plural = "лист изменений плана"
        ordering = ["plan", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="mentorship_planchange_says_why"),
            models.CheckConstraint(
                condition=~Q(before=F("after")) | Q(before=""), name="mentorship_planchange_differs"
            ),
        ]

    def __str__(self) -> str:
        return self.what
