"""Mass production: what one job made, kept together."""

from django.db import models

from core.models import Job, StoredFile, TenantModel
from mentorship.models import Programme


class DocumentBatch(TenantModel):
    """The papers of one job: an archive with a file a person, and one file for the printer."""

    job = models.OneToOneField(Job, verbose_name="задание", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("вид", max_length=40)
    archive = models.ForeignKey(
        StoredFile, verbose_name="архив", null=True, on_delete=models.PROTECT, related_name="+"
    )
    print_file = models.ForeignKey(
        StoredFile, verbose_name="файл для печати", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made = models.PositiveIntegerField("сделано", default=0)
    failed = models.PositiveIntegerField("не удалось", default=0)
    pages = models.PositiveIntegerField("страниц", default=0)
    #: Ids of the documents in the order of the print file: a column, for ten thousand of them are never asked about.
    documents = models.JSONField("документы", default=list, blank=True)

    class Meta:
        verbose_name = "пакет документов"
        verbose_name_plural = "пакеты документов"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.made}"
