"""What a bulk action of the bases does, and whom it would pass by."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core import russian
from core.domain.jobs import start_job
from core.selectors.viewer import current_programme
from core.views.bulk import tried
from mentorship.domain.advance import JOB_KIND as STEP
from mentorship.domain.advance import Order, advance_many
from mentorship.domain.consents import ensure_needed
from mentorship.domain.portal_invitations import JOB_KIND as INVITE
from mentorship.domain.portal_invitations import invitable
from mentorship.enums import EntryState
from mentorship.models import MentorEntry, Person
from mentorship.selectors.step_obstacles import passed_by_step

SHOWN_REFUSALS = 5
#: People whom a step takes within the request; more are a job.
AT_ONCE = 200
#: People whom a confirmation looks through before the act: it asks for facts, not row by row.
LOOKED_THROUGH = 5000
WHO = {"mentees": "Наставляемые", "mentors": "Наставники"}
MOST_IN_ADDRESS = 500  # people named in one address


def tell_refusals(request: HttpRequest, refused: list[str]) -> None:
    """Who was left out and why: the first few by name, the rest by number."""
    for text in refused[:SHOWN_REFUSALS]:
        messages.warning(request, text)
    if len(refused) > SHOWN_REFUSALS:
        messages.warning(
            request, f"И ещё {russian.grouped(len(refused) - SHOWN_REFUSALS)} по таким же причинам."
        )


def confirm(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str | HttpResponse:
    return take_step(rows, request, to=EntryState.SELECTED, told="Подтверждено участие")


def move_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str | HttpResponse:
    return take_step(rows, request, to=EntryState(data["to"]), order=data["order"])


def leave_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str | HttpResponse:
    return take_step(rows, request, to=EntryState.LEFT, reason=data["reason"], told="Выведены из программы")


def take_step(
    rows: QuerySet,
    request: HttpRequest,
    *,
    to: EntryState,
    reason: str = "",
    order: Order | None = None,
    told: str = "",
) -> str | HttpResponse:
    """A few people at once; more than `AT_ONCE` as a job, which tells whom it has passed by."""
    keys = list(rows.order_by("sort_name", "pk").values_list("pk", flat=True))
    if len(keys) > AT_ONCE:
        base = _base_of(rows)
        params = {"base": base, "entries": keys, "to": to.value, "reason": reason}
        if order is not None:
            params |= {"order_number": order.number, "order_date": order.date.isoformat()}
        return start_for_many(request, STEP, f"{WHO[base]}: «{to.label}»", params)
    done, refused = advance_many(rows, to=to, reason=reason, order=order, actor=request.user)  # type: ignore[arg-type]
    tell_refusals(request, refused)
    return f"{told or f'«{to.label}»'}: {russian.counted(done, 'человек', 'человека', 'человек')}"


def start_for_many(request: HttpRequest, kind: str, title: str, params: dict[str, Any]) -> HttpResponse:
    """A job over chosen people; of the same work with the same people there is one at a time."""
    job = start_job(
        kind,
        organization=request.organization,  # type: ignore[attr-defined]
        owner=request.user,  # type: ignore[arg-type]
        title=title,
        params=params,
        key=hashlib.sha256(f"{sorted(params.items())}".encode()).hexdigest(),
        total=len(params["entries"]),
    )
    return redirect("core:job", pk=job.pk)


def check_confirm(rows: QuerySet, request: HttpRequest) -> list[tuple[str, str]]:
    return passed_by_step(rows, to=EntryState.SELECTED)


def check_leave(rows: QuerySet, request: HttpRequest) -> list[tuple[str, str]]:
    return passed_by_step(rows, to=EntryState.LEFT)


def look_at_step(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> list[tuple[str, str]]:
    return passed_by_step(rows, to=data["to"])


def prepare_consents(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    people = Person.objects.filter(pk__in=rows.values("person"))
    found = ensure_needed(current_programme(request), actor=request.user, people=people)  # type: ignore[arg-type]
    tell_refusals(request, [f"{person.short_name}: {why}" for person, why in found.problems])
    return f"Согласия отмечены как нужные: {russian.grouped(found.created)}"


def check_consents(rows: QuerySet, request: HttpRequest) -> list[tuple[str, str]]:
    people = Person.objects.filter(pk__in=rows.values("person"))

    def work() -> list[tuple[str, str]]:
        found = ensure_needed(current_programme(request), actor=request.user, people=people)  # type: ignore[arg-type]
        return [(person.short_name, why) for person, why in found.problems]

    return tried(work)


def _base_of(rows: QuerySet) -> str:
    return "mentors" if rows.model is MentorEntry else "mentees"


def check_invited(rows: QuerySet, request: HttpRequest) -> list[tuple[str, str]]:
    return invitable(list(rows)).skipped


def invite_chosen(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """Letters take their time: always a job."""
    base = _base_of(rows)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return start_for_many(
        request, INVITE, f"Приглашения на портал: {WHO[base].lower()}", {"base": base, "entries": keys}
    )


def write_letters(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """The page of letters shows who gets one and who has no address, and asks there."""
    people = rows.order_by().values_list("person_id", flat=True)[:MOST_IN_ADDRESS]
    return redirect(f"{reverse('reports:consent_letters')}?people={','.join(map(str, people))}")
