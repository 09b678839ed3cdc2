"""«Паспорт программы»: what the programme's own columns do not hold – stages, money by years, risks, resources,
and of each project its calendar plan, risks and estimate (methodology §5.1)."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint
from mentorship.models import Programme, Project
from reports.passport_enums import FundingSource, Impact, Level, ResourceKind


class Passport(TenantModel):
    """One for a programme. `acts` are codes of `reports.citations.ACTS`, in the order of that table."""

    programme = models.OneToOneField(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="passport"
    )
    acts = models.JSONField("нормативные акты", default=list, blank=True)
    considered_by = models.CharField("рассмотрена на заседании", max_length=200, blank=True)
    considered_protocol = models.CharField("протокол №", max_length=40, blank=True)
    considered_on = models.DateField("дата рассмотрения", null=True, blank=True)
    analysis = models.TextField("анализ текущего состояния", blank=True)
    mechanisms = models.TextField("механизмы реализации", blank=True)
    monitoring = models.TextField("мониторинг", blank=True)
    funding_total = models.DecimalField(
        "общий объём, ₽", max_digits=14, decimal_places=2, null=True, blank=True
    )
    copied_from = models.ForeignKey(
        Programme,
        verbose_name="перенесён из программы",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "паспорт программы"
        verbose_name_plural = "паспорта программ"
        constraints = [
            models.CheckConstraint(
                condition=Q(funding_total__isnull=True) | Q(funding_total__gte=0),
                name="reports_passport_funding_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"Паспорт: {self.programme.title}"


class PassportRow(models.Model):
    """A row of one of the passport's tables, in the order that its people gave."""

    passport = models.ForeignKey(Passport, on_delete=models.CASCADE, related_name="%(class)ss")
    order = models.PositiveSmallIntegerField("порядок", default=0)

    objects = ScopedManager(organization="passport__organization")

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class PassportStage(PassportRow):
    """A stage of the programme; `period` is in its own words («сентябрь – ноябрь 2026 г.»)."""

    title = models.CharField("этап", max_length=300)
    period = models.CharField("срок", max_length=200, blank=True)
    work = models.TextField("что делается", blank=True)
    result = models.TextField("результат", blank=True)

    class Meta(PassportRow.Meta):
        verbose_name = "этап программы"
        verbose_name_plural = "этапы программы"

    def __str__(self) -> str:
        return self.title


class PassportResource(PassportRow):
    kind = models.CharField("вид", max_length=12, choices=ResourceKind.choices)
    text = models.TextField("чем обеспечено")

    class Meta(PassportRow.Meta):
        verbose_name = "ресурс программы"
        verbose_name_plural = "ресурсы программы"
        constraints = [choices_constraint("kind", ResourceKind)]

    def __str__(self) -> str:
        return self.text


class PassportFunding(models.Model):
    """What is planned of one source for a year of account, or (`year` 0) for the whole term."""

    passport = models.ForeignKey(Passport, on_delete=models.CASCADE, related_name="fundings")
    source = models.CharField("источник", max_length=10, choices=FundingSource.choices)
    year = models.PositiveSmallIntegerField("год")
    amount = models.DecimalField("сумма, ₽", max_digits=14, decimal_places=2)

    objects = ScopedManager(organization="passport__organization")

    class Meta:
        verbose_name = "сумма финансирования"
        verbose_name_plural = "суммы финансирования"
        ordering = ["passport", "year", "source"]
        constraints = [
            choices_constraint("source", FundingSource),
            models.UniqueConstraint(fields=["passport", "source", "year"], name="reports_funding_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="reports_funding_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.year}: {self.amount}"


class PassportRisk(PassportRow):
    """A risk of the programme, or of one project: how likely, how harmful, what is done about it."""

    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.CASCADE, related_name="passport_risks"
    )
    text = models.TextField("риск")
    probability = models.PositiveSmallIntegerField("вероятность", choices=Level.choices, default=Level.MEDIUM)
    impact = models.PositiveSmallIntegerField("влияние", choices=Impact.choices, default=Impact.MEDIUM)
    measures = models.TextField("меры", blank=True)

    class Meta(PassportRow.Meta):
        verbose_name = "риск программы"
        verbose_name_plural = "риски программы"
        constraints = [choices_constraint("probability", Level), choices_constraint("impact", Impact)]

    def __str__(self) -> str:
        return self.text


class PassportProject(models.Model):
    """What the passport says of a project beside its card: words before the card, its head, its tasks."""

    passport = models.ForeignKey(Passport, on_delete=models.CASCADE, related_name="project_cards")
    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="passport_card")
    about = models.TextField("о проекте", blank=True)
    lead = models.CharField("руководитель проекта", max_length=300, blank=True)
    tasks = models.TextField("задачи", blank=True)

    objects = ScopedManager(organization="passport__organization")

    class Meta:
        verbose_name = "карточка проекта в паспорте"
        verbose_name_plural = "карточки проектов в паспорте"

    def __str__(self) -> str:
        return self.project.title


class ProjectStep(PassportRow):
    """A line of a project's calendar plan; the deadline is in its own words."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="passport_steps")
    text = models.TextField("мероприятие")
    deadline = models.CharField("срок", max_length=200, blank=True)
    responsible = models.CharField("ответственный", max_length=300, blank=True)

    class Meta(PassportRow.Meta):
        verbose_name = "мероприятие проекта"
        verbose_name_plural = "мероприятия проекта"

    def __str__(self) -> str:
        return self.text


class ProjectCost(PassportRow):
    """A line of a project's estimate."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="passport_costs")
    text = models.CharField("на что", max_length=300)
    source = models.CharField("источник", max_length=10, choices=FundingSource.choices)
    amount = models.DecimalField("сумма, ₽", max_digits=14, decimal_places=2)

    class Meta(PassportRow.Meta):
        verbose_name = "строка сметы проекта"
        verbose_name_plural = "смета проекта"
        constraints = [
            choices_constraint("source", FundingSource),
            models.CheckConstraint(condition=Q(amount__gte=0), name="reports_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return self.text
