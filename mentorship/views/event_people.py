"""The people of an event: who comes, who waits, who was there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from core import russian
from core.errors import DomainError
from core.forms import ReasonForm
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from mentorship.domain.event_visits import decline, mark_by_list
from mentorship.event_enums import EventState
from mentorship.filters.events import VisitFilter
from mentorship.models import Event, EventVisit
from mentorship.permissions import MARK_EVENTS, VIEW_EVENTS
from mentorship.selectors import events as selectors
from mentorship.tables.events import VisitTable
from mentorship.views.base_actions import tell_refusals
from mentorship.views.events import LIST, address, visible_event


def _event_of(rows: QuerySet) -> Event:
    first = rows.select_related("event__organization", "event__programme")[:1]
    return first[0].event


def put_marks(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    keys = list(rows.values_list("pk", flat=True))
    done = mark_by_list(_event_of(rows), present=keys, absent=[], actor=request.user)  # type: ignore[arg-type]
    return f"Отмечено присутствие: {russian.grouped(done)}"


def take_marks(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    keys = list(rows.values_list("pk", flat=True))
    done = mark_by_list(_event_of(rows), present=[], absent=keys, actor=request.user)  # type: ignore[arg-type]
    return f"Снято отметок: {russian.grouped(done)}"


def decline_chosen(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    done, refused = 0, []
    for visit in rows.select_related("event__organization", "event__programme", "person"):
        try:
            decline(visit, reason=data["reason"], actor=request.user)  # type: ignore[arg-type]
            done += 1
        except DomainError as error:
            refused.append(f"{visit.person.short_name}: {error.message}")
    tell_refusals(request, refused)
    return f"Убрано из списка: {russian.grouped(done)}"


class EventPeople(ListPage):
    """The list of an event: on the screen, on paper, as a file."""

    access_rule = VIEW_EVENTS
    personal_data = True
    table_class = VisitTable
    filterset_class = VisitFilter
    bulk_actions = (
        BulkAction(
            "came",
            "Отметить присутствие",
            apply=put_marks,
            consequence="У отмеченных появится время прихода: сейчас.",
            rule=MARK_EVENTS,
        ),
        BulkAction(
            "not_came",
            "Снять отметку",
            apply=take_marks,
            consequence="У отмеченных пропадёт отметка о присутствии.",
            rule=MARK_EVENTS,
        ),
        BulkAction(
            "decline",
            "Не придут",
            apply=decline_chosen,
            form_class=ReasonForm,
            consequence="Места освободятся, их займут первые из листа ожидания.",
            rule=MARK_EVENTS,
        ),
    )

    def get(self, request: HttpRequest, **kwargs: Any) -> Any:
        self.event = visible_event(request, kwargs["pk"])
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        self.event = visible_event(request, kwargs["pk"])
        return super().post(request, **kwargs)

    def get_title(self) -> str:
        return f"Участники: {self.event.title}"

    @property
    def export_name(self) -> str:  # type: ignore[override]
        return f"Участники {self.event.title}"[:100].replace("/", "-")

    @property
    def breadcrumbs(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        return (LIST, (self.event.title, address(self.event)), ("Участники", ""))

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        if self.event.state != EventState.PLANNED:
            return {"title": "В списке никого", "text": ""}
        return {
            "title": "В списке пока никого",
            "text": "Отметьте людей в базе наставляемых или наставников и выберите «Добавить в мероприятие». "
            "Участники с учётной записью могут записаться сами.",
            "url": reverse("mentorship:mentees"),
            "label": "К базе наставляемых",
        }

    def get_queryset(self) -> QuerySet:
        return selectors.visits_seen(self.request.membership, self.event)  # type: ignore[attr-defined]

    def tell(self, rows: list[EventVisit]) -> None:
        selectors.tell_roles(rows)

    def get_context(self) -> dict[str, Any]:
        actions: list[dict[str, Any]] = []
        if MARK_EVENTS.allows(self.request.membership):  # type: ignore[attr-defined]
            badges = reverse("mentorship:event_badges", kwargs={"pk": self.event.pk})
            actions.append({"label": "Бейджи с кодами", "url": badges})
        return {"page_actions": actions}
