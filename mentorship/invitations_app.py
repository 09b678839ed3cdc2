"""What inviting people to the portal needs when the app is ready."""

from __future__ import annotations

from typing import Any

from core import history
from core.domain.memberships import accepted
from core.models import Invitation, User
from mentorship.domain.portal_invitations import tie_account


def _tie(sender: Any, *, invitation: Invitation, user: User, **more: Any) -> None:
    tie_account(invitation, user)


def ready() -> None:
    accepted.connect(_tie, dispatch_uid="mentorship.tie_account")
    history.ACTIONS.update(
        {
            "person.invited": "Приглашён на портал",
            "person.tied": "Учётная запись привязана к карточке",
            "people_import.purged": "Файл списка уничтожен по сроку",
        }
    )
