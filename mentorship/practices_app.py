"""What practices register when the app starts: the shell, the watch over consents, personal data, links to people."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse

from core import audit, history, registries, russian
from core.enums import Role
from core.models import User
from core.registries import (
    AttentionItem,
    NavItem,
    OnErase,
    OnMerge,
    PersonalDataSource,
    PersonLink,
    PortfolioPart,
    Viewer,
)
from core.workflow import state_moved
from mentorship.domain.practices import forget_person, take_down_unlawful
from mentorship.enums import ConsentKind, ConsentState
from mentorship.models import Consent, DistributionItem, Practice, PracticePerson
from mentorship.permissions import MANAGE_PRACTICES, TELL_PRACTICES, VIEW_PRACTICES
from mentorship.practice_enums import IN_BANK, PracticeState, Word
from mentorship.selectors.events import own_people

ACTIONS = {
    "practice.written": "Написана практика",
    "practice.edited": "Изменён текст практики",
    "practice.word": "Сторона сказала своё слово",
    "practice.agreeing": "Спрошено слово сторон",
    "practice.approved": "Практика в банке",
    "practice.published": "Практика опубликована",
    "practice.draft": "Практика возвращена в черновик",
}
NAMES_OF_KEYS = {"word": "Слово", "parts": "Части текста"}


@receiver(state_moved, sender=Consent, dispatch_uid="mentorship.practices_consent")
def hear_consent(sender: Any, subject: Consent, after: str, actor: User | None, **_: Any) -> None:
    """Withdrawn or run out: what named the person is taken down by itself (152-ФЗ ст. 10.1)."""
    if subject.kind == ConsentKind.DISTRIBUTION and after != ConsentState.SIGNED:
        take_down_unlawful(
            subject.person, reason="согласие на распространение больше не действует", actor=actor
        )


@receiver([post_save, post_delete], sender=DistributionItem, dispatch_uid="mentorship.practices_item")
def hear_item(sender: Any, instance: DistributionItem, **_: Any) -> None:
    """An item of the consent was forbidden or removed."""
    take_down_unlawful(instance.consent.person, reason="распространение запрещено участником", actor=None)


def navigation(viewer: Viewer) -> list[NavItem]:
    if VIEW_PRACTICES.allows(viewer.membership):
        prefixes = ("mentorship:practice", "mentorship:bank")
        return [NavItem("Практики", reverse("mentorship:practices"), "Итог", 420, active_prefixes=prefixes)]
    if TELL_PRACTICES.allows(viewer.membership):
        prefixes = ("mentorship:own_practice", "mentorship:own_word", "mentorship:bank")
        return [NavItem("Практики", reverse("mentorship:own_practices"), "", 70, active_prefixes=prefixes)]
    if viewer.role not in {Role.PROJECT_CURATOR, Role.PSYCHOLOGIST, Role.INFORMANT, Role.PARTNER}:
        return []
    return [
        NavItem("Банк практик", reverse("mentorship:bank"), "Итог", 420, active_prefixes=("mentorship:bank",))
    ]


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Texts that wait for one's word; for the curator those agreed, refused and taken down: two queries."""
    if TELL_PRACTICES.allows(viewer.membership):
        people = own_people(viewer.membership)
        waiting = PracticePerson.objects.filter(
            person__in=people, word=Word.WAITING, practice__state=PracticeState.AGREEING
        ).select_related("practice")
        return [
            AttentionItem(
                "wait",
                "ждут вашего слова",
                f"Рассказ о паре: «{one.practice.title}»",
                "Прочтите и скажите, согласны ли.",
                "Прочитать",
                reverse("mentorship:own_word", kwargs={"pk": one.pk}),
                35,
            )
            for one in waiting[:3]
        ]
    if viewer.programme is None or not MANAGE_PRACTICES.allows(viewer.membership):
        return []
    return _for_curator(viewer)


def _for_curator(viewer: Viewer) -> list[AttentionItem]:
    rows = Practice.objects.filter(programme=viewer.programme, state=PracticeState.AGREEING)
    known = rows.annotate(
        asked=models.Count("people", distinct=True),
        agreed=models.Count("people", filter=models.Q(people__word=Word.AGREED), distinct=True),
        against=models.Count("people", filter=models.Q(people__word=Word.REFUSED), distinct=True),
    )
    found = []
    for one in known.order_by("pk")[:20]:
        url = reverse("mentorship:practice", kwargs={"pk": one.pk})
        if one.against:
            found.append(
                AttentionItem("wait", "сторона против", f"Практика «{one.title}»", "", "Прочитать", url, 64)
            )
        elif one.asked and one.agreed == one.asked:
            found.append(
                AttentionItem("info", "все согласны", f"Практика «{one.title}»", "", "В банк", url, 66)
            )
    return found[:3]


def portfolio(person: Any) -> list[PortfolioPart]:
    """Practices of a mentor for their portfolio: titles alone, others are not named."""
    rows = Practice.objects.filter(people__person=person, pair__mentor__person=person, state__in=IN_BANK)
    lines = [
        f"«{one.title}»"
        + (f", опубликована {russian.date_short(one.published_on)}" if one.published_on else "")
        for one in rows.order_by("pk")
    ]
    return [PortfolioPart("Практики", lines, 30)] if lines else []


def export_practices(person: models.Model) -> list[dict[str, Any]]:
    """Texts about the person's pairs, and their word on them."""
    rows = PracticePerson.objects.filter(person=person).select_related("practice")
    texts = ["title", "context", "goal", "actions", "result", "advice", "testimonial", "state", "is_named"]
    return [
        {**audit.plain(row.practice, texts), **audit.plain(row, ["word", "way", "remark", "said_at"])}
        for row in rows
    ]


def ready() -> None:
    registries.navigation.register(navigation)
    registries.attention.register(attention)
    registries.portfolio.register(portfolio)
    registries.personal_data.register(
        PersonalDataSource("Практики", (PracticePerson,), export_practices, forget_person)  # type: ignore[arg-type]
    )
    registries.person_links.register(
        PersonLink(PracticePerson, "person", "Практики", OnMerge.MOVE, OnErase.SOURCE)
    )
    history.ACTIONS.update(ACTIONS)
    history.NAMES_OF_KEYS.update(NAMES_OF_KEYS)
