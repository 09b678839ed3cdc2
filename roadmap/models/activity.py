"""Activities of a roadmap and the days on which they come due."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import choices_constraint, ordered_constraint
from core.models.base import Stamped
from roadmap.deadlines import Deadline
from roadmap.enums import Confidence, DeadlineKind, OccurrenceState, ResultKind, Status
from roadmap.models.managers import Kept
from roadmap.models.roadmap import Stage


class Activity(Stamped):
    """One row of the plan. `deadline` is the raw text, always kept and printed; `kind`…`note` are how it was read.

    `result_kinds` is a list of `ResultKind` values: what the activity is to leave behind, and so what proves it.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="activities")
    order = models.PositiveSmallIntegerField("место")
    number = models.CharField("номер", max_length=40, blank=True)
    text = models.TextField("мероприятие")
    deadline = models.TextField("срок", blank=True)
    kind = models.CharField(
        "вид срока", max_length=20, choices=DeadlineKind.choices, default=DeadlineKind.UNKNOWN
    )
    start = models.DateField("начало", null=True, blank=True)
    end = models.DateField("срок до", null=True, blank=True)
    recurrence = models.CharField("повторение", max_length=200, blank=True)
    anchor = models.TextField("от события", blank=True)
    duration = models.CharField("длительность", max_length=20, blank=True)
    note = models.TextField("пометка к сроку", blank=True)
    confidence = models.CharField(
        "уверенность", max_length=10, choices=Confidence.choices, default=Confidence.HIGH
    )
    responsible = models.TextField("ответственные", blank=True)
    result = models.TextField("результат", blank=True)
    result_kinds = models.JSONField("виды результата", default=list, blank=True)
    archived_at = models.DateTimeField("в архиве с", null=True, blank=True)
    carried_from = models.CharField("перенесено из", max_length=40, blank=True)

    # Without the archive, so that no list, count or reminder has to remember it.
    objects = ScopedManager(organization="stage__roadmap__organization", _manager_class=Kept)
    everything = ScopedManager(organization="stage__roadmap__organization")

    class Meta:
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        ordering = ["stage__order", "order"]
        constraints = [
            choices_constraint("kind", DeadlineKind),
            choices_constraint("confidence", Confidence),
            ordered_constraint("start", "end"),
            models.UniqueConstraint(fields=["stage", "order"], name="roadmap_activity_order_once"),
        ]

    def __str__(self) -> str:
        first = self.text.split("\n", 1)[0]
        label = f"{self.number.rstrip('.')} {first}".strip()
        return label if len(label) <= 160 else f"{label[:159]}…"

    @property
    def reading(self) -> Deadline:
        """The stored reading as the grammar gives it (without the single parts of a list)."""
        return Deadline(
            raw=self.deadline,
            kind=DeadlineKind(self.kind),
            start=self.start,
            end=self.end,
            recurrence=self.recurrence,
            note=self.note,
            confidence=Confidence(self.confidence),
            anchor=self.anchor,
            duration=self.duration,
        )

    @property
    def result_labels(self) -> list[str]:
        return [ResultKind(kind).label for kind in self.result_kinds]


class Occurrence(models.Model):
    """One time that an activity comes due; `due` empty — nothing to be late for.

    `planned_start`/`planned_due` are the plan's own days of one that was moved by hand. `by_records` says that the
    portal's records made it done, so they may also open it again. `judged` is its state on `judged_on`, kept by the
    hourly pass for reading by the thousand; pages judge anew. Whatever is saved takes the day off, so that a state of
    this morning is never told for that of now: the next pass judges again.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="occurrences")
    index = models.PositiveSmallIntegerField("который раз")
    start = models.DateField("начало", null=True, blank=True)
    due = models.DateField("срок", null=True, blank=True)
    state = models.CharField(
        "состояние", max_length=10, choices=OccurrenceState.choices, default=OccurrenceState.OPEN
    )
    done_on = models.DateField("выполнено", null=True, blank=True)
    by_records = models.BooleanField("выполнено по записям портала", default=False)
    is_moved = models.BooleanField("перенесено", default=False)
    planned_start = models.DateField("начало по плану", null=True, blank=True)
    planned_due = models.DateField("срок по плану", null=True, blank=True)
    judged = models.CharField("состояние на день", max_length=10, choices=Status.choices, blank=True)
    judged_on = models.DateField("день состояния", null=True, blank=True)

    objects = ScopedManager(organization="activity__stage__roadmap__organization")

    class Meta:
        verbose_name = "срок мероприятия"
        verbose_name_plural = "сроки мероприятий"
        ordering = ["activity", "index"]
        constraints = [
            choices_constraint("state", OccurrenceState),
            ordered_constraint("start", "due"),
            models.UniqueConstraint(fields=["activity", "index"], name="roadmap_occurrence_once"),
            models.CheckConstraint(
                condition=Q(judged="") | Q(judged__in=Status.values), name="roadmap_occurrence_judged_known"
            ),
            models.CheckConstraint(
                condition=Q(state=OccurrenceState.DONE, done_on__isnull=False)
                | Q(state=OccurrenceState.OPEN, done_on__isnull=True),
                name="roadmap_occurrence_done_has_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="roadmap_occurrence_due")]

    def __str__(self) -> str:
        return f"{self.activity}, {self.due:%d.%m.%Y}" if self.due else str(self.activity)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.judged_on = None
        fields = None if update_fields is None else {*update_fields, "judged_on"}
        super().save(*args, update_fields=fields, **kwargs)

    @property
    def organization(self):  # type: ignore[no-untyped-def]  # the audit trail asks each subject for its owner
        return self.activity.stage.roadmap.organization
