"""The list behind a figure, for those who may read names; others have the figure alone."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.russian import date_short
from core.views.lists import ListPage
from reports.indicator_formulas import Noun
from reports.indicator_tables import TABLES
from reports.models import Indicator
from reports.permissions import VIEW_INDICATORS
from reports.selectors import indicator_people as selectors
from reports.selectors.indicators import indicators_visible_to

LIST = "Показатели"


class BehindPage(ListPage):
    """Address: the indicator, the half of its fraction, the day the figure is of."""

    access_rule = VIEW_INDICATORS
    export_name = "показатель"
    personal_data = True
    empty = {"title": "Никого", "text": "На эту дату за цифрой никто не стоит."}

    @cached_property
    def indicator(self) -> Indicator:
        membership = self.request.membership  # type: ignore[attr-defined]
        found = get_object_or_404(indicators_visible_to(membership), pk=self.kwargs["pk"])
        if not selectors.may_open(membership, found.formula):
            raise PermissionDenied
        return found

    @cached_property
    def on(self) -> dt.date:
        try:
            return dt.date.fromisoformat(self.kwargs["on"])
        except ValueError as error:
            raise Http404 from error

    @cached_property
    def behind(self) -> selectors.Behind:
        if self.kwargs["side"] not in selectors.Part._value2member_map_:
            raise Http404
        found = selectors.people_behind(self.indicator, on=self.on, side=self.kwargs["side"])
        if found is None:
            raise Http404
        return found

    @property
    def table_class(self) -> Any:  # type: ignore[override]
        return TABLES[self.behind.noun]

    def table_options(self) -> dict[str, Any]:
        return {"on": self.on, "tell": self.tell if self.behind.noun is Noun.PEOPLE else None}

    def get_queryset(self) -> QuerySet:
        return selectors.drawn(self.behind)

    def tell(self, rows: list[Any]) -> None:
        if self.behind.noun is Noun.PEOPLE:
            selectors.tell_orders(rows, self.behind.span)

    def get_title(self) -> str:
        half = "числитель" if self.kwargs["side"] == selectors.Part.NUMERATOR else "знаменатель"
        name = self.indicator.short_title or self.indicator.title
        return f"{name}: {half} на {date_short(self.on)}"

    @property
    def breadcrumbs(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        name = self.indicator.short_title or self.indicator.title
        return (
            (LIST, reverse("reports:indicators")),
            (name, reverse("reports:indicator", args=[self.indicator.pk])),
            (str(self.behind.noun.value).capitalize(), ""),
        )
