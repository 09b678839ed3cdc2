"""The views of a roadmap: as printed, by stage, over the year, by month, one's own. One filter for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from core.clock import today
from roadmap.enums import Status
from roadmap.models import Roadmap
from roadmap.selectors.calendar import month_of, read_month
from roadmap.selectors.filters import ME, LineFilter, read_filter, who_choices
from roadmap.selectors.roadmaps import blocks_of, line_groups
from roadmap.selectors.timeline import timeline_of

Context = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is looked at: the roadmap, all that are visible, the filter, the day in the institution."""

    request: HttpRequest
    roadmap: Roadmap
    live: list[Roadmap]
    wanted: LineFilter
    today: date


@dataclass(frozen=True)
class Look:
    label: str
    template: str
    context: Callable[[Asked], Context]


def _table(asked: Asked) -> Context:
    blocks = blocks_of(asked.roadmap, asked.today, asked.wanted)
    shown = sum(len(block.lines) for block in blocks)
    done, total = sum(block.done for block in blocks), sum(block.total for block in blocks)
    return {"blocks": blocks, "shown": shown, **_figures(done, total)}


def _timeline(asked: Asked) -> Context:
    found = timeline_of(asked.roadmap, asked.today, asked.wanted)
    back = asked.wanted.query(asked.roadmap.pk, "timeline")
    return {
        "timeline": found.rows,
        "shown": len(found.rows),
        "back": back,
        "today": asked.today,
        **_figures(found.done, found.total),
    }


def _calendar(asked: Asked) -> Context:
    usual = min(max(asked.today, asked.roadmap.period_start), asked.roadmap.period_end)
    month = month_of(
        asked.roadmap, asked.today, read_month(asked.request.GET.get("month", ""), usual), asked.wanted
    )
    keep = asked.wanted.query(asked.roadmap.pk, "calendar")
    return {"month": month, "keep": keep, "shown": month.total}


def _mine(asked: Asked) -> Context:
    groups = line_groups(asked.live or [asked.roadmap], asked.today, asked.wanted)
    return {"groups": groups, "shown": sum(len(lines) for _, lines in groups)}


def _figures(done: int, total: int) -> Context:
    return {"done": done, "total": total, "percent": 100 * done / total if total else 0}


LOOKS = {
    "table": Look("Таблица", "roadmap/look_table.html", _table),
    "board": Look("Доска", "roadmap/look_board.html", _table),
    "timeline": Look("Линия года", "roadmap/look_timeline.html", _timeline),
    "calendar": Look("Календарь", "roadmap/look_calendar.html", _calendar),
    "mine": Look("Мои мероприятия", "roadmap/look_mine.html", _mine),
}


def asked_for(request: HttpRequest, roadmap: Roadmap, live: list[Roadmap]) -> Asked:
    wanted = read_filter(request.GET.dict(), request.membership)  # type: ignore[attr-defined, arg-type]
    return Asked(request, roadmap, live, wanted, today(roadmap.organization))


def look_context(asked: Asked) -> tuple[str, Context]:
    """The key of the view that the address asks for, and what its page needs."""
    key = asked.request.GET.get("view", "")
    key = key if key in LOOKS else "table"
    address, wanted = reverse("roadmap:roadmap"), asked.wanted
    query = wanted.query(asked.roadmap.pk, "" if key == "table" else key)
    context: Context = {
        "look": key,
        "look_template": LOOKS[key].template,
        "tabs": [
            (
                look.label,
                f"{address}?{wanted.query(asked.roadmap.pk, '' if name == 'table' else name)}",
                name == key,
            )
            for name, look in LOOKS.items()
        ],
        "filters": wanted,
        "stages": list(asked.roadmap.stages.all()),
        "people": who_choices(asked.roadmap),
        "statuses": [(status.value, status.label) for status in Status if status != Status.DONE_LATE],
        "query": f"{query}&",
        "back_url": f"{address}?{LineFilter().query(asked.roadmap.pk, '' if key == 'table' else key)}",
        "me": ME,
        **LOOKS[key].context(asked),
    }
    return key, context
