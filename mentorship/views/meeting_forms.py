"""Writing meetings down and planning them: one short form, filled in beforehand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core import russian
from core.clock import today
from core.personal_tokens import new_key
from core.production_calendar import is_working_day
from core.views.pages import FormPage
from mentorship.cadence import due_day
from mentorship.domain import meetings as domain
from mentorship.domain.feedback import record_feedback
from mentorship.domain.meeting_files import attach_file
from mentorship.domain.meeting_letters import invite
from mentorship.forms.meetings import LogForm, MeetingForm, MissForm, PlanForm
from mentorship.meeting_enums import MeetingKind, MeetingState, Side
from mentorship.models import Meeting, Pair
from mentorship.permissions import WRITE_MEETINGS
from mentorship.selectors import meetings as selectors
from mentorship.selectors.participants import person_of
from mentorship.views.meetings import (
    address,
    crumbs_of,
    pair_address,
    title_of,
    visible_meeting,
    visible_pair,
    writing_side,
)


class MeetingFormPage(FormPage):
    """Base: the pair, the side that writes, what the form is filled with."""

    access_rule = WRITE_MEETINGS
    template_name = "mentorship/meetings/form.html"
    pair: Pair
    side: Side
    meeting: Meeting | None = None
    is_plan = False

    def load(self) -> None:
        self.pair = visible_pair(self.request, self.kwargs["pk"])
        self.side = writing_side(self.request, self.pair)
        self.load_rest()

    def load_meeting(self) -> None:
        self.meeting = visible_meeting(self.request, self.kwargs["pk"])
        self.pair = self.meeting.pair
        self.side = writing_side(self.request, self.pair)
        self.load_rest()

    def load_rest(self) -> None:
        person = person_of(self.request.membership) if self.side != Side.STAFF else None  # type: ignore[attr-defined]
        self.person = person
        self.places = selectors.seen_places(self.pair, self.side, person)
        self.today = today(self.pair.organization)
        self.in_order = self.side != Side.STAFF

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A form sent twice leads where the first one did, whatever has become possible meanwhile."""
        self.load()
        if self.meeting is None and selectors.is_written(self.pair, request.POST.get("form_key", "")):
            return redirect(pair_address(self.pair))
        return super().post(request, **kwargs)

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (*crumbs_of(self.pair, self.side), (self.title, ""))

    def get_cancel_url(self) -> str:
        return address(self.meeting) if self.meeting else pair_address(self.pair)

    def get_context(self) -> dict[str, Any]:
        return {"pair": self.pair, "with_whom": title_of(self.pair, self.side), "is_plan": self.is_plan}

    def form_options(self) -> dict[str, Any]:
        known = selectors.outlook(self.pair, planned=self.is_plan, in_order=self.in_order)
        kinds = list(known.possible)
        initial: dict[str, Any] = {
            "kind": known.kind,
            "on": self.day(),
            "way": known.way,
            "place": known.place,
            "link": known.link,
            "minutes": 60,
            "form_key": new_key(),
        }
        if self.meeting is not None:
            columns = set(domain.COLUMNS)
            initial |= {name: getattr(self.meeting, name) for name in columns}
            kind = MeetingKind(self.meeting.kind)
            kinds = sorted({*kinds, kind}, key=list(MeetingKind).index)
        return {"kinds": kinds, "initial": initial}

    def day(self) -> dt.date:
        return self.today

    def next_day(self, after: dt.date) -> dt.date:
        norm = selectors.norm_of(self.pair)
        return due_day(after, norm, idle=(), is_working=is_working_day)

    def log_options(self) -> dict[str, Any]:
        options = MeetingFormPage.form_options(self)
        initial = options["initial"]
        initial["present"] = [str(place.pk) for place in self.places]
        if not initial.get("next_on"):
            initial["next_on"] = self.next_day(min(initial["on"], self.today))
        return options | {
            "places": self.places,
            "with_feedback": self.person is not None,
            "alone": self.side == Side.MENTEE,
        }

    def after_held(self, meeting: Meeting, form: LogForm) -> None:
        """Files and the word to the curator, after the meeting itself is safe."""
        for name, data in form.cleaned_data.get("files", ()):
            attach_file(meeting, data=data, name=name, actor=self.request.user)  # type: ignore[arg-type]
        if self.person is not None:
            record_feedback(
                self.pair,
                person=self.person,
                source=f"meeting:{meeting.pk}",
                meeting=meeting,
                on=meeting.on,
                actor=self.request.user,  # type: ignore[arg-type]
                **form.feedback(),
            )


