"""Lines of influence grouped by audience, each group with a chart and the same figures in a table."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from itertools import groupby

from reports.selectors.influence import InfluenceLine

LOW, HIGH = 1, 10


@dataclass(frozen=True)
class InfluenceGroup:
    """One audience of one form and questionnaire; `chart` is a `data:` address, empty where nothing may be drawn."""

    title: str
    lines: tuple[InfluenceLine, ...]
    chart: str
    chart_text: str


def charts_of(lines: list[InfluenceLine]) -> list[InfluenceGroup]:
    ordered = sorted(lines, key=_place)
    return [_group(list(own)) for _, own in groupby(ordered, key=_place)]


def _place(line: InfluenceLine) -> tuple[str, str, str]:
    return line.form, line.audience, line.questionnaire


def _group(lines: list[InfluenceLine]) -> InfluenceGroup:
    first = lines[0]
    title = ", ".join(part for part in (first.form, first.audience) if part)
    drawn = [line for line in lines if line.last.before is not None and line.last.after is not None]
    labels = [line.label for line in drawn]
    before = [line.last.before or 0.0 for line in drawn]
    after = [line.last.after or 0.0 for line in drawn]
    text = "; ".join(
        f"{label}: {one:.1f} → {two:.1f}".replace(".", ",")
        for label, one, two in zip(labels, before, after, strict=True)
    )
    return InfluenceGroup(title, tuple(lines), chart_of(labels, before, after), text)


def chart_of(labels: list[str], before: list[float], after: list[float]) -> str:
    if not labels:
        return ""
    charts = importlib.import_module("core.charts")  # matplotlib: loaded by the few that draw
    return str(charts.svg_data_uri(charts.change_chart(labels, before, after, low=LOW, high=HIGH)))
