"""Themes of written answers, and the words that are shown instead of what names somebody."""

from django.db import models
from django_scopes import ScopedManager

from core.models import TenantModel
from surveys.models.questionnaire import Questionnaire
from surveys.models.response import Answer


class Theme(TenantModel):
    """What several written answers to one question are about, named by the institution; it lasts over the years."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="themes")
    item_key = models.CharField("вопрос", max_length=60)
    title = models.CharField("тема", max_length=120)

    class Meta:
        verbose_name = "тема ответов"
        verbose_name_plural = "темы ответов"
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "item_key", "title"], name="surveys_theme_once_a_question"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ThemeMark(models.Model):
    """That an answer is about a theme; an answer may be about several."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="marks")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="theme_marks")

    objects = ScopedManager(organization="theme__organization")

    class Meta:
        verbose_name = "отметка темы"
        verbose_name_plural = "отметки тем"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["theme", "answer"], name="surveys_theme_mark_once")]

    def __str__(self) -> str:
        return f"{self.theme}: {self.answer_id}"


class ShownWords(models.Model):
    """What is shown of a written answer instead of its own words: without a name, or nothing at all (empty)."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="shown_words")
    text = models.TextField("показывать", blank=True)

    objects = ScopedManager(organization="answer__response__organization")

    class Meta:
        verbose_name = "показанные слова"
        verbose_name_plural = "показанные слова"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]
