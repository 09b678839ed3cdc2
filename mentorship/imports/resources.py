"""django-import-export resources: which column goes to which attribute, cleaned by which rule.

They map and compare; rules and writes are `mentorship.domain`'s. A row holds only the cells that are filled, so an
empty cell never erases what is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from import_export import fields, resources, widgets

from core.sheets import cell_text
from mentorship.imports import cells
from mentorship.models import MenteeEntry, MentorEntry, Person


class CellWidget(widgets.Widget):
    """A widget by one function of `cells`; ValueError becomes the error of the cell."""

    def __init__(self, clean: Callable[[object], Any]) -> None:
        super().__init__()
        self._clean = clean

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self._clean(value)


class BirthDateWidget(widgets.Widget):
    """Births are judged by the organisation's own day, passed as `today`."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date:
        return cells.birth_date(value, kwargs["today"])


class PastDayWidget(widgets.Widget):
    """A day that has come, by the organisation's own calendar."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date:
        return cells.past_day(value, kwargs["today"])


def _field(name: str, clean: Callable[[object], Any]) -> fields.Field:
    return fields.Field(attribute=name, column_name=name, widget=CellWidget(clean))


def _text(name: str, limit: int = 300) -> fields.Field:
    return _field(name, lambda cell: cells.text(cell, limit=limit))


@dataclass(frozen=True)
class Change:
    """One attribute before and after, as a person reads them."""

    label: str
    before: str
    after: str
    field: str = ""


class RowResource(resources.ModelResource):
    """Shared reading of one row into an instance."""

    def read_row(
        self, instance: models.Model, row: dict[str, object], *, today: dt.date
    ) -> dict[str, list[str]]:
        """Set the attributes that `row` names; returns column → messages for the cells that could not be read."""
        problems: dict[str, list[str]] = {}
        for name, cell in row.items():
            field = self.fields[name]
            try:
                setattr(instance, field.attribute, field.widget.clean(cells.refuse_error(cell), today=today))
            except ValueError as error:
                problems[name] = [str(error)]
        return problems

    def snapshot(self, instance: models.Model) -> dict[str, Any]:
        return {name: getattr(instance, name) for name in self.Meta.fields}

    def changes(self, before: dict[str, Any], instance: models.Model) -> list[Change]:
        """What differs from a snapshot, with Russian labels and values."""
        found = []
        for name, old in before.items():
            value = getattr(instance, name)
            if value != old:
                field = instance._meta.get_field(name)
                found.append(
                    Change(str(field.verbose_name), _shown(field, old), _shown(field, value), name)  # type: ignore[union-attr]
                )
        return found


def _shown(field: Any, value: Any) -> str:
    labels = dict(getattr(field, "flatchoices", ()) or ())
    return str(labels[value]) if value in labels else cell_text(value)


class PersonResource(RowResource):
    last_name = _text("last_name", 80)
    first_name = _text("first_name", 80)
    middle_name = _text("middle_name", 80)
    birth_date = fields.Field(attribute="birth_date", column_name="birth_date", widget=BirthDateWidget())
    gender = _field("gender", cells.gender)
    category = _field("category", cells.category)
    group = _text("group", 40)
    position = _text("position", 200)
    employer = _text("employer")
    email = _field("email", cells.email)
    phone = _field("phone", cells.phone)
    address = _text("address")

    class Meta:
        model = Person
        fields: tuple[str, ...] = (
            "last_name",
            "first_name",
            "middle_name",
            "birth_date",
            "gender",
            "category",
            "group",
            "position",
            "employer",
            "email",
            "phone",
            "address",
        )


class EntryResource(RowResource):
    """What both bases share."""

    motives = _text("motives", cells.MAX_TEXT)
    availability = _text("availability", 200)
    story_url = _field("story_url", cells.link)
    entered_on = fields.Field(attribute="entered_on", column_name="entered_on", widget=PastDayWidget())


_ENTRY = ("motives", "availability", "story_url", "entered_on")


class MenteeResource(EntryResource):
    main_request = _text("main_request", cells.MAX_TEXT)
    mentor_wishes = _text("mentor_wishes", cells.MAX_TEXT)
    interests = _text("interests", cells.MAX_TEXT)
    meeting_format = _field("meeting_format", cells.meeting_format)
    results = _text("results", cells.MAX_TEXT)

    class Meta:
        model = MenteeEntry
        fields: tuple[str, ...] = (
            "main_request",
            "mentor_wishes",
            "interests",
            "meeting_format",
            "results",
            *_ENTRY,
        )


class MentorResource(EntryResource):
    competences = _text("competences", cells.MAX_TEXT)
    achievements = _text("achievements", cells.MAX_TEXT)
    experience = _text("experience", cells.MAX_TEXT)
    interests = _text("interests", cells.MAX_TEXT)
    meeting_format = _field("meeting_format", cells.meeting_format)
    results = _text("results", cells.MAX_TEXT)
    hours_per_week = _field("hours_per_week", cells.hours)
    capacity = _field("capacity", cells.capacity)

    class Meta:
        model = MentorEntry
        fields: tuple[str, ...] = (
            "competences",
            "achievements",
            "experience",
            "interests",
            "meeting_format",
            "results",
            "hours_per_week",
            "capacity",
            *_ENTRY,
        )
