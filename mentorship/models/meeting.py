"""Meetings of pairs and groups: planned or written down afterwards, who was there, what was agreed on, who confirms."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import StoredFile, TenantModel, choices_constraint, ordered_constraint
from mentorship.meeting_enums import SINGLE, MeetingKind, MeetingState, MeetingWay, Side
from mentorship.models.pair import Pair, PairMentee
from mentorship.models.person import Person
from mentorship.models.programme import Programme
from mentorship.models.reference import FormOfMentoring

_USER = settings.AUTH_USER_MODEL


class Meeting(TenantModel):
    """One meeting of a pair. `state` is moved by `mentorship.domain.meetings` only.

    `form_key` is the key of the form that was sent: sent twice, it is one meeting. `sequence` counts what calendars
    were told. A side confirms a meeting that was held; whoever wrote it down has confirmed it for their side.
    """

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="meetings"
    )
    pair = models.ForeignKey(Pair, verbose_name="пара", on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField("вид", max_length=12, choices=MeetingKind.choices)
    state = models.CharField("состояние", max_length=9, choices=MeetingState.choices)
    on = models.DateField("день")
    starts_at = models.TimeField("время", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("минут", default=60)
    way = models.CharField("как", max_length=9, choices=MeetingWay.choices, default=MeetingWay.IN_PERSON)
    place = models.CharField("место", max_length=200, blank=True)
    link = models.URLField("ссылка", max_length=300, blank=True)
    topic = models.CharField("тема", max_length=300, blank=True)
    agreements = models.TextField("о чём договорились", blank=True)
    next_on = models.DateField("следующая встреча", null=True, blank=True)
    reason = models.CharField("почему не состоялась", max_length=300, blank=True)
    written_by = models.ForeignKey(
        _USER, verbose_name="кто записал", null=True, on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField("чья запись", max_length=6, choices=Side.choices)
    mentor_confirmed_at = models.DateTimeField("подтвердил наставник", null=True, blank=True)
    mentees_confirmed_at = models.DateTimeField("подтвердил наставляемый", null=True, blank=True)
    is_invited = models.BooleanField("приглашения отправлены", default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.CharField(max_length=32, unique=True, editable=False)

    class Meta:
        verbose_name = "встреча"
        verbose_name_plural = "встречи"
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["pair", "state", "on"], name="mentorship_meeting_of_pair"),
            models.Index(fields=["programme", "on", "id"], name="mentorship_meeting_by_day"),
        ]
        constraints = [
            choices_constraint("kind", MeetingKind),
            choices_constraint("state", MeetingState),
            choices_constraint("way", MeetingWay),
            choices_constraint("side", Side),
            ordered_constraint("on", "next_on"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 600)), name="mentorship_meeting_minutes"),
            models.CheckConstraint(
                condition=~Q(state__in=[MeetingState.MISSED, MeetingState.CANCELLED]) | ~Q(reason=""),
                name="mentorship_meeting_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.HELD)
                | Q(mentor_confirmed_at__isnull=True, mentees_confirmed_at__isnull=True),
                name="mentorship_meeting_confirmed_when_held",
            ),
            models.UniqueConstraint(
                fields=["pair", "kind"],
                condition=Q(state=MeetingState.HELD, kind__in=sorted(SINGLE)),
                name="mentorship_meeting_single_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d.%m.%Y}"


class MeetingPresence(models.Model):
    """Whether a mentee of the pair was there; no row: nobody has said. A mentee's own word marks themselves alone."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    place = models.ForeignKey(PairMentee, on_delete=models.PROTECT, related_name="presences")
    was_there = models.BooleanField("был")

    class Meta:
        verbose_name = "присутствие на встрече"
        verbose_name_plural = "присутствие на встречах"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "place"], name="mentorship_presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.place_id}"


class MeetingFile(TenantModel):
    """What was brought to a meeting or made at it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "файл встречи"
        verbose_name_plural = "файлы встреч"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Файл встречи № {self.meeting_id}"


class PairFeedback(TenantModel):
    """How it goes, by one person of a pair: a mark of 1…5, whether help is needed, a word. `source` says whence, once.

    Read by curators and the psychologist, never by the other side.
    """

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="feedback")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pair_feedback")
    source = models.CharField(max_length=80, editable=False)
    on = models.DateField("когда")
    score = models.PositiveSmallIntegerField("оценка", null=True, blank=True)
    needs_help = models.BooleanField("нужна помощь", default=False)
    word = models.TextField("что важно", blank=True)

    class Meta:
        verbose_name = "обратная связь пары"
        verbose_name_plural = "обратная связь пар"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["pair", "on"], name="mentorship_pair_feedback")]
        constraints = [
            models.UniqueConstraint(fields=["pair", "person", "source"], name="mentorship_pairfeedback_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(1, 5)), name="mentorship_pairfeedback_score"
            ),
        ]

    def __str__(self) -> str:
        # The trail keeps this text: it tells neither the mark nor the word.
        return f"Обратная связь № {self.pk}"


class MeetingNorm(TenantModel):
    """How often pairs of a form meet in the institution: at least once in so many days."""

    form = models.ForeignKey(FormOfMentoring, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField("не реже одного раза, дней")

    class Meta:
        verbose_name = "норма встреч"
        verbose_name_plural = "нормы встреч"
        constraints = [
            models.UniqueConstraint(fields=["organization", "form"], name="mentorship_norm_once"),
            models.CheckConstraint(condition=Q(days__range=(1, 120)), name="mentorship_norm_days"),
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.days}"


class MeetingBreak(TenantModel):
    """Vacations and practice, when nobody is expected to meet."""

    title = models.CharField("название", max_length=120)
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")

    class Meta:
        verbose_name = "перерыв во встречах"
        verbose_name_plural = "перерывы во встречах"
        ordering = ["starts_on", "pk"]
        constraints = [
            ordered_constraint("starts_on", "ends_on"),
            models.UniqueConstraint(
                fields=["organization", "starts_on", "ends_on"], name="mentorship_break_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
