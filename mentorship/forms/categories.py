"""The form of a line of a reference list."""

from django import forms

from core.forms import PortalForm


class LineForm(PortalForm):
    title = forms.CharField(label="Название", max_length=120)
