"""The words of a search as a condition on columns, tolerant of ё, case and initials."""

import re

from django.db.models import Q

MAX_WORDS = 8
_NOT_WORD = re.compile(r"[^\w@+-]+")


def search_words(text: str) -> list[str]:
    """The words of a query in lower case with «е» for «ё»; dots of initials and double spaces do not matter."""
    folded = text.lower().replace("ё", "е")
    return [word for word in _NOT_WORD.split(folded) if word.strip("_-+")][:MAX_WORDS]


def search_condition(
    text: str,
    *,
    folded: tuple[str, ...] = (),
    plain: tuple[str, ...] = (),
    initials: tuple[str, ...] = (),
) -> Q:
    """Every word must be found in one of the columns.

    A single letter is an initial: it must begin a word of one of `initials` (of `folded` when there are none).
    `folded` columns hold text already in lower case with «е» for «ё». `plain` ones hold it as written: SQLite knows
    no case of Cyrillic letters, so the usual three spellings of a word are tried.
    """
    condition = Q()
    for word in search_words(text):
        found = Q()
        if len(word) == 1:
            for column in initials or folded:
                found |= Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})
        else:
            for column in folded:
                found |= Q(**{f"{column}__contains": word})
        for column in plain:
            for spelling in dict.fromkeys((word, word.capitalize(), word.upper())):
                found |= Q(**{f"{column}__icontains": spelling})
        condition &= found
    return condition
