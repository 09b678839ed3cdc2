"""Filters of bans."""

from __future__ import annotations

import django_filters as filters

from core.filters import PortalFilterSet, SearchFilter
from mentorship.match_enums import BanKind
from mentorship.models import PairBan


class BanFilter(PortalFilterSet):
    q = SearchFilter(folded=("mentor__search_key", "mentee__search_key"))
    kind = filters.ChoiceFilter(label="Почему", choices=BanKind.choices, empty_label="Все")
    lifted = filters.BooleanFilter(label="Снят", field_name="lifted_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = PairBan
        fields: list[str] = []
