"""A worker of the evening in which everybody's annual report is made; a process of its own imports nothing of Django's
before it has started it."""

from __future__ import annotations

import time

import django


def start_worker() -> None:
    """Begin with connections of one's own."""
    django.setup()


def report_of(organization: int) -> tuple[float, int]:
    """Make the annual report of one institution: seconds and queries."""
    from django.db import connection  # noqa: PLC0415 - see above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django_scopes import scopes_disabled  # noqa: PLC0415

    from core.context import inside  # noqa: PLC0415
    from mentorship.models import Programme  # noqa: PLC0415
    from reports.domain.reports import make_annual_report  # noqa: PLC0415

    with scopes_disabled():
        programme = Programme.objects.select_related("organization").get(organization=organization)
    with inside(programme.organization):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as caught:
            make_annual_report(programme, actor=None)
        return time.perf_counter() - began, len(caught)
