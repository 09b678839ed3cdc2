"""Forms of tasks of care."""

from __future__ import annotations

from typing import Any

from django import forms

from core.enums import Role
from core.forms import PortalForm
from mentorship.care_enums import CARERS
from mentorship.domain.care import MAX_OUTCOME


class OutcomeForm(PortalForm):
    """What came of a task."""

    outcome = forms.CharField(
        label="Чем закончилось", max_length=MAX_OUTCOME, widget=forms.Textarea(attrs={"rows": 3})
    )


class CareTaskForm(PortalForm):
    """A task written by hand. A psychologist gives tasks to psychologists alone."""

    text = forms.CharField(label="Что случилось", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    due_on = forms.DateField(label="Сделать до", widget=forms.DateInput())
    role = forms.ChoiceField(label="Кому", choices=CARERS, widget=forms.RadioSelect)
    form_key = forms.CharField(label="Ключ", widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, own_role: str, **extra: Any) -> None:
        super().__init__(*args, **extra)
        if own_role == Role.PSYCHOLOGIST:
            self.fields["role"].choices = [one for one in CARERS if one[0] == Role.PSYCHOLOGIST]  # type: ignore[attr-defined]
            self.fields["role"].initial = Role.PSYCHOLOGIST
        else:
            self.fields["role"].initial = Role.CURATOR
