"""Where the page of a batch is, by what it is of."""

from __future__ import annotations

from django.urls import reverse

from reports.models import DocumentBatch

PAGES = {
    "consents": "reports:consents_batch",
    "certificates": "reports:certificates_batch",
    "plans": "reports:plans_batch",
}


def address_of(batch: DocumentBatch) -> str:
    return reverse(PAGES.get(batch.kind, "reports:papers_batch"), kwargs={"pk": batch.pk})
