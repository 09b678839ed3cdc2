"""The journal of meetings as a list."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables

from core.russian import date_short
from core.tables import ChipColumn, LinkColumn, NumberColumn, PortalTable, row_address
from mentorship.meeting_enums import MEETING_TONES, MeetingState
from mentorship.selectors.meetings import is_there, presence_words


class DayLinkColumn(LinkColumn):
    """A day in the Russian way, as a link."""

    def render(self, value: Any, record: Any) -> Any:
        return super().render(date_short(value), record)


class MeetingTable(PortalTable):
    on = DayLinkColumn(
        verbose_name="День",
        order_by=("on", "pk"),
        to=lambda meeting: row_address("mentorship:meeting", meeting.pk),
    )
    mentor = tables.Column(
        "Наставник",
        accessor="pair__mentor__person__short_name",
        order_by=("pair__mentor__person__last_name", "pair__mentor__person__first_name", "pk"),
    )
    kind = tables.Column("Вид")
    state = ChipColumn(
        verbose_name="Состояние", tones={str(state): tone for state, tone in MEETING_TONES.items()}
    )
    there = tables.Column("Наставляемые", empty_values=(), orderable=False, accessor="pk")
    topic = tables.Column("Тема", orderable=False)
    way = tables.Column("Как", visible=False)
    place = tables.Column("Место", visible=False, orderable=False)
    minutes = NumberColumn(verbose_name="Минут", visible=False)
    agreements = tables.Column("О чём договорились", visible=False, orderable=False)
    next_on = tables.Column("Следующая", visible=False)
    confirmed = tables.Column("Подтвердили", empty_values=(), orderable=False, accessor="pk")
    form = tables.Column(
        "Форма",
        accessor="pair__project__form__title",
        visible=False,
        order_by=("pair__project__form__order",),
    )
    reason = tables.Column("Почему не состоялась", visible=False, orderable=False)

    class Meta(PortalTable.Meta):
        order_by = "-on"

    @staticmethod
    def row_name(record: Any) -> str:
        return f"{record}: {record.pair.mentor.person.short_name}"

    def render_there(self, record: Any) -> str:
        if record.state == MeetingState.HELD:
            return presence_words(record)
        names = [one.mentee.person.short_name for one in record.pair.places.all() if is_there(one)]
        return ", ".join(names)

    value_there = render_there

    def render_confirmed(self, record: Any) -> str:
        return confirmed_words(record)

    value_confirmed = render_confirmed


def confirmed_words(meeting: Any) -> str:
    """Which sides have confirmed a meeting that was held."""
    if meeting.state != MeetingState.HELD:
        return ""
    if meeting.mentor_confirmed_at and meeting.mentees_confirmed_at:
        return "обе стороны"
    if meeting.mentor_confirmed_at:
        return "наставник"
    return "наставляемый" if meeting.mentees_confirmed_at else "никто"
