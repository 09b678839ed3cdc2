"""Practices: what a pair did and what came of it, told with the word of both sides (methodology §5.1: кейс)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint
from mentorship.models.pair import Pair
from mentorship.models.person import Person
from mentorship.models.programme import Programme
from mentorship.practice_enums import PracticeSide, PracticeState, Word, WordWay


class Practice(TenantModel):
    """A case. `state` is moved by `mentorship.domain.practices` only.

    Impersonal unless `is_named`: then its people are named, each under their own consent to distribution (152-ФЗ
    ст. 10.1). Published in the database is not yet shown: `selectors.practices.published_practices` asks the
    consents anew each time.
    """

    programme = models.ForeignKey(
        Programme, verbose_name="программа", on_delete=models.PROTECT, related_name="practices"
    )
    pair = models.ForeignKey(Pair, verbose_name="пара", on_delete=models.PROTECT, related_name="practices")
    title = models.CharField("название", max_length=200)
    context = models.TextField("с чего начали", blank=True)
    goal = models.TextField("цель", blank=True)
    actions = models.TextField("что делали", blank=True)
    result = models.TextField("результат", blank=True)
    advice = models.TextField("что советуем другим", blank=True)
    testimonial = models.TextField("отзыв", blank=True)
    is_named = models.BooleanField("с именами", default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        "состояние", max_length=9, choices=PracticeState.choices, default=PracticeState.DRAFT
    )
    state_reason = models.CharField("причина", max_length=300, blank=True)
    published_on = models.DateField("опубликована", null=True, blank=True)

    class Meta:
        verbose_name = "практика"
        verbose_name_plural = "банк практик"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organization", "state"], name="mentorship_practice_state")]
        constraints = [
            choices_constraint("state", PracticeState),
            models.CheckConstraint(
                condition=Q(state=PracticeState.PUBLISHED, published_on__isnull=False)
                | (~Q(state=PracticeState.PUBLISHED) & Q(published_on__isnull=True)),
                name="mentorship_practice_published_on",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PracticePerson(models.Model):
    """Somebody a practice is about, and their word on its text."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        Person, verbose_name="кто", on_delete=models.PROTECT, related_name="practice_words"
    )
    side = models.CharField("сторона", max_length=6, choices=PracticeSide.choices)
    word = models.CharField("слово", max_length=7, choices=Word.choices, default=Word.WAITING)
    way = models.CharField("как сказано", max_length=6, choices=WordWay.choices, blank=True)
    remark = models.CharField("замечание", max_length=500, blank=True)
    said_at = models.DateTimeField("когда", null=True, blank=True)

    objects = ScopedManager(organization="practice__organization")

    class Meta:
        verbose_name = "участник практики"
        verbose_name_plural = "участники практики"
        ordering = ["practice", "side", "pk"]
        constraints = [
            choices_constraint("side", PracticeSide),
            choices_constraint("word", Word),
            models.UniqueConstraint(fields=["practice", "person"], name="mentorship_practice_person_once"),
            models.CheckConstraint(
                condition=Q(word=Word.WAITING, way="", said_at__isnull=True)
                | (~Q(word=Word.WAITING) & Q(way__in=WordWay.values, said_at__isnull=False)),
                name="mentorship_practice_word_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_word_display()}"
