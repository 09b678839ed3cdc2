"""Lines of influence grouped by audience, each group with a chart and the same figures in a table."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from itertools import groupby

from reports.selectors.influence import WAVES, InfluenceLine
from surveys.enums import Phase

LOW, HIGH = 1, 10


@dataclass(frozen=True)
class InfluenceGroup:
    """One audience of one form and questionnaire; `chart` is a `data:` address, empty where nothing may be drawn."""

    title: str
    lines: tuple[InfluenceLine, ...]
    chart: str
    chart_text: str
    notes: tuple[str, ...] = ()


def shared_warnings(lines: list[InfluenceLine], phase: Phase) -> tuple[str, ...]:
    """Warnings that hold for every parameter of one wave: they are told once, not at each line."""
    all_ = [change.warnings for line in lines for change in line.changes if change.phase == phase]
    told = [warnings for warnings in all_ if warnings]
    return tuple(one for one in told[0] if all(one in own for own in told)) if len(told) > 1 else ()


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
    shared = {phase: shared_warnings(lines, phase) for phase in WAVES}
    notes = tuple(f"{WAVES[phase].capitalize()}: {one}" for phase in WAVES for one in shared[phase])
    shown = tuple(
        replace(
            line,
            changes=tuple(
                replace(
                    change, warnings=tuple(one for one in change.warnings if one not in shared[change.phase])
                )
                for change in line.changes
            ),
        )
        for line in lines
    )
    return InfluenceGroup(title, shown, chart_of(labels, before, after), text, notes)


def chart_of(labels: list[str], before: list[float], after: list[float]) -> str:
    if not labels:
        return ""
    charts = importlib.import_module("core.charts")  # matplotlib: loaded by the few that draw
    return str(charts.svg_data_uri(charts.change_chart(labels, before, after, low=LOW, high=HIGH)))
