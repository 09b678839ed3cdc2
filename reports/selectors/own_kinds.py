"""Own kinds of documents: what may be named in their files, the values that a file asks for, lists and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet

from core.errors import DomainError
from core.models import Membership, StoredFile
from core.names import UnknownGenderError
from mentorship.models import Person, Programme
from reports.enums import OwnKindSubject
from reports.models import OwnDocument, OwnKind
from reports.permissions import PREPARE_DOCUMENTS
from reports.wordings.common import ACTS, COMMON
from reports.wordings.declared import Variable

S = OwnKindSubject
_TODAY = Variable("сегодня", "«21 ноября 2026 г.»")
_MENTOR = (
    Variable("наставник", "полное имя", cases=True),
    Variable("место наставника", "группа, должность, место работы"),
)
_MENTEE = (
    Variable("наставляемый", "полное имя", cases=True),
    Variable("место наставляемого", "группа или класс"),
)
_OF: Mapping[str, tuple[Variable, ...]] = {
    S.PROGRAMME: (),
    S.MENTOR: _MENTOR,
    S.MENTEE: _MENTEE,
    S.PAIR: (
        *_MENTOR,
        Variable("наставляемые", "имена через запятую"),
        Variable("форма", "форма наставничества"),
        Variable("период пары", "«с 2 ноября 2026 г. по 31 мая 2027 г.»"),
        Variable("приказ", "«от 2 ноября 2026 г. № 7-ОД» или пусто"),
    ),
    S.EVENT: (
        Variable("мероприятие", "название"),
        Variable("когда", "день и время начала"),
        Variable("место", "где проходит"),
    ),
}
# Lists for rows of tables: name → fields of a row.
LISTS: Mapping[str, Mapping[str, frozenset[str]]] = {
    S.PAIR: {"участники": frozenset({"имя", "место"})},
    S.EVENT: {"программа_мероприятия": frozenset({"время", "что", "кто"})},
}


def in_file(name: str) -> str:
    """«руководитель, дательный» → «руководитель_дательный»: a name as it stands in a Word file."""
    return name.replace(", ", "_").replace(" ", "_")


def variables_of(subject: str) -> list[tuple[str, str]]:
    """Names and what they mean, for the page beside the upload."""
    found = [each for each in (*COMMON, _TODAY, *_OF[subject]) if each not in ACTS]
    told = [(in_file(name), each.label) for each in found for name in each.names]
    for name, fields in LISTS.get(subject, {}).items():
        told.append((name, f"список для строк таблицы; поля: {', '.join(sorted(fields))}"))
    return told


def known_of(subject: str) -> dict[str, frozenset[str]]:
    """What a file about such a subject may name: for `own_templates`."""
    plain = (*COMMON, _TODAY, *_OF[subject])
    known = {in_file(name): frozenset[str]() for each in plain for name in each.names}
    return known | dict(LISTS.get(subject, {}))


@dataclass(frozen=True)
class About:
    """A subject with its values by the names of wordings; `person` is whose paper it is, where it is one person's."""

    pk: int
    title: str
    programme: Programme
    values: Mapping[str, Any]
    person: Person | None = None


def values_for(names: list[str], subject: About) -> dict[str, Any]:
    """Only what the file names, found now: plain JSON that the document keeps. Raises DomainError."""
    by_file = {in_file(name): value for name, value in subject.values.items()}
    made: dict[str, Any] = {}
    for name in names:
        value: Any | Callable[[], Any] = by_file.get(name, "")
        try:
            made[name] = value() if callable(value) else value
        except UnknownGenderError as error:
            raise DomainError(f"{error} Укажите пол в карточке.", code="gender") from error
    return made


# --- lists and files ---


def own_kinds() -> QuerySet[OwnKind]:
    """Kinds in use with the number of their documents and of the last version."""
    found = OwnKind.objects.filter(is_archived=False)
    return found.annotate(
        made=Count("versions__documents", distinct=True), last=Max("versions__number")
    ).order_by("title", "pk")


def may_read_own_file(membership: Membership, stored: StoredFile) -> bool:
    """Files of own kinds and of documents made by them: whoever prepares documents."""
    if not PREPARE_DOCUMENTS.allows(membership):
        return False
    return (
        OwnDocument.objects.filter(file=stored).exists()
        or OwnKind.objects.filter(versions__file=stored).exists()
    )
