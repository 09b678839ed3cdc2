"""Tags of the roadmap's pages."""

from html import escape
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from roadmap.enums import STATUS_ICONS, STATUS_TONES, Status
from roadmap.selectors.timeline import TimelineRow

register = template.Library()
# The state in words and signs is the same for all rows of a state: written once.
_STATES = {
    status: f'<span class="state"><span class="state-icon state-{status.value}" aria-hidden="true">'
    f"{STATUS_ICONS[status]}</span>"
    f'<span class="chip chip-{STATUS_TONES[status] or "none"}">{escape(status.label)}</span></span>'
    for status in Status
}


@register.simple_tag
def timeline_rows(rows: list[TimelineRow], may_move: bool, back: str) -> SafeString:
    """The rows of a timeline as a list that reads without scripts, with the days that a script draws.

    Written as one string: a template's loop over five hundred rows costs several times as much.
    """
    page = reverse("roadmap:activity", kwargs={"pk": 0})
    move = reverse("roadmap:occurrence_move", kwargs={"pk": 0})
    tail = escape(urlencode({"back": back}))
    return SafeString("".join(_row(row, page, move, tail, may_move) for row in rows))


def _row(row: TimelineRow, page: str, move: str, tail: str, may_move: bool) -> str:
    now, status = row.now, row.status.status
    name = escape(row.name)
    drawn, mover = "", ""
    if row.start is not None and now.due is not None:
        drawn = f' data-start="{row.start.isoformat()}" data-end="{now.due.isoformat()}"'
        if now.start is None:
            drawn += " data-open"
    if may_move and row.may_move:
        address = move.replace("/0/", f"/{now.pk}/")
        drawn += f' data-move="{address}"'
        mover = f'<a class="small" href="{address}?{tail}" aria-label="Перенести: {name}">Перенести</a>'
    return (
        f'<li data-id="{row.activity}" data-state="{status.value}"{drawn}>{_STATES[status]}'
        f'<a class="timeline-name" href="{page.replace("/0/", f"/{row.activity}/")}">{name}</a>'
        f'<span class="small muted timeline-days">{_days(row)}</span>{mover}</li>'
    )


def _days(row: TimelineRow) -> str:
    now = row.now
    if now.due is None:
        words = f"с {now.start:%d.%m.%Y}" if now.start else "без даты"
    elif now.start is None or now.start == now.due:
        words = f"{'до ' if now.start is None else ''}{now.due:%d.%m.%Y}"
    else:
        words = f"{now.start:%d.%m.%Y} – {now.due:%d.%m.%Y}"
    if now.is_moved:
        words += ", перенесено"
    return f"{words} · и ещё {row.more}" if row.more else words
