"""The production calendar of a year is written down, checked against the official text, or given back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from core import audit
from core.clock import today
from core.enums import CalendarDayKind
from core.errors import DomainError
from core.models import CalendarDay, CalendarYear, Organization, User
from core.selectors.calendar import forget

FIRST_YEAR, LAST_YEAR = 2020, 2100
MOST_DAYS = 60


def keep_calendar(
    organization: Organization,
    year: int,
    *,
    days_off: Iterable[dt.date],
    working_days: Iterable[dt.date],
    short_days: Iterable[dt.date],
    source: str,
    checked: bool,
    actor: User | None,
) -> CalendarYear:
    """Write down a whole year: days off besides the holidays of ТК ст. 112 and the weekends, working weekends and
    holidays, days shorter by an hour. `checked` says they were compared with the official text of `source`.

    Terms counted from now on use these days; those already written stay. Raises DomainError naming the field.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError("Такого года в календаре нет.", code="year")
    chosen = _one_kind_each(
        {
            CalendarDayKind.OFF: set(days_off),
            CalendarDayKind.WORKING: set(working_days),
            CalendarDayKind.SHORT: set(short_days),
        },
        year,
    )
    source = " ".join(source.split())[:300]
    if checked and not source:
        raise DomainError("Укажите, с каким текстом сверено.", field="source", code="source")
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        row, _ = CalendarYear.objects.get_or_create(organization=organization, year=year)
        before = _told(row)
        row.source = source
        row.checked_on = today(organization) if checked else None
        row.checked_by = actor if checked else None
        row.save()
        row.days.all().delete()
        CalendarDay.objects.bulk_create(
            CalendarDay(calendar=row, day=day, kind=kind) for day, kind in sorted(chosen.items())
        )
        old, new = audit.changes(before, _told(row))
        if new:
            audit.record("calendar.edited", subject=row, actor=actor, before=old, after=new)
    forget(organization)
    return row


def give_back(organization: Organization, year: int, *, actor: User | None) -> None:
    """The institution keeps no calendar of its own for the year any more: the region's or the shipped one holds."""
    with transaction.atomic():
        row = CalendarYear.objects.filter(organization=organization, year=year).first()
        if row is not None:
            audit.record("calendar.given_back", subject=row, actor=actor, before=_told(row))
            row.delete()
    forget(organization)


def _one_kind_each(given: dict[CalendarDayKind, set[dt.date]], year: int) -> dict[dt.date, CalendarDayKind]:
    fields = {
        CalendarDayKind.OFF: "days_off",
        CalendarDayKind.WORKING: "working_days",
        CalendarDayKind.SHORT: "short_days",
    }
    chosen: dict[dt.date, CalendarDayKind] = {}
    for kind, days in given.items():
        if len(days) > MOST_DAYS:
            raise DomainError(f"Больше {MOST_DAYS} дней сразу не бывает.", field=fields[kind], code="many")
        for day in sorted(days):
            if day.year != year:
                raise DomainError(f"{day:%d.%m.%Y}: это другой год.", field=fields[kind], code="year")
            if day in chosen:
                raise DomainError(
                    f"{day:%d.%m.%Y} указан дважды: «{chosen[day].label.lower()}» и «{kind.label.lower()}».",
                    field=fields[kind],
                    code="twice",
                )
            chosen[day] = kind
    return chosen


def _told(row: CalendarYear) -> dict[str, object]:
    days = list(CalendarDay.objects.filter(calendar=row).order_by("day"))
    told: dict[str, object] = {
        kind.label: ", ".join(f"{one.day:%d.%m}" for one in days if one.kind == kind)
        for kind in CalendarDayKind
    }
    return told | {
        "source": row.source,
        "checked_on": row.checked_on.isoformat() if row.checked_on else None,
    }
