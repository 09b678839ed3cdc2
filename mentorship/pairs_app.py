"""What the life of pairs registers when the app starts: attention, words of history, personal data, links to people."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from core import history, registries, russian
from core.production_calendar import working_days_between
from core.registries import AttentionItem, OnErase, OnMerge, PersonalDataSource, PersonLink, Viewer
from mentorship import pair_health, pair_slots
from mentorship.models import Pair, PairChange, PairVerdict, SupportOffer
from mentorship.pair_enums import OPEN_CHANGES, ChangeKind, ChangeState
from mentorship.permissions import MANAGE_PAIRS, OFFER_SUPPORT
from mentorship.selectors.pair_changes import changes_visible_to
from mentorship.selectors.pair_gaps import without_final_meeting
from mentorship.selectors.waiting import queue, waiting_long, without_offer

ACTIONS = {
    "pair.verdict": "Ответ о совместимости",
    "pair.change_asked": "Готовится изменение по приказу",
    "pair.reopened": "Завершение отменено",
    "pair.appointed": "Пара назначена директивно",
    "pair.mentee_left": "Наставляемый вышел из группы",
    "pair.mentee_joined": "Наставляемый вошёл в группу",
    "mentee.support_offered": "Предложена психологическая помощь",
    "mentee.support_answered": "Получен ответ о психологической помощи",
    **{f"pairchange.{state}": f"Изменение пары: {state.label.lower()}" for state in ChangeState},
}
NAMES_OF_KEYS = {
    "side": "Сторона",
    "verdict": "Ответ",
    "change": "Что меняется",
    "on": "С какого дня",
    "mentee": "Наставляемый",
    "trial_on": "Пробная встреча",
    "closed_from": "Прежнее состояние",
}


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Running notices of ТК 351.8, changes without a signed order, people without a pair: five queries at most."""
    if viewer.programme is None:
        return []
    return [*_notices(viewer), *_changes(viewer), *_support(viewer)]


def _notices(viewer: Viewer) -> list[AttentionItem]:
    if not MANAGE_PAIRS.allows(viewer.membership):
        return []
    running = changes_visible_to(viewer.membership, viewer.programme).filter(
        state__in=OPEN_CHANGES, notice_on__isnull=False
    )
    return [_notice(viewer, change) for change in running[:10]]


def _notice(viewer: Viewer, change: PairChange) -> AttentionItem:
    """The timer: how many working days are left, and whether the order is signed in time."""
    left = working_days_between(viewer.today, change.takes_effect_on)
    ordered = change.state == ChangeState.ORDERED
    late = not ordered and change.takes_effect_on <= viewer.today
    told = russian.counted(left, "рабочий день", "рабочих дня", "рабочих дней")
    return AttentionItem(
        "bad" if late else "wait",
        "срок предупреждения вышел" if late else f"осталось {told}",
        f"{change.pair.mentor.person.short_name}: {change.get_notice_side_display().lower()}",
        f"Предупреждение {russian.date_short(change.notice_on)}, наставничество прекращается "  # type: ignore[arg-type]
        f"{russian.date_short(change.takes_effect_on)} (ст. 351.8 ТК). "
        + ("Приказ подписан." if ordered else "Приказ не подписан."),
        "Открыть пару",
        reverse("mentorship:pair", args=[change.pair_id]),
        4,
    )


def _changes(viewer: Viewer) -> list[AttentionItem]:
    if not MANAGE_PAIRS.allows(viewer.membership):
        return []
    waiting = (
        changes_visible_to(viewer.membership, viewer.programme).filter(state=ChangeState.WAITING).order_by()
    )
    counts = waiting.aggregate(
        late=Count("pk", filter=Q(takes_effect_on__lt=viewer.today)),
        number=Count("pk", filter=Q(notice_on=None)),
    )
    number = counts["number"]
    if not number:
        return []
    changes = russian.counted(number, "изменение пар", "изменения пар", "изменений пар")
    verb = russian.plural(number, "ждёт", "ждут", "ждут")
    return [
        AttentionItem(
            "bad" if counts["late"] else "wait",
            "приказ не подписан",
            f"{changes} {verb} приказа",
            "Выход из группы, замена наставника, досрочное прекращение.",
            f"Открыть {number}",
            f"{reverse('mentorship:pair_changes')}?state={ChangeState.WAITING}",
            22,
        )
    ]


