"""Forms of papers for partners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import PortalForm
from reports.domain.partners import Recipient
from reports.partner_kinds import VARIANTS


class LetterForm(PortalForm):
    variant = forms.ChoiceField(
        label="Какое письмо", choices=list(VARIANTS.items()), widget=forms.RadioSelect
    )
    mentors = forms.IntegerField(
        label="Сколько специалистов просите",
        min_value=1,
        max_value=500,
        required=False,
        help_text="Для просьбы о наставниках. Можно не указывать.",
    )
    note = forms.CharField(
        label="Своими словами",
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Отдельный абзац письма: например, какие специалисты нужны или за что именно благодарите.",
    )


class SendForm(PortalForm):
    recipient = forms.ChoiceField(label="Кому", widget=forms.RadioSelect)
    words = forms.CharField(
        label="Сопроводительные слова",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, recipients: Sequence[Recipient], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self._known = {one.key: one for one in recipients}
        choices = [(one.key, one.label) for one in recipients]
        self.fields["recipient"].choices = choices  # type: ignore[attr-defined]
        if choices:
            self.fields["recipient"].initial = choices[0][0]

    @property
    def chosen(self) -> Recipient:
        return self._known[self.cleaned_data["recipient"]]
