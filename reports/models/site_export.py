"""What went out with the files of the public page: it lies on the institution's own site, out of the portal's reach."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import TenantModel
from mentorship.models import Person, Practice
from reports.models.publication import Publication


class SiteExport(TenantModel):
    """One press of «Файлы для своего сайта»."""

    exported_at = models.DateTimeField("когда")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "выгрузка страницы"
        verbose_name_plural = "выгрузки страницы"
        ordering = ["-exported_at", "-pk"]

    def __str__(self) -> str:
        return f"Выгрузка {self.pk}"


class SiteExportItem(models.Model):
    """A document, a mentor or a practice that the files showed.

    `mark` tells what of it was shown (the hash of the file, «name and place»): today's is compared with it, so no name
    is kept here. `removed_at`: somebody has said that it is gone from the site.
    """

    export = models.ForeignKey(SiteExport, on_delete=models.CASCADE, related_name="items")
    publication = models.ForeignKey(
        Publication, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="site_exports"
    )
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField("что показано", max_length=64)
    removed_at = models.DateTimeField("снято с сайта", null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization="export__organization")

    class Meta:
        verbose_name = "показанное на сайте"
        verbose_name_plural = "показанное на сайте"
        ordering = ["export", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(publication__isnull=False, person__isnull=True, practice__isnull=True)
                    | Q(publication__isnull=True, person__isnull=False, practice__isnull=True)
                    | Q(publication__isnull=True, person__isnull=True, practice__isnull=False)
                )
                & ~Q(mark=""),
                name="reports_site_item_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False) | Q(removed_by__isnull=True),
                name="reports_site_item_removed_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.export_id}: {self.pk}"
