"""Own kinds of documents: what may be named in their files, whom they may be about, the values of a subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, Max, QuerySet

from core.clock import local, today
from core.errors import DomainError
from core.models import Membership, StoredFile
from core.names import UnknownGenderError
from core.russian import date_long, lower_first, period_long
from mentorship.enums import PairState
from mentorship.models import Event, MenteeEntry, MentorEntry, Pair, Person, Programme
from reports.documents.order_text import named
from reports.documents.order_values import common_values, in_cases
from reports.documents.people import occupation
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


# --- subjects ---


@dataclass(frozen=True)
class About:
    """A subject with its values by the names of wordings; `person` is whose paper it is, where it is one person's."""

    title: str
    values: Mapping[str, Any]
    person: Person | None = None


def subjects_of(kind: OwnKind, programme: Programme) -> list[tuple[int, str]]:
    """What a document of the kind may be made about in a programme."""
    if kind.subject == S.PROGRAMME:
        return [(programme.pk, programme.title)]
    return [(one.pk, _label(one)) for one in _rows(kind.subject, programme)]


def _rows(subject: str, programme: Programme) -> list[Any]:
    if subject in {S.MENTOR, S.MENTEE}:
        model = MentorEntry if subject == S.MENTOR else MenteeEntry
        found = model.objects.filter(programme=programme).select_related("person")
        return list(found.order_by("person__search_key", "pk"))
    if subject == S.PAIR:
        pairs = Pair.objects.filter(programme=programme).exclude(state=PairState.REJECTED)
        pairs = pairs.select_related("mentor__person", "project__form", "programme")
        return list(
            pairs.prefetch_related("places__mentee__person").order_by("mentor__person__search_key", "pk")
        )
    return list(Event.objects.filter(programme=programme).select_related("organization", "kind"))


def _label(one: Any) -> str:
    if isinstance(one, Pair):
        names = ", ".join(place.mentee.person.short_name for place in one.places.all())
        return f"{one.mentor.person.short_name} – {names}"
    return one.title if isinstance(one, Event) else f"{one.person.full_name}, {occupation(one.person)}"


def about(kind: OwnKind, programme: Programme, subject_id: int) -> About:
    """The subject with all that a file may name. DomainError when it is not the programme's."""
    rows = [programme] if kind.subject == S.PROGRAMME else _rows(kind.subject, programme)
    found = next((one for one in rows if one.pk == subject_id), None)
    if found is None:
        raise DomainError("Выберите из списка, о ком или о чём документ.", field="subject", code="subject")
    day = today(programme.organization)
    values: dict[str, Any] = {
        **common_values(programme.organization, programme, day),
        "сегодня": date_long(day),
        **_values(kind.subject, found, day),
    }
    label = programme.title if kind.subject == S.PROGRAMME else _label(found)
    return About(label, values, getattr(found, "person", None))


def _values(subject: str, one: Any, day: dt.date) -> dict[str, Any]:
    if subject == S.MENTOR:
        return _person("наставник", "место наставника", one.person)
    if subject == S.MENTEE:
        return _person("наставляемый", "место наставляемого", one.person)
    if subject == S.PAIR:
        return _of_pair(one)
    return _of_event(one) if subject == S.EVENT else {}


def _person(name: str, place: str, person: Person) -> dict[str, Any]:
    return {**in_cases(name, partial(named, person)), place: occupation(person)}


def _of_pair(pair: Pair) -> dict[str, Any]:
    people = [place.mentee.person for place in pair.places.all()]
    start = pair.period_start or pair.programme.period_start
    end = pair.period_end or pair.programme.pair_period_end or pair.programme.period_end
    order = f"от {date_long(pair.order_date)} № {pair.order_number}" if pair.order_date else ""
    return {
        **_person("наставник", "место наставника", pair.mentor.person),
        "наставляемые": ", ".join(person.full_name for person in people),
        "форма": lower_first(pair.project.form.title),
        "период пары": period_long(start, end),
        "приказ": order,
        "участники": [{"имя": person.full_name, "место": occupation(person)} for person in people],
    }


def _of_event(event: Event) -> dict[str, Any]:
    start = local(event.starts_at, event.organization)
    return {
        "мероприятие": event.title,
        "когда": f"{date_long(start.date())}, {start:%H:%M}",
        "место": event.place,
        "программа_мероприятия": [
            {
                "время": f"{item.starts_at:%H:%M}" if item.starts_at else "",
                "что": item.title,
                "кто": item.speaker,
            }
            for item in event.items.all()
        ],
    }


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
