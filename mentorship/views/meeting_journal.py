"""The journal of meetings of a programme."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from core.enums import Role
from core.selectors.viewer import current_programme
from core.views.lists import ListPage
from mentorship.filters.meetings import MeetingFilter
from mentorship.models import Meeting
from mentorship.permissions import READ_JOURNAL
from mentorship.selectors.meetings import meetings_visible_to, with_presences
from mentorship.tables.meetings import MeetingTable


class MeetingsPage(ListPage):
    access_rule = READ_JOURNAL
    title = "Журнал встреч"
    template_name = "mentorship/meetings/journal.html"
    table_class = MeetingTable
    filterset_class = MeetingFilter
    personal_data = True
    export_name = "Журнал встреч"
    empty = {
        "title": "Встреч пока нет",
        "text": "Встречи записывают наставник, наставляемый или куратор на странице пары.",
    }

    def get_queryset(self) -> QuerySet[Meeting]:
        programme = current_programme(self.request)
        found = meetings_visible_to(self.request.membership, programme)  # type: ignore[attr-defined]
        return with_presences(found)

    def get_context(self) -> dict[str, Any]:
        is_curator = self.request.membership.role == Role.CURATOR  # type: ignore[attr-defined]
        return {
            "may_print": is_curator,
            "page_actions": [{"label": "Пары и группы", "url": reverse("mentorship:pairs")}],
        }
