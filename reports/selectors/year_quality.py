"""SWOT and influence of a year, as the report tells them."""

from __future__ import annotations

import re

from core.russian import lower_first
from reports.narrative.quality import InfluenceFigure, SwotFigures, SwotScope
from reports.selectors.influence import InfluenceLine, influence_lines
from reports.selectors.spans import Span
from reports.selectors.swot import ScopeView, swot_of
from surveys.selectors.names import NameHider

_NUMBER = re.compile(r"\d+(?:,\d+)?")


def swot_figures(span: Span, hider: NameHider) -> SwotFigures | None:
    """What the curator kept of the year's analysis; of a project only its own part."""
    view = swot_of(span.programme, span.number)
    if view is None:
        return None
    scopes = [one for one in view.scopes if span.project is None or one.project == span.project.pk]
    return SwotFigures(
        scopes=[_scope(scope, hider) for scope in scopes],
        waiting=sum(one.waits for scope in scopes for part in scope.quadrants for one in part.statements),
        decisions=hider.hide(view.decisions) if span.project is None else "",
        measures=[
            (hider.hide(measure.text), measure.responsible, measure.deadline)
            for scope in scopes
            for part in scope.quadrants
            for one in part.kept
            for measure in one.measures
        ],
    )


def _scope(scope: ScopeView, hider: NameHider) -> SwotScope:
    return SwotScope(
        scope.title,
        [
            (part.title, [hider.hide(_told(one.text, one.figure_text)) for one in part.kept])
            for part in scope.quadrants
        ],
    )


def _told(text: str, figure: str) -> str:
    """The statement with its figure, which is not said twice: of «68,0 % (17 из 25)» what the text has not told."""
    text = text.rstrip(". ")
    if not figure or figure in text:
        return text
    head, _, rest = figure.partition(" (")
    if rest and all(number in text for number in _NUMBER.findall(head)):
        figure = rest.removesuffix(")")
    return text if all(number in text for number in _NUMBER.findall(figure)) else f"{text} ({figure})"


def influence_figures(span: Span) -> list[InfluenceFigure]:
    """The last wave of each parameter against the entry; what is not shown elsewhere is not shown here."""
    lines = influence_lines(span.programme, on=span.day)
    if span.project is not None:
        lines = [line for line in lines if line.project == span.project.pk]
    return [_influence(line) for line in lines if line.changes]


def _influence(line: InfluenceLine) -> InfluenceFigure:
    last = line.last
    return InfluenceFigure(
        label=line.label,
        who=", ".join(part for part in (lower_first(line.audience), lower_first(line.form)) if part),
        n=last.n,
        before=last.before,
        after=last.after,
        direction=line.direction,
        better=last.better,
        is_certain=last.is_certain,
        reading=last.reading or last.note,
    )
