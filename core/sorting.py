"""Sorting that both databases agree on: SQLite puts empty values first, PostgreSQL last, unless they are told."""

from django.db.models import F
from django.db.models.expressions import OrderBy


def empty_first(column: str) -> OrderBy:
    """Ascending, rows without a value before the others."""
    return F(column).asc(nulls_first=True)
