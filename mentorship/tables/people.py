"""The two bases as lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.addresses import row_address
from core.tables import DASH, ChipColumn, LinkColumn, NumberColumn, PortalTable, chip, escaped
from mentorship.selectors import base_columns as columns
from mentorship.selectors.next_steps import next_step
from mentorship.selectors.places import places_told
from mentorship.tones import ENTRY_TONES


def _card(entry: Any) -> str:
    return row_address("mentorship:person", entry.person_id)


class EntryTable(PortalTable):
    """What both bases show: who, where from, how far, what next."""

    name = LinkColumn(
        accessor="person__full_name",
        verbose_name="Фамилия, имя, отчество",
        order_by=("sort_name", "pk"),
        to=_card,
    )
    state = ChipColumn(verbose_name="Состояние", tones=ENTRY_TONES)
    next = tables.Column("Что дальше", empty_values=(), orderable=False)

    def __init__(self, *args: Any, may_act: bool = False, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.may_act = may_act

    def render_next(self, record: Any) -> str | SafeString:
        step = next_step(record)
        if not step.text:
            return DASH
        told = chip(step.text, step.tone) if step.tone in {"bad", "wait"} else step.text
        if self.may_act and step.url:
            return mark_safe(f'<a href="{escaped(step.url)}">{escaped(told)}</a>')  # noqa: S308
        return told

    def value_next(self, record: Any) -> str:
        return next_step(record).text


class ReadColumn(tables.Column):
    """A column that a function reads from the entry; hidden until it is chosen, never sorted by."""

    def __init__(self, label: str, read: Callable[[Any], Any]) -> None:
        super().__init__(label, empty_values=(), orderable=False, visible=False)
        self.read = read

    def render(self, record: Any) -> Any:
        return self.read(record) or DASH

    def value(self, record: Any) -> Any:
        return self.read(record) or None


def _own(label: str, accessor: str) -> tables.Column:
    """A column of the entry itself, hidden until it is chosen."""
    return tables.Column(label, accessor=accessor, visible=False, orderable=False)


class MenteeTable(EntryTable):
    group = tables.Column("Группа", accessor="person__group")
    project = tables.Column("Форма", accessor="project__form__title", order_by=("project__form__order",))
    main_request = tables.Column("Запрос", orderable=False)
    mentor_name = tables.Column("Наставник", orderable=False)
    category = tables.Column("Кто", accessor="person__category", visible=False, orderable=False)
    birth_date = tables.Column("Дата рождения", accessor="person__birth_date", visible=False)
    phone = tables.Column("Телефон", accessor="person__phone", visible=False)
    email = tables.Column("Почта", accessor="person__email", visible=False)
    contacts = ReadColumn("Контакты", columns.contacts_of)
    birth_year = ReadColumn("Год рождения", columns.birth_year)
    guardian = ReadColumn("Представитель", columns.guardians_of_entry)
    categories = ReadColumn("Категории", lambda entry: columns.titles(entry.categories))
    topics = ReadColumn("Запросы по карте", lambda entry: columns.titles(entry.topics))
    motives = _own("Почему участвует", "motives")
    mentor_wishes = _own("Пожелания к наставнику", "mentor_wishes")
    interests = _own("Интересы", "interests")
    meeting_format = _own("Формат встреч", "meeting_format")
    availability = _own("Когда удобно", "availability")
    entered_on = tables.Column("Вошёл в программу", accessor="entered_on", visible=False)
    partners = ReadColumn("ФИО наставника", columns.partners)
    pair_form = ReadColumn("Форма наставничества в паре", columns.pair_form)
    partner_place = ReadColumn("Место работы, учёбы наставника", columns.partner_place)
    pair_order = ReadColumn("Приказ о закреплении", columns.pair_order)
    approval_order = ReadColumn("Приказ об утверждении", columns.approval_order)
    ended_on = tables.Column("Завершил программу", accessor="ended_on", visible=False)
    results = _own("Результаты", "results")
    story_url = _own("Кейс, отзыв", "story_url")
    passed = ReadColumn("Прохождение программы", columns.passed)
    state_reason = _own("Причина завершения", "state_reason")

    class Meta(PortalTable.Meta):
        sequence = ("name", "group", "project", "state", "next", "main_request", "mentor_name")
        order_by = "name"

    def render_main_request(self, value: str) -> str:
        return f"{value[:77]}…" if len(value) > 78 else value

    def value_main_request(self, value: str) -> str:
        return value

    def render_mentor_name(self, value: str, record: Any) -> SafeString:
        address = row_address("mentorship:pair", record.pair_id)
        return mark_safe(f'<a href="{address}">{escaped(value)}</a>')  # noqa: S308

    def value_mentor_name(self, value: str) -> str:
        return value


class MentorTable(EntryTable):
    place = tables.Column("Откуда", empty_values=(), orderable=False)
    forms = tables.Column("Формы", empty_values=(), orderable=False)
    competences = tables.Column("Чем поможет", orderable=False)
    free = NumberColumn(verbose_name="Свободно мест", accessor="free_places", order_by=("free_places",))
    category = tables.Column("Кто", accessor="person__category", visible=False, orderable=False)
    birth_date = tables.Column("Дата рождения", accessor="person__birth_date", visible=False)
    phone = tables.Column("Телефон", accessor="person__phone", visible=False)
    email = tables.Column("Почта", accessor="person__email", visible=False)
    contacts = ReadColumn("Контакты", columns.contacts_of)
    birth_year = ReadColumn("Год рождения", columns.birth_year)
    topics = ReadColumn("Может помочь по карте", lambda entry: columns.titles(entry.topics))
    achievements = _own("Достижения", "achievements")
    experience = _own("Опыт", "experience")
    motives = _own("Почему участвует", "motives")
    interests = _own("Интересы", "interests")
    preferred_age = ReadColumn("Желаемый возраст", columns.preferred_age)
    training = ReadColumn("Обучение", columns.training_of)
    hours_per_week = _own("Часов в неделю", "hours_per_week")
    meeting_format = _own("Формат встреч", "meeting_format")
    availability = _own("Когда удобно", "availability")
    entered_on = tables.Column("Вошёл в программу", accessor="entered_on", visible=False)
    partners = ReadColumn("ФИО наставляемых", columns.partners)
    pair_form = ReadColumn("Форма наставничества в паре", columns.pair_form)
    partner_place = ReadColumn("Место работы, учёбы наставляемых", columns.partner_place)
    pair_order = ReadColumn("Приказ о закреплении", columns.pair_order)
    approval_order = ReadColumn("Приказ об утверждении", columns.approval_order)
    ended_on = tables.Column("Завершил программу", accessor="ended_on", visible=False)
    results = _own("Результаты", "results")
    story_url = _own("Кейс, отзыв", "story_url")
    state_reason = _own("Причина завершения", "state_reason")

    class Meta(PortalTable.Meta):
        sequence = ("name", "place", "forms", "state", "next", "competences", "free")
        order_by = "name"

    def render_place(self, record: Any) -> str:
        person = record.person
        return ", ".join(part for part in (person.group, person.position, person.employer) if part) or DASH

    value_place = render_place

    def render_forms(self, record: Any) -> str:
        return ", ".join(project.form.title for project in record.projects.all()) or "любая"

    value_forms = render_forms

    def render_competences(self, value: str) -> str:
        return f"{value[:77]}…" if len(value) > 78 else value

    def value_competences(self, value: str) -> str:
        return value

    def render_free(self, record: Any) -> SafeString:
        free, _, drafted = places_told(record).partition(", ")
        return format_html('{}<div class="small muted">{}</div>', free, drafted) if drafted else free

    def value_free(self, record: Any) -> str:
        return places_told(record)
