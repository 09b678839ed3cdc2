"""Two people with the same form open: whoever saves second loses nothing and overwrites nothing unseen. Pure.

A form carries a mark of every value that it was filled with (`core.forms_seen`). What only one of the two has changed
stands; what both have changed is told, and the second of them decides with both texts before their eyes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from core.errors import DomainError
from core.russian import date_short

STALE = "stale"


def mark(value: Any) -> str:
    """A short mark of a value; line ends and spaces around do not count."""
    text = "" if value is None else str(value)
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()[:16]


def settle(
    current: Mapping[str, Any],
    given: Mapping[str, Any],
    seen: Mapping[str, str] | None,
    labels: Mapping[str, str],
) -> dict[str, Any]:
    """What to write of `given` over `current`, when the writer had `seen` (name → mark) before them.

    Without `seen`, or for a name it lacks, the given value stands. Raises DomainError with code «stale» naming all that
    both have changed, in the words of `labels`.
    """
    settled, clashes = dict(given), []
    for name, ours in given.items():
        if seen is None or name not in seen or name not in current:
            continue
        now, before = mark(current[name]), seen[name]
        if now == before or now == mark(ours):
            continue
        if mark(ours) == before:
            settled[name] = current[name]
        else:
            clashes.append(f"{labels[name]} — {_shown(current[name])}")
    if clashes:
        raise DomainError(
            f"Пока вы писали, другой участник сохранил своё: {'; '.join(clashes)}. Ваше осталось в полях: объедините и "
            "сохраните ещё раз.",
            code=STALE,
        )
    return settled


def _shown(value: Any) -> str:
    if hasattr(value, "year"):
        return date_short(value)
    return f"«{value}»" if str(value).strip() else "стёрто"
