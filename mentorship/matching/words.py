"""Russian words made comparable: «экзамену» meets «экзамена», «друзья» meets «другом».

Words are brought to their dictionary form by pymorphy3 (decision 180); a form is looked up once in a process.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from functools import lru_cache

import pymorphy3

logging.getLogger("pymorphy3").setLevel(logging.WARNING)  # it tells of its dictionary at every start
_WORD = re.compile(r"[а-яa-z0-9+#]{3,}")
_STOP = frozenset(
    word
    for line in (
        "для что как это или при мне мои моя мой его она они все вся чтобы уже еще есть быть мочь если",
        "хотеть хотеться нужно надо очень большой много мало помочь помощь уметь знать любить нравиться",
        "работа работать занятие заниматься человек время разный другой себя свой который такой этот",
    )
    for word in line.split()
)


@dataclass(frozen=True, order=True)
class Word:
    """A word compared by its dictionary form and shown as it was written."""

    stem: str
    shown: str = field(compare=False)

    def __str__(self) -> str:
        return self.shown


@lru_cache(maxsize=1)
def _analyzer() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The dictionary form of a word in lower case, ё as е; what is not Russian stays as it is."""
    if not "а" <= word[0] <= "я":
        return word
    return str(_analyzer().parse(word)[0].normal_form).replace("ё", "е")


def words_of(text: str) -> frozenset[Word]:
    """The meaningful words of a text."""
    found = (Word(stem(word), word) for word in _WORD.findall(text.lower().replace("ё", "е")))
    return frozenset(word for word in found if word.stem not in _STOP and word.shown not in _STOP)
