"""Forms of SWOT, its session, the curator's score and the monitoring report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import PortalForm
from core.models import User
from mentorship.models import Project
from reports.swot_enums import ConclusionPart, Quadrant
from roadmap.models import Stage
from surveys.instruments import Instrument, ScaleOptions

MARKS = {0: "0 – не проявляется", 1: "1 – частично", 2: "2 – в полной мере"}


class WordingForm(PortalForm):
    text = forms.CharField(
        label="Утверждение", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class OwnStatementForm(PortalForm):
    quadrant = forms.ChoiceField(label="Часть таблицы", choices=Quadrant.choices)
    project = forms.ModelChoiceField(
        label="О чём", queryset=Project.objects.none(), required=False, empty_label="Программа в целом"
    )
    text = forms.CharField(label="Утверждение", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, projects: Any, whole: bool, **extra: Any) -> None:
        super().__init__(*args, **extra)
        field: Any = self.fields["project"]
        field.queryset = projects
        field.label_from_instance = lambda one: one.form.title
        field.required = not whole
        if not whole:
            field.empty_label = None


class DecisionsForm(PortalForm):
    text = forms.CharField(
        label="Выводы и решения",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Каждый абзац с новой строки. Войдут в SWOT-отчёт после таблицы.",
    )


class MeasureForm(PortalForm):
    text = forms.CharField(label="Что сделать", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    stage = forms.ModelChoiceField(label="Этап дорожной карты", queryset=Stage.objects.none())
    responsible = forms.CharField(label="Ответственный", max_length=200)
    user = forms.ModelChoiceField(
        label="Кому напоминать",
        queryset=User.objects.none(),
        required=False,
        help_text="Сотрудник увидит мероприятие среди своих.",
    )
    due = forms.DateField(label="Срок", widget=forms.DateInput())

    def __init__(self, *args: Any, stages: Any, users: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        stage: Any = self.fields["stage"]
        stage.queryset, stage.empty_label = stages, None
        stage.label_from_instance = lambda one: f"{one} ({one.roadmap})"
        user: Any = self.fields["user"]
        user.queryset = users


class SessionForm(PortalForm):
    title = forms.CharField(label="Название", max_length=200, initial="SWOT-сессия")
    held_on = forms.DateField(label="Дата", widget=forms.DateInput())


class ProposalForm(PortalForm):
    """What a phone sends."""

    quadrant = forms.ChoiceField(label="О чём", choices=Quadrant.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Ваше предложение",
        max_length=300,
        min_length=3,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Одна мысль, без имён. На экране она появится, когда её покажет ведущий.",
    )


class ScoreForm(PortalForm):
    """The criteria come from the questionnaire of the institution or the portal."""

    scored_on = forms.DateField(label="Дата оценки", widget=forms.DateInput())
    project = forms.ModelChoiceField(
        label="Что оцениваем",
        queryset=Project.objects.none(),
        required=False,
        empty_label="Программа в целом",
    )

    def __init__(
        self, *args: Any, instrument: Instrument, projects: Any, whole: bool, today: dt.date, **extra: Any
    ) -> None:
        super().__init__(*args, **extra)
        self.fields["scored_on"].initial = today
        project: Any = self.fields["project"]
        project.queryset = projects
        project.label_from_instance = lambda one: one.form.title
        project.required = not whole
        if not whole:
            project.empty_label = None
        self.keys = instrument.scoring.items if instrument.scoring else ()
        for section in instrument.sections:
            for item in section.items:
                if item.key in self.keys and isinstance(item.options, ScaleOptions):
                    marks = range(item.options.low, item.options.high + 1)
                    self.fields[item.key] = forms.TypedChoiceField(
                        label=item.text,
                        coerce=int,
                        choices=[(mark, MARKS.get(mark, str(mark))) for mark in marks],
                        widget=forms.RadioSelect,
                        help_text=section.title,
                    )
        self.fields["comment"] = forms.CharField(
            label="На чём основана оценка",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    @property
    def marks(self) -> dict[str, int]:
        return {key: self.cleaned_data[key] for key in self.keys if key in self.cleaned_data}


class ConclusionsForm(PortalForm):
    """The curator's words of every section of one stage's report."""

    def __init__(self, *args: Any, given: dict[str, str], **extra: Any) -> None:
        super().__init__(*args, **extra)
        for part in ConclusionPart:
            self.fields[part.value] = forms.CharField(
                label=part.label,
                required=False,
                max_length=5000,
                initial=given.get(part.value, ""),
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @property
    def texts(self) -> Iterable[tuple[str, str]]:
        return [(part.value, self.cleaned_data[part.value]) for part in ConclusionPart]
