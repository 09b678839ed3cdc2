"""Names in cases: the hand wins, doubts come first, nobody's gender is guessed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.enums import Gender
from mentorship.domain.people import edit_person, set_case_forms
from mentorship.selectors.cases import doubtful_names, forms_of, full_name_in
from tests import factories


@pytest.fixture
def person(unscoped, org):
    return factories.person(
        org, last_name="Кобец", first_name="Пётр", middle_name="Ильич", gender=Gender.MALE
    )


def test_a_form_set_by_hand_wins_until_the_name_changes(person):
    assert full_name_in(person, "genitive") == "Кобеца Петра Ильича"
    kept = set_case_forms(person, {"genitive": " Кобца  Петра Ильича ", "dative": ""}, actor=None)
    assert kept.case_forms == {"genitive": "Кобца Петра Ильича"}
    assert full_name_in(kept, "genitive") == "Кобца Петра Ильича"
    assert [form.by_hand for form in forms_of(kept)] == [True, False, False, False, False]
    assert edit_person(kept, actor=None, phone="").case_forms == kept.case_forms
    assert edit_person(kept, actor=None, last_name="Образцов").case_forms == {}
    with pytest.raises(ValueError, match="no such case"):
        set_case_forms(person, {"vocative": "Петре"}, actor=None)


def test_a_person_of_unknown_gender_comes_first_as_a_problem(person, org):
    unknown = factories.person(org, last_name="Ли", first_name="Саша", middle_name="", gender="")
    sure = factories.person(
        org, last_name="Образцов", first_name="Лев", middle_name="Ильич", gender=Gender.MALE
    )
    found = doubtful_names([sure, person, unknown])
    assert [(one.person, one.is_problem) for one in found] == [(unknown, True), (person, False)]
    assert forms_of(unknown)[0].text == ""


def test_the_pages_show_doubts_and_keep_forms(person, curator, signed_in, org):
    programme = factories.programme(org, curator=curator.user)
    factories.mentee(programme, person=person)
    client = signed_in(curator)
    page = client.get(reverse("mentorship:names_check")).content.decode()
    assert "в фамилии может выпадать гласная" in page
    assert "Кобецу Петру Ильичу" in page
    address = reverse("mentorship:person_cases", args=[person.pk])
    assert "закрепить за наставником" in client.get(address).content.decode()
    answer = client.post(address, {"dative": "Кобцу Петру Ильичу"})
    assert answer.status_code == 302
    page = client.get(reverse("mentorship:names_check")).content.decode()
    assert "Кобцу Петру Ильичу" in page


def test_checking_costs_as_many_queries_for_three_as_for_one(person, curator, signed_in, org):
    programme = factories.programme(org, curator=curator.user)
    factories.mentee(programme, person=person)
    client = signed_in(curator)

    def count():
        client.get(reverse("mentorship:names_check"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("mentorship:names_check"))
        return len(found)

    one = count()
    for name in ("Хлебец", "Щегол"):
        factories.mentee(
            programme, person=factories.person(org, last_name=name, middle_name="Ильич", gender=Gender.MALE)
        )
    assert count() == one
