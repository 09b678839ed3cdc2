"""Names are cleaned and compared; gender is read, never guessed; namesakes are told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.selectors.audit import history_of
from mentorship.domain.people import add_guardian, create_person, edit_person, remove_guardian
from mentorship.naming import clean_name, name_problem, search_key, split_full_name, unordered_key
from mentorship.selectors.people import people_visible_to
from tests import factories
from tests.mentorship.conftest import guardian_for


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ЁЛКИН Семён", "елкин семен"),
        ("Eлкин\u200b Семён", "елкин семен"),
        ("Йод\u0306ова  Анна", None),
        ("Римская-Образцова Анна", "римская-образцова анна"),
        ("О’Тестов Пётр", "отестов петр"),
    ],
)
def test_equal_names_have_one_key(written, key):
    found = search_key(*written.split())
    assert found == key if key else found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Образцов", ""),
        ("Smith", ""),
        ("Тестов2", "только буквы"),
        ("=HYPERLINK(1)", "только буквы"),
        ("<script>", "только буквы"),
        ("{{7*7}}", "только буквы"),
        ("Образцовf", "смешаны"),
        ("А" * 81, "длиннее"),
    ],
)
def test_what_is_no_name(text, problem):
    assert problem in name_problem(clean_name(text)) if problem else not name_problem(clean_name(text))


def test_full_names_are_split():
    assert split_full_name("Мамедов Али Тест оглы").middle_name == "Тест оглы"
    assert split_full_name("Образцов Пётр").middle_name == ""
    assert split_full_name("Образцов") is None
    assert unordered_key("образцов петр") == unordered_key("петр образцов")


@given(st.text(max_size=40))
def test_cleaning_a_name_twice_changes_nothing(text):
    assert clean_name(clean_name(text)) == clean_name(text)


def test_a_person_is_entered_with_key_gender_and_history(org, scoped):
    person = create_person(
        org,
        actor=None,
        last_name=" ёлкина ",
        first_name="Анна",
        middle_name="Петровна",
        birth_date=date(2009, 1, 1),
    )
    assert person.search_key == "елкина анна петровна"
    assert person.gender == "female"
    edit_person(person, actor=None, group="ТМ-22")
    edit_person(person, actor=None, group="ТМ-22")
    assert [entry.action for entry in history_of(person)] == ["person.edited", "person.created"]


def test_gender_is_not_guessed_from_a_first_name(org, scoped):
    assert create_person(org, actor=None, last_name="Примерова", first_name="Анна").gender == ""


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last_name": " "}, "last_name"),
        ({"first_name": "Анна<b>"}, "first_name"),
        ({"birth_date": date(2990, 1, 1)}, "birth_date"),
        ({"birth_date": date(1890, 1, 1)}, "birth_date"),
    ],
)
def test_impossible_people_are_refused_at_their_field(org, scoped, values, field):
    with pytest.raises(DomainError) as caught:
        create_person(org, actor=None, **{"last_name": "Тестова", "first_name": "Анна"} | values)
    assert caught.value.field == field


def test_representatives_are_grown_up_and_tied_once(org, scoped):
    ward = factories.person(org)
    parent = guardian_for(ward)
    assert add_guardian(ward, guardian=parent, kind="mother", actor=None).guardian == parent
    with pytest.raises(DomainError, match="18 лет"):
        add_guardian(ward, guardian=factories.person(org), kind="mother", actor=None)
    with pytest.raises(DomainError, match="сам себя"):
        add_guardian(ward, guardian=ward, kind="mother", actor=None)
    remove_guardian(ward.guardian_links.get(), actor=None, reason="опека снята")
    assert not ward.guardian_links.exists()


def test_a_project_curator_sees_only_their_people(org, programme, project, scoped):
    from core.enums import Role

    member = factories.membership(org, Role.PROJECT_CURATOR)
    project.curators.add(member.user)
    mine = factories.mentee(programme, project=project)
    parent = guardian_for(mine.person)
    other = factories.mentee(programme, project=factories.project(programme))
    seen = set(people_visible_to(member))
    assert {mine.person, parent} <= seen
    assert other.person not in seen
    assert not people_visible_to(factories.membership(org, Role.INFORMANT))
