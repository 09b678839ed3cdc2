"""The act of destruction as a file, for those who may destroy."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.access import access
from core.views.files import send_file
from mentorship.models import Erasure
from mentorship.permissions import ERASE_PEOPLE
from reports.domain.destruction import act_of


@access(ERASE_PEOPLE)
@require_safe
def destruction_act(request: HttpRequest, pk: int) -> HttpResponseBase:
    document = act_of(get_object_or_404(Erasure, pk=pk))
    if document is None or document.file is None:
        raise Http404
    return send_file(document.file, inline=True)
