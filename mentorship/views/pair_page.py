"""The page of one pair."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.access import access
from core.history import told
from core.selectors.viewer import viewer_of
from mentorship.enums import OPEN_PAIR_STATES, PairState
from mentorship.models import Pair
from mentorship.pair_slots import health_source, sections_of
from mentorship.permissions import GIVE_VERDICTS, MANAGE_PAIRS, SEE_MEETINGS, VIEW_PAIRS
from mentorship.selectors import pair_card
from mentorship.selectors.pauses import reasons_of
from mentorship.tones import PAIR_TONES
from mentorship.views.pairs import LIST, find_pair


@access(VIEW_PAIRS)
@require_GET
def pair_page(request: HttpRequest, pk: int) -> HttpResponse:
    pair = find_pair(request, pk)
    may_manage = MANAGE_PAIRS.allows(request.membership)  # type: ignore[attr-defined]
    context = {
        "page_title": _title(pair),
        "breadcrumbs": ((LIST[0], reverse(LIST[1])), (pair.mentor.person.short_name, "")),
        "pair": pair,
        "tone": PAIR_TONES[pair.state],
        "places": list(pair.places.all()),
        "continued_by": list(pair.continued_by.select_related("mentor__person")),
        "next": pair_card.next_words(pair),
        "answers": pair_card.answers_shown(pair),
        "obstacles": pair_card.obstacles_of(pair),
        "changes": pair_card.changes_of(pair),
        "steps": pair_card.further_steps(pair) if may_manage else [],
        "health": _health(pair),
        "sections": sections_of(viewer_of(request), pair),
        "pause_reason": reasons_of([pair]).get(pair.pk, "") if pair.state == PairState.SUSPENDED else "",
        "may_manage": may_manage,
        "may_answer": GIVE_VERDICTS.allows(request.membership) and pair.state in OPEN_PAIR_STATES,  # type: ignore[attr-defined]
        "may_see_meetings": SEE_MEETINGS.allows(request.membership),  # type: ignore[attr-defined]
        "history": told(pair_card.history_lines(pair)),
    }
    return render(request, "mentorship/pairs/detail.html", context)


def _title(pair: Pair) -> str:
    members = [place for place in pair.places.all() if place.is_live] or list(pair.places.all())
    return f"{pair.mentor.person.full_name} — {'группа' if len(members) > 1 else 'пара'}"


def _health(pair: Pair):  # type: ignore[no-untyped-def]
    source = health_source()
    return source.tell([pair]).get(pair.pk) if source else None
