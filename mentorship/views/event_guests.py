"""Events for those who come: their list and code, the hall's link, the page of a personal link, the calendar file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from core.access import MEMBER, access
from core.context import inside
from core.errors import DomainError
from core.models import Membership
from core.views.personal import by_personal_link, private
from mentorship.domain.event_visits import add_people, decline, mark_attended, mark_by_hall_word, register
from mentorship.event_calendar import ics_of
from mentorship.event_codes import calendar_entry, code_link, qr_svg
from mentorship.event_enums import LISTED, EventState, MarkWay, VisitState
from mentorship.forms.events import HallWordForm
from mentorship.models import Event, EventVisit, Person
from mentorship.permissions import COME_BY_HALL, COME_BY_LINK, JOIN_EVENTS
from mentorship.selectors import events as selectors

DECLINED = "отказался сам"


@access(JOIN_EVENTS)
@require_safe
def own_events(request: HttpRequest) -> HttpResponse:
    """What a participant and their children may come to, and where they are on the list."""
    people = selectors.own_people(request.membership)  # type: ignore[attr-defined]
    context = {
        "page_title": "Мероприятия",
        "lines": selectors.own_events(people, since=timezone.now()),
        "several": len(people) > 1,
    }
    return render(request, "mentorship/events/own.html", context)


@access(JOIN_EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def own_event(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """One event of one's own or of one's child: its programme, the code to show, coming and not coming."""
    line = _own_line(request, pk, person)
    if request.method == "POST":
        return _answer(request, line)
    visit = line.visit if line.is_listed else None
    context = {
        "page_title": line.event.title,
        "breadcrumbs": (("Мероприятия", reverse("mentorship:own_events")), (line.event.title, "")),
        "event": line.event,
        "line": line,
        "agenda": selectors.agenda_of(line.event),
        "is_own": line.person.user_id == request.user.pk,
        "qr": qr_svg(code_link(visit), title="Ваш код") if visit and line.is_seated else "",
        "is_planned": line.event.state == EventState.PLANNED,
    }
    return render(request, "mentorship/events/own_event.html", context)


def _own_line(request: HttpRequest, pk: int, person: int) -> selectors.OwnLine:
    """404 for an event that is none of theirs."""
    who = next((one for one in selectors.own_people(request.membership) if one.pk == person), None)  # type: ignore[attr-defined]
    if who is None:
        raise Http404
    event = get_object_or_404(Event.objects.select_related("kind", "programme", "organization"), pk=pk)
    visit = event.visits.select_related("person", "organization").filter(person=who).first()
    may_join = not selectors.may_register(event, who)
    if not may_join and (visit is None or visit.state not in LISTED):
        raise Http404
    if visit is not None:
        visit.event = event
    return selectors.OwnLine(event, who, visit, may_join)


def _answer(request: HttpRequest, line: selectors.OwnLine) -> HttpResponse:
    try:
        if request.POST.get("step") == "decline":
            if line.visit is not None and line.is_listed:
                decline(line.visit, reason=DECLINED, actor=request.user)  # type: ignore[arg-type]
            messages.success(request, "Записано: не придёт. Место свободно для других.")
            return redirect("mentorship:own_events")
        visit = register(line.event, line.person, actor=request.user)  # type: ignore[arg-type]
        if visit.state == VisitState.SEATED:
            messages.success(request, "Вы записаны. На входе покажите код с этой страницы.")
        else:
            messages.warning(
                request, "Свободных мест нет: вы в листе ожидания. Освободится место — оно ваше."
            )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(request.path)


@access(COME_BY_HALL)
@require_http_methods(["GET", "HEAD", "POST"])
def event_hall_mark(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the hall: whoever is signed in and on the list marks themselves, within the window."""
    event = selectors.find_hall(token)
    if event is None:
        return private(render(request, "core/personal/unknown.html", status=404))
    with inside(event.organization):
        visit = _visit_of(request, event)
        problem, done = "", visit is not None and visit.attended_at is not None
        if request.method == "POST" and visit is not None:
            try:
                mark_attended(visit, way=MarkWay.HALL, actor=request.user)  # type: ignore[arg-type]
                done = True
            except DomainError as error:
                problem = error.message
        context = {
            "page_title": event.title,
            "over_title": event.organization.short_name,
            "event": event,
            "visit": visit,
            "problem": problem,
            "done": done,
            "signed_in": request.user.is_authenticated,
            "opens": selectors.check_in_window(event)[0],
        }
        status = 422 if problem else 200
        return private(render(request, "mentorship/events/hall_mark.html", context, status=status))


