"""Indicators of a programme: what is measured, the plan by years, the denominators, facts entered by hand."""

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint
from mentorship.models import Programme
from reports.indicator_enums import ContingentKind, Direction, Formula, Unit


class Indicator(TenantModel):
    """A figure of the passport, mostly a share.

    `group` is its heading in the passport, `definition` how the passport says to count it.
    """

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="indicators"
    )
    code = models.SlugField("код", max_length=60)
    title = models.CharField("показатель", max_length=300)
    short_title = models.CharField("коротко", max_length=80, blank=True)
    group = models.CharField("группа", max_length=200, blank=True)
    definition = models.TextField("определение", max_length=1000, blank=True)
    basis = models.CharField("откуда", max_length=200, blank=True)
    formula = models.CharField(
        "как считается", max_length=30, choices=Formula.choices, default=Formula.MANUAL
    )
    direction = models.CharField(
        "направление", max_length=4, choices=Direction.choices, default=Direction.MORE
    )
    unit = models.CharField("единица", max_length=7, choices=Unit.choices, default=Unit.PERCENT)
    order = models.PositiveSmallIntegerField("порядок", default=100)

    class Meta:
        verbose_name = "показатель"
        verbose_name_plural = "показатели"
        ordering = ["order", "pk"]
        constraints = [
            choices_constraint("formula", Formula),
            choices_constraint("direction", Direction),
            choices_constraint("unit", Unit),
            models.UniqueConstraint(fields=["programme", "code"], name="reports_indicator_code_once"),
        ]

    def __str__(self) -> str:
        return self.title


class IndicatorPlan(models.Model):
    """The plan of one year of account; a school year bears the number of its autumn.

    `is_share` repeats that the indicator is told in per cent, so that the database itself refuses a plan over 100.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="plans")
    year = models.PositiveSmallIntegerField("год")
    amount = models.DecimalField("план", max_digits=13, decimal_places=2)
    is_share = models.BooleanField(default=True, editable=False)

    objects = ScopedManager(organization="indicator__organization")

    class Meta:
        verbose_name = "план показателя"
        verbose_name_plural = "план показателей"
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="reports_indicator_plan_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & (Q(is_share=False) | Q(amount__lte=100)),
                name="reports_indicator_plan_amount",
            ),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="reports_indicator_plan_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"


class ContingentFigure(TenantModel):
    """How many there are in all on a day, by whose word: the denominator of a share."""

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="contingent"
    )
    kind = models.CharField("кто", max_length=20, choices=ContingentKind.choices)
    count = models.PositiveIntegerField("сколько")
    as_of = models.DateField("на дату")
    source = models.CharField("источник", max_length=300)

    class Meta:
        verbose_name = "численность"
        verbose_name_plural = "контингент"
        ordering = ["kind", "-as_of"]
        constraints = [
            choices_constraint("kind", ContingentKind),
            models.UniqueConstraint(fields=["programme", "kind", "as_of"], name="reports_contingent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"


class IndicatorFact(models.Model):
    """A fact measured outside the portal. `denominator` None: not known, the share is «н/д».

    Of a share both parts count people; of a score the marks are added up. Other units have no denominator.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="facts")
    as_of = models.DateField("на дату")
    numerator = models.PositiveIntegerField("числитель")
    denominator = models.PositiveIntegerField("знаменатель", null=True, blank=True)
    source = models.CharField("источник", max_length=300)
    is_share = models.BooleanField(default=True, editable=False)

    objects = ScopedManager(organization="indicator__organization")

    class Meta:
        verbose_name = "факт показателя"
        verbose_name_plural = "факт показателей"
        ordering = ["indicator", "-as_of"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "as_of"], name="reports_indicator_fact_once"),
            models.CheckConstraint(
                condition=Q(is_share=False)
                | Q(denominator__isnull=True)
                | Q(numerator__lte=F("denominator")),
                name="reports_indicator_fact_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.numerator} из {self.denominator}"
