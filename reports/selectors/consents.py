"""Whose consents are to be printed, and what a batch made."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from core.models import Job, Membership
from mentorship.models import Consent, MenteeEntry, MentorEntry, Programme
from mentorship.selectors.consents import UNSIGNED
from reports.kinds import KIND_OF_CONSENT
from reports.models import DocumentBatch


def consents_to_draw() -> QuerySet[Consent]:
    """Consents with all that their sheets are made of: people, links of guardians, places in the bases."""
    of = {"programme": OuterRef("programme"), "person": OuterRef("person")}
    return (
        Consent.objects.select_related("organization", "person", "representative", "programme")
        .prefetch_related("person__guardian_links", "distribution_items")
        .annotate(
            is_mentee=Exists(MenteeEntry.objects.filter(**of)),
            is_mentor=Exists(MentorEntry.objects.filter(**of)),
        )
    )


def sheets_to_print(programme: Programme) -> QuerySet[Consent]:
    """Unsigned consents that have a sheet, in the order of groups: as they are given out."""
    person = ("person__group", "person__last_name", "person__first_name", "person__middle_name")
    return (
        consents_to_draw()
        .filter(programme=programme, state__in=UNSIGNED, kind__in=list(KIND_OF_CONSENT))
        .order_by(*person, "-kind", "pk")
    )


def batches_visible_to(membership: Membership) -> QuerySet[DocumentBatch]:
    """The view's rule has let in directors and curators only: they see all of the organisation's."""
    return DocumentBatch.objects.filter(organization=membership.organization).select_related(
        "archive", "print_file", "job", "programme"
    )


def batch_of(job: Job) -> DocumentBatch | None:
    return DocumentBatch.objects.filter(job=job).select_related("archive", "print_file").first()
