"""Russian words made comparable: «программирование» meets «программированию», «физика» meets «физике»."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_WORD = re.compile(r"[а-яa-z0-9+#]{3,}")
_STOP = frozenset(
    word
    for line in (
        "для что как это или при мне мои моя мой его она они все вся чтобы уже еще есть быть был была буду если",
        "могу хочу хотел хотела хотелось нужно надо очень больше меньше помочь помощь умею знаю люблю нравится",
        "работа работать занятия заниматься человек люди время разные другие другой себя себе своего свою свои",
    )
    for word in line.split()
)
# The commonest endings, longest first; a stem keeps at least four letters, so «спорт» and «спортом» meet.
_ENDINGS = tuple(
    sorted(
        (
            ending
            for line in (
                "иями ями ами ием иям иях ого его ому ему ыми ими ей ий ый ой ом ем ам ям ах ях ую юю ая яя ое ее",
                "ые ие ию ия ью ть ться а я о е у ю ы и ь й",
            )
            for ending in line.split()
        ),
        key=len,
        reverse=True,
    )
)


@dataclass(frozen=True, order=True)
class Word:
    """A word compared by its stem and shown as it was written."""

    stem: str
    shown: str = field(compare=False)

    def __str__(self) -> str:
        return self.shown


def stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def words_of(text: str) -> frozenset[Word]:
    """The meaningful words of a text."""
    found = _WORD.findall(text.lower().replace("ё", "е"))
    return frozenset(Word(stem(word), word) for word in found if word not in _STOP)
