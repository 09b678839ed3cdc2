"""The health of pairs: who needs attention and why."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from core.clock import today
from core.selectors.viewer import current_programme
from core.views.lists import ListPage
from mentorship.care_enums import HEALTH_TONES, Health
from mentorship.filters.health import HealthFilter
from mentorship.models import Pair
from mentorship.permissions import SEE_HEALTH, SET_MEETINGS
from mentorship.selectors.health import health_counts, pairs_with_health
from mentorship.tables.health import HealthTable


class HealthPage(ListPage):
    access_rule = SEE_HEALTH
    title = "Здоровье пар"
    lead = "Сигнал складывается из частоты встреч, обратной связи, плана и тишины; причины — рядом."
    template_name = "mentorship/care/health.html"
    table_class = HealthTable
    filterset_class = HealthFilter
    personal_data = True
    empty = {
        "title": "Действующих пар пока нет",
        "text": "Пара появится здесь, когда приказ о закреплении подписан.",
    }

    @property
    def day(self) -> Any:
        return today(self.request.organization)  # type: ignore[attr-defined]

    def get_queryset(self) -> QuerySet[Pair]:
        return pairs_with_health(self.request.membership, current_programme(self.request), self.day)  # type: ignore[attr-defined]

    def table_options(self) -> dict[str, Any]:
        return {"day": self.day}

    def get_context(self) -> dict[str, Any]:
        programme = current_programme(self.request)
        membership = self.request.membership  # type: ignore[attr-defined]
        counts = health_counts(membership, programme, self.day) if programme is not None else {}
        address = reverse("mentorship:health")
        figures = [
            {"level": level, "label": level.label, "number": counts[level], "tone": HEALTH_TONES[level],
             "url": f"{address}?health={level.value}"}
            for level in reversed(Health) if level in counts
        ]  # fmt: skip
        actions = []
        if SET_MEETINGS.allows(membership):
            actions = [{"label": "Нормы и перерывы", "url": reverse("mentorship:meeting_rules")}]
        return {"figures": figures, "page_actions": actions}
