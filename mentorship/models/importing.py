"""An uploaded list of people: the file, how its columns are read, what its rows would do, and what they did."""

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from core.models import StoredFile, TenantModel, choices_constraint
from mentorship.enums import ImportBase, ImportState, RowStatus
from mentorship.models.person import Person
from mentorship.models.programme import Programme


class PeopleImport(TenantModel):
    """Until it is applied nothing of the list is among the people: only this row, its file and `CheckedRow`s.

    `mapping` maps a header to the field set by hand («» leaves the column out). The last check left `columns`
    (`known`: header, field and example of every column; `sheets`: the headers of every sheet in order), `warnings`,
    `problem` (why the list cannot be read yet) and `fingerprint`: what is applied must be what was shown. `counts`
    are of the check, later of what was applied.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="imports")
    base = models.CharField("в какую базу", max_length=10, choices=ImportBase.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        "состояние", max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    counts = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    problem = models.TextField("почему не читается", blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField("проверено", null=True, blank=True)
    applied_at = models.DateTimeField("внесено", null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "импорт людей"
        verbose_name_plural = "импорт людей"
        ordering = ["-pk"]
        constraints = [choices_constraint("base", ImportBase), choices_constraint("state", ImportState)]

    def __str__(self) -> str:
        return self.file.name


class ImportMapping(TenantModel):
    """How lists with this very set of headers are read in this institution: header → field set by hand."""

    base = models.CharField("в какую базу", max_length=10, choices=ImportBase.choices)
    headers = models.CharField("набор заголовков", max_length=64)
    columns = models.JSONField("колонки", default=dict)

    class Meta:
        verbose_name = "запомненные колонки"
        verbose_name_plural = "запомненные колонки"
        ordering = ["-pk"]
        constraints = [
            choices_constraint("base", ImportBase),
            models.UniqueConstraint(
                fields=["organization", "base", "headers"], name="mentorship_import_mapping_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_base_display()}: {', '.join(self.columns)}"


class CheckedRow(models.Model):
    """A row of a list as the last check showed it; gone once the list is applied or given up.

    `shown` holds what a person reads (`detail`, `summary`, `changes`, `issues`, `notes`); `cells` the row as it
    stands in the file, kept for rows with errors only.
    """

    people_import = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="checked_rows")
    place = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField("строка")
    status = models.CharField(max_length=10, choices=RowStatus.choices)
    name = models.CharField(max_length=260, blank=True)
    shown = models.JSONField(default=dict)
    cells = models.JSONField(default=list)

    objects = ScopedManager(organization="people_import__organization")

    class Meta:
        verbose_name = "строка списка"
        verbose_name_plural = "строки списка"
        ordering = ["place"]
        indexes = [models.Index(fields=["people_import", "status", "place"], name="mentorship_checked_rows")]
        constraints = [
            choices_constraint("status", RowStatus),
            models.UniqueConstraint(fields=["people_import", "place"], name="mentorship_checked_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"


class ImportedRow(models.Model):
    """The journal of an applied list: what one row made and what it changed, so that all of it can be undone.

    `made` names new rows by primary key: {"person": 1, "entry": 2, "guardians": [3], "links": [4]}. `before` and
    `after` hold the former and the written values of rows that were there, by part: «person», «entry:7»,
    «topics:7», «projects:7», «guardian:7».
    """

    people_import = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="imported_rows")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="imported_rows")
    base = models.CharField("в какую базу", max_length=10, choices=ImportBase.choices)
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField("строка")
    status = models.CharField(max_length=10, choices=RowStatus.choices)
    made = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = ScopedManager(organization="people_import__organization")

    class Meta:
        verbose_name = "внесённая строка"
        verbose_name_plural = "внесённые строки"
        ordering = ["pk"]
        constraints = [
            choices_constraint("base", ImportBase),
            choices_constraint("status", RowStatus),
            models.UniqueConstraint(
                fields=["people_import", "sheet", "number"], name="mentorship_imported_row_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"
