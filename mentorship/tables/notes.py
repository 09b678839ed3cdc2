"""Requests for notes as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.safestring import SafeString

from core.addresses import row_address
from core.tables import LinkColumn, PortalTable, chip


def state_of(invitation: Any) -> tuple[str, str]:
    """In words and as a tone; needs `asked` and `told` of `tell_progress`."""
    if invitation.told >= invitation.asked:
        return "ответили обо всех", "ok"
    if invitation.revoked_at is not None:
        return "закрыта", ""
    if invitation.expires_on < timezone.localdate():
        return "срок вышел", "bad"
    if invitation.told:
        return "ответили не обо всех", "wait"
    return ("открывали" if invitation.opened_on else "ждёт ответа"), "wait"


class NoteInvitationTable(PortalTable):
    about = LinkColumn(
        accessor="pk",
        verbose_name="Кто и о ком",
        order_by=("group", "full_name", "pk"),
        to=lambda row: row_address("mentorship:note_invitation", row.pk),
    )
    role = tables.Column("Кто")
    email = tables.Column("Почта", attrs={"td": {"class": "wrap-any"}})
    progress = tables.Column("Рассказали", empty_values=(), orderable=False)
    state = tables.Column("Состояние", empty_values=(), orderable=False)
    sent_on = tables.Column("Письмо")
    expires_on = tables.Column("Действует до")

    class Meta(PortalTable.Meta):
        order_by = "about"

    def render_about(self, value: Any, record: Any) -> Any:
        return self.columns["about"].column.__class__.render(
            self.columns["about"].column, str(record), record
        )

    def value_about(self, record: Any) -> str:
        return str(record)

    def render_progress(self, record: Any) -> str:
        return f"{record.told} из {record.asked}"

    value_progress = render_progress

    def render_state(self, record: Any) -> SafeString:
        return chip(*state_of(record))

    def value_state(self, record: Any) -> str:
        return state_of(record)[0]
