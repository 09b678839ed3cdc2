"""Events for the staff: the list, the page of one, its people, the hall's screen, badges, the door."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, russian
from core.access import access
from core.clock import today
from core.errors import DomainError
from core.forms import ReasonForm
from core.history import told
from core.permissions import VIEW_AUDIT
from core.selectors.audit import history_of
from core.selectors.viewer import current_programme
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import events as domain
from mentorship.domain.event_letters import start_invitations
from mentorship.domain.event_visits import add_people, mark_attended
from mentorship.event_codes import code_link, hall_link, hall_word, personal_link, qr_svg
from mentorship.event_enums import EVENT_TONES, EventState, MarkWay, VisitState
from mentorship.filters.events import EventFilter
from mentorship.forms.events import EventForm, initial_of
from mentorship.models import Event, EventVisit, Person
from mentorship.permissions import MANAGE_EVENTS, MARK_EVENTS, VIEW_EVENTS
from mentorship.selectors import events as selectors
from mentorship.tables.events import EventTable
from mentorship.views.base_actions import tell_refusals

LIST = ("Мероприятия", reverse_lazy("mentorship:events"))
MOST_BADGES = 500


def address(event: Event) -> str:
    return reverse("mentorship:event", kwargs={"pk": event.pk})


def visible_event(request: HttpRequest, pk: int) -> Event:
    return get_object_or_404(selectors.events_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


class EventsPage(ListPage):
    access_rule = VIEW_EVENTS
    title = "Мероприятия"
    table_class = EventTable
    filterset_class = EventFilter

    def get_queryset(self) -> QuerySet:
        programme = current_programme(self.request)
        if programme is None:
            return Event.objects.none()
        membership = self.request.membership  # type: ignore[attr-defined]
        return selectors.with_counts(selectors.events_visible_to(membership, programme))

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        if not MANAGE_EVENTS.allows(self.request.membership):  # type: ignore[attr-defined]
            return {"title": "Мероприятий пока нет", "text": "Их назначает куратор программы."}
        return {
            "title": "Мероприятий пока нет",
            "text": "Назначьте первое: общую встречу наставников и наставляемых, круглый стол, итоговое мероприятие.",
            "url": reverse("mentorship:event_create"),
            "label": "Новое мероприятие",
        }

    def get_context(self) -> dict[str, Any]:
        actions: list[dict[str, Any]] = [
            {"label": "Виды мероприятий", "url": reverse("mentorship:lines", kwargs={"sort": "events"})}
        ]
        if MANAGE_EVENTS.allows(self.request.membership):  # type: ignore[attr-defined]
            actions.append(
                {"label": "Новое мероприятие", "url": reverse("mentorship:event_create"), "main": True}
            )
        return {"page_actions": actions}


@access(VIEW_EVENTS)
@require_GET
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """What an event is, its programme, and how many come."""
    found = visible_event(request, pk)
    membership = request.membership  # type: ignore[attr-defined]
    figures = selectors.figures_of(selectors.visits_seen(membership, found))
    opens, closes = selectors.check_in_window(found)
    now = timezone.now()
    context = {
        "page_title": found.title,
        "breadcrumbs": (LIST, (found.title, "")),
        "event": found,
        "tone": EVENT_TONES[EventState(found.state)],
        "agenda": selectors.agenda_of(found),
        "figures": figures,
        "may_manage": MANAGE_EVENTS.allows(membership),
        "may_mark": MARK_EVENTS.allows(membership) and found.state != EventState.CANCELLED,
        "is_planned": found.state == EventState.PLANNED,
        "has_begun": found.starts_at <= now,
        "check_in": opens <= now <= closes,
        "opens": opens,
        "closes": closes,
        "history": told(history_of(found)[:20]) if VIEW_AUDIT.allows(membership) else [],
    }
    return render(request, "mentorship/events/event.html", context)


class EventCreate(FormPage):
    access_rule = MANAGE_EVENTS
    title = "Новое мероприятие"
    form_class = EventForm
    submit_label = "Создать"
    done = "Мероприятие создано. Добавьте участников: отметьте их в базе и выберите «Добавить в мероприятие»."

    def form_options(self) -> dict[str, Any]:
        organization = self.request.organization  # type: ignore[attr-defined]
        return {"kinds": selectors.kinds_for(organization), "initial": {"on": today(organization)}}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.title, ""))

    def get_cancel_url(self) -> str:
        return str(LIST[1])

    def save(self, form: EventForm) -> str:
        programme = current_programme(self.request)
        if programme is None:
            raise DomainError("Сначала создайте программу.", code="programme")
        return address(domain.create_event(programme, actor=self.request.user, **form.cleaned_data))  # type: ignore[arg-type]


class EventFormPage(FormPage):
    """Base of forms on an event."""

    access_rule = MANAGE_EVENTS
    event: Event

    def load(self) -> None:
        self.event = visible_event(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.event.title, address(self.event)), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return address(self.event)


class EventEdit(EventFormPage):
    title = "Изменить мероприятие"
    form_class = EventForm

    def form_options(self) -> dict[str, Any]:
        return {
            "kinds": selectors.kinds_for(self.event.organization, keep=self.event.kind_id),
            "initial": initial_of(self.event),
        }

    def save(self, form: EventForm) -> str:
        domain.edit_event(self.event, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address(self.event)


class EventStep(EventFormPage, ConfirmPage):
    """Base of steps that ask once."""

    def get_text(self) -> str:
        return f"«{self.event.title}», {timezone.localtime(self.event.starts_at):%d.%m.%Y %H:%M}."


class EventHold(EventStep):
    title = "Мероприятие состоялось"
    verb = "Отметить проведённым"
    consequence = "Мероприятие дорожной карты подтвердится, бывшим на нём можно выдать сертификаты."
    done = "Отмечено: мероприятие состоялось."

    def get_text(self) -> str:
        figures = selectors.figures_of(self.event.visits.all())
        return f"{super().get_text()} Присутствие отмечено: {russian.fraction(figures.came, figures.seated)}."

    def save(self, form: Any) -> str:
        domain.hold_event(self.event, actor=self.request.user)  # type: ignore[arg-type]
        return address(self.event)


class EventCancel(EventStep):
    title = "Отменить мероприятие"
    form_class = ReasonForm
    verb = "Отменить мероприятие"
    danger = True
    consequence = "Участники увидят, что мероприятия не будет, и почему."
    done = "Мероприятие отменено."

    def save(self, form: Any) -> str:
        domain.cancel_event(self.event, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return address(self.event)


class EventReopen(EventStep):
    title = "Вернуть мероприятие"
    form_class = ReasonForm
    verb = "Вернуть"
    danger = True
    consequence = "Отметка в дорожной карте снимется, выданные сертификаты станут недействительными."
    done = "Мероприятие снова готовится."

    def save(self, form: Any) -> str:
        domain.reopen_event(self.event, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return address(self.event)


@access(MANAGE_EVENTS)
@require_POST
def event_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Letters to everybody on the list who has none yet, as a job."""
    found = visible_event(request, pk)
    try:
        job = start_invitations(found, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(address(found))
    return redirect("core:job", pk=job.pk)


# --- at the door ---


@access(MARK_EVENTS)
@require_GET
def event_hall(request: HttpRequest, pk: int) -> HttpResponse:
    """What the screen in the hall shows: the QR and the short code."""
    found = visible_event(request, pk)
    link = hall_link(found)
    context = {
        "page_title": found.title,
        "event": found,
        "back_url": address(found),
        "qr": qr_svg(link, title="Код зала"),
        "link": link,
        "word": hall_word(found),
    }
    return render(request, "mentorship/events/hall_screen.html", context)


@access(MARK_EVENTS)
@require_GET
def event_badges(request: HttpRequest, pk: int) -> HttpResponse:
    """Badges with personal codes, eight on a sheet."""
    found = visible_event(request, pk)
    seen = selectors.visits_seen(request.membership, found).filter(state=VisitState.SEATED)  # type: ignore[attr-defined]
    visits = list(seen[:MOST_BADGES])
    selectors.tell_roles(visits)
    audit.record("event.badges", subject=found, after={"rows": len(visits)})
    context = {
        "page_title": f"Бейджи: {found.title}",
        "event": found,
        "badges": [(visit, qr_svg(code_link(visit))) for visit in visits],
        "back_url": address(found),
    }
    return render(request, "mentorship/events/badges.html", context)


@access(MARK_EVENTS)
@require_http_methods(["GET", "POST"])
def event_code(request: HttpRequest, token: str) -> HttpResponse:
    """A participant's personal code, scanned by whoever keeps the door: one press, and it is marked."""
    found = selectors.find_by_code(token)
    membership = request.membership  # type: ignore[attr-defined]
    if found is None or found.organization_id != membership.organization_id:
        raise Http404
    seen = selectors.visits_seen(membership, visible_event(request, found.event_id))
    visit = get_object_or_404(seen, pk=found.pk)
    selectors.tell_roles([visit])
    problem = ""
    if request.method == "POST":
        try:
            new = mark_attended(visit, way=MarkWay.CODE, actor=request.user)  # type: ignore[arg-type]
            messages.success(
                request, f"{visit.person.short_name}: {'отмечен' if new else 'уже был отмечен'}."
            )
            return redirect(request.path)
        except DomainError as error:
            problem = error.message
    context = {
        "page_title": visit.person.full_name,
        "over_title": visit.event.title,
        "visit": visit,
        "problem": problem,
        "is_seated": visit.state == VisitState.SEATED,
    }
    return render(request, "mentorship/events/code.html", context, status=422 if problem else 200)


@access(VIEW_EVENTS)
@require_GET
def event_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """A participant's code and personal link, to be shown or sent by hand."""
    rows = EventVisit.objects.select_related("event")
    visit = get_object_or_404(rows, pk=pk)
    found = visible_event(request, visit.event_id)
    visit = get_object_or_404(selectors.visits_seen(request.membership, found), pk=pk)  # type: ignore[attr-defined]
    may_mark = MARK_EVENTS.allows(request.membership)  # type: ignore[attr-defined]
    people = ("Участники", reverse("mentorship:event_people", kwargs={"pk": found.pk}))
    context = {
        "page_title": visit.person.full_name,
        "breadcrumbs": (LIST, (found.title, address(found)), people, (visit.person.short_name, "")),
        "event": found,
        "visit": visit,
        "qr": qr_svg(code_link(visit), title="Личный код") if may_mark else "",
        "link": personal_link(visit) if may_mark else "",
        "code": code_link(visit) if may_mark else "",
    }
    return render(request, "mentorship/events/visit.html", context)


# --- the bases ---


def add_chosen(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    """The bulk action of both bases: «Добавить в мероприятие»."""
    people = Person.objects.filter(pk__in=rows.order_by().values("person")).order_by("search_key", "pk")
    found = add_people(data["event"], people, actor=request.user)  # type: ignore[arg-type]
    tell_refusals(request, found.refused)
    told_waiting = f", в листе ожидания: {russian.grouped(found.waiting)}" if found.waiting else ""
    return f"Добавлено в мероприятие «{data['event'].title}»: {russian.grouped(found.seated)}{told_waiting}"
