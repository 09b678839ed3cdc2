"""Indicators as plain data: for the command line and for machines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from mentorship.models import Programme
from reports.indicator_lines import IndicatorLine
from reports.selectors.indicator_split import FormFact, by_forms
from reports.selectors.indicators import current_year, indicator_lines


def indicators_as_json(programme: Programme, *, on: dt.date) -> dict[str, Any]:
    """Figures are text («31.2»), parts whole numbers; `missing` says why there is no value, else it is empty."""
    lines = indicator_lines(programme, on=on)
    forms = by_forms(programme, lines, on=on)
    year = current_year(programme, on)
    return {
        "programme": programme.code,
        "title": programme.title,
        "date": on.isoformat(),
        "year": year.label,
        "indicators": [_line(line, forms.get(line.pk, [])) for line in lines],
    }


def _line(line: IndicatorLine, forms: list[FormFact]) -> dict[str, Any]:
    return {
        "key": line.code,
        "title": line.title,
        "group": line.group,
        "formula": line.formula,
        "numerator": line.fact.numerator,
        "denominator": line.fact.denominator,
        "value": _told(line.amount),
        "unit": line.unit,
        "direction": line.direction,
        "plan": _told(line.planned),
        "missing": "" if line.amount is not None else line.note,
        "source": line.note if line.amount is not None else "",
        "by_form": [
            {
                "form": one.form,
                "project": one.title,
                "numerator": one.fact.numerator,
                "denominator": one.fact.denominator,
                "value": _told(one.amount),
            }
            for one in forms
        ],
    }


def _told(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
