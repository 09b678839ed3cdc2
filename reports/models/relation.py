"""What a document does to an earlier one, and where finished documents are kept."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from core.models import choices_constraint
from reports.life_enums import RelationKind
from reports.models.document import Document


class DocumentRelation(models.Model):
    """`document` changes or revokes `target` from the day it is signed; until then it only means to."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="changed_by")
    kind = models.CharField("что делает", max_length=7, choices=RelationKind.choices)
    note = models.CharField("что именно", max_length=300, blank=True)
    in_force_on = models.DateField("с какого дня", null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization="document__organization")

    class Meta:
        verbose_name = "связь документов"
        verbose_name_plural = "связи документов"
        ordering = ["document", "target"]
        constraints = [
            choices_constraint("kind", RelationKind),
            models.UniqueConstraint(fields=["document", "target"], name="reports_relation_once"),
            models.CheckConstraint(condition=~Q(document=F("target")), name="reports_relation_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind} {self.target_id}"


class ArchivePlace(models.Model):
    """In which file of the institution's nomenclature a finished document lies, and for how long it is kept."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="archive_place")
    case_index = models.CharField("индекс дела", max_length=60)
    term = models.CharField("срок хранения", max_length=120)
    filed_on = models.DateField("передан в архив")
    state_before = models.CharField("состояние до архива", max_length=10)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization="document__organization")

    class Meta:
        verbose_name = "место в архиве"
        verbose_name_plural = "места в архиве"
        constraints = [models.CheckConstraint(condition=~Q(case_index=""), name="reports_archive_has_case")]

    def __str__(self) -> str:
        return self.case_index
