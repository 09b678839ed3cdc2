"""The list of an institution's questionnaires: its table and its filter."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.html import format_html

from core.filters import PortalFilterSet, SearchFilter
from core.tables import LinkColumn, NumberColumn, PortalTable, row_address
from surveys.enums import Purpose, Role
from surveys.models import Questionnaire


class QuestionnaireFilter(PortalFilterSet):
    q = SearchFilter(plain=("title", "code"))
    role = filters.ChoiceFilter(label="Кто отвечает", choices=Role.choices, empty_label="Все")
    purpose = filters.ChoiceFilter(label="Назначение", choices=Purpose.choices, empty_label="Любое")

    class Meta:
        model = Questionnaire
        fields: list[str] = []


class StandingColumn(tables.Column):
    """Something of the row's `standing`, told for the shown rows alone."""

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, orderable=False, empty_values=(), exclude_from_export=True, **extra)


class QuestionnaireTable(PortalTable):
    title = LinkColumn(verbose_name="Анкета", to=lambda row: row_address("surveys:questionnaire", row.pk))
    role = tables.Column("Кто отвечает")
    purpose = tables.Column("Назначение")
    version = StandingColumn("Версия")
    draft = StandingColumn("Черновик")
    campaigns = NumberColumn(
        verbose_name="Опросов", orderable=False, empty_values=(), exclude_from_export=True
    )

    class Meta(PortalTable.Meta):
        model = Questionnaire
        fields = ("title", "role", "purpose", "version", "draft", "campaigns")
        order_by = "title"

    def render_version(self, record: Any) -> str:
        version = record.standing.version
        if version is None:
            return "—"
        return f"{version.number}" + (", проверенная шкала" if version.locked else "")

    def render_draft(self, record: Any) -> str:
        if record.standing.draft is None:
            return ""
        address = row_address("surveys:draft", record.standing.draft.pk)
        return format_html('<a href="{}">есть черновик</a>', address)

    def render_campaigns(self, record: Any) -> str:
        return str(record.standing.campaigns or "—")
