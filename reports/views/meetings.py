"""The journal of meetings as a document."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from core.access import access
from core.errors import DomainError
from core.selectors.viewer import current_programme
from mentorship.selectors.meetings import pairs_to_meet
from reports.documents.meeting_journal import PAIR, PROGRAMME
from reports.domain.documents import create_document
from reports.permissions import PREPARE_DOCUMENTS


@access(PREPARE_DOCUMENTS)
@require_POST
def programme_journal(request: HttpRequest) -> HttpResponse:
    """All meetings of the programme up to today; made again, it is brought up to date."""
    programme = current_programme(request)
    if programme is None:
        messages.error(request, "Сначала создайте программу.")
        return redirect("mentorship:meetings")
    return _made(request, PROGRAMME, programme, "mentorship:meetings")


@access(PREPARE_DOCUMENTS)
@require_POST
def pair_journal(request: HttpRequest, pk: int) -> HttpResponse:
    pairs = pairs_to_meet(request.membership, current_programme(request))  # type: ignore[attr-defined]
    pair = get_object_or_404(pairs, pk=pk)
    return _made(request, PAIR, pair, "mentorship:pair_meetings", pair.pk)


def _made(request: HttpRequest, code: str, subject: models.Model, back: str, *args: int) -> HttpResponse:
    organization = subject.organization  # type: ignore[attr-defined]
    try:
        made = create_document(
            code, subject, organization=organization, key=f"{code}:{subject.pk}", actor=request.user  # type: ignore[arg-type]
        )  # fmt: skip
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back, *args)
    return redirect("reports:document", pk=made.pk)
