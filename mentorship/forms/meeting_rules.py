"""Forms of norms of meetings and of breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from core.forms import PortalForm
from mentorship.meeting_enums import USUAL_NORM
from mentorship.models import FormOfMentoring


class NormForm(PortalForm):
    """Days between meetings, a field for each form of mentoring of the institution."""

    def __init__(
        self,
        *args: Any,
        forms: Sequence[FormOfMentoring] = (),
        known: Mapping[int, int] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(*args, **extra)
        for form in forms:
            self.fields[f"form_{form.pk}"] = _days(form.title, (known or {}).get(form.pk, USUAL_NORM))

    def norms(self) -> dict[int, int]:
        return {int(name.removeprefix("form_")): days for name, days in self.cleaned_data.items()}


def _days(label: str, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"{label}: не реже одного раза, дней", min_value=1, max_value=120, initial=initial
    )


class BreakForm(PortalForm):
    """Vacations, practice, a quarantine."""

    title = forms.CharField(label="Название", max_length=120, help_text="Например: зимние каникулы.")
    starts_on = forms.DateField(label="С", widget=forms.DateInput())
    ends_on = forms.DateField(label="По", widget=forms.DateInput())
