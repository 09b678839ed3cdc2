"""What care registers when the app starts: navigation, attention, personal data, words of history."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from core import audit, history, registries, russian
from core.registries import AttentionItem, NavItem, OnErase, OnMerge, PersonalDataSource, PersonLink, Viewer
from mentorship import health_app, meetings_app
from mentorship.care_enums import UNDONE, CareState, DeputationState
from mentorship.models import CareTask
from mentorship.permissions import CARE, MANAGE_DEPUTIES
from mentorship.selectors.care import tasks_visible_to

ACTIONS = {
    "meeting_norm.set": "Изменена норма встреч",
    "meeting_break.added": "Добавлен перерыв во встречах",
    "meeting_break.removed": "Убран перерыв во встречах",
    "deputation.made": "Назначено замещение куратора",
    "deputation.printed": "Напечатан акт о передаче пар",
    **{f"deputation.{state}": f"Замещение: {state.label.lower()}" for state in DeputationState},
    "meeting_script.written": "Изменён сценарий встречи",
    "meeting_script.given_back": "Возвращён сценарий встречи портала",
    "care.raised": "Поставлена задача сопровождения",
    **{f"caretask.{state}": f"Задача сопровождения: {state.label.lower()}" for state in CareState},
}
NAMES_OF_KEYS = {
    "due_on": "Срок",
    "kind": "Повод",
    "absent": "Кто отсутствует",
    "deputy": "Кто замещает",
    "from": "С",
    "to": "По",
}


def navigation(viewer: Viewer) -> list[NavItem]:
    """«Задачи сопровождения» with those not yet taken, «Замещение кураторов»: one query."""
    if not CARE.allows(viewer.membership):
        return _deputies(viewer)
    waiting = tasks_visible_to(viewer.membership, viewer.programme).filter(state=CareState.OPEN)
    number = waiting.count() if viewer.programme is not None else None
    address = f"{reverse('mentorship:care_tasks')}?state=undone"
    return [
        NavItem(
            "Сопровождение",
            address,
            "Работа",
            340,
            number,
            waiting=True,
            active_prefixes=("mentorship:care",),
        ),
        *_deputies(viewer),
    ]


def _deputies(viewer: Viewer) -> list[NavItem]:
    if not MANAGE_DEPUTIES.allows(viewer.membership):
        return []
    address = reverse("mentorship:deputations")
    return [NavItem("Замещение", address, "Организация", 440, active_prefixes=("mentorship:deputation",))]


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Tasks that are late, due today, or taken by nobody: one query."""
    if viewer.programme is None or not CARE.allows(viewer.membership):
        return []
    mine = tasks_visible_to(viewer.membership, viewer.programme).filter(state__in=UNDONE).order_by()
    counts = mine.aggregate(
        late=Count("pk", filter=Q(due_on__lt=viewer.today)),
        free=Count("pk", filter=Q(due_on__gte=viewer.today, state=CareState.OPEN)),
    )
    address = reverse("mentorship:care_tasks")
    found = []
    if late := counts["late"]:
        told = russian.counted(late, "задача сопровождения", "задачи сопровождения", "задач сопровождения")
        found.append(
            AttentionItem("bad", "срок вышел", told, "", f"Разобрать {late}", f"{address}?state=late", 8)
        )
    if free := counts["free"]:
        told = russian.counted(free, "задача сопровождения", "задачи сопровождения", "задач сопровождения")
        found.append(
            AttentionItem(
                "wait", "никто не взял", told, "", f"Открыть {free}", f"{address}?state={CareState.OPEN}", 18
            )
        )
    return found


def _about(person: models.Model) -> models.QuerySet[CareTask]:
    """Tasks about a person, and about pairs that they are in: their words may tell of them."""
    in_pair = Q(pair__mentor__person=person) | Q(pair__places__mentee__person=person)
    return CareTask.objects.filter(pk__in=CareTask.objects.filter(Q(person=person) | in_pair).values("pk"))


def export_care(person: models.Model) -> list[dict[str, Any]]:
    """Tasks about the person themselves; a pair's tasks may tell of the other side (152-ФЗ ст. 14 ч. 8 п. 4)."""
    names = ["kind", "role", "text", "due_on", "state", "outcome", "closed_on"]
    return [audit.plain(task, names) for task in CareTask.objects.filter(person=person)]


def erase_care(person: models.Model) -> int:
    """The words go; that there was a task, when and how it ended stays as a fact of the programme's work."""
    return _about(person).exclude(text="", outcome="").update(text="", outcome="")


SOURCE = PersonalDataSource("Задачи сопровождения", (CareTask,), export_care, erase_care)
LINK = PersonLink(CareTask, "person", "Задачи сопровождения", OnMerge.MOVE, OnErase.SOURCE)


def ready() -> None:
    meetings_app.ready()
    health_app.ready()
    registries.navigation.register(navigation)
    registries.attention.register(attention)
    registries.personal_data.register(SOURCE)
    registries.person_links.register(LINK)
    history.ACTIONS.update(ACTIONS)
    history.NAMES_OF_KEYS.update(
        {key: word for key, word in NAMES_OF_KEYS.items() if key not in history.NAMES_OF_KEYS}
    )
