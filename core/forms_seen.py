"""Forms that know what they were filled with: see `core.seen`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from core.errors import DomainError
from core.forms import PortalForm
from core.seen import STALE, mark

LONGEST = 4000


class SeenForm(PortalForm):
    """A form of a thing that several people edit; `seen` of a valid form is what `core.seen.settle` takes.

    `watched` names the fields, all of them unless a subclass says otherwise.
    """

    watched: tuple[str, ...] | None = None

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.seen: Mapping[str, str] = {}
        self.fields["seen"] = forms.CharField(
            required=False, max_length=LONGEST, widget=forms.HiddenInput, initial=self._marks
        )

    def _marks(self) -> str:
        """Marks of the values that the form begins with, as they stand now."""
        names = [name for name in self.fields if name != "seen"] if self.watched is None else self.watched
        return json.dumps({
            name: mark(self.get_initial_for_field(self.fields[name], name)) for name in names
        })  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            told = json.loads(data.pop("seen", "") or "{}")
        except ValueError:
            told = {}
        self.seen = {str(name): str(one) for name, one in told.items()} if isinstance(told, dict) else {}
        return data

    def refuse(self, error: DomainError) -> None:
        """The refused form carries what stands now: sent once more it is a decision."""
        super().refuse(error)
        if error.code == STALE:
            typed: Any = self.data
            self.data = typed.copy()
            self.data["seen"] = self._marks()  # type: ignore[index] - a copy of the request's data can be changed
