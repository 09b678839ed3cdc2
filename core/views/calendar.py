"""The production calendar: a year as terms are counted by it, and the page that writes it down."""

from __future__ import annotations

import calendar as months
import datetime as dt
import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.access import access
from core.clock import today
from core.domain.calendar import FIRST_YEAR, LAST_YEAR, give_back, keep_calendar
from core.forms import PortalForm
from core.history import told
from core.permissions import EDIT_CALENDAR, VIEW_CALENDAR
from core.production_calendar import Year, shipped_year, year_of
from core.selectors.audit import history_of
from core.selectors.calendar import edited_year
from core.views.pages import ConfirmPage, Crumbs, FormPage

TITLE = "Производственный календарь"
MONTHS = (
    "Январь", "Февраль", "Март", "Апрель", "Май", "Июнь",
    "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь",
)  # fmt: skip
_SPLIT = re.compile(r"[\s,;]+")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?", re.ASCII)
MOST_SIGNS = 3_000


def read_days(text: str, year: int) -> list[dt.date]:
    """Days written as «09.01» or «09.01.2026», apart by spaces, commas or lines. ValueError names what is no day."""
    found = []
    for part in _SPLIT.split(text.strip()):
        if not part:
            continue
        match = _DAY.fullmatch(part)
        try:
            if match is None:
                raise ValueError
            found.append(dt.date(int(match[3] or year), int(match[2]), int(match[1])))
        except ValueError:
            raise ValueError(part[:40]) from None
    return found


