"""Cards that may be one person, what was decided about them, and merges that can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import StoredFile, TenantModel, choices_constraint
from mentorship.enums import DuplicateState, ErasureGround, Likeliness
from mentorship.models.person import Person


class DuplicatePair(TenantModel):
    """Two cards that look alike; the one entered earlier is `first`. A decision is remembered and not asked again."""

    first = models.ForeignKey(Person, verbose_name="карточка", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, verbose_name="карточка", on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField("насколько", choices=Likeliness.choices)
    score = models.PositiveSmallIntegerField("оценка")
    reasons = models.JSONField("почему", default=list)
    state = models.CharField(
        "решение", max_length=10, choices=DuplicateState.choices, default=DuplicateState.OPEN
    )

    class Meta:
        verbose_name = "возможный дубль"
        verbose_name_plural = "возможные дубли"
        ordering = ["-score", "pk"]
        indexes = [
            models.Index(fields=["organization", "state", "-score"], name="mentorship_duplicate_queue")
        ]
        constraints = [
            choices_constraint("state", DuplicateState),
            choices_constraint("level", Likeliness),
            models.UniqueConstraint(fields=["first", "second"], name="mentorship_duplicate_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="mentorship_duplicate_order"),
        ]

    def __str__(self) -> str:
        return f"карточки № {self.first_id} и № {self.second_id}"

    @property
    def tone(self) -> str:
        return {3: "bad", 2: "wait"}.get(self.level, "info")


class PersonMerge(TenantModel):
    """One merge: `kept` took in `merged`. What it needs to be undone lies in `record`.

    `record`: `fields` {column: [kept's value before, merged's, chosen]}; `moved` [[model, pk, column, from, to]];
    `own` {"model.column": [pks that were the kept card's own]}; `states` [[model, pk, from, to]].
    """

    kept = models.ForeignKey(Person, verbose_name="осталась", on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(
        Person, verbose_name="объединена", on_delete=models.PROTECT, related_name="merged_by"
    )
    record = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    undone_at = models.DateTimeField("отменено", null=True, blank=True)

    class Meta:
        verbose_name = "объединение карточек"
        verbose_name_plural = "объединения карточек"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="mentorship_merge_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="mentorship_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.kept_id} ← {self.merged_id}"


class Erasure(TenantModel):
    """That a person's data were destroyed: once, by whom, why; `destroyed` and `kept` are the lines of the act."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="erasure")
    grounds = models.CharField("основание", max_length=12, choices=ErasureGround.choices)
    note = models.CharField("подробности", max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )
    erased_on = models.DateField("уничтожено")
    erased_at = models.DateTimeField("время")
    destroyed = models.JSONField("уничтожено", default=list)
    kept = models.JSONField("сохранено", default=list)
    audit_redacted = models.PositiveIntegerField("записей журнала обезличено", default=0)

    class Meta:
        verbose_name = "уничтожение персональных данных"
        verbose_name_plural = "уничтожения персональных данных"
        ordering = ["-pk"]
        constraints = [choices_constraint("grounds", ErasureGround)]

    def __str__(self) -> str:
        return f"карточка № {self.person_id}"


class DataRequest(TenantModel):
    """A person asked what is held about them (152-ФЗ ст. 14): the archive and the term, 10 working days."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_requests")
    received_on = models.DateField("обращение получено")
    due_on = models.DateField("ответить до")
    archive = models.ForeignKey(
        StoredFile, verbose_name="архив", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_on = models.DateField("архив собран", null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="кто"
    )

    class Meta:
        verbose_name = "запрос субъекта"
        verbose_name_plural = "запросы субъектов"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on")), name="mentorship_datarequest_due_order"
            ),
        ]

    def __str__(self) -> str:
        return f"запрос от {self.received_on:%d.%m.%Y}, карточка № {self.person_id}"
