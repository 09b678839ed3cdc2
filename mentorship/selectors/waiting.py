"""The queue of mentees without a pair: how long each waits, and whether psychological support was offered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import DateField, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from core.models import Membership
from mentorship.enums import ConsentKind, ConsentState
from mentorship.match_enums import DraftState
from mentorship.models import (
    Consent,
    DraftLeft,
    DraftPair,
    MatchDraft,
    MenteeEntry,
    PairMentee,
    Programme,
    SupportOffer,
)
from mentorship.pair_enums import SupportAnswer
from mentorship.selectors.entries import mentees_of
from mentorship.selectors.match_drafts import drafts_visible_to
from mentorship.selectors.matching import MENTEE_STATES
from mentorship.selectors.pairs import without_live_pair

#: Days of waiting after which the queue calls a mentee long without a pair.
LONG = 30


def queue(membership: Membership, programme: Programme | None) -> QuerySet[MenteeEntry]:
    """Mentees without a pair whom a member sees, with `waits_since`: the end of the last pair, or the entry."""
    rows = without_live_pair(mentees_of(membership, programme).filter(state__in=MENTEE_STATES))
    left = (
        PairMentee.objects.filter(mentee=OuterRef("pk"), is_live=False, left_on__isnull=False)
        .order_by()
        .values("mentee")
        .annotate(day=Max("left_on"))
        .values("day")
    )
    since = Coalesce(
        Subquery(left, output_field=DateField()),
        "entered_on",
        TruncDate("created_at"),
        output_field=DateField(),
    )
    return rows.select_related("programme").annotate(waits_since=since)


@dataclass(frozen=True)
class Support:
    """What is known of the support of one waiting mentee. `offer` is of this waiting, never of an earlier one."""

    offer: SupportOffer | None
    consent: Consent | None

    @property
    def words(self) -> str:
        if self.offer is None:
            return "не предложена"
        told = self.offer.get_answer_display().lower()
        if self.offer.answer != SupportAnswer.ACCEPTED:
            return told
        if self.consent is not None and self.consent.state == ConsentState.SIGNED:
            return f"{told}, согласие подписано"
        return f"{told}, согласие не подписано"

    @property
    def tone(self) -> str:
        if self.offer is None:
            return "bad"
        if self.offer.answer == SupportAnswer.DECLINED:
            return ""
        return "ok" if self.consent is not None and self.consent.state == ConsentState.SIGNED else "wait"


def tell_support(entries: Sequence[MenteeEntry]) -> None:
    """Set `support` on shown rows of the queue: two queries."""
    offers: dict[int, SupportOffer] = {}
    for offer in SupportOffer.objects.filter(mentee__in=[entry.pk for entry in entries]).order_by(
        "offered_on", "pk"
    ):
        offers[offer.mentee_id] = offer
    consents = Consent.objects.filter(
        person__in=[entry.person_id for entry in entries],
        programme__in={entry.programme_id for entry in entries},
        kind=ConsentKind.PSYCHOLOGICAL,
        state__in=[ConsentState.NEEDED, ConsentState.ISSUED, ConsentState.SIGNED],
    )
    known = {consent.person_id: consent for consent in consents}
    for entry in entries:
        known_offer: SupportOffer | None = offers.get(entry.pk)
        if known_offer is not None and known_offer.offered_on < entry.waits_since:  # type: ignore[attr-defined]
            known_offer = None
        entry.support = Support(known_offer, known.get(entry.person_id))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Matched:
    """What the last run of matching says of one waiting mentee: which rule left them out, or a pair not confirmed yet.

    `is_shown`: the member may open the draft; a project curator reads the rule, not a draft of others' forms.
    """

    draft: MatchDraft
    why: str
    is_left: bool
    is_shown: bool


def tell_matched(entries: Sequence[MenteeEntry], membership: Membership) -> None:
    """Set `matched` on shown rows, None for whom no run has had: three queries a programme."""
    found: dict[int | None, Matched] = {}
    for programme in {entry.programme for entry in entries}:
        may_open = {draft.pk for draft in drafts_visible_to(membership, programme)}
        who = {"draft__programme": programme, "mentee__in": [entry.pk for entry in entries]}
        rows: list[DraftLeft | DraftPair] = list(DraftLeft.objects.filter(**who).select_related("draft"))
        rows += DraftPair.objects.filter(**who, draft__state=DraftState.DRAFT).select_related("draft")
        for row in sorted(rows, key=lambda one: (one.draft.number, one.pk)):
            is_left = isinstance(row, DraftLeft)
            why = row.why if isinstance(row, DraftLeft) else "пара есть в черновике"
            found[row.mentee_id] = Matched(row.draft, why, is_left, row.draft_id in may_open)
    for entry in entries:
        entry.matched = found.get(entry.pk)  # type: ignore[attr-defined]


def without_offer(rows: QuerySet[MenteeEntry]) -> QuerySet[MenteeEntry]:
    """Of the queue, those to whom nothing was offered since they wait."""
    offers = SupportOffer.objects.filter(mentee=OuterRef("pk"), offered_on__gte=OuterRef("waits_since"))
    return rows.filter(~Exists(offers))


def waiting_long(rows: QuerySet[MenteeEntry], day: dt.date) -> QuerySet[MenteeEntry]:
    return rows.filter(Q(waits_since__lte=day - dt.timedelta(days=LONG)))
