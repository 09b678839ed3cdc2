"""Names in cases: the rules, the exceptions, and what is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.enums import Gender
from core.names import Case, UnknownGenderError, decline, doubt, gender_from_patronymic, short_name
from tests.core.names_by_hand import OBLIQUE, names

# last, first, middle, gender → genitive, dative, accusative, instrumental
WRITTEN_BY_HAND = [
    (("Примерова", "Анна", "Сергеевна", None),
     ("Примеровой Анны Сергеевны", "Примеровой Анне Сергеевне", "Примерову Анну Сергеевну",
      "Примеровой Анной Сергеевной")),
    (("Ковальчук", "Ольга", "Петровна", None),
     ("Ковальчук Ольги Петровны", "Ковальчук Ольге Петровне", "Ковальчук Ольгу Петровну",
      "Ковальчук Ольгой Петровной")),
    (("Ковальчук", "Пётр", "Ильич", None),
     ("Ковальчука Петра Ильича", "Ковальчуку Петру Ильичу", "Ковальчука Петра Ильича",
      "Ковальчуком Петром Ильичом")),
    (("Черных", "Лев", "Фомич", None),
     ("Черных Льва Фомича", "Черных Льву Фомичу", "Черных Льва Фомича", "Черных Львом Фомичом")),
    (("Шевченко", "Никита", "Лукич", None),
     ("Шевченко Никиты Лукича", "Шевченко Никите Лукичу", "Шевченко Никиту Лукича",
      "Шевченко Никитой Лукичом")),
    (("Петренко", "Любовь", "Никитична", None),
     ("Петренко Любови Никитичны", "Петренко Любови Никитичне", "Петренко Любовь Никитичну",
      "Петренко Любовью Никитичной")),
    (("Мамедов", "Али", "Гасан оглы", None),
     ("Мамедова Али Гасан оглы", "Мамедову Али Гасан оглы", "Мамедова Али Гасан оглы",
      "Мамедовым Али Гасан оглы")),
    (("Ли", "Мэй", "", "female"), ("Ли Мэй",) * 4),
    (("Цой", "Павел", "", "male"), ("Цоя Павла", "Цою Павлу", "Цоя Павла", "Цоем Павлом")),
    (("Тестова-Образцова", "Анна-Мария", "Ивановна", None),
     ("Тестовой-Образцовой Анны-Марии Ивановны", "Тестовой-Образцовой Анне-Марии Ивановне",
      "Тестову-Образцову Анну-Марию Ивановну", "Тестовой-Образцовой Анной-Марией Ивановной")),
    (("Заяц", "Савва", "Кузьмич", None),
     ("Зайца Саввы Кузьмича", "Зайцу Савве Кузьмичу", "Зайца Савву Кузьмича", "Зайцем Саввой Кузьмичом")),
    (("Заяц", "Анна", "Ильинична", None),
     ("Заяц Анны Ильиничны", "Заяц Анне Ильиничне", "Заяц Анну Ильиничну", "Заяц Анной Ильиничной")),
    (("Орёл", "Пётр", "Ильич", None),
     ("Орла Петра Ильича", "Орлу Петру Ильичу", "Орла Петра Ильича", "Орлом Петром Ильичом")),
    (("Золя", "Эмиль", "", "male"), ("Золя Эмиля", "Золя Эмилю", "Золя Эмиля", "Золя Эмилем")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "forms"), WRITTEN_BY_HAND, ids=lambda value: value[0])
def test_names_take_the_forms_written_by_hand(name, forms):
    last, first, middle, gender = name
    cases = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL)
    assert tuple(decline(last, first, middle, case, gender) for case in cases) == forms


def test_capitals_stay_capitals_to_the_last_letter():
    assert decline("ПРИМЕРОВА", "АННА", "СЕРГЕЕВНА", "dative") == "ПРИМЕРОВОЙ АННЕ СЕРГЕЕВНЕ"
    assert decline("ПРИМЕРОВА", "Анна", "Сергеевна", "genitive") == "ПРИМЕРОВОЙ Анны Сергеевны"


def test_spaces_and_missing_parts_do_no_harm():
    assert decline("  Образцов ", " Пётр", "", "dative", "male") == "Образцову Петру"
    assert decline("", "Пётр", "Ильич", "genitive") == "Петра Ильича"
    assert decline("Образцов", "Пётр", "", Case.NOMINATIVE) == "Образцов Пётр"


def test_gender_is_read_from_the_patronymic_or_asked():
    assert gender_from_patronymic("Ильич") is Gender.MALE
    assert gender_from_patronymic("ОЛЕГОВИЧ") is Gender.MALE
    assert gender_from_patronymic("Гасан оглы") is Gender.MALE
    assert gender_from_patronymic("Никитична") is Gender.FEMALE
    assert gender_from_patronymic("Гасан кызы") is Gender.FEMALE
    assert gender_from_patronymic("") is None
    assert gender_from_patronymic("Мария") is None
    assert gender_from_patronymic("вна") is None
    with pytest.raises(UnknownGenderError, match="Не указан пол"):
        decline("Ли", "Саша", "", "genitive")


def test_short_names_decline_the_surname_only():
    name = ("Примерова", "Анна", "Сергеевна")
    assert short_name(*name) == "Примерова\u00a0А.\u00a0С."
    assert short_name(*name, case="accusative") == "Примерову\u00a0А.\u00a0С."
    assert short_name(*name, initials_first=True) == "А.\u00a0С.\u00a0Примерова"
    assert short_name("Тестова", "Анна-Мария", "") == "Тестова\u00a0А.-М."
    assert short_name("Мамедов", "Али", "Гасан оглы", case="instrumental") == "Мамедовым\u00a0А.\u00a0Г."
    assert short_name("Ли", "Саша", "") == "Ли\u00a0С."


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.sampled_from(list(Case)))
def test_any_text_declines_without_an_error(last, first, middle, case):
    assert isinstance(decline(last, first, middle, case, Gender.FEMALE), str)
    assert isinstance(short_name(last, first, middle, case=case, gender=Gender.MALE), str)


@pytest.mark.parametrize("case", OBLIQUE)
def test_every_name_written_by_hand_takes_its_form(case):
    wrong = {
        named.forms[0]: got
        for named in names()
        if (got := decline(named.last, named.first, named.middle, case, named.gender)) != named.expected(case)
    }
    assert not wrong


def test_the_hand_has_written_enough():
    written = list(names())
    assert len(written) >= 150
    assert len({(named.last, named.first, named.middle) for named in written}) == len(written)


@pytest.mark.parametrize(
    ("name", "gender", "why"),
    [
        (("Ли", "Саша", ""), None, "не указан пол"),
        (("Smith", "John", ""), "male", "латинские"),
        (("Кобец", "Пётр", "Ильич"), None, "выпадать гласная"),
        (("Карась", "Пётр", "Ильич"), None, "ударение"),
        (("Карась", "Анна", "Ильинична"), None, ""),
        (("Образцов", "П.", "И."), "male", "сокращены"),
        (("Заяц", "Пётр", "Ильич"), None, ""),
        (("Бабич", "Пётр", "Ильич"), None, ""),
        (("Тестов-Образцов", "Пётр", "Ильич"), None, "двойн"),
    ],
)
def test_doubtful_names_are_told_and_why(name, gender, why):
    told = doubt(*name, gender)
    assert why in told
    assert bool(told) == bool(why)


def test_a_stem_in_a_velar_is_right_in_the_instrumental():
    assert decline("Сухой", "Пётр", "Ильич", "instrumental") == "Сухим Петром Ильичом"
