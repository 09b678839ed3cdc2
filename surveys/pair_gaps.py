"""Which forms of the end of the year the people of pairs have not given back."""

from __future__ import annotations

from collections.abc import Sequence

from mentorship.models import Pair
from surveys.enums import CampaignState, Phase
from surveys.models import Invitation

WORDS = {Phase.MIDDLE: "нет обратной связи", Phase.EXIT: "нет итоговой анкеты"}


def unanswered(pairs: Sequence[Pair]) -> dict[int, list[str]]:
    """Pair id → feedback and exit forms that were asked for and not given back, by name: one query.

    Whether a person has answered is told, as on the page of the campaign; never what.
    """
    if not pairs:
        return {}
    members = {pair.pk: _people(pair) for pair in pairs}
    asked = Invitation.objects.filter(
        campaign__programme=pairs[0].programme_id,
        campaign__phase__in=WORDS,
        campaign__state__in=[CampaignState.OPEN, CampaignState.CLOSED],
        person__in={pk for people in members.values() for pk in people},
        done_on__isnull=True,
        revoked_on__isnull=True,
    ).order_by("pk")
    missing: dict[int, list[str]] = {}
    for person, phase in asked.values_list("person_id", "campaign__phase"):
        missing.setdefault(person, []).append(WORDS[Phase(phase)])
    found = {}
    for pk, people in members.items():
        lines = [f"{name}: {text}" for person, name in people.items() for text in missing.get(person, [])]
        if lines:
            found[pk] = list(dict.fromkeys(lines))
    return found


def _people(pair: Pair) -> dict[int, str]:
    people = [pair.mentor.person, *(place.mentee.person for place in pair.places.all() if place.is_live)]
    return {person.pk: person.short_name for person in people}
