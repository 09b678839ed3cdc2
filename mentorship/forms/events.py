"""Forms of events."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from core.errors import DomainError
from core.forms import PortalForm
from mentorship.agenda import agenda_text, parse_agenda
from mentorship.event_enums import EventAudience
from mentorship.models import Event, EventKind
from mentorship.selectors.events import agenda_of, planned_events


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class EventForm(PortalForm):
    """An event as people write it: a day with hours; moments are made of it in the institution's own zone."""

    kind = forms.ModelChoiceField(label="Вид", queryset=None, empty_label=None)
    title = forms.CharField(label="Название", max_length=200)
    on = forms.DateField(label="День", widget=forms.DateInput())
    begins = _time("Начало")
    ends = _time("Окончание")
    last_day = forms.DateField(
        label="Последний день",
        required=False,
        widget=forms.DateInput(),
        help_text="Только если мероприятие идёт несколько дней.",
    )
    place = forms.CharField(label="Место", max_length=300, required=False)
    online_url = forms.URLField(
        label="Ссылка для участия онлайн", max_length=500, required=False, assume_scheme="https"
    )
    agenda = forms.CharField(
        label="Программа",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Каждый пункт с новой строки: «10:00 Приветствие; Образцов П. И.». Время и имя можно не писать.",
    )
    about = forms.CharField(
        label="О мероприятии", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = forms.ChoiceField(label="Кто может записаться сам", choices=EventAudience.choices)
    capacity = forms.IntegerField(
        label="Мест",
        required=False,
        min_value=1,
        max_value=5000,
        help_text="Пусто — без ограничения. Кому не хватит места, встанет в лист ожидания.",
    )
    until = forms.DateField(
        label="Записаться можно до",
        required=False,
        widget=forms.DateInput(),
        help_text="Включая этот день. Пусто — до конца мероприятия.",
    )
    check_in_before = forms.IntegerField(
        label="Отмечаться в зале можно за, минут до начала", min_value=0, max_value=1440, initial=30
    )
    check_in_after = forms.IntegerField(
        label="И ещё, минут после окончания", min_value=0, max_value=1440, initial=30
    )

    def __init__(self, *args: Any, kinds: QuerySet[EventKind], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]

    def clean_agenda(self) -> Any:
        try:
            return parse_agenda(self.cleaned_data["agenda"])
        except DomainError as error:
            raise forms.ValidationError(error.message) from error

    def clean(self) -> dict[str, Any]:
        """`cleaned_data` become the columns of the event."""
        data = dict(super().clean() or {})
        if self.errors:
            return data
        first, last, until = data.pop("on"), data.pop("last_day"), data.pop("until")
        data["starts_at"] = _moment(first, data.pop("begins"))
        data["ends_at"] = _moment(last or first, data.pop("ends"))
        if data["ends_at"] <= data["starts_at"]:
            self.add_error("last_day" if last else "ends", "Окончание не позже начала.")
        if until is not None:
            end = _moment(until + dt.timedelta(days=1), dt.time(0))
            data["registration_until"] = min(end, data["ends_at"])
        else:
            data["registration_until"] = None
        return data


def initial_of(event: Event) -> dict[str, Any]:
    """What the form shows of an event."""
    begins, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    until = timezone.localtime(event.registration_until) if event.registration_until else None
    same = ("kind", "title", "place", "online_url", "about", "audience", "capacity")
    return {name: getattr(event, name) for name in (*same, "check_in_before", "check_in_after")} | {
        "on": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "last_day": ends.date() if ends.date() != begins.date() else None,
        "until": (until - dt.timedelta(seconds=1)).date() if until else None,
        "agenda": agenda_text(agenda_of(event)),
    }


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


class AddToEventForm(PortalForm):
    """Which event the chosen people are added to."""

    event = forms.ModelChoiceField(label="Мероприятие", queryset=None, empty_label=None)

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["event"].queryset = planned_events()  # type: ignore[attr-defined]
        self.fields["event"].label_from_instance = _event_label  # type: ignore[attr-defined]


def _event_label(event: Event) -> str:
    return f"{timezone.localtime(event.starts_at):%d.%m.%Y} {event.title}"


class HallWordForm(PortalForm):
    word = forms.CharField(label="Код с экрана в зале", max_length=20)