def _visit_of(request: HttpRequest, event: Event) -> EventVisit | None:
    """The place of the one who is signed in, by their card in the event's institution."""
    if not request.user.is_authenticated:
        return None
    known = Membership.objects.filter(
        user=request.user, organization=event.organization, is_active=True
    ).exists()
    person = Person.objects.filter(user=request.user).first() if known else None
    if person is None:
        return None
    return event.visits.select_related("person", "event__organization").filter(person=person).first()


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link(selectors.find_by_link, rule=COME_BY_LINK)
def event_by_link(request: HttpRequest, visit: EventVisit, *, token: str) -> HttpResponse:
    """A participant's own page without an account: their code, coming or not, the code of the hall."""
    form, status = HallWordForm(), 200
    if request.method == "POST":
        form = HallWordForm(request.POST)
        try:
            if _by_link(request, visit, form):
                return redirect(request.path)
        except DomainError as error:
            form = form if form.is_bound else HallWordForm()
            form.refuse(error)
        status = 422
    event = visit.event
    opens, closes = selectors.check_in_window(event)
    context = {
        "page_title": event.title,
        "over_title": event.organization.short_name,
        "event": event,
        "visit": visit,
        "agenda": selectors.agenda_of(event),
        "qr": qr_svg(code_link(visit), title="Ваш код") if visit.state == VisitState.SEATED else "",
        "form": form,
        "token": token,
        "is_planned": event.state == EventState.PLANNED,
        "is_seated": visit.state == VisitState.SEATED,
        "is_waiting": visit.state == VisitState.WAITING,
        "check_in": opens <= timezone.now() <= closes and event.state != EventState.CANCELLED,
    }
    return render(request, "mentorship/events/by_link.html", context, status=status)


def _by_link(request: HttpRequest, visit: EventVisit, form: HallWordForm) -> bool:
    """Do what the page asks; False when the form does not hold. Raises DomainError."""
    step = request.POST.get("step")
    if step == "decline":
        decline(visit, reason=DECLINED, actor=None)
    elif step == "come":
        if not selectors.is_open(visit.event):
            raise DomainError("Запись закрыта.", code="closed")
        add_people(visit.event, [visit.person], actor=None)
    else:
        if not form.is_valid():
            return False
        mark_by_hall_word(visit, word=form.cleaned_data["word"])
    return True


# --- the calendar ---


def calendar_answer(event: Event) -> HttpResponse:
    name = f"{event.title[:80].replace('/', '-')}.ics"
    headers = {"Content-Disposition": str(content_disposition_header(True, name))}
    return HttpResponse(
        ics_of(calendar_entry(event)), content_type="text/calendar; charset=utf-8", headers=headers
    )


@access(MEMBER)
@require_safe
def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The event as a calendar file, for the staff that sees it and for those who may come."""
    event = get_object_or_404(Event.objects.select_related("organization", "programme"), pk=pk)
    if not selectors.concerns(event, request.membership):  # type: ignore[attr-defined]
        raise Http404
    return calendar_answer(event)


@require_safe
@by_personal_link(selectors.find_by_link, rule=COME_BY_LINK)
def event_by_link_calendar(request: HttpRequest, visit: EventVisit, *, token: str) -> HttpResponse:
    return calendar_answer(visit.event)
