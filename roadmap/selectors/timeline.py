"""The roadmap as rows of a timeline: plain values, so that five hundred of them are one cheap query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from roadmap.enums import PROVED, Status
from roadmap.models import Assignee, Occurrence, Roadmap
from roadmap.selectors.filters import LineFilter
from roadmap.selectors.statuses import StatusView, status_of

#: A deadline without a beginning is drawn as the week before it.
DRAWN = timedelta(days=6)
LONGEST_NAME = 140


class Due(NamedTuple):
    """An occurrence as the database gives it: what judging and drawing it needs."""

    pk: int
    activity: int
    stage: int
    number: str
    text: str
    kind: str
    start: date | None
    due: date | None
    state: str
    done_on: date | None
    is_moved: bool


class Searched(NamedTuple):
    responsible: str
    result: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """An activity by the occurrence that counts now; `more` are its other ones."""

    activity: int
    stage: int
    name: str
    status: StatusView
    now: Due
    more: int

    @property
    def start(self) -> date | None:
        """First day of the bar; None — there is nothing to draw."""
        if self.now.due is None:
            return None
        return self.now.start or self.now.due - DRAWN

    @property
    def may_move(self) -> bool:
        return self.now.state == "open"


@dataclass(frozen=True, slots=True)
class Timeline:
    rows: list[TimelineRow]
    done: int
    total: int


def timeline_of(roadmap: Roadmap, today: date, wanted: LineFilter) -> Timeline:
    """All activities in the order of the plan: one query, another one when somebody is looked for."""
    dues = dues_of(roadmap, wanted)
    theirs = assignees_of(roadmap) if wanted.who else {}
    rows, done, total = [], 0, 0
    for pk, group in groupby(dues, key=lambda pair: pair[0].activity):
        found = list(group)
        parts = [pair[0] for pair in found]
        first = parts[0]
        status = status_of(first, parts, today=today, adopted_on=roadmap.adopted_on)
        total += 1
        done += status.status in PROVED
        if not wanted.any or (
            wanted.stage in (None, first.stage)
            and wanted.fits_status(status.status)
            and wanted.fits_words(" ".join((first.number, first.text, *found[0][1])))
            and (not wanted.who or wanted.fits_who(theirs.get(pk, ())))
        ):
            rows.append(
                TimelineRow(pk, first.stage, name_of(first), status, _now(parts, status), len(parts) - 1)
            )
    return Timeline(rows, done, total)


def dues_of(roadmap: Roadmap, wanted: LineFilter, **more: Any) -> Iterable[tuple[Due, Searched | tuple[()]]]:
    """Occurrences in the order of the plan, each with the other texts if words are looked for."""
    columns = [
        "pk", "activity_id", "activity__stage_id", "activity__number", "activity__text", "activity__kind",
        "start", "due", "state", "done_on", "is_moved",
    ]  # fmt: skip
    rows = Occurrence.objects.filter(
        activity__stage__roadmap=roadmap, activity__archived_at__isnull=True, **more
    ).order_by("activity__stage__order", "activity__order", "index")
    if not wanted.words:
        return ((Due(*row), ()) for row in rows.values_list(*columns))
    searched = rows.values_list(*columns, "activity__responsible", "activity__result")
    return ((Due(*row[: len(columns)]), Searched(*row[len(columns) :])) for row in searched)


def assignees_of(roadmap: Roadmap) -> dict[int, list[tuple[str, int | None]]]:
    found: dict[int, list[tuple[str, int | None]]] = {}
    rows = Assignee.objects.filter(activity__stage__roadmap=roadmap)
    for activity, role, user in rows.order_by().values_list("activity_id", "role", "user_id"):
        found.setdefault(activity, []).append((role, user))
    return found


def name_of(row: Due) -> str:
    first = row.text.split("\n", 1)[0]
    name = f"{row.number.rstrip('.')} {first}".strip()
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _now(parts: list[Due], status: StatusView) -> Due:
    """The occurrence that the state speaks of: the late or the next open one, else the last."""
    if status.status in PROVED or len(parts) == 1:
        return parts[-1]
    still = [part for part in parts if part.state == "open"]
    if status.status == Status.OVERDUE:
        return next((part for part in still if part.due == status.due), still[0])
    return next((part for part in still if part.due == status.due), still[0] if still else parts[-1])
