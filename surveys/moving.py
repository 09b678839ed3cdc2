"""How answers and invitations go over when two cards of one person are merged."""

from __future__ import annotations

from typing import Any

from core.clock import today
from core.registries import MergeLine, PersonMover
from surveys.codes import code_of
from surveys.models import Invitation, Response
from surveys.selectors.responses import responses_about


def plan(kept: Any, merged: Any) -> list[MergeLine]:
    lines = []
    answered = set(Response.objects.filter(person=kept).values_list("campaign_id", flat=True))
    for response in Response.objects.filter(person=merged).select_related("campaign"):
        text = (
            "ответили обе карточки: ответ прежней останется при ней"
            if response.campaign_id in answered
            else "ответ переходит"
        )
        lines.append(MergeLine(f"Анкета «{response.campaign}»", text))
    invited = Invitation.objects.filter(person=merged, done_on__isnull=True).count()
    if invited:
        text = f"переходят: {invited}; где приглашены обе карточки, прежняя ссылка перестанет действовать"
        lines.append(MergeLine("Приглашения к анкетам", text))
    return lines


def move(kept: Any, merged: Any, journal: Any) -> None:
    """One invitation a campaign stays in force, and it knows whether the person has answered."""
    codes = list(
        Response.objects.filter(responses_about(merged.pk), person=None).values_list("pk", flat=True)
    )
    own = {one.campaign_id: one for one in Invitation.objects.filter(person=kept)}
    for invitation in Invitation.objects.filter(person=merged).select_related("organization").order_by("pk"):
        twin = own.get(invitation.campaign_id)
        if twin is None:
            journal.point(invitation, "person", kept)
            continue
        if invitation.done_on and not twin.done_on:
            journal.write(twin, "done_on", invitation.done_on)
        if not invitation.done_on and not invitation.revoked_on:
            journal.write(invitation, "revoked_on", today(invitation.organization))
    for response in Response.objects.filter(person=merged).order_by("pk"):
        journal.point(response, "person", kept)
    _move_codes(kept, codes)


def _move_codes(kept: Any, responses: list[Any]) -> None:
    """Confidential answers take the code of the card that stays, unless it has answered itself.

    Past the journal of merging on purpose: a line «this card, that code» would be the very link that is not kept.
    """
    for response in Response.objects.filter(pk__in=responses).select_related("campaign"):
        code = code_of(kept.pk, programme_id=response.campaign.programme_id)
        if not Response.objects.filter(campaign=response.campaign_id, code=code).exists():
            Response.objects.filter(pk=response.pk).update(code=code)


MOVER = PersonMover("Анкеты", plan, move)
