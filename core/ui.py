"""What the templates of the look are given, computed: pure functions without queries."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from core import russian
from core.access import may_open
from core.context import current
from core.registries import StageMark, YearLine

COLUMNS = 60  # of the grid that the line of the year is laid on; portal.css has a class for each span
_NUMBERED = re.compile(r"^(?:этап\s*)?(?:\d+|[ivx]+)\s*[.):–—-]+\s*(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class ErrorLine:
    """One error of a form for the summary at its top; `target` is the id of its field, empty for the whole form."""

    label: str
    text: str
    target: str


def error_lines(form: forms.BaseForm) -> list[ErrorLine]:
    lines = []
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        for text in errors:
            if field is None:
                lines.append(ErrorLine("", str(text), ""))
            else:
                target = field.id_for_label or field.auto_id or ""
                lines.append(ErrorLine(str(field.label), str(text), str(target)))
    return lines


def opens(address: str) -> bool:
    """Whether the page of this address would let in the person who is acting."""
    return may_open(address, current().membership)


def link_if_may(address: str, text: Any) -> SafeString:
    """A link for those whom its page lets in, for others the words alone."""
    return format_html('<a href="{}">{}</a>', address, text) if opens(address) else conditional_escape(text)


@dataclass(frozen=True)
class StageView:
    """One stage as drawn. `done` and `passed` are SVG percentages with a point, whatever the language."""

    number: int
    title: str
    url: str
    span: int
    state: str  # done, now, late, next
    state_label: str
    share: str
    passed: str
    label_left: bool
    note: str


@dataclass(frozen=True)
class YearView:
    stages: list[StageView]
    now: StageView | None
    today_label: str
    outside_label: str


def day_and_month(day: date) -> str:
    """«17 февраля»."""
    return f"{day.day}\u00a0{russian.MONTHS_GENITIVE[day.month - 1]}"


def lay_out_year(year: YearLine, today: date) -> YearView:
    """Widths follow the stages' lengths, but none is too narrow for its name; today's mark stands in its stage."""
    spans = _spans([_days(stage) for stage in year.stages], now=_index_of_now(year.stages))
    views = [
        _stage_view(stage, number, span, today)
        for number, (stage, span) in enumerate(zip(year.stages, spans, strict=True), start=1)
    ]
    outside = ""
    if today < year.start:
        outside = f"Программа начнётся {day_and_month(year.start)}"
    elif today > year.end:
        outside = f"Программа завершена {day_and_month(year.end)}"
    now = next((view for view in views if view.state == "now"), None)
    return YearView(stages=views, now=now, today_label=day_and_month(today), outside_label=outside)


def _days(stage: StageMark) -> int:
    if stage.start is None or stage.end is None:
        return 30
    return max(1, (stage.end - stage.start).days + 1)


def _index_of_now(stages: list[StageMark]) -> int | None:
    return next((index for index, stage in enumerate(stages) if stage.is_now), None)


def _spans(lengths: list[int], *, now: int | None) -> list[int]:
    """Whole columns in proportion to `lengths`, each at least a fair minimum, together COLUMNS.

    The stage that runs now gets a double minimum: it tells more than its name.
    """
    if not lengths:
        return []
    fair = max(1, min(6, COLUMNS // (len(lengths) + 1)))
    least = [fair * 2 if index == now else fair for index in range(len(lengths))]
    spare = COLUMNS - sum(least)
    total = sum(lengths)
    exact = [length * spare / total for length in lengths]
    spans = [floor + int(part) for floor, part in zip(least, exact, strict=True)]
    by_rest = sorted(range(len(lengths)), key=lambda i: (int(exact[i]) - exact[i], i))
    for index in by_rest[: spare - sum(int(part) for part in exact)]:
        spans[index] += 1
    return spans


def _stage_view(stage: StageMark, number: int, span: int, today: date) -> StageView:
    finished = stage.total > 0 and stage.done >= stage.total
    if stage.is_now:
        state, label = "now", "идёт сейчас"
    elif finished:
        state, label = "done", "завершён"
    elif stage.end is not None and stage.end < today:
        state, label = "late", "срок прошёл, выполнено не всё"
    else:
        state, label = "next", "впереди"
    passed = 50.0
    if stage.start is not None and stage.end is not None:
        passed = 100 * (today - stage.start).days / max(1, (stage.end - stage.start).days)
    passed = min(100.0, max(0.0, passed))
    tells = bool(stage.total) and state == "now"
    note = f"{stage.done} из\u00a0{russian.counted(stage.total, 'мероприятия', 'мероприятий', 'мероприятий')}"
    return StageView(
        number=number,
        title=_NUMBERED.sub("", stage.title).rstrip(" ."),
        url=stage.url,
        span=span,
        state=state,
        state_label=label,
        share=f"{min(1.0, max(0.0, stage.share)) * 100:.1f}",
        passed=f"{passed:.1f}",
        label_left=passed > 55,
        note=note if tells else "",
    )
