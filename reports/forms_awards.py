"""Who is thanked."""

from django import forms

from core.forms import PortalForm

VARIANTS = (
    ("person", "самим номинантам"),
    ("parent", "родителям несовершеннолетних"),
    ("employer", "работодателям наставников"),
)


class LettersForm(PortalForm):
    variants = forms.MultipleChoiceField(
        label="Кому письма",
        choices=VARIANTS,
        widget=forms.CheckboxSelectMultiple,
        initial=[code for code, _ in VARIANTS],
    )
    only_laureates = forms.BooleanField(label="Только лауреатам", required=False, initial=True)
