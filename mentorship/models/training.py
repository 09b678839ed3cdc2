"""The training of mentors: courses, groups, sessions, who listens and who was there (methodology §1.3, stage 4)."""

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint, ordered_constraint
from mentorship.models.entry import MentorEntry
from mentorship.models.person import Person
from mentorship.models.programme import Programme
from mentorship.training_enums import CompletionRule, CourseKind, GroupState, PlaceState, TopicKind


class TrainingCourse(TenantModel):
    """A course of the institution; `threshold` is per cent of the sessions or hours, as `rule` says."""

    title = models.CharField("название", max_length=200)
    kind = models.CharField("вид", max_length=14, choices=CourseKind.choices, default=CourseKind.SCHOOL)
    hours = models.PositiveSmallIntegerField("часов", default=16)
    content = models.TextField("программа", blank=True)
    rule = models.CharField(
        "обучен, кто", max_length=5, choices=CompletionRule.choices, default=CompletionRule.SHARE
    )
    threshold = models.PositiveSmallIntegerField("порог", default=70)
    is_archived = models.BooleanField("в архиве", default=False)

    class Meta:
        verbose_name = "курс"
        verbose_name_plural = "курсы"
        ordering = ["title", "pk"]
        constraints = [
            choices_constraint("kind", CourseKind),
            choices_constraint("rule", CompletionRule),
            models.UniqueConstraint(
                fields=["organization", "title"],
                condition=Q(is_archived=False),
                name="mentorship_course_title_once",
            ),
            models.CheckConstraint(condition=Q(hours__range=(1, 1000)), name="mentorship_course_hours_range"),
            models.CheckConstraint(
                condition=Q(rule=CompletionRule.SHARE, threshold__range=(1, 100))
                | Q(rule=CompletionRule.HOURS, threshold__gte=1, threshold__lte=F("hours")),
                name="mentorship_course_threshold_range",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingTopic(TenantModel):
    """A topic of a course, under the heading of its module."""

    course = models.ForeignKey(TrainingCourse, on_delete=models.CASCADE, related_name="topics")
    module = models.CharField("модуль", max_length=200, blank=True)
    title = models.CharField("тема", max_length=300)
    kind = models.CharField("вид", max_length=10, choices=TopicKind.choices, default=TopicKind.LECTURE)
    hours = models.DecimalField("часов", max_digits=4, decimal_places=1)
    order = models.PositiveSmallIntegerField("порядок", default=1)

    class Meta:
        verbose_name = "тема курса"
        verbose_name_plural = "темы курса"
        ordering = ["course", "order", "pk"]
        constraints = [
            choices_constraint("kind", TopicKind),
            models.UniqueConstraint(fields=["course", "title"], name="mentorship_course_topic_once"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="mentorship_course_topic_hours"),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingGroup(TenantModel):
    """Those who take a course together in one programme. `state` is moved by `mentorship.domain.training` only."""

    course = models.ForeignKey(
        TrainingCourse, verbose_name="курс", on_delete=models.PROTECT, related_name="groups"
    )
    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="training_groups"
    )
    title = models.CharField("группа", max_length=120)
    leader = models.CharField("ведёт", max_length=200)
    place = models.CharField("место занятий", max_length=200, blank=True)
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    capacity = models.PositiveSmallIntegerField("мест", default=25)
    state = models.CharField("состояние", max_length=9, choices=GroupState.choices, default=GroupState.OPEN)
    state_reason = models.CharField("причина", max_length=300, blank=True)
    finished_on = models.DateField("завершена", null=True, blank=True)

    class Meta:
        verbose_name = "учебная группа"
        verbose_name_plural = "учебные группы"
        ordering = ["-starts_on", "title", "pk"]
        indexes = [models.Index(fields=["programme", "state"], name="mentorship_training_state")]
        constraints = [
            choices_constraint("state", GroupState),
            ordered_constraint("starts_on", "ends_on"),
            models.UniqueConstraint(
                fields=["programme", "course", "title"], name="mentorship_training_group_once"
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 200)), name="mentorship_training_capacity"
            ),
            models.CheckConstraint(
                condition=Q(state=GroupState.FINISHED, finished_on__isnull=False)
                | (~Q(state=GroupState.FINISHED) & Q(finished_on__isnull=True)),
                name="mentorship_training_finished_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.course}"


class TrainingSession(models.Model):
    """One meeting of a group: when, where, what about, how long."""

    group = models.ForeignKey(TrainingGroup, on_delete=models.CASCADE, related_name="sessions")
    on = models.DateField("день")
    starts_at = models.TimeField("начало", null=True, blank=True)
    topic = models.ForeignKey(
        TrainingTopic, verbose_name="тема курса", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="sessions",
    )  # fmt: skip
    title = models.CharField("тема занятия", max_length=300)
    hours = models.DecimalField("часов", max_digits=4, decimal_places=1)
    place = models.CharField("место", max_length=200, blank=True)

    objects = ScopedManager(organization="group__organization")

    class Meta:
        verbose_name = "занятие"
        verbose_name_plural = "занятия"
        ordering = ["group", "on", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "on", "title"], name="mentorship_session_once"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="mentorship_session_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y} {self.title}"


class TrainingPlace(TenantModel):
    """A mentor's chair in a group. `course` repeats the group's: one chair of a course at a time.

    `slot` counts the chairs from 1 to the group's capacity: two curators who give the last one at once give the same
    slot, and the database refuses one. `hours` are those attended when the training was finished.
    """

    group = models.ForeignKey(
        TrainingGroup, verbose_name="группа", on_delete=models.PROTECT, related_name="places"
    )
    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(
        MentorEntry, verbose_name="наставник", on_delete=models.PROTECT, related_name="training_places"
    )
    slot = models.PositiveSmallIntegerField("место")
    state = models.CharField(
        "состояние", max_length=9, choices=PlaceState.choices, default=PlaceState.ENROLLED
    )
    state_reason = models.CharField("причина", max_length=300, blank=True)
    completed_on = models.DateField("обучен", null=True, blank=True)
    hours = models.DecimalField("прослушал часов", max_digits=6, decimal_places=1, null=True, blank=True)

    class Meta:
        verbose_name = "место в учебной группе"
        verbose_name_plural = "места в учебных группах"
        ordering = ["group", "entry__sort_name", "pk"]
        constraints = [
            choices_constraint("state", PlaceState),
            models.CheckConstraint(condition=Q(slot__gte=1), name="mentorship_training_slot_from_one"),
            models.UniqueConstraint(
                fields=["group", "slot"], condition=~Q(state=PlaceState.LEFT), name="mentorship_training_slot"
            ),
            models.UniqueConstraint(
                fields=["group", "entry"],
                condition=~Q(state=PlaceState.LEFT),
                name="mentorship_training_seat",
            ),
            models.UniqueConstraint(
                fields=["course", "entry"],
                condition=Q(state__in=[PlaceState.ENROLLED, PlaceState.COMPLETED]),
                name="mentorship_training_once",
            ),
            models.CheckConstraint(
                condition=Q(state=PlaceState.COMPLETED, completed_on__isnull=False, hours__isnull=False)
                | (~Q(state=PlaceState.COMPLETED) & Q(completed_on__isnull=True)),
                name="mentorship_training_completed_on",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)


class TrainingAttendance(models.Model):
    """Who was at a session: a row is a mark, no row is an absence."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="marks")
    place = models.ForeignKey(TrainingPlace, on_delete=models.CASCADE, related_name="marks")

    objects = ScopedManager(organization="session__group__organization")

    class Meta:
        verbose_name = "отметка о посещении"
        verbose_name_plural = "отметки о посещении"
        constraints = [
            models.UniqueConstraint(fields=["session", "place"], name="mentorship_attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.place_id}"


class OutsideTraining(TenantModel):
    """Trained elsewhere, or before the portal: what the paper says. A revoked record counts for nothing.

    `is_by_hand`: the curator moved a mentor on to «обучен» without a paper; the record is what the share counts.
    """

    person = models.ForeignKey(
        Person, verbose_name="кто", on_delete=models.PROTECT, related_name="outside_trainings"
    )
    title = models.CharField("программа обучения", max_length=300)
    provider = models.CharField("где обучен", max_length=300)
    hours = models.PositiveSmallIntegerField("часов", null=True, blank=True)
    document = models.CharField("документ", max_length=100, blank=True, default="Удостоверение")
    number = models.CharField("номер", max_length=60, blank=True)
    issued_on = models.DateField("выдан")
    is_by_hand = models.BooleanField("отмечено без документа", default=False)
    revoked_on = models.DateField("отменено", null=True, blank=True)
    revoked_reason = models.CharField("причина отмены", max_length=300, blank=True)

    class Meta:
        verbose_name = "обучение в другой организации"
        verbose_name_plural = "обучение в других организациях"
        ordering = ["person", "-issued_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__range=(1, 2000)) | Q(is_by_hand=True, hours__isnull=True),
                name="mentorship_outside_hours",
            ),
            ordered_constraint("issued_on", "revoked_on"),
            models.UniqueConstraint(
                fields=["person", "title", "issued_on", "number"],
                condition=Q(revoked_on__isnull=True),
                name="mentorship_outside_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.provider}"
