"""Names that nobody takes for a real person's, with everything that a card of a person keeps of them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from core.enums import Gender
from mentorship.likeness import KEY_COLUMNS, keys_of, traits_of
from mentorship.naming import search_key

LAST = (
    "Образцов", "Примеров", "Тестов", "Опытов", "Учебнов", "Выдумкин", "Небывалов", "Макетов", "Шаблонов",
    "Эталонов", "Черновиков", "Набросков", "Пробников", "Условнов", "Сочинённов", "Задачников", "Прописнов",
    "Букварёв", "Параграфов", "Абзацев", "Тетрадкин", "Чертежов", "Линейкин", "Циркулев",
)  # fmt: skip
FIRST = {
    Gender.FEMALE: ("Анна", "Вера", "Дарья", "Ирина", "Мария", "Ольга", "Софья", "Юлия"),
    Gender.MALE: ("Антон", "Борис", "Виктор", "Глеб", "Денис", "Егор", "Иван", "Пётр"),
}
MIDDLE = {
    Gender.FEMALE: ("Антоновна", "Борисовна", "Викторовна", "Глебовна", "Денисовна", "Егоровна", "Ивановна"),
    Gender.MALE: ("Антонович", "Борисович", "Викторович", "Глебович", "Денисович", "Егорович", "Иванович"),
}
#: Columns of a card that `card` fills, in its order.
CARD = ("last_name", "first_name", "middle_name", "gender", "search_key", *KEY_COLUMNS)


def card(number: int, born: dt.date | None) -> tuple[str, ...]:
    """The name of the so-many-th invented person and its keys: neighbours differ, the sexes are halves."""
    gender = Gender.FEMALE if number % 2 else Gender.MALE
    last = LAST[number // 2 % len(LAST)] + ("а" if gender is Gender.FEMALE else "")
    first = FIRST[gender][number // 48 % 8]
    middle = MIDDLE[gender][number // 384 % 7]
    keys = dict(_keys(last, first, middle))
    if born is not None:
        keys["born_key"] = f"{born:%Y%m%d} {_given(first, middle)}"
    return (last, first, middle, gender.value, *(keys[name] for name in CARD[4:]))


@lru_cache(maxsize=10_000)
def _keys(last: str, first: str, middle: str) -> tuple[tuple[str, str], ...]:
    keys = keys_of(traits_of(last, first, middle)) | {"search_key": search_key(last, first, middle)}
    return tuple(keys.items())


@lru_cache(maxsize=1_000)
def _given(first: str, middle: str) -> str:
    traits = traits_of("Примеров", first, middle)
    return f"{traits.first} {traits.middle}"
