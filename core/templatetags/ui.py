"""Tags and filters of the look: `{% load ui %}`. Every length is an SVG attribute, so no style is needed inline."""

from typing import Any

from django import forms, template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import russian
from core.history import HistoryLine, told
from core.ui import ErrorLine, error_lines, link_if_may, opens

register = template.Library()
register.filter("grouped", russian.grouped)
register.simple_tag(opens, name="may_open")  # {% may_open address as ok %}
register.simple_tag(link_if_may)

# The few icons there are, drawn on a 24 grid; each stands beside a word.
ICONS = {
    "search": '<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>',
    "print": '<path d="M7 8V3h10v5M7 18H4v-8h16v8h-3"/><path d="M7 14h10v7H7z"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M4 20h16"/>',
    "file": '<path d="M14 3H6v18h12V7zM14 3v4h4"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
}
_ICON = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
_ICON_TAGS = {name: SafeString(_ICON.format(body)) for name, body in ICONS.items()}
TONES = frozenset({"bad", "wait", "info", "ok", ""})


@register.simple_tag
def icon(name: str) -> SafeString:
    return _ICON_TAGS[name]


@register.simple_tag
def chip(text: Any, tone: str = "") -> SafeString:
    """A state in words; the colour only repeats it. Tones: bad, wait, info, ok or none."""
    if text in (None, ""):
        return SafeString("")
    return format_html(
        '<span class="{}">{}</span>', f"chip chip-{tone}" if tone in TONES - {""} else "chip", text
    )


@register.simple_tag
def bar(percent: float | None, plan: float | None = None) -> SafeString:
    """A bar of 0…100 with the plan's mark; hidden from screen readers, since the fraction stands beside it."""
    fact = (
        format_html('<rect class="fact" y="3" width="{}%" height="6" rx="3"/>', _share(percent))
        if percent
        else ""
    )
    mark = ""
    if plan is not None:
        place = _share(plan)
        mark = format_html('<line class="plan" x1="{0}%" x2="{0}%" y1="0" y2="12"/>', place)
    return format_html(
        '<svg class="bar" aria-hidden="true" focusable="false">'
        '<rect class="track" y="3" width="100%" height="6" rx="3"/>{}{}</svg>',
        fact,
        mark,
    )


def _share(percent: float) -> str:
    return f"{min(100.0, max(0.0, float(percent))):.1f}"


@register.simple_tag(takes_context=True)
def repeat_block(context: Context, name: str) -> SafeString:
    """The text of a block once more: what stands in `<title>` stands in the heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.render(context) if block else SafeString("")


@register.filter
def counted(number: int, forms_of_word: str) -> str:
    """`{{ 5|counted:"пара,пары,пар" }}` → «5 пар» with a non-breaking space."""
    one, few, many = forms_of_word.split(",")
    return russian.counted(int(number), one, few, many)


@register.filter
def agreed(number: int, forms_of_word: str) -> str:
    """`{{ n|agreed:"найден,найдены,найдено" }}`: the form alone, without the number."""
    one, few, many = forms_of_word.split(",")
    return russian.plural(int(number), one, few, many)


@register.filter
def with_sign(number: int) -> str:
    """5 → «+5», -6 → «−6» with a minus, 0 → «0»."""
    return f"{int(number):+}".replace("-", "−") if number else "0"


@register.filter
def error_list(form: forms.BaseForm) -> list[ErrorLine]:
    return error_lines(form)


@register.filter
def in_words(entries: Any) -> list[HistoryLine]:
    """`{% include "components/history.html" with lines=entries|in_words %}`: audit entries for people."""
    return told(entries)


@register.filter
def error_heading(form: forms.BaseForm) -> str:
    return f"Исправьте {russian.counted(len(error_lines(form)), 'ошибку', 'ошибки', 'ошибок')}"


@register.filter
def as_percent(value: float | None) -> str:
    """31.25 → «31,3 %»."""
    return russian.NO_DATA if value is None else f"{value:.1f}".replace(".", ",") + "\u00a0%"


@register.filter
def as_plan(value: float) -> str:
    """35.0 → «35 %», 12.5 → «12,5 %»: a plan is told as it was set."""
    return f"{value:g}".replace(".", ",") + "\u00a0%"


@register.filter
def short_name(user: Any) -> str:
    """«Примерова А. С.» of a full name, the e-mail where there is none."""
    words = str(user).split()
    if len(words) < 2 or "@" in words[0]:
        return str(user)
    return "\u00a0".join([words[0], *(f"{word[0]}." for word in words[1:3])])


@register.simple_tag(takes_context=True)
def sort_head(context: Context, table: Any, column: Any) -> SafeString:
    """A column's head: a link that sorts by it (and keeps the filter) where the column can be sorted."""
    classes = " ".join(
        word
        for word in str(column.attrs.get("th", {}).get("class", "")).split()
        if word in {"num", "act-cell"}
    )
    attributes = format_html(' class="{}"', classes) if classes else ""
    request = context.get("request")
    if not column.orderable or request is None:
        return format_html('<th scope="col"{}>{}</th>', attributes, column.header)
    query = request.GET.copy()
    for key in ("page", "_print", "_export"):
        query.pop(key, None)
    query[table.prefixed_order_by_field] = column.order_by_alias.next
    arrow, state = "", SafeString("")
    if column.is_ordered:
        descending = column.order_by_alias.is_descending
        arrow = " ↓" if descending else " ↑"
        state = format_html(' aria-sort="{}"', "descending" if descending else "ascending")
    return format_html(
        '<th scope="col"{}{}><a href="?{}">{}<span aria-hidden="true">{}</span></a></th>',
        attributes,
        state,
        query.urlencode(),
        column.header,
        arrow,
    )
