"""What of the documents everybody may see today: consents are asked anew each time."""

from __future__ import annotations

from collections.abc import Iterable

from core.clock import today
from core.models import Organization
from mentorship.ages import may_be_minor
from mentorship.enums import DistributionCategory
from mentorship.models import Person
from reports.enums import IN_FORCE
from reports.life_enums import PublicationState
from reports.models import Document, Publication
from reports.selectors.naming import allowed_on_site


def is_published(document: Document) -> bool:
    """Whether everybody sees the document today."""
    row = Publication.objects.filter(document=document).select_related("document").first()
    return row is not None and row.pk in {one.pk for one in _shown([row], document.organization)}


def published_documents(organization: Organization) -> list[Publication]:
    """The list for the site, the newest first: in force, and everybody named still allows it. Three queries."""
    rows = (
        Publication.objects.filter(
            document__organization=organization,
            state=PublicationState.PUBLISHED,
            document__state__in=IN_FORCE,
        )
        .select_related("document", "file")
        .order_by("-document__date", "-pk")
    )
    return _shown(list(rows), organization)


def hidden_now(organization: Organization) -> int:
    """Published copies that a withdrawn consent hides: they are to be made anew."""
    rows = Publication.objects.filter(
        document__organization=organization,
        state=PublicationState.PUBLISHED,
        document__state__in=IN_FORCE,
    ).select_related("document")
    return len(rows) - len(_shown(list(rows), organization))


def _shown(rows: list[Publication], organization: Organization) -> list[Publication]:
    day = today(organization)
    people = {pk for row in rows for pk in row.named}
    fine = allowed_on_site(people, DistributionCategory.NAME, day=day) - minors(people, organization)
    return [
        row
        for row in rows
        if row.state == PublicationState.PUBLISHED
        and row.document.state in IN_FORCE
        and set(row.named) <= fine
    ]


def minors(people: Iterable[int], organization: Organization) -> set[int]:
    """Those of the people who are not of age today, or whose age nobody knows."""
    day = today(organization)
    rows = Person.objects.filter(pk__in=list(people)).values_list("pk", "birth_date", "is_emancipated")
    return {pk for pk, born, emancipated in rows if may_be_minor(born, day, emancipated=emancipated)}
