"""Forms of the passport's editor: texts of a section, rows of a table without scripts, money by sources and years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models

from core.forms import PortalForm, dress_widgets
from mentorship.models import Programme, Project
from reports.citations import ACTS
from reports.domain.passports import MOST_ROWS, RowEdit
from reports.forms_passport_money import amount_field
from reports.models import (
    Passport,
    PassportProject,
    PassportResource,
    PassportRisk,
    PassportStage,
    ProjectCost,
    ProjectStep,
)
from reports.models.passport import PassportRow
from reports.passport_enums import FundingSource, Impact, Level, ResourceKind

BLANK_ROWS = 3
NOTHING = ("", "Выберите")


# --- texts ---


def _text(model: type[models.Model], name: str, *, rows: int = 3, help_text: str = "") -> forms.Field:
    """A field for a column: its own name, never required – a passport is filled piece by piece."""
    column: Any = model._meta.get_field(name)
    label = str(column.verbose_name)
    common: dict[str, Any] = {
        "label": label[:1].upper() + label[1:],
        "required": False,
        "help_text": help_text,
    }
    if isinstance(column, models.DateField):
        return forms.DateField(widget=forms.DateInput(), **common)
    if isinstance(column, models.TextField):
        return forms.CharField(
            max_length=20_000, widget=forms.Textarea(attrs={"rows": rows}), strip=True, **common
        )
    return forms.CharField(max_length=column.max_length, **common)


@dataclass(frozen=True)
class TextSection:
    """A section of plain fields: `columns` of the programme (or project), `texts` of the passport (or its card)."""

    title: str
    columns: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    intro: str = ""


HELP = {
    "basis": "Акты региона и учреждения, которых нет в списке выше: положение, приказ, региональная программа.",
    "tasks": "Каждая задача – с новой строки.",
    "considered_by": "Родительный падеж: «педагогического совета», «методического совета».",
    "considered_protocol": "Только номер.",
    "analysis": (
        "Что есть сейчас и какие трудности решает программа. Каждый абзац – с новой строки, пункт списка – с дефиса."
    ),
    "mechanisms": "Направления работы, внутренняя и внешняя среда, поддержка наставников.",
    "monitoring": "Что, когда и кто измеряет.",
    "expected_results": "Каждый результат – с новой строки.",
    "control": "Кто контролирует, кому и когда отчитываются.",
    "lead": "Должность или должности. Если оставить пустым, напечатаются кураторы проекта.",
    "about": "Один-два абзаца перед карточкой проекта.",
    "participants": "Кто участвует: курсы, группы, должности.",
    "links": "С какими проектами связан и чем.",
}
TEXTS = {
    "about": TextSection(
        "Основание, цель и задачи",
        columns=("basis", "customer", "developer", "goals", "tasks"),
        texts=("acts", "considered_by", "considered_protocol", "considered_on"),
    ),
    "analysis": TextSection("Анализ состояния и механизмы", texts=("analysis", "mechanisms")),
    "results": TextSection(
        "Результаты, мониторинг, контроль", columns=("expected_results", "control"), texts=("monitoring",)
    ),
}
CARD = TextSection(
    "Карточка проекта",
    columns=(
        "participants",
        "goals",
        "planned_results",
        "assessed_results",
        "criteria",
        "mentor_portrait",
        "mentee_portrait",
        "application_area",
        "links",
    ),
    texts=("about", "lead", "tasks"),
)


class TextsForm(PortalForm):
    """Fields of one section; `subjects` are the objects whose columns they show (None: not made yet)."""

    def __init__(
        self,
        *args: Any,
        section: TextSection,
        owner: Programme | Project,
        extra: Passport | PassportProject | None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.section = section
        own: type[models.Model] = PassportProject if isinstance(owner, Project) else Passport
        for name in self._order():
            if name == "acts":
                self.fields[name] = self._acts(extra)
                continue
            model, subject = (type(owner), owner) if name in section.columns else (own, extra)
            self.fields[name] = _text(model, name, help_text=HELP.get(name, ""))
            self.fields[name].initial = getattr(subject, name, None)

    def _order(self) -> list[str]:
        """Acts stand before the words that add to them; the rest as the section says."""
        first = [name for name in ("about", "lead", "acts") if name in self.section.texts]
        rest = [*self.section.columns, *self.section.texts]
        return [*first, *(name for name in rest if name not in first)]

    def _acts(self, extra: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            label="Нормативные акты",
            required=False,
            choices=[(code, text[:1].upper() + text[1:]) for code, text in ACTS.items()],
            widget=forms.CheckboxSelectMultiple,
            initial=list(getattr(extra, "acts", [])),
        )

    def columns(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.section.columns}

    def texts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.section.texts}


# --- rows ---


def _line(label: str, length: int = 300) -> forms.Field:
    return forms.CharField(label=label, max_length=length, required=False)


def _area(label: str, length: int = 5000) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=length, required=False, widget=widget)


def _choice(
    label: str, choices: Sequence[tuple[Any, Any]], coerce: Callable[[Any], Any] = str
) -> forms.Field:
    return forms.TypedChoiceField(
        label=label, choices=[NOTHING, *choices], required=False, coerce=coerce, empty_value=""
    )


@dataclass(frozen=True)
class RowTable:
    """A table of the passport as its editor shows it; `needed` are the columns that a row cannot do without."""

    title: str
    model: type[PassportRow]
    fields: Mapping[str, Callable[[], forms.Field]]
    needed: tuple[str, ...]
    intro: str = ""


ROWS = {
    "stages": RowTable(
        "Этапы реализации",
        PassportStage,
        {
            "title": lambda: _area("Этап", 300),
            "period": lambda: _line("Срок", 200),
            "work": lambda: _area("Что делается"),
            "result": lambda: _area("Результат"),
        },
        needed=("title",),
        intro="Срок – словами программы: «сентябрь – ноябрь 2026 г.».",
    ),
    "resources": RowTable(
        "Ресурсы",
        PassportResource,
        {
            "kind": lambda: _choice("Вид обеспечения", ResourceKind.choices),
            "text": lambda: _area("Чем обеспечено"),
        },
        needed=("kind", "text"),
    ),
    "risks": RowTable(
        "Риски",
        PassportRisk,
        {
            "text": lambda: _area("Риск"),
            "probability": lambda: _choice("Вероятность", Level.choices, int),
            "impact": lambda: _choice("Влияние", Impact.choices, int),
            "measures": lambda: _area("Меры"),
        },
        needed=("text", "probability", "impact"),
    ),
    "plan": RowTable(
        "Календарный план",
        ProjectStep,
        {
            "text": lambda: _area("Мероприятие"),
            "deadline": lambda: _line("Срок", 200),
            "responsible": lambda: _line("Ответственный"),
        },
        needed=("text",),
    ),
    "budget": RowTable(
        "Смета",
        ProjectCost,
        {
            "text": lambda: _line("На что"),
            "source": lambda: _choice("Источник", FundingSource.choices),
            "amount": lambda: amount_field("Сумма, ₽"),
        },
        needed=("text", "source", "amount"),
    ),
}


class RowsForm(PortalForm):
    """The rows of a table, each with «убрать», and blank ones below; a blank row left blank is nothing.

    Which rows there are comes with the form itself, so that a row added meanwhile by somebody else is not touched.
    """

    count = forms.IntegerField(
        label="Число строк", min_value=0, max_value=MOST_ROWS + BLANK_ROWS, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, table: RowTable, rows: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.table = table
        self.numbers = range(self._sent() if self.is_bound else len(rows) + BLANK_ROWS)
        self.fields["count"].initial = len(self.numbers)
        for number in self.numbers:
            row = rows[number] if not self.is_bound and number < len(rows) else None
            self._add_row(number, row)
        dress_widgets(self)

    def _sent(self) -> int:
        given = str(self.data.get("count", ""))
        return min(int(given), MOST_ROWS + BLANK_ROWS) if given.isdecimal() and len(given) < 5 else 0

    def _add_row(self, number: int, row: Any) -> None:
        self.fields[f"row{number}_pk"] = forms.IntegerField(
            required=False, min_value=1, widget=forms.HiddenInput, initial=row.pk if row else None
        )
        for name, make in self.table.fields.items():
            field = make()
            told = str(field.label)
            field.label = f"Строка {number + 1}, {told[:1].lower()}{told[1:]}"
            field.initial = getattr(row, name, None) if row is not None else None
            field.widget.attrs["aria-label"] = field.label
            self.fields[f"row{number}_{name}"] = field
        self.fields[f"row{number}_remove"] = forms.BooleanField(
            required=False, label=f"Убрать строку {number + 1}"
        )

    @property
    def heads(self) -> list[str]:
        return [str(make().label) for make in self.table.fields.values()]

    def rows(self) -> Iterator[dict[str, Any]]:
        """What the page draws: the number, cells with their heads, the mark «убрать» of a row that is kept."""
        for number in self.numbers:
            pk = self[f"row{number}_pk"]
            yield {
                "number": number + 1,
                "pk": pk,
                "cells": list(
                    zip(self.heads, (self[f"row{number}_{name}"] for name in self.table.fields), strict=True)
                ),
                "remove": self[f"row{number}_remove"] if pk.value() else None,
            }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in self.numbers:
            if cleaned.get(f"row{number}_remove") or not self._is_filled(number, cleaned):
                continue
            for name in self.table.needed:
                key = f"row{number}_{name}"
                if key not in self.errors and cleaned.get(key) in ("", None):
                    self.add_error(key, "Заполните или уберите строку.")
        return cleaned

    def _is_filled(self, number: int, cleaned: Mapping[str, Any]) -> bool:
        own = [cleaned.get(f"row{number}_{name}") for name in self.table.fields]
        return bool(cleaned.get(f"row{number}_pk")) or any(value not in ("", None) for value in own)

    def edits(self) -> list[RowEdit]:
        """The rows in the order of the page; blank ones are left out."""
        found = []
        for number in self.numbers:
            if not self._is_filled(number, self.cleaned_data):
                continue
            values = {name: self.cleaned_data[f"row{number}_{name}"] for name in self.table.fields}
            found.append(
                RowEdit(
                    values={**values, "order": number},
                    pk=self.cleaned_data.get(f"row{number}_pk"),
                    remove=bool(self.cleaned_data.get(f"row{number}_remove")),
                )
            )
        return found


class CopyForm(PortalForm):
    """Which programme the passport begins from."""

    source = forms.ChoiceField(label="Из какой программы", widget=forms.RadioSelect)

    def __init__(self, *args: Any, programmes: Sequence[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(one.pk), f"{one.title}, {one.period_start.year}") for one in programmes]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]
        self.fields["source"].initial = choices[0][0] if choices else None
