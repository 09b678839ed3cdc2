"""Saving an institution's own words of a kind of documents. Every saved change is a version; none is rewritten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db import IntegrityError, transaction

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from reports.models import WordingVersion
from reports.selectors.wordings import Wording, clauses_of, wording_at
from reports.wordings.declared import Clause, Part, Text, problems, text_of
from reports.wordings.syntax import MAX_TEXT, normalized

MAX_CLAUSES = 120
_KEY = re.compile(r"^[a-z0-9][a-z0-9_-]{0,39}$")


class WordingRefused(DomainError):
    """The text may not be saved; `problems` are the messages by the key of the clause, "" for the whole text."""

    def __init__(self, found: dict[str, list[str]]) -> None:
        first = next(iter(found.values()))[0]
        super().__init__(f"Текст не сохранён. {first}", code="wording")
        self.problems = found


def save_wording(
    organization: Organization,
    kind_code: str,
    clauses: Sequence[Clause],
    *,
    actor: User | None,
    base: int,
    note: str = "",
) -> Wording:
    """Keep the clauses as the next version and return what is in use then; nothing changed, no version.

    `base` is the version that was opened for editing. Raises WordingRefused with the messages at their clauses, and
    DomainError when somebody has saved another version since.
    """
    text = text_of(kind_code)
    tidy = [_tidy(text, one) for one in clauses]
    found = check_clauses(text, tidy)
    if found:
        raise WordingRefused(found)
    used = clauses_of(organization, kind_code)
    if used.version != base:
        raise _changed(used)
    if tuple(tidy) == used.clauses:
        return used
    rows = [asdict(one) for one in tidy]
    return _add(organization, kind_code, used.version + 1, actor, note, clauses=rows)


def reset_wording(organization: Organization, kind_code: str, *, actor: User | None) -> Wording:
    """Go back to the shipped text, by a version that says so; the institution's own versions stay."""
    used = clauses_of(organization, kind_code)
    if used.is_shipped:
        raise DomainError("Текст и так исходный.", code="shipped")
    return _add(organization, kind_code, used.version + 1, actor, "возвращён исходный текст", is_shipped=True)


def restore_wording(
    organization: Organization, kind_code: str, number: int, *, actor: User | None
) -> Wording:
    """Make an earlier version the one in use, as a new version. Raises DomainError, WordingRefused."""
    earlier = wording_at(organization, kind_code, number)
    if earlier.is_shipped:
        return reset_wording(organization, kind_code, actor=actor)
    used = clauses_of(organization, kind_code)
    note = f"возвращена версия {number}"
    return save_wording(organization, kind_code, earlier.clauses, actor=actor, base=used.version, note=note)


def check_clauses(text: Text, clauses: Sequence[Clause]) -> dict[str, list[str]]:
    """All that keeps the clauses from being saved, by the key of the clause."""
    found = problems(text, clauses)
    if len(clauses) > MAX_CLAUSES:
        found.setdefault("", []).append(f"В тексте больше {MAX_CLAUSES} частей.")
    for one in clauses:
        if len(one.text) > MAX_TEXT:
            found.setdefault(one.key, []).append(f"Текст длиннее {MAX_TEXT} знаков.")
        if not _KEY.match(one.key):
            found.setdefault("", []).append("Часть текста без ключа: обновите страницу.")
    return found


def _tidy(text: Text, one: Clause) -> Clause:
    """Line ends and outer spaces; the condition and the name of an annex as they are compared."""
    words = "\n".join(line.rstrip() for line in one.text.replace("\r\n", "\n").split("\n")).strip("\n")
    name = normalized(one.name)[:40] if one.part == Part.ANNEX else ""
    return replace(one, text=words, condition=one.condition.strip(), name=name)


def _add(
    organization: Organization, kind: str, number: int, actor: User | None, note: str, **fields: Any
) -> Wording:
    try:
        with transaction.atomic():
            row = WordingVersion.objects.create(
                organization=organization, kind=kind, number=number, author=actor, note=note[:300], **fields
            )
            audit.record("wording.saved", subject=row, actor=actor, after={"kind": kind, "number": number})
    except IntegrityError as error:
        raise _changed(clauses_of(organization, kind)) from error
    return clauses_of(organization, kind)


def _changed(used: Wording) -> DomainError:
    who = f" ({used.author.full_name})" if used.author else ""
    return DomainError(
        f"Пока вы правили текст, его изменили: версия {used.version}{who}. Откройте страницу снова и внесите "
        "правку в новую версию.",
        code="changed",
    )
