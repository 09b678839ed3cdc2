"""Lists of campaigns and of invitations."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import russian
from core.tables import ChipColumn, LinkColumn, NumberColumn, PortalTable, chip, row_address
from mentorship.models import Person
from surveys.enums import CampaignState, InvitationState, LeftOut
from surveys.models import Campaign, Invitation
from surveys.selectors.campaigns import state_of

CAMPAIGN_TONES: dict[str, str] = {
    CampaignState.DRAFT: "wait",
    CampaignState.OPEN: "ok",
    CampaignState.CLOSED: "",
}
INVITATION_TONES = {
    InvitationState.DONE: "ok",
    InvitationState.STARTED: "info",
    InvitationState.SEEN: "info",
    InvitationState.WAITS_CONSENT: "bad",
    InvitationState.NEW: "wait",
    InvitationState.REVOKED: "",
}


class CampaignTable(PortalTable):
    title = LinkColumn(
        verbose_name="Опрос", to=lambda row: reverse("surveys:campaign", kwargs={"pk": row.pk})
    )
    questionnaire = tables.Column(
        "Анкета", accessor="version__title", order_by="version__title", attrs={"td": {"class": "small"}}
    )
    state = ChipColumn(verbose_name="Состояние", tones=CAMPAIGN_TONES)
    opens_on = tables.Column("С")
    closes_on = tables.Column("По")
    answered = NumberColumn(verbose_name="Ответили")

    class Meta(PortalTable.Meta):
        model = Campaign
        fields = ("title", "questionnaire", "state", "opens_on", "closes_on", "answered")
        order_by = "-opens_on"

    def render_answered(self, value: int, record: Any) -> str:
        share = russian.percent(value, record.invited, digits=0)
        return f"{russian.fraction(value, record.invited)} · {share}" if record.invited else russian.NO_DATA

    def value_answered(self, value: int, record: Any) -> str:
        return russian.fraction(value, record.invited)


class StateColumn(tables.Column):
    """The computed state of an invitation as a chip."""

    def render(self, record: Any, table: Any) -> SafeString:
        state = state_of(record, consents=table.consents)
        tone = INVITATION_TONES[state]
        return format_html('<span class="{}">{}</span>', f"chip chip-{tone}" if tone else "chip", state.label)

    def value(self, record: Any, table: Any) -> str:
        return str(state_of(record, consents=table.consents).label)


class PersonColumn(LinkColumn):
    """A curator goes to the link, a psychologist to the answers, others nowhere."""

    def render(self, value: Any, record: Any, table: Any = None) -> Any:
        if table.may_manage:
            address = reverse("surveys:invitation", kwargs={"pk": record.pk})
        elif table.may_read and record.done_on:
            address = reverse("surveys:invitation_answers", kwargs={"pk": record.pk})
        else:
            return value
        return format_html('<a class="row-link" href="{}">{}</a>', address, value)


class InvitationTable(PortalTable):
    """`consents` are ids of people whose consent to processing holds today; rights decide where names lead."""

    person = PersonColumn(
        verbose_name="Кто", order_by=("person__last_name", "person__first_name", "person__middle_name")
    )
    group = tables.Column("Группа", accessor="person__group", order_by=("person__group", "person__last_name"))
    state = StateColumn("Состояние", orderable=False, empty_values=())
    done_on = tables.Column("Ответил")
    email = tables.Column("Почта", accessor="person__email", order_by="person__email")
    mailed_on = tables.Column("Письмо")

    class Meta(PortalTable.Meta):
        model = Invitation
        fields = ("person", "group", "state", "done_on", "email", "mailed_on")
        order_by = "person"

    def __init__(
        self, *args: Any, consents: set[int], today: date, may_manage: bool, may_read: bool, **extra: Any
    ) -> None:
        super().__init__(*args, **extra)
        self.consents = consents
        self.may_manage, self.may_read = may_manage, may_read
        self.today = today

    def render_mailed_on(self, value: date, record: Any) -> str:
        if self.today == value:
            return "сегодня"
        return russian.date_short(value)


class AskedColumn(tables.Column):
    """Whether a person is asked, and if not, why."""

    def render(self, record: Any, table: Any) -> SafeString:
        return chip(*_asked(record, by_hand=table.by_hand))

    def value(self, record: Any, table: Any) -> str:
        return _asked(record, by_hand=table.by_hand)[0]


def _asked(record: Any, *, by_hand: bool) -> tuple[str, str]:
    if record.answered:
        return "Ответ получен", "ok"
    if record.reason:
        return str(LeftOut(record.reason).label), "bad" if record.reason == LeftOut.HAND else ""
    if record.invited:
        return "Приглашение есть", "info"
    return ("Не отмечено", "") if by_hand else ("Пригласим", "wait")


class AudienceTable(PortalTable):
    """Rows of `surveys.selectors.audience.audience_of`."""

    last_name = LinkColumn(
        verbose_name="Кто",
        accessor="full_name",
        order_by=("last_name", "first_name", "middle_name"),
        to=lambda row: row_address("mentorship:person", row.pk),
    )
    group = tables.Column("Группа", order_by=("group", "last_name"))
    email = tables.Column("Почта")
    asked = AskedColumn("Спрашиваем", orderable=False, empty_values=())

    class Meta(PortalTable.Meta):
        model = Person
        fields = ("last_name", "group", "email", "asked")
        order_by = "last_name"

    def __init__(self, *args: Any, by_hand: bool, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.by_hand = by_hand
