"""Forms of steps along the way through a base."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import PortalForm
from mentorship.domain.advance import Order
from mentorship.enums import EntryState

#: Steps that a hand makes: into a pair and out of it the pair's order leads, out of the programme a reason.
BY_HAND = [
    EntryState.SURVEYED,
    EntryState.CHECKING,
    EntryState.INTERVIEW,
    EntryState.SELECTED,
    EntryState.TRAINED,
    EntryState.APPROVED,
]


class OrderForm(PortalForm):
    """The order by which a base was approved."""

    order_number = forms.CharField(label="№ приказа", max_length=40)
    order_date = forms.DateField(label="Дата приказа", widget=forms.DateInput())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        number, day = cleaned.get("order_number"), cleaned.get("order_date")
        cleaned["order"] = Order(number, day) if number and day else None
        return cleaned


class MoveForm(PortalForm):
    """A step that asks nothing more."""

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "order": None}


class MoveManyForm(OrderForm):
    """Which step; the order is asked for where the step rests on one."""

    to = forms.ChoiceField(label="На какой шаг", choices=[(state.value, state.label) for state in BY_HAND])
    order_number = forms.CharField(
        label="№ приказа",
        max_length=40,
        required=False,
        help_text="Нужен только для шага «Утверждён приказом».",
    )
    order_date = forms.DateField(label="Дата приказа", required=False, widget=forms.DateInput())

    field_order = ["to", "order_number", "order_date"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("to") == EntryState.APPROVED and cleaned["order"] is None:
            for name in ("order_number", "order_date"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Обязательное поле: базу утверждает приказ.")
        return cleaned
