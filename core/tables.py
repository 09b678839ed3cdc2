"""The base of all lists: one table whose rows are written by hand, since rows are what a page costs."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from core import russian

DASH = "—"


def cell_text(value: Any) -> Any:
    """A raw value as a person reads it; text and safe HTML pass unchanged."""
    if value is None or value == "":
        return DASH
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, dt.date):
        return russian.date_short(value)
    if isinstance(value, int):
        return russian.grouped(value)
    if isinstance(value, float | Decimal):
        return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",") if value % 1 else f"{value:.0f}"
    return value


class NumberColumn(tables.Column):
    """Figures stand to the right."""

    attrs = {"th": {"class": "num"}, "td": {"class": "num"}}


class ChipColumn(tables.Column):
    """A state as a chip: `tones` maps the stored value to bad, wait, info, ok or "" (none)."""

    def __init__(self, *args: Any, tones: dict[str, str] | None = None, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.tones = tones or {}

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        # tables2 has already put the label of a choice into `value`; the tone goes by the stored code.
        code = bound_column.accessor.resolve(record, quiet=True)
        tone = self.tones.get(str(code), "")
        return format_html('<span class="{}">{}</span>', f"chip chip-{tone}" if tone else "chip", value)

    def value(self, value: Any) -> Any:
        return value


class LinkColumn(tables.Column):
    """The cell that names the row; `to` gives its address. On a phone it is the heading of the card."""

    attrs = {"td": {"class": "main-cell"}}

    def __init__(self, *args: Any, to: Callable[[Any], str] | None = None, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.to = to

    def render(self, value: Any, record: Any) -> Any:
        address = self.to(record) if self.to else record.get_absolute_url()
        return format_html('<a class="row-link" href="{}">{}</a>', address, value) if address else value

    def value(self, value: Any) -> Any:
        return value


class ActionColumn(tables.Column):
    """One action of a row at its right edge; never sorted, never exported."""

    attrs = {"th": {"class": "act-cell"}, "td": {"class": "act-cell num"}}

    def __init__(self, *args: Any, **extra: Any) -> None:
        extra.setdefault("empty_values", ())
        extra.setdefault("orderable", False)
        extra.setdefault("exclude_from_export", True)
        super().__init__("", *args, **extra)


class PortalTable(tables.Table):
    """Subclass with columns and `class Meta(PortalTable.Meta): order_by = …`. Rows are asked for in one query.

    `select_related` and annotations are the selector's; a column must not query. Order each orderable column by
    database expressions only.
    """

    class Meta:
        template_name = "django_tables2/portal.html"
        attrs = {"class": "list stacked"}
        empty_text = ""

    def __init__(self, *args: Any, selectable: bool = False, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.selectable = selectable

    @property
    def body(self) -> SafeString:
        """All `<tr>` of the current page. Attributes of cells are the same for each row and are computed once."""
        columns = [(column.name, _cell_start(column)) for column in self.columns]
        parts: list[str] = []
        for row in self.paginated_rows:
            parts.append("<tr>")
            if self.selectable:
                parts.append(_pick(row.record))
            for name, start in columns:
                parts.append(f"{start}{conditional_escape(cell_text(row.get_cell(name)))}</td>")
            parts.append("</tr>\n")
        return mark_safe("".join(parts))  # noqa: S308 - every value above went through conditional_escape

    def values_for_export(self) -> Iterator[list[Any]]:
        """The header, then the rows of the whole filter as plain values: numbers and dates keep their types."""
        columns = [column for column in self.columns if not column.column.exclude_from_export]
        yield [str(column.header) for column in columns]
        for row in self.rows:
            yield [_plain(row.get_cell_value(column.name)) for column in columns]


def _cell_start(column: Any) -> str:
    classes = column.attrs.get("td", {}).get("class", "")
    own = " ".join(word for word in str(classes).split() if word not in {column.name, "orderable"})
    return format_html(
        '<td data-label="{}"{}>', column.header, format_html(' class="{}"', own) if own else ""
    )


def _pick(record: Any) -> str:
    return format_html(
        '<td class="pick-cell"><input class="pick" type="checkbox" name="pk" value="{}"'
        ' aria-label="Отметить: {}"></td>',
        record.pk,
        record,
    )


def _plain(value: Any) -> Any:
    return strip_tags(value) if isinstance(value, SafeString) else value
