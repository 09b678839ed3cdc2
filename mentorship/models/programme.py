"""The programme of an institution and its projects, one for each form of mentoring."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import TenantModel, choices_constraint, ordered_constraint
from mentorship.enums import ProgrammeState
from mentorship.models.reference import FormOfMentoring, RoleModel
from mentorship.pair_enums import PairPath


class Programme(TenantModel):
    """«Программа наставничества» with the fields of its passport (methodology §5.1)."""

    code = models.SlugField("код", max_length=60)
    title = models.CharField("название", max_length=300)
    state = models.CharField(
        "состояние", max_length=10, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT
    )
    period_start = models.DateField("начало")
    period_end = models.DateField("окончание")
    basis = models.TextField("основание", blank=True)
    customer = models.CharField("заказчик", max_length=300, blank=True)
    developer = models.CharField("разработчик", max_length=300, blank=True)
    goals = models.TextField("цель", blank=True)
    tasks = models.TextField("задачи", blank=True)
    financing = models.TextField("объёмы и источники финансирования", blank=True)
    expected_results = models.TextField("ожидаемые результаты", blank=True)
    risks = models.TextField("риски и пути их снижения", blank=True)
    control = models.TextField("контроль", blank=True)
    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="куратор",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    pair_period_end = models.DateField("пары работают до", null=True, blank=True)
    pair_path = models.CharField(
        "пробная встреча и ответы о совместимости",
        max_length=10,
        choices=PairPath.choices,
        default=PairPath.FREE,
    )

    class Meta:
        verbose_name = "программа"
        verbose_name_plural = "программы"
        ordering = ["-period_start", "title"]
        constraints = [
            choices_constraint("state", ProgrammeState),
            choices_constraint("pair_path", PairPath),
            ordered_constraint("period_start", "period_end"),
            models.UniqueConstraint(fields=["organization", "code"], name="mentorship_programme_code_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Project(TenantModel):
    """One form of mentoring within a programme: the card of a project (methodology §1.5)."""

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="projects"
    )
    form = models.ForeignKey(
        FormOfMentoring, verbose_name="форма наставничества", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("название", max_length=300)
    role_models = models.ManyToManyField(
        RoleModel, verbose_name="ролевые модели", blank=True, related_name="+"
    )
    curators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="кураторы", blank=True, related_name="+"
    )
    period_start = models.DateField("начало", null=True, blank=True)
    period_end = models.DateField("окончание", null=True, blank=True)
    participants = models.TextField("участники", blank=True)
    goals = models.TextField("цели и задачи", blank=True)
    planned_results = models.TextField("планируемые результаты", blank=True)
    assessed_results = models.TextField("оцениваемые результаты", blank=True)
    criteria = models.TextField("критерии (индикаторы)", blank=True)
    mentor_portrait = models.TextField("портрет наставника", blank=True)
    mentee_portrait = models.TextField("портрет наставляемого", blank=True)
    application_area = models.TextField("область применения", blank=True)
    risks = models.TextField("риски и пути их снижения", blank=True)
    budget = models.DecimalField("бюджет, ₽", max_digits=14, decimal_places=2, default=0)
    extra_budget = models.DecimalField("внебюджет, ₽", max_digits=14, decimal_places=2, default=0)
    links = models.TextField("взаимосвязь с другими проектами", blank=True)

    class Meta:
        verbose_name = "проект"
        verbose_name_plural = "проекты"
        ordering = ["programme", "form__order", "pk"]
        constraints = [
            ordered_constraint("period_start", "period_end"),
            models.UniqueConstraint(fields=["programme", "form"], name="mentorship_project_form_once"),
            models.CheckConstraint(
                condition=Q(budget__gte=0) & Q(extra_budget__gte=0),
                name="mentorship_project_budget_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.title
