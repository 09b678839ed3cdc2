"""Sorting written answers by themes, and taking names out of them by hand."""

from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction

from core import audit
from core.errors import DomainError
from core.models import User
from surveys.models import Answer, Campaign, ShownWords, Theme, ThemeMark

MOST_THEMES = 30
TITLE_LENGTH = 120


def add_theme(campaign: Campaign, item_key: str, title: str, *, actor: User) -> Theme:
    """Return the theme of this name for the question, made if there is none yet; it serves later campaigns too.

    :raises DomainError: for an empty or too long name, or when there are too many themes to be of use.
    """
    title = " ".join(title.split())
    if not title or len(title) > TITLE_LENGTH:
        raise DomainError(f"Назовите тему: от 1 до {TITLE_LENGTH} знаков.", field="title", code="title")
    questionnaire = campaign.version.questionnaire
    themes = Theme.objects.filter(questionnaire=questionnaire, item_key=item_key)
    known = themes.filter(title__iexact=title).first()
    if known:
        return known
    if themes.count() >= MOST_THEMES:
        raise DomainError(f"Тем уже {MOST_THEMES}: объедините близкие.", field="title", code="many")
    try:
        with transaction.atomic():
            return Theme.objects.create(
                organization=campaign.organization,
                questionnaire=questionnaire,
                item_key=item_key,
                title=title,
            )
    except IntegrityError:  # somebody else named it at the same moment
        return themes.get(title=title)


def mark_themes(
    campaign: Campaign, item_key: str, marks: Mapping[int, Collection[int]], *, actor: User
) -> int:
    """Set the themes of the answers (answer id → theme ids), of these answers only; returns how many answers changed.

    Ids of other campaigns or questions are left out.
    """
    themes = set(
        Theme.objects.filter(questionnaire=campaign.version.questionnaire, item_key=item_key).values_list(
            "pk", flat=True
        )
    )
    with transaction.atomic():
        answers = Answer.objects.filter(
            pk__in=marks, response__campaign=campaign, item__key=item_key
        ).values_list("pk", flat=True)
        known = set(answers.select_for_update(of=("self",)))
        before: dict[int, set[int]] = {pk: set() for pk in known}
        for answer, theme in ThemeMark.objects.filter(answer__in=known).values_list("answer_id", "theme_id"):
            before[answer].add(theme)
        wanted = {pk: {theme for theme in marks[pk] if theme in themes} for pk in known}
        changed = [pk for pk in known if wanted[pk] != before[pk]]
        ThemeMark.objects.filter(answer__in=changed).delete()
        ThemeMark.objects.bulk_create(
            ThemeMark(answer_id=pk, theme_id=theme) for pk in changed for theme in sorted(wanted[pk])
        )
        if changed:
            audit.record(
                "campaign.themes_marked", subject=campaign, actor=actor, after={"answers": len(changed)}
            )
    return len(changed)


def show_words(campaign: Campaign, answer_id: int, text: str, *, actor: User) -> Answer:
    """Show other words instead of a written answer, or nothing; the answer itself stays as it was given.

    :raises DomainError: when the answer is of another campaign or was not written.
    """
    answer = Answer.objects.filter(pk=answer_id, response__campaign=campaign).exclude(text="").first()
    if answer is None:
        raise DomainError("Такого ответа нет.", code="unknown")
    with transaction.atomic():
        if text.strip() == answer.text.strip():
            ShownWords.objects.filter(answer=answer).delete()
        else:
            ShownWords.objects.update_or_create(answer=answer, defaults={"text": text.strip()[:2_000]})
        audit.record("campaign.words_edited", subject=campaign, actor=actor)
    return answer
