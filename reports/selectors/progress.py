"""How far the documents of a programme are, for the roadmap: «подписан 1 из 2 приказов»."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q

from core.russian import plural
from mentorship.models import Programme
from reports.enums import IN_FORCE, UNFINISHED
from reports.models import Document


def proof_counts(programme: Programme, today: dt.date) -> dict[tuple[str, str], str]:
    """Orders on their way to a signature, by kind: one query."""
    rows = (
        Document.objects.filter(programme=programme, kind__startswith="order_")
        .values("kind")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=UNFINISHED)),
            signed=Count("pk", filter=Q(state__in=IN_FORCE)),
        )
        .order_by("kind")
    )
    return {
        ("order_signed", row["kind"]): _words(row["signed"], row["waiting"]) for row in rows if row["waiting"]
    }


def _words(signed: int, waiting: int) -> str:
    total = signed + waiting
    if total == 1:
        return "приказ составлен и ждёт подписи"
    verb = plural(signed, "подписан", "подписано", "подписано")
    return f"{verb} {signed} из {total} {plural(total, 'приказа', 'приказов', 'приказов')}"
