"""Categories of mentees: what is said of them in lists. Sensitive ones are records of their own (`sensitive.py`)."""

from django.db import models
from django.db.models import Q

from core.models import Organization


class ReferenceLine(models.Model):
    """A line of a short list that an institution adds to and hides from; without an organisation it is built in."""

    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.SlugField("код", max_length=60)
    title = models.CharField("название", max_length=120)
    order = models.PositiveSmallIntegerField("порядок", default=100)
    hidden_by = models.ManyToManyField(Organization, blank=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["order", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code"], name="%(app_label)s_%(class)s_code_once"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(organization__isnull=True),
                name="%(app_label)s_%(class)s_builtin_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MenteeCategory(ReferenceLine):
    """«Одарённые», «новички»: nothing of health, family or offences, which the law and the method guard apart."""

    class Meta(ReferenceLine.Meta):
        verbose_name = "категория наставляемых"
        verbose_name_plural = "категории наставляемых"
