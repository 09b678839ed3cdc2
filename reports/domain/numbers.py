"""Numbers of registered documents: one after another within a register and a year, without gaps or doubles."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from django.db import connection

from core.errors import DomainError
from core.models import Organization
from reports.models import NumberCounter


@dataclass(frozen=True)
class Number:
    """A place in a register and how it is written: 45 in 2026 → «45-ОД»."""

    series: str
    year: int
    place: int
    text: str


def take_number(organization: Organization, *, series: str, year: int, pattern: str = "") -> Number:
    """The next number, held by the transaction it is taken in: a rollback gives it back to the next taker.

    Call it as late as possible: the counter's row stays locked until the end of the transaction. A sequence would
    leave gaps, max()+1 doubles; the row does neither. `pattern` is the register's own, else that of orders.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    NumberCounter.objects.get_or_create(organization=organization, series=series, year=year)
    counter = NumberCounter.objects.select_for_update().get(
        organization=organization, series=series, year=year
    )
    counter.last += 1
    counter.save(update_fields=["last", "updated_at"])
    return Number(
        series,
        year,
        counter.last,
        format_number(pattern or organization.order_number_format, counter.last, year),
    )


def format_number(pattern: str, number: int, year: int) -> str:
    """«{number}-ОД» → «45-ОД». Only {number} and {year} are known; anything else is told to the administrator."""
    values = {"number": str(number), "year": str(year)}
    try:
        names = {name for _, name, spec, conversion in Formatter().parse(pattern) if name is not None}
    except ValueError:
        names = {""}
    if not names <= values.keys() or "number" not in names:
        raise DomainError(
            f"Формат номера «{pattern}» в карточке организации неверен: нужны {{number}} и, если надо, {{year}}.",
            code="number_format",
        )
    return pattern.format(**values)
