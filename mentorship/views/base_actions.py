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
from mentorship.domain.advance import advance_many, confirm_entries
from mentorship.domain.consents import ensure_needed
from mentorship.domain.portal_invitations import JOB_KIND as INVITE
from mentorship.domain.portal_invitations import invitable
from mentorship.enums import EntryState
from mentorship.models import MentorEntry, Person

SHOWN_REFUSALS = 5
MOST_IN_ADDRESS = 500  # people named in one address


def tell_refusals(request: HttpRequest, refused: list[str]) -> None:
    """Who was left out and why: the first few by name, the rest by number."""
    for text in refused[:SHOWN_REFUSALS]:
        messages.warning(request, text)
    if len(refused) > SHOWN_REFUSALS:
        messages.warning(
            request, f"И ещё {russian.grouped(len(refused) - SHOWN_REFUSALS)} по таким же причинам."
        )


def confirm(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    done, refused = confirm_entries(rows, actor=request.user)  # type: ignore[arg-type]
    tell_refusals(request, refused)
    return f"Подтверждено участие: {russian.grouped(done)}"


def move_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    state = EntryState(data["to"])
    done, refused = advance_many(rows, to=state, order=data["order"], actor=request.user)  # type: ignore[arg-type]
    tell_refusals(request, refused)
    return f"«{state.label}»: {russian.counted(done, 'человек', 'человека', 'человек')}"


def leave_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    done, refused = advance_many(rows, to=EntryState.LEFT, reason=data["reason"], actor=request.user)  # type: ignore[arg-type]
    tell_refusals(request, refused)
    return f"Выведены из программы: {russian.counted(done, 'человек', 'человека', 'человек')}"


def check_confirm(rows: QuerySet, request: HttpRequest) -> list[tuple[str, str]]:
    def work() -> list[tuple[str, str]]:
        _, refused = confirm_entries(rows, actor=request.user)  # type: ignore[arg-type]
        return [(name, why) for name, _, why in (text.partition(": ") for text in refused)]

    return tried(work)


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
    """Letters take their time: always a job. Of the same people there is one at a time."""
    base = _base_of(rows)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    job = start_job(
        INVITE,
        organization=request.organization,  # type: ignore[attr-defined]
        owner=request.user,  # type: ignore[arg-type]
        title=f"Приглашения на портал: {'наставники' if base == 'mentors' else 'наставляемые'}",
        params={"base": base, "entries": keys},
        key=hashlib.sha256(f"{base} {keys}".encode()).hexdigest(),
        total=len(keys),
    )
    return redirect("core:job", pk=job.pk)


def write_letters(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """The page of letters shows who gets one and who has no address, and asks there."""
    people = rows.order_by().values_list("person_id", flat=True)[:MOST_IN_ADDRESS]
    return redirect(f"{reverse('reports:consent_letters')}?people={','.join(map(str, people))}")
