"""Why pairs ended early, as papers may tell it: they go outside, and an order names the pair that a reason is of."""

from __future__ import annotations

from collections import Counter

from mentorship.enums import PairState
from mentorship.models import Pair
from reports.selectors.spans import Span
from surveys.enums import LEAST_GROUP
from surveys.statistics.disclosure import Candidate, showable


def normal(reason: str) -> str:
    """A reason as it is counted: typed twice with other spaces or a full stop it is the same."""
    return " ".join(reason.split()).rstrip(".")


def told_reasons(reasons: Counter[tuple[int, str]]) -> dict[int | None, tuple[tuple[str, int], ...]]:
    """(form, reason) → pairs as reasons that may be told by scope, None of the whole; the most frequent first."""
    texts = sorted({text for _, text in reasons})
    wanted = [
        Candidate((None, text), frozenset(cell for cell in reasons if cell[1] == text)) for text in texts
    ]
    wanted += [Candidate(cell, frozenset([cell])) for cell in sorted(reasons)]
    shown = showable(reasons, wanted, least=LEAST_GROUP)
    found: dict[int | None, list[tuple[str, int]]] = {}
    for one in wanted:
        if one.name in shown:
            scope, text = one.name
            count = sum(size for cell, size in reasons.items() if cell in one.cells)
            found.setdefault(scope, []).append((text, count))
    return {
        scope: tuple(sorted(lines, key=lambda line: (-line[1], line[0]))) for scope, lines in found.items()
    }


def reasons_told(span: Span) -> frozenset[str]:
    """The reasons of the year that a report of the programme, or of its project, may name; one query.

    Counted over the whole programme: what a project's report hides, the programme's less the others' must not tell.
    """
    ended = Pair.objects.filter(
        programme=span.programme, state=PairState.TERMINATED, ended_on__range=(span.since, span.day)
    )
    rows = ended.order_by().values_list("project_id", "end_reason")
    counts = Counter((project, normal(reason)) for project, reason in rows if normal(reason))
    scope = span.project.pk if span.project else None
    return frozenset(text for text, _ in told_reasons(counts).get(scope, ()))
