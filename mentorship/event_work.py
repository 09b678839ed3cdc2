"""What the shell is told of events: navigation, what waits for the curator, the coming events of a participant."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from core import russian
from core.enums import Role
from core.registries import AttentionItem, HomeBlock, NavItem, Viewer
from mentorship.event_enums import LISTED, EventState, VisitState
from mentorship.models import Event, EventVisit
from mentorship.permissions import JOIN_EVENTS, MANAGE_EVENTS, VIEW_EVENTS
from mentorship.selectors.events import own_events, own_people

SOON = dt.timedelta(days=7)
SHOWN = 3
ACTIONS = {
    "event.created": "Назначено мероприятие",
    "event.edited": "Изменено мероприятие",
    "event.held": "Мероприятие состоялось",
    "event.cancelled": "Мероприятие отменено",
    "event.planned": "Мероприятие возвращено",
    "event.added": "Добавлен в мероприятие",
    "event.marked": "Отмечено присутствие",
    "event.list_marked": "Отмечено присутствие по списку",
    "event.badges": "Напечатаны бейджи с кодами",
    "event.invited": "Отправлено приглашение",
    "eventvisit.declined": "Не придёт на мероприятие",
    "eventvisit.seated": "Снова в списке мероприятия",
    "eventvisit.waiting": "Снова в листе ожидания",
    "eventvisit.seat_given": "Дано место из листа ожидания",
    "event_kind.added": "Добавлен вид мероприятия",
    "event_kind.edited": "Изменён вид мероприятия",
    "event_kind.hidden": "Вид мероприятия скрыт",
    "event_kind.shown": "Вид мероприятия возвращён",
}
NAMES_OF_KEYS = {"event": "Мероприятие", "way": "Как отмечен"}


def navigation(viewer: Viewer) -> list[NavItem]:
    """«Мероприятия»: for the staff those of the programme, for a participant their own."""
    if VIEW_EVENTS.allows(viewer.membership):
        prefixes = ("mentorship:event",)
        return [NavItem("Мероприятия", reverse("mentorship:events"), "Работа", 150, active_prefixes=prefixes)]
    if JOIN_EVENTS.allows(viewer.membership):
        prefixes = ("mentorship:own_event",)
        return [NavItem("Мероприятия", reverse("mentorship:own_events"), "", 50, active_prefixes=prefixes)]
    return []


def attention(viewer: Viewer) -> list[AttentionItem]:
    """Events that are over and not marked, those near with nobody on the list, and lists with people waiting."""
    if viewer.programme is None or not MANAGE_EVENTS.allows(viewer.membership):
        return []
    now = timezone.now()
    listed = EventVisit.objects.filter(event=OuterRef("pk"), state__in=LISTED)
    events = (
        Event.objects.filter(programme=viewer.programme, state=EventState.PLANNED, starts_at__lte=now + SOON)
        .annotate(
            has_people=Exists(listed),
            waiting=Count("visits", filter=Q(visits__state=VisitState.WAITING)),
        )
        .order_by("starts_at", "pk")[:20]
    )
    found = []
    for event in events:
        item = _item(event, now)
        if item is not None:
            found.append(item)
    return found[:SHOWN]


def _item(event: Event, now: dt.datetime) -> AttentionItem | None:
    begins = timezone.localtime(event.starts_at)
    url = reverse("mentorship:event", kwargs={"pk": event.pk})
    if event.ends_at < now:
        return AttentionItem(
            "wait",
            "уже прошло",
            f"{event.title}: отметьте, что состоялось",
            f"{russian.date_short(begins.date())}. Дорожная карта подтвердится сама.",
            "Открыть",
            url,
            45,
        )
    if not event.has_people:  # type: ignore[attr-defined]
        return AttentionItem(
            "wait",
            "никого в списке",
            f"{event.title}, {russian.date_short(begins.date())}",
            "Отметьте людей в базе и выберите «Добавить в мероприятие».",
            "Открыть",
            url,
            50,
        )
    if event.waiting:  # type: ignore[attr-defined]
        people = russian.counted(event.waiting, "человек ждёт", "человека ждут", "человек ждут")  # type: ignore[attr-defined]
        return AttentionItem(
            "info", "мест не хватило", f"{event.title}: {people} места", "", "Открыть", url, 55
        )
    return None


def home_blocks(viewer: Viewer) -> list[HomeBlock]:
    """«Ближайшие мероприятия» of a participant and their children: six queries at most."""
    if viewer.role not in {Role.MENTOR, Role.MENTEE, Role.PARENT} or viewer.programme is None:
        return []
    lines = own_events(own_people(viewer.membership), since=timezone.now())
    shown = [line for line in lines if line.event.state != EventState.CANCELLED or line.is_listed][:SHOWN]
    if not shown:
        return []
    several = len({line.person.pk for line in lines}) > 1
    return [HomeBlock("mentorship/home/events.html", {"lines": shown, "several": several}, order=12)]
