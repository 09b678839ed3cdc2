"""Subjects of own kinds: whom or what a Word file may be filled about, and their values."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from core.clock import local, today
from core.errors import DomainError
from core.russian import date_long, lower_first, period_long
from mentorship.enums import PairState
from mentorship.models import Event, MenteeEntry, MentorEntry, Pair, Person, Programme
from reports.documents.order_text import named
from reports.documents.order_values import common_values, in_cases
from reports.documents.people import occupation
from reports.enums import OwnKindSubject as S
from reports.models import OwnKind
from reports.selectors.own_kinds import About


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
    return About(subject_id, label, programme, values, getattr(found, "person", None))


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
