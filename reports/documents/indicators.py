"""The section «Показатели» of a report: plan and fact of each indicator, frozen as it was told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.russian import NO_DATA
from mentorship.models import Programme
from reports.selectors.indicators import indicator_lines


@dataclass(frozen=True)
class IndicatorRow:
    """Words and figures as printed: a report keeps what was known on its day."""

    group: str
    title: str
    plan: str
    fact: str
    fraction: str
    note: str


def indicator_rows(programme: Programme, on: dt.date) -> list[IndicatorRow]:
    return [
        IndicatorRow(
            group=line.group,
            title=line.title,
            plan=line.planned_text,
            fact=line.value,
            fraction=line.fraction or NO_DATA,
            note=line.note,
        )
        for line in indicator_lines(programme, on=on)
    ]
