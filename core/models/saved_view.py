"""How a person likes to see a list: filter, sort and columns under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models.base import TenantModel


class SavedView(TenantModel):
    """`page` is the list's URL name. The row without a name keeps the columns that its owner chose last.

    `query` is an address without its «?»; words of a search are not kept, since they name people.
    """

    page = models.CharField(max_length=100)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="чей", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("название", max_length=60, blank=True)
    query = models.CharField(max_length=1000, blank=True)
    columns = models.JSONField("колонки", default=list, blank=True)
    is_shared = models.BooleanField("показывать всем в организации", default=False)
    is_default = models.BooleanField("открывать список в этом виде", default=False)

    class Meta:
        verbose_name = "сохранённый вид"
        verbose_name_plural = "сохранённые виды"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "owner", "page", "name"], name="core_savedview_name_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "owner", "page"],
                condition=Q(is_default=True),
                name="core_savedview_default_once",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(is_shared=False, is_default=False, query=""),
                name="core_savedview_nameless_is_own",
            ),
        ]

    def __str__(self) -> str:
        return self.name
