"""Papers of mentors from outside that run out: letters 30 and 7 days before; on the day after, pairs with minors rest.

Each hour, in each institution's own day. What was told is a row (`CredentialNotice`), so nothing is told twice; a
letter that no mail server took is told again within the hour.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from core.context import inside
from core.domain.letters import public_link, send_letter
from core.enums import Role
from core.models import Membership, Organization
from mentorship.domain.pairs import suspend_pair
from mentorship.enums import PairState, ProgrammeState
from mentorship.models import CredentialNotice, Pair
from mentorship.selectors.credentials import OUTSIDE, Due, credential_obstacles, due_papers, valid_kinds

#: Letters go out in these hours of the institution's own day.
FIRST_HOUR, LAST_HOUR = 8, 20
EXPIRED = "Закончился срок справки наставника"


@dataclass
class Reminded:
    """What a pass did in one institution."""

    notices: int = 0
    letters: int = 0
    paused: int = 0


def remind_everywhere(now: dt.datetime | None = None) -> dict[int, Reminded]:
    """The pass over all institutions; doing it twice on a day changes nothing the second time."""
    moment = now or timezone.now()
    with scopes_disabled():
        organizations = list(Organization.objects.filter(is_region=False))
    found = {}
    for organization in organizations:
        with inside(organization):
            done = remind_due(organization, moment)
        if done != Reminded():
            found[organization.pk] = done
    return found


def remind_due(organization: Organization, now: dt.datetime) -> Reminded:
    """Pairs rest at any hour; letters wait for the morning of the institution's own day."""
    local = now.astimezone(ZoneInfo(organization.time_zone))
    result = Reminded(paused=len(suspend_without_papers(local.date())))
    if not FIRST_HOUR <= local.hour < LAST_HOUR:
        return result
    fresh = _claim(due_papers(local.date()))
    result.notices = len(fresh)
    if fresh:
        result.letters = _tell(organization, fresh)
    return result


def suspend_without_papers(day: dt.date) -> list[Pair]:
    """Working pairs with a minor whose mentor from outside has no valid papers that day rest; again changes nothing."""
    working = (
        Pair.objects.filter(
            state=PairState.ACTIVE,
            mentor__person__category__in=OUTSIDE,
            programme__state=ProgrammeState.ACTIVE,
        )
        .select_related("mentor__person", "programme", "project", "organization")
        .prefetch_related("places__mentee__person")
        .order_by("pk")
    )
    pairs = list(working)
    held = valid_kinds({pair.mentor.person_id for pair in pairs}, day)
    rested = []
    for pair in pairs:
        mentees = [place.mentee for place in pair.places.all() if place.is_live]
        mentor = pair.mentor.person
        why = credential_obstacles(mentor, mentees, day, valid=held[mentor.pk])
        if why:
            rested.append(suspend_pair(pair, actor=None, reason=f"{EXPIRED}. {'; '.join(why)}"[:1000]))
    return rested


def _claim(due: list[Due]) -> dict[Due, CredentialNotice]:
    """The papers that nobody has told of at this term: whoever makes the row tells."""
    mine = {}
    for one in due:
        with transaction.atomic():
            notice, made = CredentialNotice.objects.get_or_create(
                credential=one.credential,
                days_before=one.days,
                defaults={"organization": one.credential.organization},
            )
        if made:
            mine[one] = notice
    return mine


def _tell(organization: Organization, fresh: dict[Due, CredentialNotice]) -> int:
    """One letter to each curator about all papers, one to each mentor about their own."""
    told: dict[Due, int] = defaultdict(int)
    failed: set[Due] = set()
    letters = 0
    for address, name, papers in _letters(organization, list(fresh)):
        taken = send_letter(
            address,
            subject=f"Справки наставников: {organization.short_name}",
            template="mentorship/letters/credentials.txt",
            context={
                "name": name,
                "papers": papers,
                "organization": organization,
                "link": public_link("mentorship:credentials"),
            },
        )
        letters += taken
        for paper in papers:
            told[paper] += taken
            if not taken:
                failed.add(paper)
    for paper, notice in fresh.items():
        if paper in failed and not told[paper]:
            notice.delete()  # nobody heard: the next pass tells it again
        else:
            CredentialNotice.objects.filter(pk=notice.pk).update(letters=told[paper])
    return letters


def _letters(organization: Organization, fresh: list[Due]) -> list[tuple[str, str, list[Due]]]:
    """(address, name, papers): curators first, then the mentors themselves; an address gets one letter."""
    curators = Membership.objects.filter(
        organization=organization, role=Role.CURATOR, is_active=True, user__is_active=True
    ).select_related("user")
    found = {member.user.email.lower(): (member.user.full_name, fresh) for member in curators.order_by("pk")}
    own: dict[str, tuple[str, list[Due]]] = {}
    for paper in fresh:
        person = paper.credential.person
        address = (person.email or (person.user.email if person.user else "")).lower()
        if address and address not in found:
            own.setdefault(address, (person.full_name, []))[1].append(paper)
    return [(address, name, papers) for address, (name, papers) in {**found, **own}.items() if address]
