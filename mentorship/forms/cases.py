"""Forms of a name set by hand."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import PortalForm
from core.names import UnknownGenderError, decline
from mentorship.models import Person
from mentorship.selectors.cases import CASE_NAMES


class CasesForm(PortalForm):
    """One line a case; empty: the portal declines by its rules."""

    def __init__(self, *args: Any, person: Person, **extra: Any) -> None:
        super().__init__(*args, **extra)
        for case, label in CASE_NAMES.items():
            by_hand = str(person.case_forms.get(case, ""))
            self.fields[case.value] = forms.CharField(
                label=label,
                max_length=260,
                required=False,
                initial=by_hand,
                help_text=_by_rules(person, case),
            )


def _by_rules(person: Person, case: str) -> str:
    try:
        name = decline(person.last_name, person.first_name, person.middle_name, case, person.gender or None)
    except UnknownGenderError:
        return "Портал не знает пола: укажите его в карточке или впишите форму сами."
    return f"По правилам: {name}"
