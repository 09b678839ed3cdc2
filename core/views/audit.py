"""The audit trail of the organisation."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.filters import PortalFilterSet, SearchFilter
from core.forms import DateRange
from core.history import Change, HistoryLine, told
from core.models import AuditEntry
from core.permissions import VIEW_AUDIT
from core.tables import PortalTable, tables
from core.views.lists import ListPage


def _line(entry: AuditEntry) -> HistoryLine:
    """Several cells of a row read the same entry: it is put into words once."""
    if not hasattr(entry, "in_words"):
        entry.in_words = told([entry])[0]  # type: ignore[attr-defined]
    return entry.in_words  # type: ignore[attr-defined, no-any-return]


def _changes(entry: AuditEntry) -> str:
    return "; ".join(_told_change(change) for change in _line(entry).changes)


def _told_change(change: Change) -> str:
    if not change.before:
        return f"{change.label}: {change.after}"
    return f"{change.label}: {change.before} → {change.after or 'пусто'}"


class AuditTable(PortalTable):
    at = tables.Column(verbose_name="Когда", order_by="pk")
    actor_name = tables.Column(verbose_name="Кто", empty_values=())
    action = tables.Column(verbose_name="Что сделано")
    object_name = tables.Column(verbose_name="С чем", attrs={"td": {"class": "wrap-any"}})
    changes = tables.Column(verbose_name="Что изменилось", empty_values=(), orderable=False)

    class Meta(PortalTable.Meta):
        order_by = ("-at",)

    def render_actor_name(self, record: AuditEntry) -> SafeString:
        line = _line(record)
        return format_html('{}<br><span class="small muted">{}</span>', line.actor or "портал", line.role)

    def value_actor_name(self, record: AuditEntry) -> str:
        return record.actor_name or "портал"

    def render_action(self, record: AuditEntry) -> str:
        return _line(record).title

    def render_changes(self, record: AuditEntry) -> SafeString | str:
        text = _changes(record)
        if record.reason:
            text = f"{text}. Причина: {record.reason}" if text else record.reason
        return format_html('<span class="small wrap-any">{}</span>', text) if text else ""

    def value_changes(self, record: AuditEntry) -> str:
        return _changes(record)


class AuditFilter(PortalFilterSet):
    q = SearchFilter(plain=("object_name", "actor_name"), label="Кто или с чем")
    at = filters.DateFromToRangeFilter(label="Когда", widget=DateRange)

    class Meta:
        model = AuditEntry
        fields: list[str] = []


class AuditPage(ListPage):
    access_rule = VIEW_AUDIT
    title = "Журнал действий"
    lead = "Кто, когда и что сделал. Записи нельзя изменить или удалить."
    table_class = AuditTable
    filterset_class = AuditFilter
    per_page = 50
    personal_data = True
    empty = {
        "title": "Записей пока нет",
        "text": "Здесь появится всё, что люди меняют и открывают в портале.",
    }

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.all()

    def get_context(self) -> dict[str, Any]:
        return {"without_year": True}
