"""Reading sensitive records: under a consent in force only. Pages read through `mentorship.domain.sensitive`."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from core.models import Membership, Organization
from mentorship.enums import ConsentKind
from mentorship.models import Consent, Person, Programme, SensitiveKind, SensitiveRecord
from mentorship.selectors.categories import lines_of
from mentorship.selectors.consents import LIVE, holding
from mentorship.selectors.people import people_visible_to


def kinds_for(organization: Organization) -> QuerySet[SensitiveKind]:
    """Kinds that forms offer."""
    found: QuerySet[SensitiveKind] = lines_of(SensitiveKind, organization)
    return found.filter(Q(("is_hidden", False)))


def records_of(person: Person, programme: Programme, *, day: dt.date) -> QuerySet[SensitiveRecord]:
    """The person's records in a programme whose consent is in force on the day."""
    return SensitiveRecord.objects.filter(
        holding(day, prefix="consent__"), person=person, consent__programme=programme
    ).select_related("kind", "entered_by", "person", "consent__programme")


def special_consent(person: Person, programme: Programme) -> Consent | None:
    """The living consent to special categories, in whatever state."""
    return Consent.objects.filter(
        person=person, programme=programme, kind=ConsentKind.SPECIAL, state__in=LIVE
    ).first()


def outdated(membership: Membership, programme: Programme, day: dt.date) -> QuerySet[SensitiveRecord]:
    """Records whose document has run out, of the people whom the member sees."""
    return SensitiveRecord.objects.filter(
        valid_until__lt=day, consent__programme=programme, person__in=people_visible_to(membership).order_by()
    )
