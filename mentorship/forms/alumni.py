"""Forms of graduates."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import PortalForm, PortalModelForm
from mentorship.models import Alumnus
from mentorship.models.alumnus import FIRST_YEAR, LAST_YEAR, READINESS


class AlumnusForm(PortalModelForm):
    """Where a graduate is and what they are ready for."""

    class Meta:
        model = Alumnus
        fields = ["left_year", "study_place", "work_place", *READINESS, "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def _post_clean(self) -> None:
        """The domain checks and writes; the instance stays as it was read."""


class ContactConsentForm(PortalForm):
    """The graduate's own consent to be written to."""

    consent_on = forms.DateField(label="Дата согласия", widget=forms.DateInput())
    consent_place = forms.CharField(
        label="Где согласие",
        max_length=200,
        help_text="Например: папка «Выпускники», письмо от 05.10.2026.",
    )


class LeftYearForm(PortalForm):
    """When they left; by default the year of the programme that each has finished."""

    left_year = forms.IntegerField(
        label="Год выпуска",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        help_text="Пусто — год окончания пройденной программы.",
    )

    def clean(self) -> dict[str, Any]:
        return super().clean() or {}
