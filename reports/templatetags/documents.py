"""Filters of printed documents."""

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core import russian
from reports import citations

register = template.Library()
register.filter("date_long", russian.date_long)
register.filter("date_short", russian.date_short)
register.filter("lower_first", stringfilter(russian.lower_first))
register.filter("quoted", stringfilter(russian.quoted))


@register.filter
@stringfilter
def typography(text: str) -> str:
    """What people typed, set as print sets it: «ёлочки», dashes, spaces that do not break."""
    return russian.typography(text)


@register.filter
@stringfilter
def stop(text: str) -> str:
    """The full stop at the end of a sentence, not doubled after «2026 г.» or «П. И.»."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


@register.filter
def cited(name: str) -> str:
    """An act of `reports.citations` as it reads after «в соответствии с»; an unknown name is an error."""
    act = getattr(citations, name)
    return act.by if isinstance(act, citations.Act) else str(act)


@register.filter
@stringfilter
def soft_hyphens(text: str) -> SafeString:
    """Soft hyphens as an entity: as characters they are taken out of what is printed."""
    return mark_safe(escape(text).replace("\u00ad", "&shy;"))  # noqa: S308 - escaped on the same line
