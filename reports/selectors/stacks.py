"""Reading scanned stacks: whose sheets are whole, which pages wait for a hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from core.enums import Role
from core.models import Membership, StoredFile
from mentorship.models import Consent, Programme
from mentorship.selectors.consents import UNSIGNED
from reports.enums import ScanOutcome
from reports.models import Document, ScanPage, ScanStack

FOUND_AT_ONCE = 20


def stacks_visible_to(membership: Membership) -> QuerySet[ScanStack]:
    return ScanStack.objects.filter(organization=membership.organization).select_related(
        "file", "programme", "job", "organization", "created_by"
    )


def may_read_stack_file(membership: Membership, stored: StoredFile) -> bool:
    """Stacks and their thumbnails are the curator's: they lay them out."""
    if membership.role != Role.CURATOR:
        return False
    return (
        ScanStack.objects.filter(file=stored).exists() or ScanPage.objects.filter(thumbnail=stored).exists()
    )


@dataclass
class StackSheet:
    """The pages of one consent in the stack, in order."""

    consent: Consent
    pages: list[ScanPage] = field(default_factory=list)

    @property
    def missing(self) -> list[int]:
        total = max((page.pages or 0) for page in self.pages)
        present = {page.page for page in self.pages}
        return [number for number in range(1, total + 1) if number not in present]

    @property
    def is_signed(self) -> bool:
        return self.consent.state not in UNSIGNED

    @property
    def may_sign(self) -> bool:
        return not self.is_signed and not self.missing

    @property
    def by_hand(self) -> bool:
        return any(page.by_hand for page in self.pages)


def sheets_of(stack: ScanStack) -> list[StackSheet]:
    """Consents of the stack with their pages, by group and name: one query."""
    rows = (
        stack.pages.filter(outcome=ScanOutcome.PLACED)
        .select_related("consent__person", "consent__representative")
        .order_by("consent__person__group", "consent__person__last_name", "consent_id", "page")
    )
    sheets: dict[int, StackSheet] = {}
    for page in rows:
        if page.consent is not None:
            sheets.setdefault(page.consent.pk, StackSheet(page.consent)).pages.append(page)
    return list(sheets.values())


def other_pages(stack: ScanStack) -> list[ScanPage]:
    """Pages that are attached to nothing, empty sides left out."""
    others = stack.pages.exclude(outcome__in=[ScanOutcome.PLACED, ScanOutcome.EMPTY])
    return list(others.select_related("thumbnail", "consent__person").order_by("number"))


def unsigned_found(programme: Programme, words: str) -> list[Consent]:
    """Unsigned consents of people whose name or group has every word; a few, for the hand to choose from."""
    found = Consent.objects.filter(programme=programme, state__in=UNSIGNED).select_related("person")
    for word in words.lower().replace("ё", "е").split():
        found = found.filter(Q(person__search_key__contains=word) | Q(person__group__icontains=word))
    return list(found.order_by("person__last_name", "person__first_name", "kind")[:FOUND_AT_ONCE])


def pages_of(consent: Consent) -> int:
    """Of how many pages the printed sheet is; one when it was never printed here."""
    made = Document.objects.filter(key=f"consent:{consent.pk}", subject_id=consent.pk).order_by("-pk").first()
    return made.pages if made and made.pages else 1
