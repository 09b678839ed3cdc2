"""Scanned stacks of signed consents: what was uploaded, and what each page turned out to be."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import Job, StoredFile, TenantModel, choices_constraint
from mentorship.models import Consent, Programme
from reports.enums import ScanOutcome


class ScanStack(TenantModel):
    """One uploaded PDF; the same bytes again are the same stack. `read_at` is set once all pages are looked at.

    `signed_on` and `original_place` are told once for the stack; the day may be corrected for each consent when the
    curator confirms.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, verbose_name="файл", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, editable=False)
    signed_on = models.DateField("дата подписи")
    original_place = models.CharField("где оригиналы", max_length=200)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField("прочитана", null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "стопка сканов"
        verbose_name_plural = "стопки сканов"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "sha256"], name="reports_stack_once"),
        ]

    def __str__(self) -> str:
        return f"Стопка от {self.created_at:%d.%m.%Y}"


class ScanPage(models.Model):
    """A page of a stack. `page` of the consent's sheet, `turn` clockwise to set it upright."""

    stack = models.ForeignKey(ScanStack, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField("страница стопки")
    outcome = models.CharField("что это", max_length=12, choices=ScanOutcome.choices)
    consent = models.ForeignKey(Consent, null=True, on_delete=models.CASCADE, related_name="+")
    page = models.PositiveSmallIntegerField("страница согласия", null=True)
    pages = models.PositiveSmallIntegerField("всего страниц", null=True)
    turn = models.PositiveSmallIntegerField("поворот", default=0)
    thumbnail = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    by_hand = models.BooleanField("разложена вручную", default=False)

    objects = ScopedManager(organization="stack__organization")

    class Meta:
        verbose_name = "страница стопки"
        verbose_name_plural = "страницы стопки"
        ordering = ["stack", "number"]
        constraints = [
            choices_constraint("outcome", ScanOutcome),
            models.UniqueConstraint(fields=["stack", "number"], name="reports_scanpage_once"),
            models.UniqueConstraint(
                fields=["stack", "consent", "page"],
                condition=Q(outcome=ScanOutcome.PLACED),
                name="reports_scanpage_place_once",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ScanOutcome.PLACED)
                | Q(consent__isnull=False, page__isnull=False, pages__isnull=False),
                name="reports_scanpage_placed_where",
            ),
            models.CheckConstraint(
                condition=Q(turn__in=[0, 90, 180, 270]), name="reports_scanpage_quarter_turn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stack_id}: {self.number}"
