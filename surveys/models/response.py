"""What was answered: one response, and one row for each thing said."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import Organization, choices_constraint
from mentorship.models import Person
from surveys.enums import Anonymity, ResponseSource
from surveys.models.campaign import Campaign
from surveys.models.questionnaire import Item


class Response(models.Model):
    """A submitted questionnaire: of a person, of a code, or of nobody, as the mode of its campaign says.

    `code` stands for a person of a programme in the confidential mode (`surveys.codes`). Modes without a name
    keep no day either: a day with one answer would name its author. The key is random and tells no order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="responses")
    mode = models.CharField(
        "имя отвечающего", max_length=12, choices=Anonymity.choices, default=Anonymity.NAMED
    )
    person = models.ForeignKey(
        Person, verbose_name="кто", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField("код", max_length=64, blank=True)
    submitted_on = models.DateField("когда", null=True, blank=True)
    source = models.CharField("откуда", max_length=10, choices=ResponseSource.choices)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто внёс",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ScopedManager(organization="organization")

    class Meta:
        verbose_name = "ответ на анкету"
        verbose_name_plural = "ответы на анкеты"
        ordering = ["campaign", "id"]
        constraints = [
            choices_constraint("source", ResponseSource),
            choices_constraint("mode", Anonymity),
            models.UniqueConstraint(fields=["campaign", "person"], name="surveys_response_once"),
            models.UniqueConstraint(
                fields=["campaign", "code"], condition=~Q(code=""), name="surveys_response_code_once"
            ),
            models.CheckConstraint(
                condition=Q(mode=Anonymity.NAMED, source=ResponseSource.PAPER, entered_by__isnull=False)
                | Q(source=ResponseSource.LINK, entered_by__isnull=True)
                | (~Q(mode=Anonymity.NAMED) & Q(entered_by__isnull=True)),
                name="surveys_response_paper_has_enterer",
            ),
            models.CheckConstraint(
                condition=Q(mode=Anonymity.NAMED, person__isnull=False, code="", submitted_on__isnull=False)
                | (
                    Q(mode=Anonymity.CONFIDENTIAL, person__isnull=True, submitted_on__isnull=True)
                    & ~Q(code="")
                )
                | Q(mode=Anonymity.ANONYMOUS, person__isnull=True, code="", submitted_on__isnull=True),
                name="surveys_response_fits_its_mode",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.person or 'без имени'}"


class Answer(models.Model):
    """One thing said, in the column of its type, so that the database itself can count.

    scale, number → `number`; yes/no → `code` yes|no and `number` 1|0; frequency, single, multiple → a row for each
    chosen `code` with its score in `number`, the words of «другое» in `text`; matrix → `part` row, `code` column;
    ranking → `part` choice, `number` place; date → `day`; texts → `text`; person → `person`, `number` preference.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    part = models.CharField(max_length=60, blank=True)
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    code = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    day = models.DateField(null=True, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(organization="response__organization")

    class Meta:
        verbose_name = "ответ на вопрос"
        verbose_name_plural = "ответы на вопросы"
        ordering = ["response", "item", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "item", "part"], name="surveys_answer_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False)
                | ~Q(code="")
                | ~Q(text="")
                | Q(day__isnull=False)
                | Q(person__isnull=False),
                name="surveys_answer_says_something",
            ),
        ]
        indexes = [models.Index(fields=["item", "code"], name="surveys_answer_item_code")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.code or self.number or self.text[:40]}"
