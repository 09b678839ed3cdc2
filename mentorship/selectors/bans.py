"""Reading bans and words against: which thinkable pairs are ruled out by people, not by data."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from core.enums import Role
from core.models import Membership
from mentorship.models import MenteeEntry, MentorEntry, PairBan, Preference
from mentorship.selectors.people import people_visible_to


def bans_visible_to(membership: Membership) -> QuerySet[PairBan]:
    """Bans of the organisation; a project curator sees those of the people of their projects on either side."""
    found = PairBan.objects.select_related("mentor", "mentee", "created_by", "lifted_by")
    if membership.role != Role.PROJECT_CURATOR:
        return found
    own = people_visible_to(membership).order_by().values("pk")
    return found.filter(Q(mentor__in=own) | Q(mentee__in=own))


def banned_people(mentees: Iterable[int]) -> dict[int, dict[int, str]]:
    """Person of a mentee → person of a mentor → the kind of the ban in Russian, for bans that hold: one query."""
    found: dict[int, dict[int, str]] = {}
    for ban in PairBan.objects.filter(mentee__in=list(mentees), lifted_at__isnull=True):
        found.setdefault(ban.mentee_id, {})[ban.mentor_id] = ban.get_kind_display().lower()
    return found


def ban_obstacles(mentor: MentorEntry, mentees: Iterable[MenteeEntry]) -> list[str]:
    """Bans between a mentor and mentees as obstacles for `pair_obstacles`: one query."""
    members = list(mentees)
    bans = banned_people(entry.person_id for entry in members)
    return [
        f"{entry.person.short_name} и {mentor.person.short_name}: пара запрещена "
        f"({bans[entry.person_id][mentor.person_id]})"
        for entry in members
        if mentor.person_id in bans.get(entry.person_id, {})
    ]


def preferences_of(mentees: Iterable[int]) -> tuple[dict[tuple[int, int, str], int], set[tuple[int, int]]]:
    """((mentee, mentor, side) → best rank, pairs that somebody does not want); ids of entries, one query.

    «Точно не подходит» from any source holds until the person takes it back there.
    """
    ranks: dict[tuple[int, int, str], int] = {}
    against: set[tuple[int, int]] = set()
    rows = Preference.objects.filter(mentee__in=mentees).values_list("mentee_id", "mentor_id", "side", "rank")
    for mentee, mentor, side, rank in rows:
        if rank is None:
            against.add((mentee, mentor))
        else:
            key = (mentee, mentor, side)
            ranks[key] = min(rank, ranks.get(key, rank))
    return ranks, against
