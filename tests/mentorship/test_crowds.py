"""A crowd under one key is not compared with itself, and nobody alike is lost by that."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.likeness import compare, keys_of, traits_of
from mentorship.models import Person
from mentorship.selectors.crowds import Crowd
from mentorship.selectors.duplicates import candidate, find_duplicates
from tests import factories

lasts = st.text(alphabet="абв", min_size=5, max_size=8)
firsts = st.sampled_from(["", "А", "Анна", "Анна", "Алла", "Ася"])
middles = st.sampled_from(["", "И", "Ивановна", "Ильинична"])
people = st.builds(traits_of, lasts, firsts, middles)


@given(st.lists(people, min_size=2, max_size=25))
def test_a_finer_key_loses_nobody_alike(everybody):
    for column in ("head_key", "tail_key", "brief_key"):
        groups = {}
        for number, one in enumerate(everybody):
            if key := keys_of(one)[column]:
                groups.setdefault(key, []).append((number, one))
        for cards in groups.values():
            crowd = Crowd(column, cards)
            for _, one in cards:
                alike = {number for number, other in cards if compare(one, other) is not None}
                if column != "brief_key":  # surnames that differ otherwise are found by other keys
                    alike = {
                        n for n, other in cards if n in alike and (other.last != one.last or other is one)
                    }
                assert alike <= crowd.like(one) | {n for n, other in cards if other == one}


@pytest.mark.slow
@pytest.mark.usefixtures("scoped")
def test_two_thousand_near_namesakes_are_sorted_in_a_moment(org):
    letters = "абвгдежзиклмн"
    names = [f"Пример{a}{b}{c}ов" for a in letters for b in letters for c in letters][:2000]
    values = [
        {"last_name": name, "first_name": "Пётр", "middle_name": "Ильич", "phone": "+70000000000"}
        for name in names
    ]
    Person.objects.bulk_create(
        Person(organization=org, search_key="x", **one, **factories._keys(one)) for one in values
    )
    began = time.process_time()
    found = find_duplicates(org, [candidate(number, **one) for number, one in enumerate(values)])
    assert time.process_time() - began < 20
    assert len(found) == 2000
    assert max(map(len, found.values())) < 200  # surnames a letter or two apart, not everybody


@pytest.mark.usefixtures("scoped")
def test_a_familys_phone_finds_all_of_them(org):
    for number in range(3):
        factories.person(org, last_name=f"Семейный{'абв'[number]}{'где'[number]}", phone="+79990001122")
    one = candidate(1, last_name="Иной", first_name="Лев", phone="+79990001122")
    assert len(find_duplicates(org, [one])[1]) == 3
