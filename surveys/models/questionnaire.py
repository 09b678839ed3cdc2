"""Questionnaires in the database: versions that never change once they are used.

The database refuses to change a frozen version, its sections and items (`surveys.version_guard`).
"""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from core.models import TenantModel, choices_constraint
from surveys.enums import Confidence, ItemKind, Polarity, Purpose, Role


class Questionnaire(TenantModel):
    """One questionnaire of an institution over the years; `code` is the bank's where it came from there."""

    code = models.SlugField("код", max_length=60)
    title = models.CharField("название", max_length=200)
    purpose = models.CharField("назначение", max_length=10, choices=Purpose.choices)
    role = models.CharField("кто отвечает", max_length=10, choices=Role.choices)

    class Meta:
        verbose_name = "анкета"
        verbose_name_plural = "анкеты"
        ordering = ["title", "pk"]
        constraints = [
            choices_constraint("purpose", Purpose),
            choices_constraint("role", Role),
            models.UniqueConstraint(fields=["organization", "code"], name="surveys_questionnaire_code_once"),
        ]

    def __str__(self) -> str:
        return self.title


class QuestionnaireVersion(models.Model):
    """One edition. `fingerprint` is the SHA-256 of its content; `frozen_at` is set when a campaign opens on it."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("версия")
    title = models.CharField("название", max_length=200)
    intro = models.TextField("вступление", blank=True)
    thanks = models.TextField("что дальше", blank=True)
    minutes = models.PositiveSmallIntegerField("минут на заполнение", default=5)
    source = models.TextField("источник", blank=True)
    confidence = models.CharField("уверенность", max_length=10, choices=Confidence.choices)
    scoring = models.JSONField("ключ", null=True, blank=True)
    locked = models.BooleanField("проверенная шкала", default=False)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField("создана", auto_now_add=True)
    frozen_at = models.DateTimeField("зафиксирована", null=True, blank=True)

    objects = ScopedManager(organization="questionnaire__organization")

    class Meta:
        verbose_name = "версия анкеты"
        verbose_name_plural = "версии анкет"
        ordering = ["questionnaire", "-number"]
        constraints = [
            choices_constraint("confidence", Confidence),
            models.UniqueConstraint(fields=["questionnaire", "number"], name="surveys_version_number_once"),
            models.UniqueConstraint(fields=["questionnaire", "fingerprint"], name="surveys_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (версия {self.number})"


class Section(models.Model):
    """One screen of a version."""

    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField("ключ", max_length=60)
    title = models.CharField("название", max_length=200)
    intro = models.TextField("пояснение", blank=True)
    position = models.PositiveSmallIntegerField("место")

    objects = ScopedManager(organization="version__questionnaire__organization")

    class Meta:
        verbose_name = "раздел анкеты"
        verbose_name_plural = "разделы анкет"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="surveys_section_key_once"),
            models.UniqueConstraint(fields=["version", "position"], name="surveys_section_position_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One question or note. `options` and `show_if` have the shapes of `surveys/bank/FORMAT.md`."""

    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.CASCADE, related_name="items")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="items")
    key = models.CharField("ключ", max_length=60)
    kind = models.CharField("вид", max_length=10, choices=ItemKind.choices)
    text = models.TextField("вопрос")
    hint = models.CharField("подсказка", max_length=500, blank=True)
    short = models.CharField("кратко", max_length=80, blank=True)
    topic = models.CharField("тема", max_length=60, blank=True)
    polarity = models.CharField("направление", max_length=6, choices=Polarity.choices, default=Polarity.NONE)
    required = models.BooleanField("обязателен", default=False)
    personal = models.BooleanField("персональные данные", default=False)
    psychologist_only = models.BooleanField("только психолог", default=False)
    feeds = models.CharField("заполняет поле", max_length=40, blank=True)
    options = models.JSONField(default=dict, blank=True)
    show_if = models.JSONField(null=True, blank=True)
    position = models.PositiveSmallIntegerField("место")

    objects = ScopedManager(organization="version__questionnaire__organization")

    class Meta:
        verbose_name = "вопрос анкеты"
        verbose_name_plural = "вопросы анкет"
        ordering = ["version", "position"]
        constraints = [
            choices_constraint("kind", ItemKind),
            choices_constraint("polarity", Polarity),
            models.UniqueConstraint(fields=["version", "key"], name="surveys_item_key_once"),
            models.UniqueConstraint(fields=["version", "position"], name="surveys_item_position_once"),
            models.CheckConstraint(
                condition=~Q(kind=ItemKind.NOTE) | Q(required=False, feeds=""),
                name="surveys_item_note_asks_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.short or self.text[:80]
