"""Many cards under one key: whom of them to compare, without comparing everybody with everybody.

A list of namesakes, or of surnames that differ in their middles, puts thousands under one key. Each key finds a known
kind of likeness (`mentorship.likeness`), so a finer one leaves out only those whom `compare` refuses anyway.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from mentorship.likeness import Traits

#: Fewer under one key are simply compared.
CROWDED = 40
#: A phone or an address on more cards than this is an institution's, and says nothing of a person.
SHARED_BY_MANY = 200
CONTACTS = frozenset({"phone_key", "email_key"})
Finer = tuple[str, ...]


def _shortened(word: str) -> Iterable[Finer]:
    """The word and each of it less a letter: words one letter apart, or with two swapped, share one of them."""
    yield (word,)
    for place in range(len(word)):
        yield (word[:place] + word[place + 1 :],)


def _surnames(one: Traits) -> Iterable[Finer]:
    """Ends of the surname with the given names: only a surname one letter apart is alike."""
    return _shortened(one.last)


def _namesakes_stored(one: Traits) -> Iterable[Finer]:
    """Surname with an initial: the given names must agree, be missing, or be initials."""
    yield ("names", one.first, one.middle)
    yield ("first", one.first)
    if len(one.middle) <= 1:
        yield ("first of brief", one.first)
    if len(one.first) <= 1:
        yield ("initial",)
    if one.middle:
        yield ("middle", one.middle)
    yield ("all",)


def _namesakes_asked(one: Traits) -> Iterable[Finer]:
    if len(one.first) <= 1:
        yield ("all",)
        return
    yield from (("names", one.first, one.middle), ("first of brief", one.first), ("initial",))
    if one.middle:
        yield ("middle", one.middle)
    if len(one.middle) <= 1:
        yield ("first", one.first)


_KINDS: dict[str, tuple[Callable[[Traits], Iterable[Finer]], Callable[[Traits], Iterable[Finer]]]] = {
    "head_key": (_surnames, _surnames),
    "tail_key": (_surnames, _surnames),
    "brief_key": (_namesakes_stored, _namesakes_asked),
}


class Crowd:
    """Cards under one key, sorted finer once; `like(traits)` are those worth comparing."""

    def __init__(self, column: str, cards: Iterable[tuple[int, Traits]]) -> None:
        stored, self._asked = _KINDS[column]
        self._finer: dict[Finer, list[int]] = defaultdict(list)
        for pk, traits in cards:
            for key in set(stored(traits)):
                self._finer[key].append(pk)

    def like(self, one: Traits) -> set[int]:
        return {pk for key in self._asked(one) for pk in self._finer.get(key, ())}


def can_sort(column: str) -> bool:
    return column in _KINDS
