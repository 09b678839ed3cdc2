"""The base of all lists: one table whose rows are written by hand, since rows are what a page costs."""

import copy
import datetime as dt
import html
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

import django_tables2 as tables
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django_tables2.rows import BoundRow
from django_tables2.utils import signature

from core import russian
from core.addresses import row_address as row_address  # tables of all apps know it from here

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


def escaped(value: Any) -> str:
    """What `conditional_escape` gives, without its detour through lazy strings: it runs for each cell."""
    return value.__html__() if hasattr(value, "__html__") else html.escape(str(value))


@lru_cache(maxsize=512)
def chip(label: str, tone: str) -> SafeString:
    """A state in words; lists have few different ones, so each is written once."""
    return format_html('<span class="{}">{}</span>', f"chip chip-{tone}" if tone else "chip", label)


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
        return chip(str(value), self.tones.get(str(code), ""))

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
        if not address:
            return value
        return mark_safe(f'<a class="row-link" href="{escaped(address)}">{escaped(value)}</a>')  # noqa: S308

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


class _SharedColumns(dict[str, Any]):
    """Columns of a table's class. The library copies them to the last label for each table; only they are its own."""

    def __deepcopy__(self, memo: Any) -> dict[str, Any]:
        return {name: copy.copy(column) for name, column in self.items()}


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
        if not isinstance(self.base_columns, _SharedColumns):
            type(self).base_columns = _SharedColumns(self.base_columns)
        super().__init__(*args, **extra)
        self.selectable = selectable

    @staticmethod
    def row_name(record: Any) -> str:
        """What a row is called beside its checkbox and among the examples of a bulk action; must not query."""
        return str(record)

    @property
    def body(self) -> SafeString:
        """All `<tr>` of the current page. Attributes of cells are the same for each row and are computed once."""
        columns = [(_cell_start(column), CellWriter(column, self)) for column in self.columns]
        parts: list[str] = []
        for row in self.paginated_rows:
            parts.append("<tr>")
            if self.selectable:
                parts.append(_pick(row.record.pk, self.row_name(row.record)))
            for start, cell in columns:
                parts.append(f"{start}{escaped(cell_text(cell(row)))}</td>")
            parts.append("</tr>\n")
        return mark_safe("".join(parts))  # noqa: S308 - every value above went through escaped

    def values_for_export(self, records: Iterable[Any] | None = None) -> Iterator[list[Any]]:
        """The header, then the rows of the whole filter as plain values: numbers and dates keep their types.

        `records` are the same rows read in another way, piece by piece.
        """
        columns = [column for column in self.columns if not column.column.exclude_from_export]
        yield [str(column.header) for column in columns]
        for record in self.data if records is None else records:
            row = BoundRow(record, self)
            yield [_plain(_file_value(row, column)) for column in columns]


def _file_value(row: BoundRow, column: Any) -> Any:
    """What a cell holds in a file. Columns of days draw text by a template: in a file a day is a day."""
    if isinstance(column.column, tables.DateColumn | tables.DateTimeColumn):
        value = column.accessor.resolve(row.record, quiet=True)
        if isinstance(value, dt.datetime):
            moment = timezone.localtime(value)
            return moment if isinstance(column.column, tables.DateTimeColumn) else moment.date()
        if value:
            return value
    return row.get_cell_value(column.name)


class RowNumber(tables.Column):
    """«№»: the row's place on the page or in the file."""

    attrs = {"th": {"class": "num"}, "td": {"class": "num"}}

    def __init__(self) -> None:
        super().__init__("№", empty_values=(), orderable=False)

    def render(self, bound_row: Any) -> int:
        return int(bound_row.row_counter) + 1

    value = render


@lru_cache(maxsize=1024)
def _signature(render: Callable[..., Any]) -> tuple[tuple[str, ...], bool]:
    """Names of what a renderer asks for, without `self`, and whether it takes everything."""
    wanted, takes_all = signature(render)
    return tuple(name for name in wanted if name != "self"), bool(takes_all)


class CellWriter:
    """What `BoundRow.get_cell` does, with everything that is the same for all rows of a column found out once.

    tables2 inspects the signature of a renderer and looks for choices anew in each cell: two thirds of the cost
    of a list. Columns with a `linkify` of their own go the library's way.
    """

    def __init__(self, column: Any, table: PortalTable) -> None:
        self.column, self.table = column, table
        self.path = str(column.accessor).split("__") if column.accessor else []
        self.wanted, self.takes_all = _signature(getattr(column.render, "__func__", column.render))
        self.is_plain = getattr(column.render, "__func__", None) is tables.Column.render
        self.by_library = bool(column.link) or callable(column.column.accessor)
        self.labels: dict[Any, Any] = {}
        self.is_known = False

    def __call__(self, row: Any) -> Any:
        if self.by_library or isinstance(row.record, dict):
            return row.get_cell(self.column.name)
        value = self._value(row.record)
        if value in self.column.column.empty_values:
            return self.column.default
        if self.is_plain:
            return value
        have = {
            "value": value,
            "record": row.record,
            "column": self.column.column,
            "bound_column": self.column,
            "bound_row": row,
            "table": self.table,
        }
        return self.column.render(**(have if self.takes_all else {name: have[name] for name in self.wanted}))

    def _value(self, record: Any) -> Any:
        if not self.is_known:
            self._learn(record)
        try:
            for step in self.path[:-1]:
                record = getattr(record, step)
            value = getattr(record, self.path[-1])
            if self.labels:
                return self.labels.get(value, value)
            # A manager of related rows is callable and says that nobody should: the column reads the rows itself.
            return value() if callable(value) and not hasattr(value, "do_not_call_in_templates") else value
        except (AttributeError, ObjectDoesNotExist, IndexError):
            return None

    def _learn(self, record: Any) -> None:
        """A field with choices is shown by its label; the first row tells whether this is one."""
        self.is_known = True
        try:
            field = self.column.accessor.get_field(record) if self.path else None
        except FieldDoesNotExist:
            return
        if field is not None and getattr(field, "choices", None):
            self.labels = {code: str(label) for code, label in field.flatchoices}


def _cell_start(column: Any) -> str:
    classes = column.attrs.get("td", {}).get("class", "")
    own = " ".join(word for word in str(classes).split() if word not in {column.name, "orderable"})
    return f'<td data-label="{escaped(column.header)}"' + (f' class="{escaped(own)}">' if own else ">")


def _pick(key: Any, name: str) -> str:
    return (
        f'<td class="pick-cell"><input class="pick" type="checkbox" name="pk" value="{escaped(key)}"'
        f' aria-label="Отметить: {escaped(name)}"></td>'
    )


def _plain(value: Any) -> Any:
    return strip_tags(value) if isinstance(value, SafeString) else value
