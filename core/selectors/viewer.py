"""The viewer of a request: membership, day and the programme they work in."""

from typing import Any

from django.http import HttpRequest

from core.clock import today
from core.registries import Viewer, programme_hooks

PROGRAMME_KEY = "programme"


def current_programme(request: HttpRequest) -> Any:
    """The programme chosen in the session if the person may see it, else the default one, else None."""
    membership = request.membership  # type: ignore[attr-defined]
    hooks = programme_hooks()
    if membership is None or hooks is None:
        return None
    if not hasattr(request, "_programme"):
        request._programme = hooks.current(membership, request.session.get(PROGRAMME_KEY))  # type: ignore[attr-defined]
    return request._programme  # type: ignore[attr-defined]


def viewer_of(request: HttpRequest) -> Viewer:
    """Only for requests with a membership: every view of a member is one."""
    membership = request.membership  # type: ignore[attr-defined]
    return Viewer(
        user=request.user,  # type: ignore[arg-type]
        membership=membership,
        today=today(membership.organization),
        programme=current_programme(request),
    )
