"""Filters of printed documents."""

from django import template
from django.template.defaultfilters import stringfilter

from core import russian
from core.russian import capitalize_first

register = template.Library()
register.filter("date_long", russian.date_long)
register.filter("date_short", russian.date_short)
register.filter("capital", stringfilter(capitalize_first))


@register.filter
@stringfilter
def typography(text: str) -> str:
    """What people typed, set as print sets it: «ёлочки», dashes, spaces that do not break."""
    return russian.typography(text)


@register.filter
@stringfilter
def lower_first(text: str) -> str:
    """«Студент – студент» inside a sentence; «ГД-31» and other capitals stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


@register.filter
@stringfilter
def stop(text: str) -> str:
    """The full stop at the end of a sentence, not doubled after «2026 г.» or «П. И.»."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
