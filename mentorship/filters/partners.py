"""The filter of partners."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Exists, OuterRef, QuerySet

from core.clock import today
from core.filters import PortalFilterSet, SearchFilter
from mentorship.models import Agreement, PartnerOrganization
from mentorship.partner_enums import UNSIGNED_AGREEMENTS, PartnerKind, PartnerState
from mentorship.selectors.partners import ending, in_force

AGREEMENTS = (
    ("in_force", "действует"),
    ("soon", "истекает за 30 дней"),
    ("unsigned", "готовится"),
    ("none", "нет действующего"),
)


class PartnerFilter(PortalFilterSet):
    q = SearchFilter(folded=("search_key",), plain=("inn",))
    kind = filters.ChoiceFilter(label="Вид", choices=PartnerKind.choices, empty_label="Все")
    agreement = filters.ChoiceFilter(
        label="Соглашение", choices=AGREEMENTS, empty_label="Любое", method="by_agreement"
    )
    state = filters.ChoiceFilter(label="Состояние", choices=PartnerState.choices, empty_label="Все")

    def by_agreement(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        day = today(self.request.organization)
        own = Agreement.objects.filter(partner=OuterRef("pk"))
        if value == "none":
            return rows.filter(~Exists(own.filter(in_force(day))))
        if value == "unsigned":
            return rows.filter(Exists(own.filter(state__in=UNSIGNED_AGREEMENTS)))
        return rows.filter(Exists(own.filter(ending(day) if value == "soon" else in_force(day))))

    class Meta:
        model = PartnerOrganization
        fields: list[str] = []
