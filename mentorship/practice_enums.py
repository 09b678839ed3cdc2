"""Choices of practices (кейсы): from a draft to the bank and to the public."""

from collections.abc import Mapping

from django.db import models


class PracticeState(models.TextChoices):
    DRAFT = "draft", "Черновик"
    AGREEING = "agreeing", "На согласии сторон"
    APPROVED = "approved", "В банке практик"
    PUBLISHED = "published", "Опубликована"


PRACTICE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    PracticeState.DRAFT: frozenset({PracticeState.AGREEING}),
    PracticeState.AGREEING: frozenset({PracticeState.DRAFT, PracticeState.APPROVED}),
    PracticeState.APPROVED: frozenset({PracticeState.DRAFT, PracticeState.PUBLISHED}),
    # Taken down: back in the bank when only the public may not see it, to the draft when a side took its word back.
    PracticeState.PUBLISHED: frozenset({PracticeState.APPROVED, PracticeState.DRAFT}),
}
#: States in which everybody of the institution may read it.
IN_BANK = frozenset({PracticeState.APPROVED, PracticeState.PUBLISHED})


class PracticeSide(models.TextChoices):
    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"


class Word(models.TextChoices):
    """What a side has said to the text."""

    WAITING = "waiting", "Ждём ответа"
    AGREED = "agreed", "Согласен"
    REFUSED = "refused", "Против"


class WordWay(models.TextChoices):
    PORTAL = "portal", "На портале"
    PARENT = "parent", "Через родителя"
    PAPER = "paper", "На бумаге, отметил куратор"


PRACTICE_TONES = {
    PracticeState.DRAFT: "",
    PracticeState.AGREEING: "wait",
    PracticeState.APPROVED: "info",
    PracticeState.PUBLISHED: "ok",
}
WORD_TONES = {Word.WAITING: "wait", Word.AGREED: "ok", Word.REFUSED: "bad"}
