"""Remembering what went out with the files of the page, and that it is gone from the site again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from reports.domain.rights import require
from reports.models import SiteExport, SiteExportItem
from reports.permissions import MANAGE_PUBLIC_PAGE
from reports.selectors.public_page import ShownPage
from reports.selectors.site_exports import SiteTask, marks_of, site_tasks


def keep_export(organization: Organization, shown: ShownPage, *, actor: User | None) -> SiteExport:
    """Write down what the files of this moment show."""
    with transaction.atomic():
        made = SiteExport.objects.create(organization=organization, exported_at=timezone.now(), author=actor)
        SiteExportItem.objects.bulk_create(
            SiteExportItem(export=made, mark=one.mark, **{f"{one.what}_id": one.pk})
            for one in marks_of(shown)
        )
    return made


def mark_removed(organization: Organization, key: str, *, actor: User) -> SiteTask:
    """«Сделано»: the thing is gone from the site or replaced there. Pressed twice, it is refused in words."""
    require(MANAGE_PUBLIC_PAGE)
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        task = next((one for one in site_tasks(organization) if one.key == key), None)
        if task is None:
            raise DomainError("Этого уже не нужно снимать с сайта.", code="gone")
        thing = {f"{task.what}_id": task.pk}
        SiteExportItem.objects.filter(pk__in=task.stale).update(removed_at=timezone.now(), removed_by=actor)
        if task.replace:  # what stands there now is watched as well
            SiteExportItem.objects.get_or_create(
                **thing, mark=task.now, removed_at=None, defaults={"export_id": task.export}
            )
        audit.record(
            "public_page.taken_off",
            subject=organization,
            organization=organization,
            actor=actor,
            after={"what": task.key, "why": task.why},
        )
    return task
