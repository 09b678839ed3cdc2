"""Events of a programme: what they are, their agenda, who comes and who was there."""

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint
from mentorship.event_enums import EventAudience, EventState, MarkWay, VisitSource, VisitState
from mentorship.models.category import ReferenceLine
from mentorship.models.person import Person
from mentorship.models.programme import Programme


class EventKind(ReferenceLine):
    """«Групповая встреча», «Круглый стол»; the code is what the roadmap is told."""

    class Meta(ReferenceLine.Meta):
        verbose_name = "вид мероприятия"
        verbose_name_plural = "виды мероприятий"


class Event(TenantModel):
    """An event. `state` is moved by `mentorship.domain.events` only.

    `hall_key` makes the link and the short code of the hall, by which those present mark themselves from
    `check_in_before` minutes before the beginning to `check_in_after` minutes after the end.
    """

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="events"
    )
    kind = models.ForeignKey(EventKind, verbose_name="вид", on_delete=models.PROTECT, related_name="+")
    title = models.CharField("название", max_length=200)
    about = models.TextField("о мероприятии", blank=True)
    starts_at = models.DateTimeField("начало")
    ends_at = models.DateTimeField("окончание")
    place = models.CharField("место", max_length=300, blank=True)
    online_url = models.URLField("ссылка для участия онлайн", max_length=500, blank=True)
    audience = models.CharField(
        "кто может записаться", max_length=9, choices=EventAudience.choices, default=EventAudience.EVERYBODY
    )
    capacity = models.PositiveSmallIntegerField("мест", null=True, blank=True)
    registration_until = models.DateTimeField("запись до", null=True, blank=True)
    check_in_before = models.PositiveSmallIntegerField("отмечаться за, минут до начала", default=30)
    check_in_after = models.PositiveSmallIntegerField("и ещё, минут после конца", default=30)
    hall_key = models.CharField(max_length=32, unique=True, editable=False)
    hall_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        "состояние", max_length=9, choices=EventState.choices, default=EventState.PLANNED
    )
    state_reason = models.CharField("причина", max_length=300, blank=True)
    held_on = models.DateField("проведено", null=True, blank=True)

    class Meta:
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        ordering = ["-starts_at", "pk"]
        indexes = [models.Index(fields=["programme", "state", "starts_at"], name="mentorship_event_state")]
        constraints = [
            choices_constraint("state", EventState),
            choices_constraint("audience", EventAudience),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="mentorship_event_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(registration_until__isnull=True) | Q(registration_until__lte=F("ends_at")),
                name="mentorship_event_registration_order",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__range=(1, 5000)),
                name="mentorship_event_capacity",
            ),
            models.CheckConstraint(
                condition=Q(check_in_before__lte=1440, check_in_after__lte=1440),
                name="mentorship_event_window",
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.HELD, held_on__isnull=False)
                | (~Q(state=EventState.HELD) & Q(held_on__isnull=True)),
                name="mentorship_event_held_on",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EventItem(models.Model):
    """A line of an event's programme."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="items")
    starts_at = models.TimeField("время", null=True, blank=True)
    title = models.CharField("что", max_length=300)
    speaker = models.CharField("кто", max_length=300, blank=True)

    objects = ScopedManager(organization="event__organization")

    class Meta:
        verbose_name = "пункт программы мероприятия"
        verbose_name_plural = "программа мероприятия"
        ordering = ["event", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "starts_at", "title"], name="mentorship_event_item_once")
        ]

    def __str__(self) -> str:
        return self.title


class EventVisit(TenantModel):
    """A person's place at an event, their personal code and whether they came.

    `slot` counts the seats from 1 to the event's capacity: two who take the last one at once take the same slot, and
    the database refuses one. Who waits has none and goes by `pk`. The code shown at the door is made from `key`.
    """

    event = models.ForeignKey(
        Event, verbose_name="мероприятие", on_delete=models.PROTECT, related_name="visits"
    )
    person = models.ForeignKey(
        Person, verbose_name="кто", on_delete=models.PROTECT, related_name="event_visits"
    )
    state = models.CharField("место", max_length=8, choices=VisitState.choices, default=VisitState.SEATED)
    state_reason = models.CharField("причина", max_length=300, blank=True)
    source = models.CharField("как записан", max_length=7, choices=VisitSource.choices)
    slot = models.PositiveIntegerField("№ места", null=True, blank=True)
    key = models.CharField(max_length=32, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    link_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField("приглашение отправлено", null=True, blank=True)
    attended_at = models.DateTimeField("был", null=True, blank=True)
    marked_by = models.CharField("как отмечен", max_length=4, choices=MarkWay.choices, blank=True)

    class Meta:
        verbose_name = "участник мероприятия"
        verbose_name_plural = "участники мероприятий"
        ordering = ["event", "person__search_key", "pk"]
        constraints = [
            choices_constraint("state", VisitState),
            choices_constraint("source", VisitSource),
            models.CheckConstraint(
                condition=Q(marked_by="", attended_at__isnull=True)
                | Q(marked_by__in=MarkWay.values, attended_at__isnull=False),
                name="mentorship_visit_marked",
            ),
            models.CheckConstraint(
                condition=Q(state=VisitState.SEATED, slot__isnull=False, slot__gte=1)
                | (~Q(state=VisitState.SEATED) & Q(slot__isnull=True)),
                name="mentorship_visit_seated_has_slot",
            ),
            models.UniqueConstraint(fields=["event", "person"], name="mentorship_visit_once"),
            models.UniqueConstraint(
                fields=["event", "slot"], condition=Q(slot__isnull=False), name="mentorship_visit_slot"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
