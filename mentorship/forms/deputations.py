"""The form of a deputation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.forms import PortalForm
from core.models import Membership, User


class DeputationForm(PortalForm):
    absent = forms.ModelChoiceField(label="Кто отсутствует", queryset=None)
    deputy = forms.ModelChoiceField(label="Кто замещает", queryset=None)
    starts_on = forms.DateField(label="С", widget=forms.DateInput())
    ends_on = forms.DateField(label="По", widget=forms.DateInput())
    reason = forms.CharField(label="Причина", max_length=300, help_text="Например: ежегодный отпуск.")

    def __init__(
        self, *args: Any, curators: QuerySet[Membership], deputies: QuerySet[User], **extra: Any
    ) -> None:
        super().__init__(*args, **extra)
        self.fields["absent"].queryset = curators  # type: ignore[attr-defined]
        self.fields["absent"].label_from_instance = _curator  # type: ignore[attr-defined]
        self.fields["deputy"].queryset = deputies  # type: ignore[attr-defined]


def _curator(membership: Membership) -> str:
    return f"{membership.user}, {membership.get_role_display().lower()}"