def _support(viewer: Viewer) -> list[AttentionItem]:
    if not OFFER_SUPPORT.allows(viewer.membership):
        return []
    rows = queue(viewer.membership, viewer.programme)
    number = without_offer(waiting_long(rows, viewer.today)).count()
    if not number:
        return []
    people = russian.counted(number, "наставляемый", "наставляемых", "наставляемых")
    return [
        AttentionItem(
            "bad",
            "долго без пары",
            f"{people} без пары больше месяца, помощь психолога не предложена",
            "Тем, кто остался без пары, её предлагают обязательно.",
            f"Предложить {number}",
            f"{reverse('mentorship:pairs_waiting')}?support=none&waits=long",
            24,
        )
    ]


def _changes_about(person: models.Model) -> models.QuerySet[PairChange]:
    named = Q(mentee__person=person) | Q(mentor__person=person) | Q(pair__mentor__person=person)
    return PairChange.objects.filter(
        named | Q(kind=ChangeKind.TERMINATED, pair__places__mentee__person=person)
    )


def export_life(person: models.Model) -> list[dict[str, Any]]:
    """Answers, changes by orders, offers of support: the person's own."""
    rows: list[dict[str, Any]] = [
        {
            "пара": one.pair_id,
            "ответ": one.get_verdict_display(),
            "пояснение": one.note,
            "когда": str(one.said_on),
        }
        for one in PairVerdict.objects.filter(person=person)
    ]
    rows += [
        {"пара": one.pair_id, "изменение": one.get_kind_display(), "с": str(one.takes_effect_on)}
        for one in PairChange.objects.filter(Q(mentee__person=person) | Q(mentor__person=person))
    ]
    return rows + [
        {"предложена помощь": str(one.offered_on), "ответ": one.get_answer_display()}
        for one in SupportOffer.objects.filter(mentee__person=person)
    ]


def erase_life(person: models.Model) -> int:
    """Words go; that somebody answered, left or was replaced stays as a nameless fact of signed orders."""
    count = PairVerdict.objects.filter(person=person).exclude(note="").update(note="")
    its = Pair.objects.filter(Q(mentor__person=person) | Q(places__mentee__person=person)).values("pk")
    count += PairVerdict.objects.filter(pair__in=its, person__isnull=True).exclude(note="").update(note="")
    about = PairChange.objects.filter(pk__in=_changes_about(person).order_by().values("pk"))
    count += about.exclude(reason="").update(reason="")
    count += Pair.objects.filter(pk__in=its).exclude(directive_grounds="").update(directive_grounds="удалено")
    deleted, _ = SupportOffer.objects.filter(mentee__person=person).delete()
    return count + deleted


def ready() -> None:
    registries.attention.register(attention)
    registries.personal_data.register(
        PersonalDataSource(
            "Жизнь пар: ответы, изменения, помощь",
            (PairVerdict, PairChange, SupportOffer),
            export_life,
            erase_life,
        )
    )
    registries.person_links.register(
        PersonLink(PairVerdict, "person", "Ответы о совместимости", OnMerge.MOVE, OnErase.SOURCE)
    )
    pair_slots.gaps.register(without_final_meeting)
    pair_slots.health.register(pair_health.SOURCE)
    history.ACTIONS.update(ACTIONS)
    history.NAMES_OF_KEYS.update(
        {key: word for key, word in NAMES_OF_KEYS.items() if key not in history.NAMES_OF_KEYS}
    )
