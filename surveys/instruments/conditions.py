"""Conditions «show this question if …» over earlier answers: no loops, no code in data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from surveys.instruments.schema import Item

OPERATORS = ("is", "not", "any_of", "none_of", "at_least", "at_most")


@dataclass(frozen=True, slots=True)
class Condition:
    """Either one comparison (``item``, ``operator``, ``value``) or a group of conditions.

    ``group`` is «all» or «any»; a comparison has an empty group. Values are codes (str), whole numbers or
    booleans; ``any_of`` and ``none_of`` take a tuple of codes.
    """

    item: str = ""
    operator: str = ""
    value: str | int | bool | tuple[str, ...] = ""
    group: str = ""
    parts: tuple[Condition, ...] = ()

    def items(self) -> Iterator[str]:
        """Keys of all items that the condition looks at."""
        if self.group:
            for part in self.parts:
                yield from part.items()
        else:
            yield self.item

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether the condition is met; a missing answer meets no comparison, «not» and «none_of» neither.

        Silence is not «нет»: a question that follows a skipped one stays away until it is answered.
        """
        if self.group == "all":
            return all(part.holds(answers) for part in self.parts)
        if self.group == "any":
            return any(part.holds(answers) for part in self.parts)
        if self.item not in answers:
            return False
        given = answers[self.item]
        return _compare(self.operator, _codes(given), _number(given), self.value)


def visible_keys(items: tuple[Item, ...], answers: Mapping[str, Any]) -> frozenset[str]:
    """Keys of the items to show for these answers.

    Goes in order and forgets the answer of every item found hidden, so that what depends on a hidden
    question is hidden too.
    """
    shown: set[str] = set()
    counted: dict[str, Any] = {}
    for item in items:
        if item.show_if is not None and not item.show_if.holds(counted):
            continue
        shown.add(item.key)
        if item.key in answers:
            counted[item.key] = answers[item.key]
    return frozenset(shown)


def _codes(given: Any) -> frozenset[str]:
    """Codes chosen in a canonical answer of any kind."""
    if isinstance(given, bool):
        return frozenset({"yes" if given else "no"})
    if isinstance(given, dict) and "codes" in given:
        return frozenset(given["codes"])
    if isinstance(given, list):
        return frozenset(given)
    return frozenset({str(given)})


def _number(given: Any) -> float | None:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return None
    try:
        return float(given)
    except ValueError:
        return None


def _compare(operator: str, codes: frozenset[str], number: float | None, value: Any) -> bool:
    if operator in ("at_least", "at_most"):
        if number is None:
            return False
        return number >= value if operator == "at_least" else number <= value
    if isinstance(value, bool):
        wanted = {"yes" if value else "no"}
    elif isinstance(value, tuple):
        wanted = set(value)
    else:
        wanted = {str(value)}
    met = bool(codes & wanted)
    return met if operator in ("is", "any_of") else not met
