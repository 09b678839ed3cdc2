"""Filters of the lists of campaigns and invitations."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from core.filters import PortalFilterSet, SearchFilter
from mentorship.models import Person
from surveys.enums import CampaignState, LeftOut
from surveys.models import Campaign, Invitation

WAITING, DONE, NO_CONSENT, NO_EMAIL, REVOKED = "waiting", "done", "no_consent", "no_email", "revoked"
ASKED, LEFT = "asked", "left"


class CampaignFilter(PortalFilterSet):
    q = SearchFilter(plain=("title", "version__title"))
    state = filters.ChoiceFilter(label="Состояние", choices=CampaignState.choices, empty_label="Все")

    class Meta:
        model = Campaign
        fields: list[str] = []


class InvitationFilter(PortalFilterSet):
    """`consents` are ids of people whose consent holds; the groups offered are those of the campaign."""

    q = SearchFilter(folded=("person__search_key",), plain=("person__group",))
    group = filters.ChoiceFilter(label="Группа", field_name="person__group")
    show = filters.ChoiceFilter(
        label="Показать",
        method="only",
        empty_label="Всех",
        choices=[
            (WAITING, "Не ответили"),
            (DONE, "Ответили"),
            (NO_CONSENT, "Без согласия"),
            (NO_EMAIL, "Не ответили, без почты"),
            (REVOKED, "Отозванные"),
        ],
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def __init__(self, *args: Any, consents: set[int], groups: list[str], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.consents = consents
        self.form.fields["group"].choices = [("", "Все"), *((group, group) for group in groups)]

    def only(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == REVOKED:
            return rows.filter(revoked_on__isnull=False)
        if value == DONE:
            return rows.filter(done_on__isnull=False)
        rows = rows.filter(done_on__isnull=True, revoked_on__isnull=True)
        if value == NO_CONSENT:
            return rows.exclude(person_id__in=self.consents)
        return rows.filter(person__email="") if value == NO_EMAIL else rows


class AudienceFilter(PortalFilterSet):
    """Over the rows of `audience_of`: who is asked, and who is left out for which reason."""

    q = SearchFilter(folded=("search_key",), plain=("group",))
    show = filters.ChoiceFilter(
        label="Показать",
        method="only",
        empty_label="Всех",
        choices=[
            (ASKED, "Кого спрашиваем"),
            (LEFT, "Кто не попал"),
            *((reason.value, f"Не попали: {reason.label.lower()}") for reason in LeftOut),
        ],
    )
    group = filters.CharFilter(label="Группа")

    class Meta:
        model = Person
        fields: list[str] = []

    def only(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == ASKED:
            return rows.filter(reason="")
        return rows.exclude(reason="") if value == LEFT else rows.filter(reason=value)
