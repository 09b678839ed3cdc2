"""Cutting off the figures of a day for a report: rows are only added, nothing that was cut off changes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.russian import date_short
from mentorship.models import Programme
from reports.indicator_lines import IndicatorLine
from reports.models import IndicatorSnapshot, IndicatorSnapshotRow
from reports.selectors.indicator_split import FormFact, by_forms
from reports.selectors.indicators import current_year, indicator_lines

LONGEST_PURPOSE = 200


def take_snapshot(
    programme: Programme, *, on: dt.date, purpose: str, actor: User | None
) -> IndicatorSnapshot:
    """Keep every indicator of the programme as of `on`, with its plan, both parts, source and forms.

    A cut of the same day may be taken again: it stands beside the former one, which stays as it was. Works in a
    closed programme too. Raises DomainError for a day to come, for no purpose, and where there is nothing to cut off.
    """
    if on > today(programme.organization):
        raise DomainError("Эта дата ещё не наступила.", field="on", code="future")
    told = " ".join(purpose.split())[:LONGEST_PURPOSE]
    if not told:
        raise DomainError("Напишите, для какого отчёта нужен срез.", field="purpose", code="purpose")
    with transaction.atomic():
        locked = (
            Programme.objects.select_for_update(of=("self",))
            .select_related("organization")
            .get(pk=programme.pk)
        )
        lines = indicator_lines(locked, on=on)
        if not lines:
            raise DomainError("Показателей в программе нет: снимать нечего.", code="nothing")
        forms = by_forms(locked, lines, on=on)
        made = IndicatorSnapshot.objects.create(
            organization=locked.organization,
            programme=locked,
            on=on,
            year=current_year(locked, on).number,
            purpose=told,
            taken_by=actor,
        )
        IndicatorSnapshotRow.objects.bulk_create(
            [_row(made, place, line, forms.get(line.pk, [])) for place, line in enumerate(lines, start=1)]
        )
        audit.record(
            "indicators.cut_off",
            subject=made,
            actor=actor,
            after={"для чего": told, "на дату": date_short(on), "показателей": len(lines)},
        )
    return made


def _row(
    made: IndicatorSnapshot, place: int, line: IndicatorLine, forms: list[FormFact]
) -> IndicatorSnapshotRow:
    return IndicatorSnapshotRow(
        snapshot=made,
        order=place,
        code=line.code,
        title=line.title,
        group=line.group,
        formula=line.formula,
        unit=line.unit,
        direction=line.direction,
        planned=line.planned,
        numerator=line.fact.numerator,
        denominator=line.fact.denominator,
        note=line.note,
        forms=[
            {
                "form": one.form,
                "project": one.title,
                "numerator": one.fact.numerator,
                "denominator": one.fact.denominator,
            }
            for one in forms
        ],
    )
