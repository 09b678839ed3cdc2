"""What proves an activity: records of the portal that were heard of, files, links, notes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import StoredFile, TenantModel, choices_constraint
from core.models.base import Stamped
from mentorship.models import Programme
from roadmap.enums import EvidenceKind
from roadmap.models.activity import Activity, Occurrence
from roadmap.proofs import fact_words


class RecordedFact(TenantModel):
    """A fact (core.facts) that was told about a programme: kept, so that a roadmap that comes later finds it.

    `moment` is when it came to be, `told_at` when it was told last, `withdrawn_at` when it was last taken back: it
    holds while it was told later than that, in whatever order the messages came. `day` is the record's own date
    (of an order), from which terms are counted.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("вид", max_length=40)
    detail = models.CharField("уточнение", max_length=80, blank=True)
    subject_type = models.CharField("что", max_length=80)
    subject_id = models.CharField("номер записи", max_length=64)
    title = models.CharField("название", max_length=300, blank=True)
    url = models.CharField("адрес", max_length=300, blank=True)
    moment = models.DateTimeField("когда")
    told_at = models.DateTimeField("сообщено последний раз", null=True, blank=True)
    day = models.DateField("дата записи", null=True, blank=True)
    withdrawn_at = models.DateTimeField("отозвано", null=True, blank=True)
    withdrawn_reason = models.CharField("почему отозвано", max_length=300, blank=True)

    class Meta:
        verbose_name = "факт"
        verbose_name_plural = "факты"
        ordering = ["moment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "detail", "subject_type", "subject_id"], name="roadmap_fact_once"
            )
        ]

    def __str__(self) -> str:
        return fact_words(self.kind, self.detail, self.title)

    @property
    def holds(self) -> bool:
        return self.withdrawn_at is None or (self.told_at or self.moment) > self.withdrawn_at


class Evidence(Stamped):
    """A proof of an activity (of one occurrence of it). Facts come by themselves, the rest is brought by people."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="evidence")
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence"
    )
    kind = models.CharField("вид", max_length=10, choices=EvidenceKind.choices)
    fact = models.ForeignKey(
        RecordedFact, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link = models.URLField("ссылка", max_length=500, blank=True)
    note = models.TextField("пояснение", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager(organization="activity__stage__roadmap__organization")

    class Meta:
        verbose_name = "подтверждение"
        verbose_name_plural = "подтверждения"
        ordering = ["pk"]
        constraints = [
            choices_constraint("kind", EvidenceKind),
            models.UniqueConstraint(fields=["activity", "fact"], name="roadmap_evidence_fact_once"),
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.FACT, fact__isnull=False, file__isnull=True, link="")
                | Q(kind=EvidenceKind.FILE, fact__isnull=True, file__isnull=False, link="")
                | (Q(kind=EvidenceKind.LINK, fact__isnull=True, file__isnull=True) & ~Q(link=""))
                | (Q(kind=EvidenceKind.NOTE, fact__isnull=True, file__isnull=True, link="") & ~Q(note="")),
                name="roadmap_evidence_has_its_proof",
            ),
        ]

    def __str__(self) -> str:
        return str(self.fact or self.file or self.link or self.note[:80])

    @property
    def organization(self):  # type: ignore[no-untyped-def]  # the audit trail asks each subject for its owner
        return self.activity.stage.roadmap.organization
