"""The lines of a consent to distribution, copied from a signed sheet."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import PortalForm
from mentorship.distribution_places import MOST_WORDS, Place, compose, read
from mentorship.domain.distribution import Choice
from mentorship.enums import DistributionCategory
from mentorship.models import DistributionItem


class DistributionForm(PortalForm):
    """For each line: forbidden or allowed, where, other words. A line without a mark is forbidden."""

    def __init__(self, *args: Any, items: list[DistributionItem], **options: Any) -> None:
        super().__init__(*args, **options)
        kept = {one.category: one for one in items if one.is_allowed}
        for category in DistributionCategory:
            item = kept.get(category)
            where = read(item.conditions) if item else None
            self.fields[f"allowed_{category}"] = forms.BooleanField(
                label=f"{category.label}: разрешено", required=False, initial=item is not None
            )
            self.fields[f"places_{category}"] = forms.MultipleChoiceField(
                label=f"{category.label}: где можно показывать",
                choices=Place.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[place.value for place in (where.places or ())] if where else [],
            )
            self.fields[f"words_{category}"] = forms.CharField(
                label=f"{category.label}: другие условия и запреты",
                required=False,
                max_length=MOST_WORDS,
                initial=where.words if where else "",
            )

    def choices(self) -> dict[str, Choice]:
        """What is allowed without a place and without words is allowed on every resource that the sheet names."""
        data = self.cleaned_data
        return {
            category.value: Choice(
                data[f"allowed_{category}"],
                compose(data[f"places_{category}"], data[f"words_{category}"]),
            )
            for category in DistributionCategory
        }
