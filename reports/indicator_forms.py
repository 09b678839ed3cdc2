"""Forms of indicators: the row of the table, the plan of all rows by years, denominators, facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import PortalForm, PortalModelForm, dress_widgets
from reports.indicator_enums import ContingentKind
from reports.indicator_lines import IndicatorLine
from reports.models import Indicator

_SOURCE_HELP = "Приказ о контингенте, форма СПО-1, журнал – чтобы через год было ясно, откуда число."


class IndicatorForm(PortalModelForm):
    """A row of the table. `groups` are headings in use, told so that one is not spelt in two ways."""

    class Meta:
        model = Indicator
        fields = ["title", "short_title", "group", "definition", "basis", "formula", "direction", "order"]
        help_texts = {
            "title": "Как в паспорте программы.",
            "short_title": "Для главной страницы: «Обучающиеся-наставляемые».",
            "definition": "Как в паспорте: что к чему относится.",
            "basis": "Р-145, региональная программа, паспорт колледжа.",
            "formula": "Доли обучающихся портал считает сам по приказам. Остальные числа вносит куратор.",
            "order": "Место в таблице: меньшее число – выше.",
        }
        widgets = {"definition": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, groups: list[str], **extra: Any) -> None:
        super().__init__(*args, **extra)
        told = "; ".join(f"«{group}»" for group in groups)
        if told:
            self.fields["group"].help_text = "Уже есть: " + told.replace("<", "‹")
        if not self.instance.pk:
            del self.fields["order"]


class ContingentForm(PortalForm):
    kind = forms.ChoiceField(label="Кто", choices=ContingentKind.choices)
    count = forms.IntegerField(label="Сколько", min_value=0, max_value=2_000_000_000)
    as_of = forms.DateField(label="На дату", widget=forms.DateInput())
    source = forms.CharField(label="Источник", max_length=300, help_text=_SOURCE_HELP)


class FactForm(PortalForm):
    """Both parts of a share; the whole may be unknown, then the share is «н/д»."""

    numerator = forms.IntegerField(label="Сколько вошло", min_value=0, max_value=2_000_000_000)
    denominator = forms.IntegerField(
        label="Из скольких",
        min_value=0,
        max_value=2_000_000_000,
        required=False,
        help_text="Если общее число не известно, оставьте пустым: доля будет «н/д».",
    )
    as_of = forms.DateField(label="На дату", widget=forms.DateInput())
    source = forms.CharField(label="Источник", max_length=300, help_text=_SOURCE_HELP)


class PlanForm(PortalForm):
    """One field for each indicator and year of the programme; an empty one means no plan."""

    def __init__(
        self, *args: Any, lines: list[IndicatorLine], years: list[tuple[int, str]], **extra: Any
    ) -> None:
        super().__init__(*args, **extra)
        self.lines, self.years = lines, years
        for line in lines:
            planned = {cell.year: cell.percent for cell in line.plan}
            for year, label in years:
                self.fields[_name(line.pk, year)] = _percent_field(
                    f"{line.label}, {label}", planned.get(year)
                )
        dress_widgets(self)

    def rows(self) -> Iterator[tuple[IndicatorLine, list[tuple[str, forms.BoundField]]]]:
        """Each line with its fields and the years' labels."""
        for line in self.lines:
            yield line, [(label, self[_name(line.pk, year)]) for year, label in self.years]

    def plans(self) -> dict[int, dict[int, Decimal | None]]:
        """Indicator → year → per cent, of what was changed only."""
        return {
            line.pk: changed
            for line in self.lines
            if (
                changed := {
                    year: self.cleaned_data[name]
                    for year, _ in self.years
                    if (name := _name(line.pk, year)) in self.changed_data
                }
            )
        }


def _name(indicator: int, year: int) -> str:
    return f"plan_{indicator}_{year}"


def _percent_field(label: str, planned: Decimal | None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        localize=True,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        initial=None if planned is None else planned.normalize(),
        widget=forms.TextInput(
            attrs={
                "inputmode": "decimal",
                "size": 5,
                "autocomplete": "off",
                "aria-label": f"План, %: {label}",
            }
        ),
        error_messages={
            "max_value": "Больше 100 процентов не бывает.",
            "min_value": "Меньше нуля не бывает.",
            "invalid": "Введите число: 35 или 12,5.",
            "max_decimal_places": "Не больше двух знаков после запятой.",
            "max_digits": "Число слишком длинное.",
            "max_whole_digits": "Больше 100 процентов не бывает.",
        },
    )


def fact_initial(day: dt.date, whole: int | None) -> dict[str, Any]:
    """Today, and the known denominator to begin with."""
    return {"as_of": day, "denominator": whole}
