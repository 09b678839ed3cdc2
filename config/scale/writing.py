"""Rows straight into the tables: COPY on PostgreSQL, batches of one statement elsewhere.

Keys are taken from the database's own sequences beforehand, so that rows of several tables may refer to each other
before any of them is written. Triggers and constraints judge these rows as they judge every other.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models
from django.utils import timezone

BATCH = 5_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Writer:
    """Rows of many tables, gathered and then written in the order in which the tables were first met."""

    def __init__(self) -> None:
        self._rows: dict[tuple[type[models.Model], tuple[str, ...]], list[Sequence[Any]]] = {}
        self._last: dict[type[models.Model], int] = {}

    def keys(self, model: type[models.Model], count: int) -> list[int]:
        """So many primary keys that nobody else gets (on SQLite: inside the transaction that holds the database)."""
        table, column = model._meta.db_table, model._meta.pk.column
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                    [table, column, count],
                )
                return [row[0] for row in cursor.fetchall()]
            if model not in self._last:
                cursor.execute(f'SELECT coalesce(max("{column}"), 0) FROM "{table}"')  # noqa: S608 - our models
                self._last[model] = cursor.fetchone()[0]
        first = self._last[model] + 1
        self._last[model] += count
        return list(range(first, first + count))

    def add(self, model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        self._rows.setdefault((model, tuple(names)), []).extend(rows)

    def flush(self) -> int:
        """Write what was gathered; returns the number of rows."""
        written = sum(write_rows(model, names, rows) for (model, names), rows in self._rows.items())
        self._rows.clear()
        return written


def write_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows with these attributes (`person_id`, `state`…); what is not named gets the field's default.

    Values are str, int, bool, None, Decimal, date or what JSON holds. Returns how many there were.
    """
    given = set(names)
    rest = [
        field for field in model._meta.concrete_fields if field.attname not in given and not field.primary_key
    ]
    named = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    columns = [named[name] for name in names] + [str(field.column) for field in rest]
    tail = [_default(field) for field in rest]
    if connection.vendor == "postgresql":
        return _copy(model._meta.db_table, columns, rows, tail)
    return _insert(model._meta.db_table, columns, rows, tail)


def _default(field: models.Field) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    value = field.get_default()
    return json.dumps(value) if isinstance(field, models.JSONField) and value is not None else value


def _copy(table: str, columns: list[str], rows: Iterable[Sequence[Any]], tail: list[Any]) -> int:
    end = "".join(f"\t{_text(value)}" for value in tail) + "\n"
    names = ", ".join(f'"{column}"' for column in columns)
    written, source = 0, iter(rows)
    with connection.cursor() as cursor:
        while part := list(islice(source, BATCH)):
            text = "".join("\t".join(map(_text, row)) + end for row in part)
            cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', io.StringIO(text))
            written += len(part)
    return written


def _text(value: Any) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
    return str(value)


def _insert(table: str, columns: list[str], rows: Iterable[Sequence[Any]], tail: list[Any]) -> int:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    end = tuple(_plain(value) for value in tail)
    written, source = 0, iter(rows)
    with connection.cursor() as cursor:
        while part := [(*map(_plain, row), *end) for row in islice(source, BATCH)]:
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', part)  # noqa: S608 - our models
            written += len(part)
    return written


def _plain(value: Any) -> Any:
    """A value as SQLite keeps what Django gives it."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return value
