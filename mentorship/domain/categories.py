"""Reference lines of an institution's own: categories of mentees and sensitive kinds; any line hidden and shown."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from mentorship.imports.lists import is_guarded
from mentorship.models import MenteeCategory
from mentorship.models.category import ReferenceLine
from mentorship.selectors.categories import lines_of

Line = TypeVar("Line", bound=ReferenceLine)
_MAX_ORDER = 32_000
#: What the trail calls a line of each list.
_CODES = {"menteecategory": "category", "eventkind": "event_kind", "awardkind": "award_kind"}


def add_line(model: type[Line], organization: Organization, *, title: str, actor: User | None) -> Line:
    """A line of the institution's own at the end. Raises DomainError for an empty, known or guarded title."""
    name = _checked(model, organization, title)
    with transaction.atomic():
        known = lines_of(model, organization)
        last = known.aggregate(last=Max("order"))["last"] or 0
        taken = set(known.values_list("code", flat=True))
        code = next(f"own-{number}" for number in range(1, len(taken) + 2) if f"own-{number}" not in taken)
        made = model._default_manager.create(
            organization=organization, code=code, title=name, order=min(last + 1, _MAX_ORDER)
        )
        audit.record(f"{_code(model)}.added", subject=organization, actor=actor, after={"title": name})
    return made


def rename_line(line: Line, *, title: str, actor: User | None) -> Line:
    """New words for an own line; its code stays, so that years are compared. Raises DomainError."""
    if line.organization is None:
        raise DomainError("Эта строка входит в портал: её можно только скрыть.", code="builtin")
    name = _checked(type(line), line.organization, title, but=line.pk)
    with transaction.atomic():
        before, line.title = line.title, name
        line.save(update_fields=["title"])
        audit.record(
            f"{_code(type(line))}.edited",
            subject=line.organization,
            actor=actor,
            before={"title": before},
            after={"title": name},
        )
    return line


def show_line(line: ReferenceLine, *, organization: Organization, shown: bool, actor: User | None) -> None:
    """Hide a line from forms, or offer it again; who has it keeps it. Doing it twice changes nothing."""
    with transaction.atomic():
        hidden = line.hidden_by.filter(pk=organization.pk).exists()
        if hidden is not shown:
            return
        (line.hidden_by.remove if shown else line.hidden_by.add)(organization)
        action = f"{_code(type(line))}.{'shown' if shown else 'hidden'}"
        audit.record(action, subject=organization, actor=actor, after={"title": line.title})


def _code(model: type[ReferenceLine]) -> str:
    return _CODES.get(model._meta.model_name or "", "sensitive_kind")


def _checked(model: type[Line], organization: Organization, title: str, *, but: int = 0) -> str:
    name = " ".join(title.split())[:120]
    if not name:
        raise DomainError("Назовите строку.", field="title", code="empty")
    if model is MenteeCategory and is_guarded(name):
        raise DomainError(
            "Здоровье, семья и учёт — особые сведения: для них есть отдельный список.",
            field="title",
            code="guarded",
        )
    known = lines_of(model, organization).exclude(pk=but).values_list("title", flat=True)
    if _folded(name) in map(_folded, known):
        raise DomainError("Такая строка уже есть.", field="title", code="known")
    return name


def _folded(title: str) -> str:
    return title.casefold().replace("ё", "е")
