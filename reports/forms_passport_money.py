"""The form of a passport's money: sums by sources and years, and the field of a sum."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import PortalForm, dress_widgets
from reports.passport_enums import WHOLE_TERM
from reports.passport_money import FundingTable


def amount_field(label: str) -> forms.Field:
    """Roubles with kopecks, not less than nought; an empty field is no sum."""
    return forms.DecimalField(
        label=label,
        required=False,
        localize=True,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": "Введите сумму в рублях: 150000 или 1250,50.",
            "min_value": "Сумма не бывает меньше нуля.",
            "max_decimal_places": "Копейки – не больше двух знаков.",
            "max_digits": "Число слишком длинное.",
            "max_whole_digits": "Число слишком длинное.",
        },
    )


class FundingForm(PortalForm):
    """Sums by sources and years, and for the whole term; an empty cell is no sum."""

    def __init__(
        self, *args: Any, funding: FundingTable, years: list[tuple[int, str]], text: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.funding, self.years = funding, years
        for row in funding.rows:
            for (year, label), amount in zip(years, row.years, strict=True):
                self._add(row.source, year, f"{row.label}, {label}", amount)
            self._add(row.source, WHOLE_TERM, f"{row.label}, весь срок", row.stated)
        self.fields["total"] = amount_field("Общий объём, ₽")
        self.fields["total"].initial = funding.stated
        self.fields["total"].help_text = "Как в паспорте. Если пусто, портал сложит источники."
        self.fields["text"] = forms.CharField(
            label="Словами",
            required=False,
            max_length=5000,
            initial=text,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Напечатается перед таблицей.",
        )
        dress_widgets(self)

    def _add(self, source: str, year: int, label: str, amount: Decimal | None) -> None:
        field = amount_field(label)
        field.initial = amount
        field.widget.attrs["aria-label"] = f"Сумма, ₽: {label}"
        self.fields[f"sum_{source}_{year}"] = field

    @property
    def heads(self) -> list[str]:
        return [*(label for _, label in self.years), "Весь срок"]

    def rows(self) -> Iterator[tuple[str, str, list[tuple[str, forms.BoundField]]]]:
        """Source, its name, cells with their heads."""
        numbers = [*(number for number, _ in self.years), WHOLE_TERM]
        for row in self.funding.rows:
            cells = [self[f"sum_{row.source}_{number}"] for number in numbers]
            yield row.source, row.label, list(zip(self.heads, cells, strict=True))

    def amounts(self) -> dict[tuple[str, int], Decimal | None]:
        numbers = [*(number for number, _ in self.years), WHOLE_TERM]
        return {
            (row.source, number): self.cleaned_data[f"sum_{row.source}_{number}"]
            for row in self.funding.rows
            for number in numbers
        }
