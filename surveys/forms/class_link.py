"""Forms of a class's link and of a code chosen for somebody."""

from datetime import date
from typing import Any

from django import forms

from core.forms import PortalForm
from surveys.domain.class_links import CHOSEN_LEAST


class ClassLinkForm(PortalForm):
    """A link for one group of the invited, or for all of them."""

    group = forms.ChoiceField(label="Группа, класс", required=False)
    expires_on = forms.DateField(label="Действует до", widget=forms.DateInput(), required=False)

    def __init__(self, *args: Any, groups: list[str], last_day: date, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["group"].choices = [("", "Все приглашённые"), *((group, group) for group in groups)]  # type: ignore[attr-defined]
        self.fields["expires_on"].initial = last_day


class ChosenCodeForm(PortalForm):
    """A code that the teacher chooses."""

    code = forms.CharField(
        label="Код",
        max_length=60,
        help_text=f"От {CHOSEN_LEAST} букв и цифр, не имя и не группа. Портал его больше не покажет: запишите.",
    )
