"""Forms of `reports`."""

import datetime as dt
from typing import Any

from django import forms

from core.forms import PortalForm


class RemarkForm(PortalForm):
    remark = forms.CharField(label="Что исправить", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ScanForm(PortalForm):
    signed_on = forms.DateField(label="Дата подписи", widget=forms.DateInput())
    scan = forms.FileField(
        label="Скан подписанного документа",
        help_text="PDF, PNG или JPEG, до 20 МБ. Оригинал хранится на бумаге.",
    )

    def __init__(self, *args: Any, today: dt.date, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["signed_on"].initial = today
