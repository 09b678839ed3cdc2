"""The form of a script of a meeting."""

from __future__ import annotations

from django import forms

from core.forms import PortalForm


class ScriptForm(PortalForm):
    goal = forms.CharField(label="Зачем встреча", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    steps = forms.CharField(
        label="Ход встречи",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Каждый шаг с новой строки.",
    )
    questions = forms.CharField(
        label="Вопросы, которые помогают",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Каждый вопрос с новой строки.",
    )