class MeetingLog(MeetingFormPage):
    title = "Записать встречу"
    form_class = LogForm
    submit_label = "Встреча была"
    done = "Встреча записана."

    def form_options(self) -> dict[str, Any]:
        return self.log_options()

    def save(self, form: LogForm) -> str:
        made = domain.log_meeting(
            self.pair,
            present=form.presence(),
            form_key=form.cleaned_data["form_key"],
            side=self.side,
            actor=self.request.user,  # type: ignore[arg-type]
            in_order=self.in_order,
            **form.values(),
        )
        if made.files.count() == 0:
            self.after_held(made, form)
        return pair_address(self.pair)


class MeetingHold(MeetingFormPage):
    """A planned meeting was held."""

    title = "Встреча была"
    form_class = LogForm
    submit_label = "Встреча была"
    done = "Встреча записана."

    def load(self) -> None:
        self.load_meeting()

    def form_options(self) -> dict[str, Any]:
        options = self.log_options()
        options["initial"]["on"] = min(options["initial"]["on"], self.today)
        return options

    def save(self, form: LogForm) -> str:
        assert self.meeting is not None  # noqa: S101 - `load` has fetched it
        was_held = self.meeting.state == MeetingState.HELD
        domain.hold_meeting(
            self.meeting,
            present=form.presence(),
            side=self.side,
            actor=self.request.user,  # type: ignore[arg-type]
            in_order=self.in_order,
            **form.values(),
        )
        if not was_held:
            self.after_held(self.meeting, form)
        return address(self.meeting)


class MeetingEdit(MeetingFormPage):
    """A planned meeting is moved, a held one is corrected."""

    title = "Изменить встречу"
    done = "Сохранено."

    def load(self) -> None:
        self.load_meeting()
        assert self.meeting is not None  # noqa: S101 - fetched above
        self.is_plan = self.meeting.state == MeetingState.PLANNED
        self.form_class = PlanForm if self.is_plan else LogForm

    def form_options(self) -> dict[str, Any]:
        assert self.meeting is not None  # noqa: S101 - `load` has fetched it
        if self.is_plan:
            options = super().form_options()
            options["initial"]["invite"] = self.meeting.is_invited
            return options
        options = self.log_options()
        known = {one.place_id: one.was_there for one in self.meeting.presences.all()}
        options["initial"]["present"] = [str(place) for place, was_there in known.items() if was_there]
        options["initial"]["next_on"] = self.meeting.next_on
        return options

    def save(self, form: MeetingForm) -> str:
        assert self.meeting is not None  # noqa: S101 - `load` has fetched it
        present = form.presence() if isinstance(form, LogForm) and not form.alone else None
        changed = domain.edit_meeting(
            self.meeting,
            side=self.side,
            actor=self.request.user,  # type: ignore[arg-type]
            present=present,
            in_order=self.in_order,
            **form.values(),
        )
        if isinstance(form, LogForm):
            self.after_held(changed, form)
        elif form.cleaned_data["invite"] and not changed.is_invited:
            invite(changed, actor=self.request.user)  # type: ignore[arg-type]
        return address(changed)


class MeetingPlan(MeetingFormPage):
    title = "Назначить встречу"
    form_class = PlanForm
    submit_label = "Назначить"
    done = ""
    is_plan = True

    def day(self) -> dt.date:
        """The day that was agreed on last, else the next working day."""
        asked = selectors.agreed_day(self.pair, self.today)
        return asked or due_day(self.today, 1, idle=(), is_working=is_working_day)

    def save(self, form: PlanForm) -> str:
        made = domain.plan_meeting(
            self.pair,
            form_key=form.cleaned_data["form_key"],
            side=self.side,
            actor=self.request.user,  # type: ignore[arg-type]
            in_order=self.in_order,
            **form.values(),
        )
        sent = 0
        if form.cleaned_data["invite"] and not made.is_invited:
            sent = invite(made, actor=self.request.user)  # type: ignore[arg-type]
        letters = f" Приглашений отправлено: {sent}." if sent else ""
        messages.success(self.request, f"Встреча назначена на {russian.date_short(made.on)}.{letters}")
        return pair_address(self.pair)


class MeetingMiss(MeetingFormPage):
    """It should have been and was not."""

    title = "Встреча не состоялась"
    form_class = MissForm
    submit_label = "Записать"
    done = "Записано: встреча не состоялась."

    def save(self, form: MissForm) -> str:
        domain.miss_meeting(
            self.pair,
            form_key=form.cleaned_data["form_key"],
            side=self.side,
            actor=self.request.user,  # type: ignore[arg-type]
            reason=form.cleaned_data["reason"],
            **form.values(),
        )
        return pair_address(self.pair)
