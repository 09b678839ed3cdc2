"""Places of work from the cards: compared by name, proposed, confirmed by the curator."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.enums import Role
from mentorship.domain.partners import link_employees
from mentorship.employers import employer_key
from mentorship.models import PartnerEmployee, PartnerOrganization
from mentorship.selectors.employers import people_of_employer, unlinked_employers
from tests import factories

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.mark.parametrize(
    "text",
    [
        "ООО «Звёздный путь»",
        "ооо звездный путь",
        '  "ЗВЕЗДНЫЙ   ПУТЬ", ООО',
        "Общество с ограниченной ответственностью «Звёздный Путь»",
        "Звёздный-путь",
    ],
)
def test_spellings_of_one_name_have_one_key(text):
    assert employer_key(text) == "звездный путь"


@pytest.mark.parametrize(
    ("text", "key"),
    [("АО", "ао"), ("«—»", ""), ("ИП Образцов П.И.", "образцов п и"), ("ПАО «Завод № 7»", "завод 7")],
)
def test_odd_names_have_keys_of_their_own(text, key):
    assert employer_key(text) == key


@given(st.text(max_size=60))
def test_any_text_has_a_key_that_quotes_and_case_do_not_change(text):
    key = employer_key(text)
    assert employer_key(key) in {key, key}
    assert employer_key(f"«{text}»") == key
    assert len(key) <= 300


def people(org, *places, **given):
    return [factories.person(org, employer=place, category="employer", **given) for place in places]


def test_places_are_grouped_and_a_partner_of_that_name_is_proposed(org, curator):
    partner = factories.partner(org, short_name="ООО «Вектор»")
    people(org, "ООО «Вектор»", "вектор", "АО «Прочее»", "—")
    factories.person(org, employer="ООО «Вектор»", category="employee")
    vector, other = unlinked_employers(curator)
    assert (vector.partner, vector.people, len(vector.spellings)) == (partner, 2, 2)
    assert (other.text, other.partner) == ("АО «Прочее»", None)
    assert len(people_of_employer(curator, "ВЕКТОР")) == 2
    assert not people_of_employer(curator, "")


def test_a_name_confirmed_once_is_known_and_two_of_a_name_are_not_guessed(org, curator):
    partner = factories.partner(org, short_name="ООО «Вектор»")
    [first] = people(org, "завод Вектор-М")
    link_employees(partner, [first], actor=None)
    people(org, "Завод «ВЕКТОР-М»")
    [row] = unlinked_employers(curator)
    assert row.partner == partner
    factories.partner(org, short_name="АО «Завод Вектор М»")
    [row] = unlinked_employers(curator)
    assert (row.partner, row.rivals) == (None, 2)


def test_the_curator_confirms_chooses_or_enters(org, curator, signed_in):
    partner = factories.partner(org, short_name="ООО «Вектор»")
    people(org, "Вектор", "АО «Прочее»", "ИП Примеров")
    client = signed_in(curator)
    page = client.get(reverse("mentorship:employers")).content.decode()
    assert "ООО «Вектор»" in page
    client.post(reverse("mentorship:employer_confirm", args=[partner.pk]), {"employer": "Вектор"})
    assert PartnerEmployee.objects.get().partner == partner
    link = reverse("mentorship:employer_link") + "?employer=АО «Прочее»"
    assert "АО «Прочее»" in client.get(link).content.decode()
    client.post(link, {"partner": partner.pk})
    assert PartnerEmployee.objects.filter(partner=partner).count() == 2
    add = reverse("mentorship:partner_create") + "?employer=ИП Примеров"
    given = {"short_name": "ИП Примеров", "full_name": "ИП Примеров П. П.", "kind": "employer"}
    client.post(add, given)
    made = PartnerOrganization.objects.exclude(pk=partner.pk).get()
    assert made.employees.count() == 1
    assert "Всё связано" in client.get(reverse("mentorship:employers")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_places(rows, org, curator, queries_of):
    for number in range(rows):
        factories.partner(org, short_name=f"ООО «Вектор-{number}»")
        people(org, f"Вектор-{number}")
    assert queries_of(lambda: unlinked_employers(curator)) == 3


def test_a_project_curator_has_no_such_page(org, signed_in):
    client = signed_in(factories.membership(org, Role.PROJECT_CURATOR))
    assert client.get(reverse("mentorship:employers")).status_code == 403
