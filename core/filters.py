"""Filters of lists: kept in the address, told as chips, tolerant in search."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from core.forms import dress_widgets
from core.russian import date_short
from core.searching import search_condition

ANY = "Все"


class SearchFilter(filters.CharFilter):
    """`q = SearchFilter(folded=("person__search_key",), plain=("group",))`; see `search_condition`.

    Large lists keep everything that is searched in one folded column of their own, with `initials` in another: an
    «or» over columns of several tables reads them all.
    """

    def __init__(
        self,
        *,
        folded: tuple[str, ...] = (),
        plain: tuple[str, ...] = (),
        initials: tuple[str, ...] = (),
        **extra: Any,
    ) -> None:
        extra.setdefault("label", "Поиск")
        super().__init__(max_length=200, **extra)
        self.folded, self.plain, self.initials = folded, plain, initials
        self.extra["widget"] = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        return qs.filter(
            search_condition(value, folded=self.folded, plain=self.plain, initials=self.initials)
        )


@dataclass(frozen=True)
class FilterChip:
    """One filter in force; `without` is the query string of the list without it."""

    label: str
    value: str
    without: str


class PortalFilterSet(filters.FilterSet):
    """A FilterSet whose form wears the portal's look. A value that does not fit empties the list and says so.

    With `asked` only these filters are made at all: a list is mostly narrowed by one of many.
    """

    def __init__(self, *args: Any, asked: Collection[str] | None = None, **extra: Any) -> None:
        if asked is not None:
            known = self.base_filters
            self.base_filters = {name: known[name] for name in known if name in asked}
        super().__init__(*args, **extra)
        dress_widgets(self.form)
        for field in self.form.fields.values():
            if getattr(field, "empty_label", None) == "---------":
                field.empty_label = ANY
            if isinstance(field, forms.NullBooleanField):
                # Django's own word for «either» is «not known».
                field.widget.choices = [("", ANY), *list(field.widget.choices)[1:]]

    @property
    def qs(self) -> QuerySet:
        if self.is_bound and not self.form.is_valid():
            return self.queryset.none()
        return super().qs

    def chips(self, query: QueryDict) -> list[FilterChip]:
        """The filters in force, each with the address that drops it."""
        if not self.is_bound or not self.form.is_valid():
            return []
        found = []
        for name, value in self.form.cleaned_data.items():
            text = _told(self.form.fields[name], value)
            if text:
                found.append(
                    FilterChip(str(self.form.fields[name].label or name), text, _without(query, name))
                )
        return found


def asked_filters(filterset_class: type[PortalFilterSet], query: QueryDict) -> set[str]:
    """The filters that the address gives a value to, or a side of whose range («date_after»)."""
    known = filterset_class.base_filters
    given = [name for name, value in query.items() if value]
    return {name for key in given for name in (key, key.rpartition("_")[0]) if name in known}


def _without(query: QueryDict, name: str) -> str:
    """The query string less one filter (with its `_min`, `_max`, `_after`, `_before`) and less the page."""
    parts = {name, *(f"{name}_{suffix}" for suffix in ("min", "max", "after", "before"))}
    kept = [
        (key, item) for key, items in query.lists() for item in items if key not in parts | {"page"} and item
    ]
    return urlencode(kept)


def _told(field: forms.Field, value: Any) -> str:
    """A cleaned value in words; empty when the filter is not in force."""
    if isinstance(value, slice):
        sides = (("с", value.start), ("по", value.stop))
        return " ".join(f"{word} {_day(side)}" for word, side in sides if side is not None)
    if value in (None, "", []) or (isinstance(value, QuerySet) and not value):
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(_choice(field, item) for item in value)
    return _choice(field, value)


def _choice(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        for code, label in field.choices:  # type: ignore[misc, union-attr]
            if str(code) == str(value):
                return str(label)
    return _day(value)


def _day(value: Any) -> str:
    return date_short(value) if hasattr(value, "year") else str(value)
