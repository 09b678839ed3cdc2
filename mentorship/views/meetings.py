"""Meetings: of one pair, one of them, and the steps that are made with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.clock import today
from core.enums import Role
from core.errors import DomainError
from core.forms import ReasonForm
from core.selectors.viewer import current_programme
from core.views.pages import ConfirmPage
from mentorship.care_enums import HEALTH_TONES
from mentorship.domain import meetings as domain
from mentorship.domain.meeting_files import remove_file
from mentorship.forms.meetings import WordForm
from mentorship.meeting_enums import MEETING_TONES, MeetingState, Side
from mentorship.models import Meeting, MeetingFile, Pair, PairPulse
from mentorship.pauses import name_of
from mentorship.permissions import SEE_MEETINGS, WRITE_MEETINGS
from mentorship.selectors import meetings as selectors
from mentorship.selectors.health import level_of, reasons_of
from mentorship.selectors.meeting_links import LIFE, Reader, link_of
from mentorship.selectors.participants import person_of


def pair_address(pair: Pair) -> str:
    return reverse("mentorship:pair_meetings", args=[pair.pk])


def address(meeting: Meeting) -> str:
    return reverse("mentorship:meeting", args=[meeting.pk])


def visible_pair(request: HttpRequest, pk: int) -> Pair:
    pairs = selectors.pairs_to_meet(request.membership, current_programme(request))  # type: ignore[attr-defined]
    return get_object_or_404(pairs, pk=pk)


def visible_meeting(request: HttpRequest, pk: int) -> Meeting:
    found = selectors.meetings_visible_to(request.membership, current_programme(request))  # type: ignore[attr-defined]
    return get_object_or_404(selectors.with_presences(found), pk=pk)


def writing_side(request: HttpRequest, pair: Pair) -> Side:
    """On whose behalf the member writes; 404 for who only reads."""
    side = selectors.side_of(request.membership, pair)  # type: ignore[attr-defined]
    if side is None:
        raise Http404
    return side


def title_of(pair: Pair, side: Side | None) -> str:
    """«Тестова А. С.» for the mentor, the mentor for a mentee, both for the staff."""
    if side == Side.MENTEE:
        return str(pair.mentor.person.full_name)
    names = [place.mentee.person.short_name for place in pair.places.all() if selectors.is_there(place)]
    return ", ".join(names) if side == Side.MENTOR and names else name_of(pair)


def crumbs_of(pair: Pair, side: Side | None) -> tuple[tuple[str, str], ...]:
    if side in {Side.MENTOR, Side.MENTEE}:
        return ((f"Встречи: {title_of(pair, side)}", pair_address(pair)),)
    return (
        ("Пары и группы", reverse("mentorship:pairs")),
        (name_of(pair), reverse("mentorship:pair", args=[pair.pk])),
        ("Встречи", pair_address(pair)),
    )


@access(SEE_MEETINGS)
@require_GET
def pair_meetings(request: HttpRequest, pk: int) -> HttpResponse:
    """All meetings of a pair and what comes next."""
    pair = visible_pair(request, pk)
    membership = request.membership  # type: ignore[attr-defined]
    side = selectors.side_of(membership, pair)
    person = person_of(membership) if side in {Side.MENTOR, Side.MENTEE} else None
    places = selectors.seen_places(pair, side, person)
    found = selectors.meetings_visible_to(membership, pair.programme).filter(pair=pair)
    meetings = list(selectors.with_presences(found))
    for meeting in meetings:
        meeting.there = selectors.presence_words(meeting, places)  # type: ignore[attr-defined]
        meeting.tone = MEETING_TONES[MeetingState(meeting.state)]  # type: ignore[attr-defined]
    pulse = PairPulse.objects.filter(pair=pair, is_working=True).first()
    is_staff = membership.role in selectors.STAFF
    next_kind = selectors.outlook(pair, planned=True, in_order=True).kind
    context = {
        "page_title": f"Встречи: {title_of(pair, side)}",
        "breadcrumbs": (*crumbs_of(pair, side)[:-1], ("Встречи", "")),
        "pair": pair,
        "meetings": meetings,
        "planned": [one for one in reversed(meetings) if one.state == MeetingState.PLANNED],
        "past": [one for one in meetings if one.state != MeetingState.PLANNED],
        "former": selectors.former_meetings(pair),
        "held": sum(one.state == MeetingState.HELD for one in meetings),
        "norm": selectors.norm_of(pair),
        "next_kind": next_kind,
        "pulse": pulse,
        "level": level_of(pulse, today(pair.organization)).label if pulse and is_staff else "",
        "level_tone": HEALTH_TONES[level_of(pulse, today(pair.organization))] if pulse else "",
        "reasons": reasons_of(pulse, today(pair.organization)) if pulse and is_staff else [],
        "may_print": membership.role == Role.CURATOR,
        "may_write": side is not None,
        "may_plan": side is not None and selectors.may_meet(pair),
        "may_log": side is not None and selectors.may_log(pair),
        "today": today(pair.organization),
    }
    return render(request, "mentorship/meetings/pair.html", context)


@access(SEE_MEETINGS)
@require_GET
def meeting_page(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = visible_meeting(request, pk)
    membership = request.membership  # type: ignore[attr-defined]
    side = selectors.side_of(membership, meeting.pair)
    person = person_of(membership) if side in {Side.MENTOR, Side.MENTEE} else None
    places = selectors.seen_places(meeting.pair, side, person)
    held = meeting.state == MeetingState.HELD
    mine = meeting.mentor_confirmed_at if side == Side.MENTOR else meeting.mentees_confirmed_at
    is_staff = membership.role in selectors.STAFF
    context = {
        "page_title": str(meeting),
        "breadcrumbs": (*crumbs_of(meeting.pair, side), (str(meeting), "")),
        "meeting": meeting,
        "with_whom": title_of(meeting.pair, side),
        "tone": MEETING_TONES[MeetingState(meeting.state)],
        "there": selectors.presence_words(meeting, places),
        "files": list(meeting.files.select_related("file")),
        "may_write": side is not None,
        "may_confirm": held and side in {Side.MENTOR, Side.MENTEE} and mine is None,
        "is_past": meeting.on <= today(meeting.organization),
        "links": _links(meeting) if side == Side.STAFF else [],
        "feedback": list(meeting.feedback.select_related("person")) if is_staff else [],
    }
    return render(request, "mentorship/meetings/meeting.html", context)


def _links(meeting: Meeting) -> list[tuple[str, str]]:
    """(name, personal link) of the pair's people who have no account: the curator hands them over in person."""
    people = [Reader(one, one, "") for one in domain.people_of(meeting.pair) if one.user_id is None]
    open_ = meeting.on + LIFE >= today(meeting.organization) and meeting.state != MeetingState.CANCELLED
    return [(one.person.full_name, link_of(meeting, one)) for one in people] if open_ else []


