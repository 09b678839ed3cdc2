"""What a region knows of its institutions: kept figures, cells of people without persons, reports of periods."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from core.models import Organization, TenantModel, choices_constraint, ordered_constraint
from mentorship.models import Programme
from reports.region_enums import SMALLEST, NudgeKind, PeriodReportState, RegionRole


class InstitutionFigures(models.Model):
    """An institution's figures as they were counted last. The nightly pass and the institution's report write them.

    `programme` None: the institution has no programme that has begun, and everything about it is «н/д». `stage` is the
    number of the methodology's stage that the roadmap is at; `gaps` are words of what the records lack.
    """

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="figures")
    programme = models.ForeignKey(Programme, null=True, on_delete=models.CASCADE, related_name="+")
    counted_at = models.DateTimeField("посчитано")
    counted_on = models.DateField("на дату")
    mentees = models.PositiveIntegerField("наставляемых в базе", default=0)
    mentors = models.PositiveIntegerField("наставников в базе", default=0)
    pairs = models.PositiveIntegerField("пар и групп", default=0)
    in_pairs = models.PositiveIntegerField("наставляемых в парах", default=0)
    people = models.PositiveIntegerField("человек в базах", default=0)
    consents = models.PositiveIntegerField("подписано согласий", default=0)
    activities = models.PositiveIntegerField("мероприятий", default=0)
    done = models.PositiveIntegerField("выполнено мероприятий", default=0)
    stage = models.PositiveSmallIntegerField("этап", null=True)
    stage_title = models.CharField("название этапа", max_length=200, blank=True)
    complete = models.PositiveSmallIntegerField("полнота данных, %", null=True)
    gaps = models.JSONField("чего не хватает", default=list, blank=True)
    last_on = models.DateField("последнее изменение", null=True)

    objects = ScopedManager(organization="organization")

    class Meta:
        verbose_name = "показатели организации"
        verbose_name_plural = "показатели организаций"
        ordering = ["organization"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consents__lte=F("people")) & Q(done__lte=F("activities")),
                name="reports_institutionfigures_parts",
            ),
            models.CheckConstraint(
                condition=Q(complete__isnull=True) | Q(complete__lte=100),
                name="reports_institutionfigures_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.counted_on}"


class InstitutionIndicator(models.Model):
    """An indicator of the institution's programme as it was told: the plan, both parts of the fact, the words."""

    figures = models.ForeignKey(InstitutionFigures, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField("код", max_length=60)
    title = models.CharField("показатель", max_length=300)
    order = models.PositiveSmallIntegerField("порядок")
    planned = models.DecimalField("план", max_digits=13, decimal_places=2, null=True)
    numerator = models.BigIntegerField("числитель", null=True)
    denominator = models.BigIntegerField("знаменатель", null=True)
    share = models.DecimalField("доля, %", max_digits=8, decimal_places=1, null=True)
    value = models.CharField("факт", max_length=40)
    planned_text = models.CharField("план словами", max_length=40)

    objects = ScopedManager(organization="figures__organization")

    class Meta:
        verbose_name = "показатель организации"
        verbose_name_plural = "показатели организаций по видам"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["figures", "code"], name="reports_institutionindicator_once")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"


class RegionCell(models.Model):
    """So many people of an institution who share all of these traits: never fewer than five.

    Whoever would stand out has some traits replaced by «обобщено» (`reports.region_cells`), so every sum of cells and
    every difference of such sums tells of nobody or of five people at least.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    form = models.CharField("форма", max_length=200)
    role = models.CharField("роль", max_length=6, choices=RegionRole.choices)
    age = models.CharField("возраст", max_length=20)
    sex = models.CharField("пол", max_length=20)
    course = models.CharField("курс, класс", max_length=20)
    people = models.PositiveIntegerField("человек")

    objects = ScopedManager(organization="organization")

    class Meta:
        verbose_name = "ячейка сводной таблицы"
        verbose_name_plural = "ячейки сводной таблицы"
        ordering = ["pk"]
        constraints = [
            choices_constraint("role", RegionRole),
            models.UniqueConstraint(
                fields=["organization", "form", "role", "age", "sex", "course"],
                name="reports_regioncell_once",
            ),
            models.CheckConstraint(condition=Q(people__gte=SMALLEST), name="reports_regioncell_never_small"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.people}"


class ReportingPeriod(TenantModel):
    """A period that a region asks its institutions to report of: figures as of `cut_on`, sent by `due_on`."""

    title = models.CharField("название", max_length=120)
    cut_on = models.DateField("данные на дату")
    due_on = models.DateField("сдать до")

    class Meta:
        verbose_name = "отчётный период"
        verbose_name_plural = "отчётные периоды"
        ordering = ["-due_on", "-pk"]
        constraints = [
            ordered_constraint("cut_on", "due_on"),
            models.UniqueConstraint(fields=["organization", "title"], name="reports_period_title_once"),
        ]

    def __str__(self) -> str:
        return self.title


class PeriodReport(TenantModel):
    """What an institution has reported of a period: `figures` are frozen when it is submitted, and after a return anew.

    `organization` is the institution, the period belongs to its region.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(
        "состояние", max_length=10, choices=PeriodReportState.choices, default=PeriodReportState.SUBMITTED
    )
    figures = models.JSONField("показатели")
    submitted_at = models.DateTimeField("сдан")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто сдал",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    remark = models.CharField("замечание", max_length=500, blank=True)

    class Meta:
        verbose_name = "отчёт за период"
        verbose_name_plural = "отчёты за период"
        ordering = ["organization", "pk"]
        constraints = [
            choices_constraint("state", PeriodReportState),
            models.UniqueConstraint(fields=["period", "organization"], name="reports_periodreport_once"),
            models.CheckConstraint(
                condition=~Q(state=PeriodReportState.RETURNED) | ~Q(remark=""),
                name="reports_periodreport_returned_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Отчёт организации № {self.organization_id}"


class PeriodNudge(models.Model):
    """That an institution was reminded of its report: once for each reason."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="nudges")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("почему", max_length=4, choices=NudgeKind.choices)
    sent_on = models.DateField("когда")

    objects = ScopedManager(organization="organization")

    class Meta:
        verbose_name = "напоминание об отчёте"
        verbose_name_plural = "напоминания об отчётах"
        ordering = ["pk"]
        constraints = [
            choices_constraint("kind", NudgeKind),
            models.UniqueConstraint(
                fields=["period", "organization", "kind"], name="reports_periodnudge_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.organization_id}"
