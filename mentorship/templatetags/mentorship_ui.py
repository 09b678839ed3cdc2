"""Filters of mentorship's pages: `{% load mentorship_ui %}`."""

from decimal import Decimal

from django import template

from core import russian

register = template.Library()


@register.filter
def roubles(amount: Decimal) -> str:
    """«120 000» or «120 000,50»: kopecks only where there are some."""
    whole, part = divmod(amount, 1)
    text = russian.grouped(int(whole))
    return f"{text},{int(part * 100):02d}" if part else text