class CalendarForm(PortalForm):
    days_off = forms.CharField(
        label="Выходные дни, кроме суббот, воскресений и праздников",
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Перенесённые выходные. Например: 09.01, 31.12. Через запятую, пробел или с новой строки.",
    )
    working_days = forms.CharField(
        label="Рабочие субботы и воскресенья",
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    short_days = forms.CharField(
        label="Дни, сокращённые на час",
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Обычно это кануны праздников (ст. 95 ТК РФ). На сроки они не влияют.",
    )
    source = forms.CharField(
        label="Источник",
        required=False,
        max_length=300,
        help_text="Постановление Правительства о переносе выходных: дата и номер.",
    )
    checked = forms.BooleanField(label="Сверено с официальным текстом", required=False)

    def __init__(self, *args: Any, year: int, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.year = year

    def _days(self, name: str) -> list[dt.date]:
        try:
            return read_days(self.cleaned_data[name], self.year)
        except ValueError as error:
            raise forms.ValidationError(
                f"«{error}» — не дата. Пишите так: 09.01 или 09.01.{self.year}."
            ) from None

    def clean_days_off(self) -> list[dt.date]:
        return self._days("days_off")

    def clean_working_days(self) -> list[dt.date]:
        return self._days("working_days")

    def clean_short_days(self) -> list[dt.date]:
        return self._days("short_days")


@access(VIEW_CALENDAR)
@require_GET
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The year by months, with what is known of it and how surely."""
    organization = request.organization  # type: ignore[attr-defined]
    chosen = today(organization).year if year is None else year
    if not FIRST_YEAR <= chosen <= LAST_YEAR:
        raise Http404
    known, row = year_of(chosen, organization=organization), edited_year(chosen, organization)
    own = row is not None and row.organization_id == organization.pk
    context = {
        "page_title": f"{TITLE}, {chosen}",
        "without_year": True,
        "year": chosen,
        "earlier": chosen - 1 if chosen > FIRST_YEAR else None,
        "later": chosen + 1 if chosen < LAST_YEAR else None,
        "known": known,
        "row": row,
        "own": own,
        "months": [_month(known, chosen, number) for number in range(1, 13)],
        "quarters": _quarters(known, chosen),
        "may_edit": EDIT_CALENDAR.allows(request.membership),  # type: ignore[attr-defined]
        "history": told(history_of(row)[:20]) if own and row else [],
    }
    return render(request, "core/calendar/page.html", context)


def is_working(known: Year, day: dt.date) -> bool:
    return day in known.working or (day.weekday() < 5 and day not in known.off)


def _month(known: Year, year: int, number: int) -> dict[str, Any]:
    weeks = [
        [_cell(known, day) if day.month == number else None for day in week]
        for week in months.Calendar(firstweekday=0).monthdatescalendar(year, number)
    ]
    working = sum(is_working(known, cell["day"]) for week in weeks for cell in week if cell)
    return {"name": MONTHS[number - 1], "weeks": weeks, "working": working}


def _cell(known: Year, day: dt.date) -> dict[str, Any]:
    if day in known.holidays and day not in known.working:
        return {"day": day, "tone": "holiday", "word": "праздник"}
    if not is_working(known, day):
        return {"day": day, "tone": "off", "word": "выходной" if day.weekday() < 5 else ""}
    if day in known.short:
        return {"day": day, "tone": "short", "word": "сокращённый"}
    return {"day": day, "tone": "", "word": "рабочий" if day.weekday() >= 5 else ""}


def _quarters(known: Year, year: int) -> list[int]:
    counts = [0, 0, 0, 0]
    day = dt.date(year, 1, 1)
    while day.year == year:
        counts[(day.month - 1) // 3] += is_working(known, day)
        day += dt.timedelta(days=1)
    return counts


class CalendarEdit(FormPage):
    access_rule = EDIT_CALENDAR
    form_class = CalendarForm
    done = "Календарь сохранён. Новые сроки считаются по нему."
    intro = (
        "Праздники статьи 112 ТК РФ, субботы и воскресенья портал знает сам. Впишите то, что отличается: переносы, "
        "рабочие выходные, сокращённые дни. Уже назначенные сроки не изменятся."
    )

    def load(self) -> None:
        self.organization = self.request.organization  # type: ignore[attr-defined]
        self.year = self.kwargs["year"]
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Http404

    def get_title(self) -> str:
        return f"Календарь на {self.year} год"

    def get_breadcrumbs(self) -> Crumbs:
        return ((TITLE, self.get_cancel_url()), (str(self.year), ""))

    def get_cancel_url(self) -> str:
        return reverse("core:calendar_year", args=[self.year])

    def get_context(self) -> dict[str, Any]:
        return {"without_year": True}

    def form_options(self) -> dict[str, Any]:
        known, row = (
            year_of(self.year, organization=self.organization),
            edited_year(self.year, self.organization),
        )
        weekdays_off = {day for day in known.off - known.holidays if day.weekday() < 5 or row is not None}
        return {
            "year": self.year,
            "initial": {
                "days_off": _listed(weekdays_off),
                "working_days": _listed(known.working),
                "short_days": _listed(known.short),
                "source": row.source if row else shipped_year(self.year).source if known.sure else "",
                "checked": known.sure,
            },
        }

    def save(self, form: CalendarForm) -> str:
        keep_calendar(
            self.organization,
            self.year,
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
        return self.get_cancel_url()


def _listed(days: Any) -> str:
    return ", ".join(f"{day:%d.%m}" for day in sorted(days))


class CalendarGiveBack(ConfirmPage):
    access_rule = EDIT_CALENDAR
    title = "Вернуть общий календарь"
    verb = "Вернуть"
    danger = True
    done = "Действует общий календарь."
    consequence = "Дни, которые вписала ваша организация, убираются. Уже назначенные сроки не изменятся."

    def load(self) -> None:
        self.organization = self.request.organization  # type: ignore[attr-defined]
        self.year = self.kwargs["year"]
        row = edited_year(self.year, self.organization)
        self.own = row is not None and row.organization_id == self.organization.pk

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.load()
        if not self.own:
            messages.info(request, "Своего календаря на этот год у организации нет.")
            return redirect("core:calendar_year", year=self.year)
        return super().get(request, **kwargs)

    def get_text(self) -> str:
        return f"Календарь организации на {self.year} год."

    def get_breadcrumbs(self) -> Crumbs:
        return ((TITLE, self.get_cancel_url()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("core:calendar_year", args=[self.year])

    def get_context(self) -> dict[str, Any]:
        return {"without_year": True}

    def save(self, form: Any) -> str:
        give_back(self.organization, self.year, actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()
