"""The bases in the columns and the order that the method recommends (methodology §3.1, §3.2): for files and paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_tables2 as tables

from core.tables import PortalTable, RowNumber
from mentorship.selectors import base_columns as columns


class Official(tables.Column):
    """A column that a function reads from the entry; what is not known stays empty, the column stands."""

    def __init__(self, label: str, read: Callable[[Any], Any]) -> None:
        super().__init__(label, empty_values=(), orderable=False)
        self.read = read

    def render(self, record: Any) -> Any:
        return self.read(record) or ""

    def value(self, record: Any) -> Any:
        return self.read(record) or None


def _name(entry: Any) -> str:
    return str(entry.person.full_name)


def _place(entry: Any) -> str:
    person = entry.person
    return ", ".join(part for part in (person.group, person.position, person.employer) if part)


def _resource(entry: Any) -> str:
    """«Ресурс времени»: hours a week, when, and how the meetings go."""
    hours = f"{entry.hours_per_week:g} ч в неделю".replace(".", ",") if entry.hours_per_week else ""
    return "; ".join(part for part in (hours, entry.availability) if part)


def _own(name: str) -> Callable[[Any], Any]:
    return lambda entry: getattr(entry, name)


class _OfficialTable(PortalTable):
    number = RowNumber()

    class Meta(PortalTable.Meta):
        order_by = ("sort_name", "pk")


class OfficialMentees(_OfficialTable):
    """База наставляемых."""

    person = Official("ФИО наставляемого", _name)
    contacts = Official("Контактные данные (для несовершеннолетних — представителя)", columns.contacts_of)
    birth_year = Official("Год рождения", columns.birth_year)
    request = Official("Основной запрос", _own("main_request"))
    entered_on = Official("Дата вхождения в программу", _own("entered_on"))
    partners = Official("ФИО наставника", columns.partners)
    form = Official("Форма наставничества", columns.pair_form)
    place = Official("Место работы (учёбы) наставника", columns.partner_place)
    ended_on = Official("Дата завершения программы", _own("ended_on"))
    results = Official("Результаты программы", _own("results"))
    story = Official("Ссылка на кейс, отзыв наставляемого", _own("story_url"))
    passed = Official("Отметка о прохождении программы", columns.passed)


class OfficialMentors(_OfficialTable):
    """База наставников."""

    person = Official("ФИО наставника", _name)
    contacts = Official("Контактные данные", columns.contacts_of)
    place = Official("Место работы (учёбы) наставника", _place)
    competences = Official("Основные компетенции", _own("competences"))
    achievements = Official("Важные для программы достижения", _own("achievements"))
    interests = Official("Интересы", _own("interests"))
    preferred_age = Official("Желаемый возраст наставляемых", columns.preferred_age)
    resource = Official("Ресурс времени", _resource)
    entered_on = Official("Дата вхождения в программу", _own("entered_on"))
    partners = Official("ФИО наставляемого (наставляемых)", columns.partners)
    form = Official("Форма наставничества", columns.pair_form)
    partner_place = Official("Место работы (учёбы) наставляемого", columns.partner_place)
    ended_on = Official("Дата завершения программы", _own("ended_on"))
    results = Official("Результаты программы", _own("results"))
    story = Official("Ссылка на кейс, отзыв", _own("story_url"))
