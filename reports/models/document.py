"""A document, its versions and what it is about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import StoredFile, TenantModel, choices_constraint
from mentorship.models import Programme
from reports.enums import DocumentState


class Document(TenantModel):
    """One document of one kind. `kind` is a code of `reports.kinds`; the text lies in the versions.

    `subject_id` and `options` are what its builder is asked with; `key` makes a document exist once: two living
    documents of one kind and key cannot be. Number and date come at registration only; the three `number_*` columns
    hold its place in the register, unique and without gaps. `revision` is the number of the current version, `file`
    its PDF.
    """

    kind = models.CharField("вид", max_length=40)
    key = models.CharField("ключ", max_length=120)
    subject_id = models.BigIntegerField("предмет")
    options = models.JSONField("условия", default=dict, blank=True)
    programme = models.ForeignKey(
        Programme, verbose_name="программа", null=True, on_delete=models.PROTECT, related_name="documents"
    )
    title = models.CharField("заголовок", max_length=300)
    summary = models.CharField("кратко", max_length=300, blank=True)
    state = models.CharField(
        "состояние", max_length=10, choices=DocumentState.choices, default=DocumentState.DRAFT
    )
    number = models.CharField("номер", max_length=60, blank=True)
    number_series = models.CharField("журнал", max_length=20, blank=True, editable=False)
    number_year = models.PositiveSmallIntegerField("год в журнале", null=True, editable=False)
    number_place = models.PositiveIntegerField("место в журнале", null=True, editable=False)
    date = models.DateField("дата", null=True, blank=True)
    revision = models.PositiveSmallIntegerField("версия", default=0)
    file = models.ForeignKey(
        StoredFile, verbose_name="файл", null=True, on_delete=models.PROTECT, related_name="+"
    )
    pages = models.PositiveSmallIntegerField("страниц", default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="подготовил",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_at = models.DateTimeField("передан на подпись", null=True, blank=True)
    remark = models.TextField("замечание", blank=True)

    class Meta:
        verbose_name = "документ"
        verbose_name_plural = "документы"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organization", "state", "-id"], name="reports_document_queue"),
            models.Index(fields=["programme", "kind", "state"], name="reports_document_kind"),
        ]
        constraints = [
            choices_constraint("state", DocumentState),
            models.UniqueConstraint(
                fields=["organization", "kind", "key"],
                condition=~Q(state__in=[DocumentState.CANCELLED, DocumentState.REVOKED]),
                name="reports_document_key_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "number_series", "number_year", "number_place"],
                condition=Q(number_place__isnull=False),
                name="reports_document_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DocumentState.REGISTERED, DocumentState.SIGNED])
                | (Q(date__isnull=False) & ~Q(number="")),
                name="reports_document_registered_has_number",
            ),
            models.CheckConstraint(
                condition=(Q(number_place__isnull=True) & Q(number_year__isnull=True))
                | (Q(number_place__gte=1) & Q(number_year__isnull=False) & ~Q(number_series="")),
                name="reports_document_number_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} № {self.number}" if self.number else self.title


class DocumentVersion(models.Model):
    """One text of a document: what it was made of and the PDF made of it. Rows are only added.

    `snapshot` (JSON of the kind's content), `wording`, the requisites, the codes and `rendered_at` are all that the PDF
    depends on besides the installed fonts and stylesheets: from them the same bytes are made again.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveSmallIntegerField("версия")
    snapshot = models.JSONField("данные")
    wording = models.CharField("редакция текста", max_length=20)
    number = models.CharField("номер", max_length=60, blank=True)
    date = models.DateField("дата", null=True)
    is_draft = models.BooleanField("проект")
    link = models.CharField("адрес", max_length=300, blank=True)
    check_code = models.CharField("код содержания", max_length=16, db_index=True)
    marks = models.JSONField("отметки о подписях", default=list, blank=True)
    sheet_code = models.CharField("код листа", max_length=40, blank=True)
    rendered_at = models.DateTimeField("сделана")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("почему", max_length=300, blank=True)

    objects = ScopedManager(organization="document__organization")

    class Meta:
        verbose_name = "версия документа"
        verbose_name_plural = "версии документов"
        ordering = ["document", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["document", "revision"], name="reports_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}, версия {self.revision}"


class DocumentSubject(models.Model):
    """What a document is about: a pair in an order, a consent, a person. `model` is a label («mentorship.pair»)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="subjects")
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()

    objects = ScopedManager(organization="document__organization")

    class Meta:
        verbose_name = "предмет документа"
        verbose_name_plural = "предметы документов"
        constraints = [
            models.UniqueConstraint(fields=["document", "model", "object_id"], name="reports_subject_once"),
        ]
        indexes = [models.Index(fields=["model", "object_id"], name="reports_subject_object")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"
