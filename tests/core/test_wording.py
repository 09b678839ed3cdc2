"""What a person reads is Russian: headings of lists, labels of filters and forms."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.forms.forms import BaseForm
from django.urls import get_resolver
from django_tables2 import Table

from core.filters import PortalFilterSet
from core.forms import PortalForm, PortalModelForm
from core.tables import PortalTable

# Words that are written so in Russian as well.
PLACEHOLDER = re.compile(r"\{\w+\}")  # «{number}-ОД»
LATIN = re.compile(
    r"\b(?:QR|SWOT|PDF|PNG|JPEG|OpenDocument|docx|xlsx?|ods|txt|DOCX|XLSX|XLS|CSV|ODS|Excel|Word|e-mail|ID|URL|HTML|JSON|YAML|iCalendar|S|I|V|X+)\b"
)


def subclasses(base: type) -> Iterator[type[Any]]:
    _ = get_resolver().url_patterns  # every view, and so every table and form, is imported
    for each in base.__subclasses__():
        if not each.__module__.startswith("tests."):
            yield each
            yield from subclasses(each)


def not_russian(text: object) -> bool:
    return bool(re.search("[A-Za-z]", LATIN.sub("", PLACEHOLDER.sub("", str(text)))))


def headings() -> Iterator[tuple[str, str]]:
    for table in subclasses(PortalTable):
        shown = table.__new__(table)
        Table.__init__(shown, data=[])
        for column in shown.columns:
            yield f"{table.__name__}.{column.name}", column.header


def labels() -> Iterator[tuple[str, str]]:
    for base in (PortalForm, PortalModelForm):
        for form in subclasses(base):
            assert issubclass(form, BaseForm)
            for name, field in form.base_fields.items():
                yield f"{form.__name__}.{name}", field.label if field.label is not None else name
                yield f"{form.__name__}.{name} (help)", field.help_text
    for filters in subclasses(PortalFilterSet):
        for name, each in filters.base_filters.items():
            yield f"{filters.__name__}.{name}", each.label if each.label is not None else name


@pytest.mark.parametrize("texts", [headings, labels], ids=["tables", "forms"])
def test_headings_and_labels_are_russian(texts: Any) -> None:
    told = list(texts())
    assert len(told) > 20
    assert [each for each in told if not_russian(each[1])] == []
