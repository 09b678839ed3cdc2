"""Quick widgets write what Django's own templates write."""

import datetime as dt

import pytest
from django import forms
from django.test.html import parse_html
from hypothesis import given
from hypothesis import strategies as st

from core.models import Organization
from core.widgets import QUICK, quicken
from tests import factories

CHOICES = [("", "Все"), (1, "Один <b>"), ("два", "Два & три"), (None, "Пусто")]
VALUES = [None, "", "1", 1, "два", "<script>", 'a"b', 0, dt.date(2026, 11, 21)]


def twins(kind: type[forms.Widget], **options: object) -> tuple[forms.Widget, forms.Widget]:
    attrs = {"class": "form-control", "required": True, "disabled": False, "data-x": 'q"<'}
    own, quick = kind(attrs=attrs, **options), kind(attrs=attrs, **options)
    quicken(quick)
    assert type(quick) is QUICK[kind]
    return own, quick


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("kind", [kind for kind in QUICK if kind is not forms.Select])
def test_inputs(kind: type[forms.Widget], value: object) -> None:
    own, quick = twins(kind)
    attrs = {"id": "id_x", "maxlength": "20"}
    assert parse_html(quick.render("x", value, attrs)) == parse_html(own.render("x", value, attrs))


@pytest.mark.parametrize("value", VALUES)
def test_selects(value: object) -> None:
    own, quick = twins(forms.Select, choices=CHOICES)
    assert parse_html(quick.render("x", value, {"id": "id_x"})) == parse_html(
        own.render("x", value, {"id": "id_x"})
    )


def test_groups_of_choices_are_left_to_django() -> None:
    own, quick = twins(forms.Select, choices=[("Группа", [("1", "Один")]), ("2", "Два")])
    assert quick.render("x", "1") == own.render("x", "1")


@given(st.text(max_size=20))
def test_any_text_is_escaped(text: str) -> None:
    own, quick = twins(forms.TextInput)
    assert parse_html(quick.render("x", text)) == parse_html(own.render("x", text))


def test_other_widgets_are_left_alone() -> None:
    widget = forms.PasswordInput()
    quicken(widget)
    assert type(widget) is forms.PasswordInput


def test_choices_from_the_database_cost_one_query_and_are_the_same(db, django_assert_num_queries) -> None:
    factories.organization()

    class Form(forms.Form):
        place = forms.ModelChoiceField(Organization.objects.order_by("pk"), empty_label="Все")

    own, quick = Form({"place": ""}), Form({"place": ""})
    quicken(quick.fields["place"].widget)
    with django_assert_num_queries(1):
        drawn = str(quick["place"])
    assert parse_html(drawn) == parse_html(str(own["place"]))
