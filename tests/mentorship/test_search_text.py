"""What a search of the bases looks in follows the person and the place on every path of writing."""

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.searching import search_words
from mentorship.domain.people import edit_person
from mentorship.models import MenteeEntry, MentorEntry, Person
from tests import factories

pytestmark = pytest.mark.usefixtures("scoped")
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def text_of(entry):
    return type(entry).objects.values_list("search_text", flat=True).get(pk=entry.pk)


def test_name_group_and_request_are_folded_and_follow_every_change(programme):
    person = factories.person(programme.organization, last_name="Ёжикова", group="ТМ-21")
    entry = factories.mentee(programme, person=person, main_request="Хочу в ЁЛОЧНЫЙ Цех, ABC")
    text = text_of(entry)
    assert text == f"{person.search_key} тм-21 хочу в елочный цех, abc"
    edit_person(person, actor=None, last_name="Яшмова")
    assert text_of(entry).startswith("яшмова ")
    Person.objects.filter(pk=person.pk).update(group="ЮР-1")
    assert " юр-1 " in text_of(entry)
    MenteeEntry.objects.filter(pk=entry.pk).update(main_request="")
    assert "цех" not in text_of(entry)


def test_a_mentor_is_searched_by_work_and_competences(programme):
    person = factories.person(programme.organization, employer="ООО «Ромашка»", position="Технолог")
    entry = factories.mentor(programme, person=person, competences="Чтение ЧЕРТЕЖЕЙ")
    for word in ("ромашка", "технолог", "чертежей"):
        assert word in text_of(entry)


def test_rows_written_in_bulk_and_moved_to_another_person_have_their_text(programme):
    first, second = (factories.person(programme.organization) for _ in range(2))
    for model in (MenteeEntry, MentorEntry):
        model.objects.bulk_create(
            [model(organization=programme.organization, programme=programme, person=first)]
        )
        entry = model.objects.get()
        assert text_of(entry).startswith(first.search_key)
        model.objects.update(person=second)
        assert text_of(entry).startswith(second.search_key)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=RUSSIAN + RUSSIAN.upper() + "abYZ019 -", min_size=2, max_size=60))
def test_any_request_is_found_by_its_words_in_any_case(programme, text):
    entry = factories.mentee(programme, main_request=text)
    folded = text_of(entry)
    for spelling in (text, text.upper(), text.lower(), text.replace("ё", "е")):
        assert all(word in folded for word in search_words(spelling))


def test_a_long_request_is_kept_whole_and_searched_by_its_beginning(programme):
    entry = factories.mentee(programme, main_request="слово " * 3000)
    assert len(text_of(entry)) < 4000
    assert len(MenteeEntry.objects.get(pk=entry.pk).main_request) == 18_000


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_what_the_page_costs(count, programme, curator, signed_in, django_assert_num_queries):
    people = [
        factories.mentee(programme, person=factories.person(programme.organization, last_name="Яшмова"))
        for _ in range(count)
    ]
    client, address = signed_in(curator), reverse("mentorship:mentees")
    client.get(address)
    for query in ({}, {"q": "яшмова"}):
        with django_assert_num_queries(6):
            page = client.get(address, query)
        assert page.context["page"].total == len(people)


def test_a_search_that_fills_more_than_a_page_tells_how_many(programme, curator, signed_in):
    for _ in range(27):
        factories.mentee(programme, person=factories.person(programme.organization, last_name="Яшмова"))
    client, address = signed_in(curator), reverse("mentorship:mentees")
    first = client.get(address, {"q": "яшмова"}).context["page"]
    second = client.get(address, {"q": "яшмова", "page": 2}).context["page"]
    assert (first.total, len(first.rows), second.total, len(second.rows)) == (27, 25, 27, 2)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the plan is PostgreSQL's")
def test_the_index_by_trigrams_can_answer(programme):
    with connection.cursor() as cursor:
        for way in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    for model in (MenteeEntry, MentorEntry):
        assert "_search_trgm" in model._base_manager.filter(search_text__contains="образцова").explain()
