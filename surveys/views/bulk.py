"""What is done to many invitations at once."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.views.bulk import tried
from surveys.domain.invitations import revoke_invitation
from surveys.domain.paper import mark_many_on_paper, told_of_skipped


def cards(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """To the page of cards of the chosen people."""
    campaign = rows.values_list("campaign_id", flat=True).first()
    query = "&".join(f"pk={pk}" for pk in rows.values_list("pk", flat=True))
    return redirect(f"{reverse('surveys:cards', kwargs={'pk': campaign})}?{query}")


def on_paper(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    """Mark who handed in an anonymous sheet; who may not answer is passed by and told."""
    count, skipped = mark_many_on_paper(_waiting(rows), actor=request.user)  # type: ignore[arg-type]
    if skipped:
        messages.warning(request, f"Не отмечены ({len(skipped)}): {told_of_skipped(skipped)}.")
    return f"Отмечено: {count}. Теперь внесите столько же листов: чьи они, портал не спросит."


def not_on_paper(rows: QuerySet, request: HttpRequest) -> list[tuple[str, str]]:
    """Who of the chosen would be passed by."""
    return tried(lambda: mark_many_on_paper(_waiting(rows), actor=request.user)[1])  # type: ignore[arg-type]


def revoke(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    """Take invitations back; who has answered stays."""
    count = 0
    for invitation in _waiting(rows):
        revoke_invitation(invitation, actor=request.user)  # type: ignore[arg-type]
        count += 1
    return f"Отозвано приглашений: {count}. Кто уже ответил, остался."


def _waiting(rows: QuerySet) -> QuerySet:
    return rows.filter(done_on__isnull=True, revoked_on__isnull=True).select_related("person")
