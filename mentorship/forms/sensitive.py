"""Forms of sensitive records."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import PortalForm
from core.models import Organization
from mentorship.selectors.sensitive import kinds_for


class RecordChangeForm(PortalForm):
    basis = forms.CharField(
        label="Документ-основание",
        max_length=300,
        help_text="Вид, номер, дата: «справка № 12 от 01.09.2026». Копию документа портал не хранит.",
    )
    valid_until = forms.DateField(label="Действует до", required=False, widget=forms.DateInput())


class RecordForm(RecordChangeForm):
    kind = forms.ModelChoiceField(label="Вид", queryset=None, empty_label="Выберите вид")

    field_order = ["kind", "basis", "valid_until"]

    def __init__(self, *args: Any, organization: Organization, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["kind"].queryset = kinds_for(organization)  # type: ignore[attr-defined]
