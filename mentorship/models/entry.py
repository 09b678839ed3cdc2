"""A person's place in a base for one programme, with what they ask for or offer."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint, ordered_constraint
from mentorship.enums import EntryState, MeetingFormat, RequestSource
from mentorship.models.category import MenteeCategory
from mentorship.models.person import Person
from mentorship.models.programme import Programme, Project
from mentorship.models.reference import RequestTopic


class OwnPlaces(models.Manager[models.Model]):
    """Without places that another place of the same person took in when their cards were merged."""

    def get_queryset(self) -> models.QuerySet[models.Model]:
        return super().get_queryset().filter(is_absorbed=False)


class Entry(TenantModel):
    """What both bases share. `state` is moved by `mentorship.domain.entries` only.

    `is_absorbed`: the place of a merged card in a programme where the other card had a place too. It is nobody's
    place any more and counts nowhere; `everything` has it, for the history and for undoing.
    """

    state = models.CharField(
        "состояние", max_length=10, choices=EntryState.choices, default=EntryState.CANDIDATE
    )
    state_reason = models.CharField("причина", max_length=300, blank=True)
    interests = models.TextField("интересы", blank=True)
    meeting_format = models.CharField(
        "формат встреч", max_length=10, choices=MeetingFormat.choices, default=MeetingFormat.ANY
    )
    results = models.TextField("результаты программы", blank=True)
    motives = models.TextField("почему участвует", blank=True)
    availability = models.CharField("когда удобно встречаться", max_length=200, blank=True)
    story_url = models.URLField("ссылка на кейс, отзыв", max_length=300, blank=True)
    entered_on = models.DateField("дата вхождения в программу", null=True, blank=True)
    #: Written with the state only: the day of «завершил» or «выбыл», empty while the person takes part.
    ended_on = models.DateField("дата завершения программы", null=True, blank=True)
    order_number = models.CharField("№ приказа об утверждении", max_length=40, blank=True)
    order_date = models.DateField("дата приказа об утверждении", null=True, blank=True)
    is_absorbed = models.BooleanField(default=False, editable=False)
    #: The person's `search_key`, kept by triggers (`mentorship.sort_guard`): lists are ordered by it.
    sort_name = models.CharField(max_length=260, blank=True, default="", editable=False)
    #: Name, group and request (or competences) folded, kept by triggers (`mentorship.search_guard`) for the search.
    search_text = models.TextField(blank=True, default="", editable=False)

    objects = ScopedManager(OwnPlaces, organization="organization")  # type: ignore[misc]
    everything = ScopedManager(organization="organization")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.person)  # type: ignore[attr-defined]


class MenteeEntry(Entry):
    """A place in the base of mentees."""

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="mentees"
    )
    person = models.ForeignKey(
        Person, verbose_name="человек", on_delete=models.PROTECT, related_name="mentee_entries"
    )
    project = models.ForeignKey(
        Project,
        verbose_name="форма наставничества",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentees",
    )
    topics = models.ManyToManyField(RequestTopic, verbose_name="запросы", blank=True, related_name="+")
    main_request = models.TextField("основной запрос", blank=True)
    categories = models.ManyToManyField(
        MenteeCategory, verbose_name="категории", blank=True, related_name="+"
    )
    mentor_wishes = models.TextField("пожелания к наставнику", blank=True)

    class Meta:
        verbose_name = "наставляемый"
        verbose_name_plural = "база наставляемых"
        ordering = ["person__last_name", "person__first_name", "pk"]
        indexes = [
            models.Index(
                fields=["programme", "sort_name", "id"],
                condition=Q(is_absorbed=False),
                name="mentorship_mentee_by_name",
            ),
            models.Index(
                fields=["programme", "state"], condition=Q(is_absorbed=False), name="mentorship_mentee_state"
            ),
        ]
        constraints = [
            choices_constraint("state", EntryState),
            choices_constraint("meeting_format", MeetingFormat),
            ordered_constraint("entered_on", "ended_on"),
            models.CheckConstraint(
                condition=~Q(state=EntryState.APPROVED) | (Q(order_date__isnull=False) & ~Q(order_number="")),
                name="%(app_label)s_%(class)s_approved_by_order",
            ),
            models.UniqueConstraint(
                fields=["programme", "person"], condition=Q(is_absorbed=False), name="mentorship_mentee_once"
            ),
        ]


class MentorEntry(Entry):
    """A place in the base of mentors. Age bounds are whole years, hours are hours a week."""

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="mentors"
    )
    person = models.ForeignKey(
        Person, verbose_name="человек", on_delete=models.PROTECT, related_name="mentor_entries"
    )
    projects = models.ManyToManyField(
        Project, verbose_name="формы наставничества", blank=True, related_name="mentors"
    )
    topics = models.ManyToManyField(RequestTopic, verbose_name="может помочь", blank=True, related_name="+")
    competences = models.TextField("основные компетенции", blank=True)
    achievements = models.TextField("важные для программы достижения", blank=True)
    experience = models.TextField("жизненный и профессиональный опыт", blank=True)
    preferred_age_min = models.PositiveSmallIntegerField("возраст наставляемых от", null=True, blank=True)
    preferred_age_max = models.PositiveSmallIntegerField("возраст наставляемых до", null=True, blank=True)
    hours_per_week = models.DecimalField(
        "часов в неделю", max_digits=4, decimal_places=1, null=True, blank=True
    )
    capacity = models.PositiveSmallIntegerField("сколько наставляемых готов вести", default=1)

    class Meta:
        verbose_name = "наставник"
        verbose_name_plural = "база наставников"
        ordering = ["person__last_name", "person__first_name", "pk"]
        indexes = [
            models.Index(
                fields=["programme", "sort_name", "id"],
                condition=Q(is_absorbed=False),
                name="mentorship_mentor_by_name",
            ),
            models.Index(
                fields=["programme", "state"], condition=Q(is_absorbed=False), name="mentorship_mentor_state"
            ),
        ]
        constraints = [
            choices_constraint("state", EntryState),
            choices_constraint("meeting_format", MeetingFormat),
            ordered_constraint("entered_on", "ended_on"),
            models.CheckConstraint(
                condition=~Q(state=EntryState.APPROVED) | (Q(order_date__isnull=False) & ~Q(order_number="")),
                name="%(app_label)s_%(class)s_approved_by_order",
            ),
            models.UniqueConstraint(
                fields=["programme", "person"], condition=Q(is_absorbed=False), name="mentorship_mentor_once"
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 30)), name="mentorship_mentor_capacity_range"
            ),
            models.CheckConstraint(
                condition=Q(preferred_age_min__isnull=True)
                | Q(preferred_age_max__isnull=True)
                | Q(preferred_age_max__gte=models.F("preferred_age_min")),
                name="mentorship_mentor_age_order",
            ),
        ]


class MenteeRequest(TenantModel):
    """One request of a mentee as it was stated: from the questionnaire, by hand, by import, by third persons."""

    entry = models.ForeignKey(MenteeEntry, on_delete=models.CASCADE, related_name="requests")
    topics = models.ManyToManyField(RequestTopic, verbose_name="запросы", blank=True, related_name="+")
    text = models.TextField("своими словами", blank=True)
    source = models.CharField("откуда", max_length=15, choices=RequestSource.choices)

    class Meta:
        verbose_name = "запрос наставляемого"
        verbose_name_plural = "запросы наставляемых"
        ordering = ["-pk"]
        constraints = [choices_constraint("source", RequestSource)]

    def __str__(self) -> str:
        return self.text[:60] or str(self.entry_id)
