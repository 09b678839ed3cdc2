"""On what ground somebody may be asked: the consent to processing that holds today, in this programme.

Everybody answers by their own consent. A parent may answer a parents' questionnaire by the consent that they signed
for their child as well: it names the representative's own data too (docs/decisions/175-who-is-asked.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.clock import today
from core.prepared import Prepared
from mentorship.enums import ConsentKind, ConsentState
from mentorship.models import Consent
from mentorship.selectors.consents import holding
from surveys.enums import Role
from surveys.models import Campaign, Invitation


def _signed(signer: Q, programme: int) -> QuerySet:
    rows = Consent.objects.filter(
        signer, kind=ConsentKind.PROCESSING, state=ConsentState.SIGNED, programme_id=programme
    )
    return rows.order_by().values_list("signed_on", "valid_until")


# Days are judged beside: a statement compiled once takes numbers and words (`mentorship...consents.holding`).
_SIGNED = Prepared(lambda person, programme: _signed(Q(person_id=person), programme))
_SIGNED_BY = Prepared(
    lambda person, programme: _signed(Q(person_id=person) | Q(representative_id=person), programme)
)


def consented(campaign: Campaign, people: Iterable[int] | QuerySet) -> set[int]:
    """Ids of those people who may be asked by the campaign now, in one query (two for parents)."""
    ids = people if isinstance(people, QuerySet) else list(people)
    valid = _valid(today(campaign.organization)).filter(programme_id=campaign.programme_id)
    found = set(valid.filter(person_id__in=ids).values_list("person_id", flat=True))
    if campaign.version.questionnaire.role == Role.PARENT:
        signed = valid.filter(representative_id__in=ids).values_list("representative_id", flat=True)
        found.update(pk for pk in signed if pk is not None)
    return found


def may_be_asked(invitation: Invitation) -> bool:
    """The same for one invitation, in one query."""
    campaign = invitation.campaign
    parents = campaign.version.questionnaire.role == Role.PARENT
    signed = (_SIGNED_BY if parents else _SIGNED)(invitation.person_id, campaign.programme_id)
    day = today(campaign.organization)
    return any(since <= day and (until is None or until >= day) for since, until in signed)


def has_ground(day: dt.date) -> Q:
    """The same as a condition on invitations of several campaigns."""
    valid = _valid(day).filter(programme=OuterRef("campaign__programme"))
    parents = Q(campaign__version__questionnaire__role=Role.PARENT)
    own = Exists(valid.filter(person=OuterRef("person")))
    return Q(own) | (parents & Q(Exists(valid.filter(representative=OuterRef("person")))))


def _valid(day: dt.date) -> QuerySet[Consent]:
    return Consent.objects.filter(holding(day), kind=ConsentKind.PROCESSING)
