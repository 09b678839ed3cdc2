"""Cards that may be one person are found, weighed with reasons, and never called the same when they are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.likeness import KEY_COLUMNS, Level, compare, keys_of, phone_digits, traits_of
from mentorship.models import Person
from mentorship.selectors.duplicates import candidate, candidate_of, find_duplicates
from tests import factories

BORN = date(2009, 3, 2)


def person(name, **more):
    return traits_of(*name.split(), **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлкина Анна Петровна", "ЕЛКИНА АННА ПЕТРОВНА"),
        ("Ёлкина Анна Петровна", "Анна Петровна Ёлкина"),
        ("Йодова Анна Петровна", "Йодова Анна Петровна"),
        ("Ёлкина Анна Петровна", "Елкинa Аннa Петровна"),
        ("Сомова Вера Петровна", "COMOBA Bepa Петровна"),
    ],
)
def test_one_name_written_differently_is_exact_with_the_birth_date(one, other):
    found = compare(person(one, birth_date=BORN), person(other, birth_date=BORN))
    assert found.level == Level.EXACT
    assert found.why == "совпали фамилия, имя, отчество и дата рождения"


@pytest.mark.parametrize(
    ("one", "other", "level", "why"),
    [
        (person("Иванова Анна Петровна", birth_date=BORN), person("Иванова Анна", birth_date=BORN),
         Level.PROBABLE, "совпали фамилия, имя и дата рождения; на одной из карточек нет отчества"),
        (person("Иванова А. П.", birth_date=BORN), person("Иванова Анна Петровна", birth_date=BORN),
         Level.PROBABLE, "инициалы"),
        (person("Иванова Анна Петровна", birth_year=2009), person("Иванова Анна Петровна", birth_date=BORN),
         Level.PROBABLE, "год рождения"),
        (person("Образцова Анна Петровна"), person("Оброзцова Анна Петровна"), Level.POSSIBLE, "одной буквой"),
        (person("Образцова Анна Петровна", birth_date=BORN), person("Замужняя Анна Петровна", birth_date=BORN),
         Level.POSSIBLE, "сменилась"),
        (person("Иванова Анна", phone="8 (999) 111-22-33"), person("Иванова Анна", phone="+79991112233"),
         Level.PROBABLE, "тот же телефон"),
        (person("Иванова Анна", email="A@Example.test"), person("Иванова Анна", email="a@example.test"),
         Level.PROBABLE, "та же почта"),
        (person("Другая Вера", phone="+79991112233"), person("Иванова Анна", phone="+79991112233"),
         Level.POSSIBLE, "тот же телефон"),
    ],
)  # fmt: skip
def test_likeness_has_a_level_and_a_reason(one, other, level, why):
    found = compare(one, other)
    assert found.level == level
    assert why in found.why


def test_namesakes_and_twins_are_never_exact():
    phone = "+79991112233"
    one = person("Иванова Анна Петровна", birth_date=BORN, phone=phone)
    namesake = compare(one, person("Иванова Анна Петровна", birth_date=date(2010, 1, 1)))
    assert (namesake.level, namesake.contradicted) == (Level.POSSIBLE, True)
    assert "даты рождения разные" in namesake.why
    twin = compare(one, person("Иванова Вера Петровна", birth_date=BORN, phone=phone))
    assert (twin.level, twin.contradicted) == (Level.POSSIBLE, True)
    assert "близнец" in twin.why
    assert compare(one, person("Иванова Вера Петровна", birth_date=BORN)) is None


def test_a_letter_in_a_short_surname_makes_another_surname():
    assert compare(person("Котов Пётр Ильич"), person("Кротов Пётр Ильич")) is None


@pytest.mark.parametrize(
    ("written", "digits"),
    [("+7 (999) 111-22-33", "9991112233"), ("89991112233", "9991112233"), ("12", ""), ("", "")],
)
def test_phones_are_compared_by_their_last_ten_digits(written, digits):
    assert phone_digits(written) == digits


_words = st.text(alphabet="абвгдежзиёйАБВ", min_size=1, max_size=9)
_births = st.one_of(st.none(), st.dates(min_value=date(2008, 1, 1), max_value=date(2008, 1, 3)))
_people = st.builds(
    lambda last, first, middle, birth, phone: traits_of(last, first, middle, birth_date=birth, phone=phone),
    _words, _words, st.one_of(st.just(""), _words), _births, st.sampled_from(["", "+79991112233"]),
)  # fmt: skip


@given(_people, _people)
def test_likeness_is_symmetric(one, other):
    assert compare(one, other) == compare(other, one)


@given(_people)
def test_a_person_is_like_themselves(one):
    found = compare(one, one)
    assert found.level == (Level.EXACT if one.birth and one.middle else found.level)
    assert found.level >= Level.POSSIBLE
    assert keys_of(one) == keys_of(one)


@given(_words, _words, _words, st.permutations([0, 1, 2]))
def test_the_order_of_names_does_not_matter(last, first, middle, order):
    names = (last, first, middle)
    turned = traits_of(*(names[place] for place in order), birth_date=BORN)
    assert compare(traits_of(*names, birth_date=BORN), turned).level == Level.EXACT


@given(_words, _words, _words, st.integers(0, 8), st.sampled_from("абвгд"), _births, _births)
def test_whoever_is_alike_shares_a_key(last, first, middle, place, letter, born, other_born):
    one = traits_of(last, first, middle, birth_date=born)
    other = traits_of(last[:place] + letter + last[place + 1 :], first, middle, birth_date=other_born)
    if compare(one, other) is not None:
        left, right = keys_of(one), keys_of(other)
        assert any(left[column] and left[column] == right[column] for column in KEY_COLUMNS)


def test_keys_fit_their_columns():
    longest = keys_of(traits_of("Щ" * 80, "Щ" * 80, "Щ" * 80, birth_date=BORN, phone="9" * 40))
    for column, value in longest.items():
        assert len(value) <= Person._meta.get_field(column).max_length


def test_a_batch_is_found_by_constant_queries(org, scoped, django_assert_num_queries):
    known = factories.person(
        org, last_name="Ёлкина", first_name="Анна", middle_name="Петровна", birth_date=BORN
    )
    for _ in range(3):
        factories.person(org)
    rows = [
        candidate(number, last_name="Петровна", first_name="Елкина", middle_name="Анна", birth_date=BORN)
        for number in range(50)
    ]
    rows.append(candidate("nobody", last_name="Небывалов", first_name="Иван", phone="+79990009900"))
    with django_assert_num_queries(5):  # keys that nobody of the batch has are not asked for
        find_duplicates(org, rows[:1])
    with django_assert_num_queries(6):
        found = find_duplicates(org, rows)
    assert set(found) == set(range(50))
    assert [match.person_id for match in found[7]] == [known.pk]
    assert found[7][0].full_name == "Ёлкина Анна Петровна"


def test_people_of_another_institution_and_the_card_itself_are_not_found(org, scoped):
    from django_scopes import scopes_disabled

    mine = factories.person(org)
    with scopes_disabled():
        foreign = factories.organization()
        factories.person(foreign, last_name=mine.last_name, birth_date=mine.birth_date)
    assert find_duplicates(org, [candidate_of(mine)]) == {}
