"""A practice on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from core.access import access
from core.errors import DomainError
from mentorship.selectors.practices import practices_visible_to
from reports.domain.practices import make_paper
from reports.permissions import PREPARE_DOCUMENTS


@access(PREPARE_DOCUMENTS)
@require_POST
def practice_paper(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(practices_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    try:
        document = make_paper(found, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:practice", pk=found.pk)
    return redirect("reports:document", pk=document.pk)
