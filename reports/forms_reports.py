"""The curator's own text of a section of a report."""

from __future__ import annotations

from django import forms

from core.forms import PortalForm
from reports.domain.report_texts import MOST_TEXT
from reports.report_enums import OwnText


class SectionForm(PortalForm):
    text = forms.CharField(
        label="Свой текст",
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Пустая строка начинает новый абзац. Пустое поле вернёт составленное порталом. "
        "Не называйте людей без их согласия на распространение: отчёт передают за пределы организации.",
    )
    mode = forms.ChoiceField(label="Где стоит", choices=OwnText.choices, widget=forms.RadioSelect)
