"""Who looks at a draft before the head: the usual route of a kind of document, and the visas given."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import Organization, TenantModel, choices_constraint
from reports.life_enums import VisaState
from reports.models.document import Document


class ApprovalRoute(TenantModel):
    """The route by default of one kind; an empty `kind` is for every kind that the head signs and has no own."""

    kind = models.CharField("вид документа", max_length=40, blank=True)
    is_parallel = models.BooleanField("все одновременно", default=False)

    class Meta:
        verbose_name = "маршрут согласования"
        verbose_name_plural = "маршруты согласования"
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind"], name="reports_route_once"),
        ]

    def __str__(self) -> str:
        return self.kind or "все документы"


class RouteMember(models.Model):
    """Somebody on a route: an account answers in the portal; without one the visa is given on paper."""

    route = models.ForeignKey(ApprovalRoute, on_delete=models.CASCADE, related_name="members")
    place = models.PositiveSmallIntegerField("место")
    full_name = models.CharField("фамилия, имя, отчество", max_length=200)
    position = models.CharField("должность", max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization="route__organization")

    class Meta:
        verbose_name = "участник маршрута"
        verbose_name_plural = "участники маршрута"
        ordering = ["route", "place"]
        constraints = [
            models.UniqueConstraint(fields=["route", "place"], name="reports_route_member_once"),
            models.CheckConstraint(condition=~Q(full_name=""), name="reports_route_member_named"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Visa(models.Model):
    """One person's word on one text of a draft. `round` grows with every sending; equal `step`s are asked together."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="visas")
    round = models.PositiveSmallIntegerField("круг")
    step = models.PositiveSmallIntegerField("шаг")
    place = models.PositiveSmallIntegerField("место")
    revision = models.PositiveSmallIntegerField("версия")
    full_name = models.CharField("фамилия, имя, отчество", max_length=200)
    position = models.CharField("должность", max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("виза", max_length=8, choices=VisaState.choices, default=VisaState.WAITING)
    remark = models.TextField("замечания", blank=True)
    decided_on = models.DateField("дата визы", null=True, blank=True)
    is_paper = models.BooleanField("на бумаге", default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization="document__organization")

    class Meta:
        verbose_name = "виза"
        verbose_name_plural = "визы"
        ordering = ["document", "-round", "place"]
        indexes = [models.Index(fields=["user", "state"], name="reports_visa_waiting")]
        constraints = [
            choices_constraint("state", VisaState),
            models.UniqueConstraint(fields=["document", "round", "place"], name="reports_visa_once"),
            models.CheckConstraint(condition=~Q(full_name=""), name="reports_visa_named"),
            models.CheckConstraint(
                condition=Q(state__in=[VisaState.WAITING, VisaState.DROPPED], decided_on__isnull=True)
                | (
                    ~Q(state__in=[VisaState.WAITING, VisaState.DROPPED])
                    & Q(decided_on__isnull=False, decided_by__isnull=False)
                ),
                name="reports_visa_decided_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VisaState.REMARKED, VisaState.RETURNED]) | ~Q(remark=""),
                name="reports_visa_remark_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}: {self.get_state_display()}"

    @property
    def organization(self) -> Organization:
        return self.document.organization
