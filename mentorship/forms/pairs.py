"""Forms of the life of a pair: trial, answers, changes by an order, closing, a mentee without a pair."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from core.forms import PortalForm, ReasonForm
from mentorship.forms.working import mentee_label, mentor_label
from mentorship.pair_enums import NoticeSide, SupportAnswer, Verdict

IN_ORDER = (
    "Войдёт в приказ, например: «отчисление», «перевод в другую группу». Без сведений о здоровье и семье."
)


class TrialForm(PortalForm):
    """A trial meeting, on a day if it is agreed."""

    on = forms.DateField(label="День пробной встречи", widget=forms.DateInput(), required=False)


class VerdictForm(PortalForm):
    """One answer about compatibility; whose, is chosen among the sides that the member may answer for."""

    who = forms.ChoiceField(label="Кто отвечает", widget=forms.RadioSelect)
    verdict = forms.ChoiceField(label="Ответ", choices=Verdict.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Пояснение", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["who"].choices = sides  # type: ignore[attr-defined]
        if len(sides) == 1:
            self.fields["who"].initial = sides[0][0]


class ChangeForm(PortalForm):
    """What an order changes from a day, with the reason."""

    on = forms.DateField(label="С какого дня", widget=forms.DateInput())
    reason = forms.CharField(
        label="Причина", max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=IN_ORDER
    )

    def __init__(self, *args: Any, day: dt.date, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["on"].initial = day


class LeaveForm(ChangeForm):
    """Which of the group leaves."""

    mentee = forms.ModelChoiceField(
        label="Кто выходит", queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    field_order = ["mentee", "on", "reason"]

    def __init__(self, *args: Any, mentees: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["mentee"].queryset = mentees  # type: ignore[attr-defined]
        self.fields["mentee"].label_from_instance = mentee_label  # type: ignore[attr-defined]


class JoinForm(LeaveForm):
    """Who joins, of those without a pair."""

    mentee = forms.ModelChoiceField(label="Кто входит", queryset=None)


class ReplaceForm(ChangeForm):
    """The mentor whom the mentees go on with."""

    mentor = forms.ModelChoiceField(label="Новый наставник", queryset=None)
    field_order = ["mentor", "on", "reason"]

    def __init__(self, *args: Any, mentors: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["mentor"].queryset = mentors  # type: ignore[attr-defined]
        self.fields["mentor"].label_from_instance = mentor_label  # type: ignore[attr-defined]


class NoticeForm(PortalForm):
    """The notice of ТК РФ ст. 351.8."""

    side = forms.ChoiceField(label="Кто предупредил", choices=NoticeSide.choices, widget=forms.RadioSelect)
    notice_on = forms.DateField(label="Дата предупреждения", widget=forms.DateInput())
    reason = forms.CharField(
        label="Причина",
        max_length=300,
        required=False,
        help_text="Работник не обязан объяснять отказ: поле можно оставить пустым.",
    )

    def __init__(self, *args: Any, day: dt.date, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["notice_on"].initial = day


class CloseForm(PortalForm):
    """The end of many pairs at once."""

    on = forms.DateField(label="Дата завершения", widget=forms.DateInput())
    reason = forms.CharField(
        label="Итог", max_length=300, required=False, help_text="Например: «программа пройдена»."
    )


class OfferForm(PortalForm):
    """When psychological support was offered."""

    on = forms.DateField(label="Когда предложили", widget=forms.DateInput())

    def __init__(self, *args: Any, day: dt.date, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["on"].initial = day


class AnswerForm(OfferForm):
    """What was answered to the offer."""

    on = forms.DateField(label="Дата ответа", widget=forms.DateInput())
    answer = forms.ChoiceField(
        label="Ответ",
        choices=[one for one in SupportAnswer.choices if one[0] != SupportAnswer.ASKED],
        widget=forms.RadioSelect,
        help_text="После согласия портал подготовит письменное согласие на психолого-педагогическую помощь.",
    )
    field_order = ["answer", "on"]


class AppointForm(ReasonForm):
    """A mentor appointed to a mentee who is left without a pair."""

    project = forms.ModelChoiceField(label="Форма наставничества", queryset=None)
    mentor = forms.ModelChoiceField(label="Наставник", queryset=None)
    field_order = ["project", "mentor", "reason"]

    def __init__(self, *args: Any, projects: Any, mentors: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        self.fields["project"].initial = next(iter(projects), None)
        self.fields["mentor"].queryset = mentors  # type: ignore[attr-defined]
        self.fields["mentor"].label_from_instance = mentor_label  # type: ignore[attr-defined]
        self.fields["reason"].label = "Основание"
        self.fields["reason"].max_length = 500  # type: ignore[attr-defined]
        self.fields["reason"].help_text = (
            "Почему пара назначается без выбора сторон. Пожелания и ответы не спрашиваются; согласия, справки и "
            "запреты портал проверит."
        )
