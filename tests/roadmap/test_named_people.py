"""People of the institution that a plan's words name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.enums import Role
from roadmap.domain.imports import apply_import, edit_row, paste_plan
from roadmap.models import Activity, Assignee
from roadmap.named_people import Member, people_named
from tests import factories

MEMBERS = [
    Member(1, "Примерова Анна Сергеевна", "заместитель директора по воспитательной работе"),
    Member(2, "Образцов Пётр Ильич", "директор"),
    Member(3, "Тестова Вера Андреевна", "педагог-психолог"),
    Member(4, "Тестова Ольга Игоревна", "методист"),
    Member(5, "Ли Нина Олеговна", "заместитель директора по учебной работе"),
]


@pytest.mark.parametrize(
    ("text", "users"),
    [
        ("Примерова А.С.", [1]),
        ("А. С. Примерова, П.И. Образцов", [1, 2]),
        ("Отв. Примерову Анну Сергеевну", [1]),
        ("Примеровой А. С.", [1]),
        ("Примерова П.С.", []),
        ("Примерова", [1]),
        ("Тестова", []),
        ("Тестова О.И.", [4]),
        ("Зам. директора по ВР", [1]),
        ("заместителю директора по воспитательной работе", [1]),
        ("Зам. директора по УР, психолог", [5]),
        ("педагог-психолог", [3]),
        ("Заместители директора", []),
        ("директор", []),
        ("Ли Н.О.", [5]),
        ("лицей", []),
        ("Классные руководители", []),
        ("", []),
    ],
)
def test_people_are_found_by_surname_and_by_post(text: str, users: list[int]) -> None:
    assert people_named(text, MEMBERS) == users


@given(
    st.text(max_size=80),
    st.lists(st.builds(Member, st.integers(1, 9), st.text(max_size=30), st.text(max_size=30))),
)
def test_any_words_and_names_are_compared_without_breaking(text: str, members: list[Member]) -> None:
    found = people_named(text, members)
    assert len(found) == len(set(found))
    assert set(found) <= {member.user for member in members}


def planned(programme, who: str):
    return paste_plan(programme, f"Мероприятие\tСрок\tОтветственный\nСобраться\tмай\t{who}", actor=None)


@pytest.mark.django_db
def test_named_person_and_role_answer_for_the_activity(org, curator, unscoped):
    programme = factories.programme(org)
    name = curator.user.full_name.split()
    made = planned(programme, f"{name[0]} {name[1][0]}.{name[2][0]}., педагог-психолог")
    assert list(made.plans[0]["rows"][0]["people"]) == [curator.user_id]
    apply_import(made, actor=None)
    rows = Assignee.objects.filter(activity=Activity.objects.get())
    assert {(row.role, row.user_id) for row in rows} == {("", curator.user_id), (Role.PSYCHOLOGIST, None)}


@pytest.mark.django_db
def test_chosen_roles_and_people_stay_as_chosen(org, curator, unscoped):
    made = planned(factories.programme(org), "Директор")
    edit_row(made, 0, responsible="Директор", roles=(Role.MENTOR.value,), people=(curator.user_id, 99_999))
    apply_import(made, actor=None)
    rows = Assignee.objects.all()
    assert {(row.role, row.user_id) for row in rows} == {("", curator.user_id), (Role.MENTOR, None)}


@pytest.mark.django_db
def test_changed_words_name_new_roles_unless_roles_were_chosen(org, unscoped):
    made = planned(factories.programme(org), "Директор")
    row = edit_row(made, 0, responsible="Директор", roles=(Role.DIRECTOR.value,)).rows[0]
    assert row.roles is None
    row = edit_row(made, 0, responsible="Куратор").rows[0]
    assert row.answering == (Role.CURATOR,)
