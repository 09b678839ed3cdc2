"""How long files of lists are kept: they are made anew by one press, and hold whole lists of people."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from core.domain.files import destroy_stored
from core.models import Job, StoredFile

PURPOSE = "list_export"


def purge_list_files() -> int:
    """Destroy files of lists older than `settings.LIST_FILE_DAYS`, in all institutions; their jobs stay."""
    term = timezone.now() - timedelta(days=settings.LIST_FILE_DAYS)
    purged = 0
    with scopes_disabled():
        for stored in StoredFile.objects.filter(purpose=PURPOSE, created_at__lt=term).order_by("created_at"):
            with transaction.atomic():
                Job.objects.filter(result_file=stored).update(result_file=None)
                destroy_stored(stored)
            purged += 1
    return purged
