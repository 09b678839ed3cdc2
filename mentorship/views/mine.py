"""A participant's own pages: all their pairs, one of them. Nobody else's."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.access import access
from core.enums import Role
from core.selectors.viewer import current_programme
from mentorship.permissions import SEE_OWN
from mentorship.selectors.materials import materials_for
from mentorship.selectors.mine import HATS, own_page, own_pairs
from mentorship.selectors.participants import person_of, wards_of

TITLES = {Role.MENTOR: "Мои наставляемые", Role.MENTEE: "Мой наставник", Role.PARENT: "Мои дети"}


def title_for(role: str) -> str:
    return TITLES.get(Role(role), "Моё наставничество")


@access(SEE_OWN)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Pairs by what the person is in them, and the one thing that comes next."""
    membership = request.membership  # type: ignore[attr-defined]
    context = {
        "page_title": title_for(membership.role),
        "page": own_page(membership, current_programme(request)),
        "is_mentor": membership.role == Role.MENTOR,
        "without_year": True,
    }
    return render(request, "mentorship/mine/mine.html", context)


@access(SEE_OWN)
@require_GET
def my_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """One pair as its own people see it: who, meetings, plans, the order, materials. Another's pair is 404."""
    membership = request.membership  # type: ignore[attr-defined]
    person, programme = person_of(membership), current_programme(request)
    if person is None or programme is None:
        raise Http404
    found = [one for one in own_pairs(person, wards_of(person), programme) if one.pair.pk == pk]
    if not found:
        raise Http404
    found.sort(key=lambda one: one.hat != membership.role)
    one = found[0]
    pair = one.pair
    context = {
        "page_title": one.with_whom,
        "breadcrumbs": ((title_for(membership.role), reverse("mentorship:mine")), (one.with_whom, "")),
        "one": one,
        "pair": pair,
        "hat": HATS[Role(one.hat)],
        "materials": materials_for(membership)[:4],
        "is_mentor": one.hat == Role.MENTOR,
        "without_year": True,
    }
    return render(request, "mentorship/mine/pair.html", context)
