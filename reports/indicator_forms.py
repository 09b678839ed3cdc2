"""Forms of indicators: the row of the table, the plan of all rows by years, denominators, facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from core.errors import DomainError
from core.forms import PortalForm, PortalModelForm, dress_widgets
from reports.contingent_file import read_contingent
from reports.indicator_enums import ContingentKind, Unit
from reports.indicator_formulas import unit_of
from reports.indicator_lines import IndicatorLine
from reports.models import Indicator

#: More remarks than this about one file nobody reads.
TOLD_PROBLEMS = 100
_SOURCE_HELP = "Приказ о контингенте, форма СПО-1, журнал – чтобы через год было ясно, откуда число."


class IndicatorForm(PortalModelForm):
    """A row of the table. `groups` are headings in use, told so that one is not spelt in two ways."""

    class Meta:
        model = Indicator
        fields = [
            "title",
            "short_title",
            "group",
            "definition",
            "basis",
            "formula",
            "unit",
            "direction",
            "order",
        ]
        help_texts = {
            "title": "Как в паспорте программы.",
            "short_title": "Для главной страницы: «Обучающиеся-наставляемые».",
            "definition": "Как в паспорте: что к чему относится.",
            "basis": "Р-145, региональная программа, паспорт колледжа.",
            "formula": "Что портал умеет считать, он считает сам. Числа своего показателя вносит куратор.",
            "unit": "Для своего показателя. Формулы считают в своих единицах: доли – в процентах, встречи – в часах.",
            "order": "Место в таблице: меньшее число – выше.",
        }
        widgets = {"definition": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, groups: list[str], **extra: Any) -> None:
        super().__init__(*args, **extra)
        told = "; ".join(f"«{group}»" for group in groups)
        if told:
            self.fields["group"].help_text = "Уже есть: " + told.replace("<", "‹")
        self.fields["unit"].required = False
        if not self.instance.pk:
            del self.fields["order"]

    def clean(self) -> dict[str, Any]:
        """A formula brings its own unit: what stands in the field matters for a row entered by hand only."""
        given = super().clean() or self.cleaned_data
        if formula := given.get("formula"):
            given["unit"] = unit_of(formula, given.get("unit", ""))
        return given


class ContingentForm(PortalForm):
    kind = forms.ChoiceField(label="Кто", choices=ContingentKind.choices)
    count = forms.IntegerField(label="Сколько", min_value=0, max_value=2_000_000_000)
    as_of = forms.DateField(label="На дату", widget=forms.DateInput())
    source = forms.CharField(label="Источник", max_length=300, help_text=_SOURCE_HELP)


class ContingentFileForm(PortalForm):
    """A table of figures; each row that cannot be read is told at the field."""

    file = forms.FileField(
        label="Файл с таблицей",
        allow_empty_file=True,  # the reader tells it in its own words
        help_text="XLSX, XLS, ODS или CSV с колонками «Кто», «Сколько», «На дату», «Источник».",
    )

    def __init__(self, *args: Any, today: dt.date, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.today = today

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        try:
            found = read_contingent(given.read(), given.name, today=self.today)
        except DomainError as error:
            raise forms.ValidationError(error.message) from error
        if found.problems:
            told = [str(problem) for problem in found.problems[:TOLD_PROBLEMS]]
            if more := len(found.problems) - TOLD_PROBLEMS:
                told += [f"И ещё замечаний: {more}."] if more > 0 else []
            raise forms.ValidationError(told)
        given.seek(0)
        return given


class FactForm(PortalForm):
    """Both parts of a share; the whole may be unknown, then the share is «н/д». Other units ask for less."""

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

    def __init__(self, *args: Any, unit: str = Unit.PERCENT, **extra: Any) -> None:
        super().__init__(*args, **extra)
        if unit == Unit.SCORE:
            self.fields["numerator"].label = "Сумма баллов"
            self.fields["denominator"].label = "Сколько оценок"
        elif unit != Unit.PERCENT:
            self.fields["numerator"].label = Unit(unit).label
            del self.fields["denominator"]

    def clean(self) -> dict[str, Any]:
        return {"denominator": None} | (super().clean() or self.cleaned_data)


class PlanForm(PortalForm):
    """One field for each indicator and year of the programme; an empty one means no plan."""

    def __init__(
        self, *args: Any, lines: list[IndicatorLine], years: list[tuple[int, str]], **extra: Any
    ) -> None:
        super().__init__(*args, **extra)
        self.lines, self.years = lines, years
        for line in lines:
            planned = {cell.year: cell.amount for cell in line.plan}
            for year, label in years:
                self.fields[_name(line.pk, year)] = _amount_field(
                    f"{line.label}, {label}", planned.get(year), line.unit
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


def _amount_field(label: str, planned: Decimal | None, unit: str) -> forms.DecimalField:
    is_share = unit == Unit.PERCENT
    told = "%" if is_share else Unit(unit).label.lower()
    too_much = "Больше 100 процентов не бывает." if is_share else "Число слишком длинное."
    return forms.DecimalField(
        label=label,
        required=False,
        localize=True,
        min_value=0,
        max_value=100 if is_share else 2_000_000_000,
        max_digits=5 if is_share else 12,
        decimal_places=2,
        initial=None if planned is None else f"{planned.normalize():f}".replace(".", ","),
        widget=forms.TextInput(
            attrs={
                "inputmode": "decimal",
                "size": 5 if is_share else 9,
                "autocomplete": "off",
                "aria-label": f"План, {told}: {label}",
            }
        ),
        error_messages={
            "max_value": too_much,
            "min_value": "Меньше нуля не бывает.",
            "invalid": "Введите число: 35 или 12,5.",
            "max_decimal_places": "Не больше двух знаков после запятой.",
            "max_digits": "Число слишком длинное.",
            "max_whole_digits": too_much,
        },
    )


def fact_initial(day: dt.date, whole: int | None) -> dict[str, Any]:
    """Today, and the known denominator to begin with."""
    return {"as_of": day, "denominator": whole}
