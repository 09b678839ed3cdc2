"""Personal links of third persons on paper: who reads no mail gets a card with a code for the camera."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import audit
from core.access import access
from core.clock import today
from core.selectors.viewer import current_programme
from mentorship.event_codes import qr_svg
from mentorship.models import NoteInvitation
from mentorship.permissions import INVITE_NOTES
from mentorship.selectors import notes as selectors

MOST_CARDS = 100


@access(INVITE_NOTES)
@require_safe
def note_links_print(request: HttpRequest) -> HttpResponse:
    """`ids` are the chosen requests; closed and expired links are left out, since they open nothing."""
    membership = request.membership  # type: ignore[attr-defined]
    keys = [int(key) for key in request.GET.get("ids", "").split(",") if key.isdecimal() and len(key) < 19]
    rows = selectors.invitations_visible_to(membership, current_programme(request))
    chosen = rows.filter(pk__in=keys[:MOST_CARDS]).select_related("organization", "programme__organization")
    day = today(request.organization)  # type: ignore[attr-defined]
    found: list[NoteInvitation] = [one for one in chosen if selectors.is_open(one, day)]
    selectors.tell_progress(found)
    for invitation in found:
        audit.record("note_invitation.printed", subject=invitation, actor=request.user)  # type: ignore[arg-type]
    links = [(one, selectors.link_of(one)) for one in found]
    context = {
        "page_title": "Просьбы о сведениях: личные ссылки",
        "cards": [(one, link, qr_svg(link, title="Личная ссылка")) for one, link in links],
        "left_out": len(set(keys)) - len(found),
        "back_url": reverse("mentorship:note_invitations"),
    }
    return render(request, "mentorship/notes/print.html", context)
