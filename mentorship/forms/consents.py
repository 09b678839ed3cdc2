"""Forms of what follows a consent: steps of a withdrawal, supplementary agreements."""

from __future__ import annotations

from typing import Any

from django import forms

from core.clock import today
from core.forms import PortalForm
from core.models import Organization
from mentorship.enums import MeetingFormat


class StepForm(PortalForm):
    """What was done, and when."""

    on = forms.DateField(label="Когда сделано", widget=forms.DateInput())
    note = forms.CharField(label="Что сделано", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, organization: Organization, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["on"].initial = today(organization)


class SupplementForm(PortalForm):
    """A supplementary agreement to the contract of employment, as it was signed."""

    number = forms.CharField(label="Номер", max_length=40)
    signed_on = forms.DateField(label="Дата подписания", widget=forms.DateInput())
    starts_on = forms.DateField(label="Работа с", widget=forms.DateInput())
    ends_on = forms.DateField(label="Работа по", widget=forms.DateInput())
    content = forms.CharField(
        label="Содержание работы",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Например: помощь молодому преподавателю в освоении методики предмета.",
    )
    form = forms.ChoiceField(label="Форма работы", choices=MeetingFormat.choices)
    pay = forms.DecimalField(
        label="Выплата в месяц, ₽", required=False, min_value=0, max_digits=10, decimal_places=2
    )
    pay_terms = forms.CharField(
        label="Условия выплаты, основание",
        max_length=300,
        help_text="Пункт положения об оплате труда или «без выплаты по соглашению сторон».",
    )
