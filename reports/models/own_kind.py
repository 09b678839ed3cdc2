"""Kinds of documents of an institution's own, laid out in Word: the kind, its files in versions, what was made."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import StoredFile, TenantModel, choices_constraint
from mentorship.models import Person, Programme
from reports.enums import OwnKindSubject


class OwnKind(TenantModel):
    """A kind of documents by a Word file of the institution. Kept out of sight, never deleted, once used."""

    title = models.CharField("название", max_length=200)
    about = models.CharField("для чего", max_length=300, blank=True)
    subject = models.CharField("о ком или о чём", max_length=10, choices=OwnKindSubject.choices)
    is_archived = models.BooleanField("убран в архив", default=False)

    class Meta:
        verbose_name = "свой вид документа"
        verbose_name_plural = "свои виды документов"
        ordering = ["title", "pk"]
        constraints = [
            choices_constraint("subject", OwnKindSubject),
            models.UniqueConstraint(
                fields=["organization", "title"],
                condition=Q(is_archived=False),
                name="reports_ownkind_title_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OwnKindVersion(TenantModel):
    """One uploaded file of a kind; `variables` are the names that it uses."""

    kind = models.ForeignKey(OwnKind, verbose_name="вид", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("версия")
    file = models.ForeignKey(StoredFile, verbose_name="файл", on_delete=models.PROTECT, related_name="+")
    variables = models.JSONField("переменные", default=list, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "файл своего вида"
        verbose_name_plural = "файлы своих видов"
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="reports_ownkind_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="reports_ownkind_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, версия {self.number}"


class OwnDocument(TenantModel):
    """A Word document made by a version of a kind; `values` are those that went in."""

    version = models.ForeignKey(
        OwnKindVersion, verbose_name="образец", on_delete=models.PROTECT, related_name="documents"
    )
    programme = models.ForeignKey(
        Programme, verbose_name="программа", null=True, on_delete=models.PROTECT, related_name="+"
    )
    subject_id = models.BigIntegerField("предмет")
    person = models.ForeignKey(
        Person, verbose_name="о ком", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("название", max_length=300)
    values = models.JSONField("значения", default=dict, blank=True)
    file = models.ForeignKey(StoredFile, verbose_name="файл", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "документ по своему образцу"
        verbose_name_plural = "документы по своим образцам"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["programme", "-id"], name="reports_owndocument_recent")]

    def __str__(self) -> str:
        return self.title
