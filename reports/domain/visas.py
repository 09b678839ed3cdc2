"""What becomes of visas that nobody needs any more."""

from __future__ import annotations

from core.models import User
from core.workflow import move
from reports.life_enums import VISA_TRANSITIONS, VisaState
from reports.models import Document
from reports.selectors.approval import last_round


def drop_visas(document: Document, *, actor: User | None) -> None:
    """Those who have not answered need not: the draft was returned, called back or cancelled."""
    for one in last_round(document):
        if one.state == VisaState.WAITING:
            move(one, to=VisaState.DROPPED, transitions=VISA_TRANSITIONS, actor=actor)
