"""How long uploaded lists are kept: whole classes stand in them, and after the term nobody needs the file."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from core import audit
from core.context import inside
from core.domain.files import empty_file
from core.models import Organization
from mentorship.domain.imports import discard_import
from mentorship.enums import ImportState
from mentorship.models import CheckedRow, PeopleImport


def purge_everywhere() -> int:
    """The pass over all institutions; returns how many files are gone. A second pass finds nothing."""
    with scopes_disabled():
        organizations = list(Organization.objects.filter(is_region=False))
    purged = 0
    for organization in organizations:
        with inside(organization):
            purged += purge_files(organization)
    return purged


def purge_files(organization: Organization) -> int:
    """Destroy the files of lists uploaded longer ago than `settings.IMPORT_FILE_DAYS`; the journal says so.

    A list that nobody applied is discarded. The journal of what was applied stays, so it can be undone as before.
    """
    term = timezone.now() - timedelta(days=settings.IMPORT_FILE_DAYS)
    due = PeopleImport.objects.filter(organization=organization, created_at__lt=term).exclude(file__file="")
    purged = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            one = PeopleImport.objects.select_for_update(of=("self",)).select_related("file").get(pk=pk)
            if not one.file.file:
                continue
            if one.state == ImportState.UPLOADED:
                discard_import(one, actor=None)
            CheckedRow.objects.filter(people_import=one).delete()
            empty_file(one.file)
            audit.record(
                "people_import.purged",
                subject=one,
                actor=None,
                reason=f"срок хранения файла {settings.IMPORT_FILE_DAYS} дн.",
            )
            purged += 1
    return purged
