"""The gate of the signature line: a text is signed by whoever is the head on that day, and nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core.errors import DomainError
from core.models import Organization
from core.names import Case, decline
from core.russian import date_short
from reports.selectors.heads import head_on


def check_signatory(
    organization: Organization, snapshot: dict[str, Any], *, on: dt.date, is_numbered: bool = False
) -> None:
    """Raises DomainError when the signatory of the text is not the head (or acting head) of the day.

    A text that has its number (`is_numbered`) cannot be given back: the message says what is left to do.
    """
    named = str(snapshot.get("signatory", {}).get("full_name", ""))
    head = head_on(organization, on)
    name = decline(*head.parts, Case.NOMINATIVE)
    if named and name and named != name:
        cure = (
            "Отмените этот документ и подготовьте новый: номер останется в журнале с причиной."
            if is_numbered
            else "Верните документ и обновите его по данным."
        )
        raise DomainError(
            f"В тексте подписывает {named}, а {date_short(on)} полномочия у другого лица: "
            f"{head.position} {name}. {cure}",
            code="signatory",
        )
