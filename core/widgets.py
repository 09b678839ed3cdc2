"""The plain widgets drawn without a template engine: a form of ten fields spends most of its time there."""

from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class _QuickInput:
    """`<input>` exactly as Django's own template writes it."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        final = self.build_attrs(self.attrs, attrs)  # type: ignore[attr-defined]
        shown = self.format_value(value)  # type: ignore[attr-defined]
        told = "" if shown is None else format_html(' value="{}"', shown)
        return format_html('<input type="{}" name="{}"{}{}>', self.input_type, name, told, flatatt(final))  # type: ignore[attr-defined]


class QuickTextInput(_QuickInput, forms.TextInput):
    pass


class QuickEmailInput(_QuickInput, forms.EmailInput):
    pass


class QuickNumberInput(_QuickInput, forms.NumberInput):
    pass


class QuickDateInput(_QuickInput, forms.DateInput):
    pass


def _read_at_once(choices: ModelChoiceIterator) -> None:
    """Django reads a queryset of choices through a server-side cursor: three statements where one does."""
    rows = choices.queryset.all()
    rows.iterator = lambda *args, **options: iter(rows)  # type: ignore[method-assign]
    choices.queryset = rows


class QuickSelect(forms.Select):
    """`<select>` of a flat list of choices; grouped ones go Django's way."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        if isinstance(self.choices, ModelChoiceIterator):
            _read_at_once(self.choices)
        choices = list(iter(self.choices))  # asked for its length, a queryset of choices would count itself
        if any(isinstance(label, list | tuple) for _, label in choices):
            return super().render(name, value, attrs, renderer)
        codes = ["" if code is None else str(code) for code, _ in choices]
        values = self.format_value(value)
        # Of several fitting options only the first is chosen, as Django does.
        chosen = next((place for place, code in enumerate(codes) if code in values), None)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (codes[place], SafeString(" selected") if place == chosen else "", label)
                for place, (_, label) in enumerate(choices)
            ),
        )
        final = self.build_attrs(self.attrs, attrs)
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(final), options)


QUICK: dict[type[forms.Widget], type[forms.Widget]] = {
    forms.TextInput: QuickTextInput,
    forms.EmailInput: QuickEmailInput,
    forms.NumberInput: QuickNumberInput,
    forms.DateInput: QuickDateInput,
    forms.Select: QuickSelect,
}


def quicken(widget: forms.Widget) -> None:
    """Turn a widget of exactly one of the plain kinds into its quick twin; others are left alone."""
    twin = QUICK.get(type(widget))
    if twin is not None:
        widget.__class__ = twin