@access(WRITE_MEETINGS)
@require_POST
def meeting_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = visible_meeting(request, pk)
    try:
        domain.confirm_meeting(meeting, side=writing_side(request, meeting.pair), actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Спасибо, встреча подтверждена.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(address(meeting))


class MeetingStep(ConfirmPage):
    """Base of steps that ask for a reason."""

    access_rule = WRITE_MEETINGS
    form_class = ReasonForm
    meeting: Meeting
    side: Side

    def load(self) -> None:
        self.meeting = visible_meeting(self.request, self.kwargs["pk"])
        self.side = writing_side(self.request, self.meeting.pair)

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (
            *crumbs_of(self.meeting.pair, self.side),
            (str(self.meeting), address(self.meeting)),
            (self.title, ""),
        )

    def get_cancel_url(self) -> str:
        return address(self.meeting)

    def get_text(self) -> str:
        return f"{self.meeting}: {title_of(self.meeting.pair, self.side)}."


class MeetingFail(MeetingStep):
    title = "Встреча не состоялась"
    verb = "Записать"
    done = "Записано: встреча не состоялась."

    def save(self, form: ReasonForm) -> str:
        domain.fail_meeting(self.meeting, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return address(self.meeting)


class MeetingCancel(MeetingStep):
    title = "Отменить встречу"
    verb = "Отменить встречу"
    danger = True
    done = "Встреча отменена."
    consequence = "Приглашённым уйдёт письмо, из их календарей встреча пропадёт."

    def save(self, form: ReasonForm) -> str:
        domain.cancel_meeting(self.meeting, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return pair_address(self.meeting.pair)


class MeetingDispute(MeetingStep):
    title = "Было не так"
    verb = "Сообщить куратору"
    form_class = WordForm
    done = "Куратор получил ваше возражение и свяжется с вами."

    def load(self) -> None:
        super().load()
        person = person_of(self.request.membership)  # type: ignore[attr-defined]
        if person is None or self.side == Side.STAFF or self.meeting.state != MeetingState.HELD:
            raise Http404
        self.person = person

    def save(self, form: WordForm) -> str:
        domain.dispute_meeting(
            self.meeting,
            person=self.person,
            word=form.cleaned_data["word"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return address(self.meeting)


@access(WRITE_MEETINGS)
@require_POST
def meeting_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    attached = get_object_or_404(MeetingFile.objects.select_related("meeting", "file"), pk=pk)
    meeting = visible_meeting(request, attached.meeting_id)
    writing_side(request, meeting.pair)
    remove_file(attached, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Файл убран.")
    return redirect(address(meeting))
