"""Hiding the names of known people in what was written."""

from __future__ import annotations

import re

from mentorship.models import Person

HIDDEN = "[имя]"
_WORD = re.compile(r"[А-ЯЁA-Z][А-Яа-яЁёA-Za-z-]{2,}")
_LEAST_STEM = 3
_ENDINGS = re.compile(
    r"(?:ого|ему|ыми|ими|ому|ой|ый|ий|ая|ую|ым|им|ом|ем|ею|ою|ей|ам|ах|а|я|у|ю|ы|и|е|о|ь|й)$"
)


class NameHider:
    """Replaces surnames, first names and patronymics of an institution's people, in whatever case they stand.

    Only words that begin with a capital are looked at: «вера в себя» stays, «Вера помогла» goes. It is an aid to the
    minimum group, not a promise: a description can name a person too.
    """

    def __init__(self, organization_id: int) -> None:
        people = Person.objects.filter(organization_id=organization_id).order_by()
        columns = ("last_name", "first_name", "middle_name")
        # Of 100,000 people there are a few thousand different names.
        parts = people.values_list(columns[0]).union(*(people.values_list(name) for name in columns[1:]))
        self._stems = {_stem(part) for (part,) in parts if part}

    def hide(self, text: str) -> str:
        """Return the text with «[имя]» instead of every known name; neighbours merge into one."""
        replaced = _WORD.sub(lambda found: HIDDEN if _stem(found[0]) in self._stems else found[0], text)
        return re.sub(rf"{re.escape(HIDDEN)}(?:\s+{re.escape(HIDDEN)})+", HIDDEN, replaced)


def _stem(word: str) -> str:
    folded = word.lower().replace("ё", "е")
    stem = _ENDINGS.sub("", folded)
    return stem if len(stem) >= _LEAST_STEM else folded
