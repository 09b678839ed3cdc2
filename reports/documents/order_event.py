"""The order «О проведении итогового мероприятия» (methodology §5.0, order 8), from the event as it is planned."""

from __future__ import annotations

from core.clock import local
from core.errors import DomainError
from core.russian import counted, date_long
from mentorship.event_enums import EventState
from mentorship.models import Event, Programme
from mentorship.selectors.events import agenda_of
from reports.documents.order_text import CONTROL, make_order, order_kind
from reports.documents.order_values import common_values
from reports.kinds import Built, Source
from reports.recipes import Choices, Recipe, register_recipe
from reports.wordings.common import COMMON
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid

KIND = "order_event"
HAS_AGENDA, HAS_JURY = "есть программа мероприятия", "есть жюри"
NO_EVENT = "Сначала внесите мероприятие: «Мероприятия» → «Добавить»."

register_text(
    Text(
        kind=KIND,
        variables=(
            *COMMON,
            Variable("мероприятие", "название мероприятия, без кавычек"),
            Variable("когда", "«21 мая 2027 г. с 14:00 до 16:00»"),
            Variable("место", "где проходит"),
            Variable("приглашённые", "кого приглашают"),
            Variable("жюри", "члены жюри наград программы, через запятую"),
            Variable("таблица программы", "время, что, кто", table=True),
        ),
        conditions={
            HAS_AGENDA: "у мероприятия записана программа",
            HAS_JURY: "в программе есть конкурс с жюри",
        },
        clauses=(
            Clause(
                "basis",
                Part.PREAMBLE,
                "В соответствии с {распоряжение о целевой модели}, в целях подведения итогов реализации "
                "программы «{программа}»",
            ),
            Clause(
                "hold", Part.POINT, "Провести {когда} мероприятие «{мероприятие}». Место проведения: {место}."
            ),
            Clause(
                "agenda",
                Part.POINT,
                "Утвердить программу мероприятия (приложение № {номер приложения, программа}).",
                HAS_AGENDA,
            ),
            Clause("jury", Part.POINT, "Утвердить состав жюри: {жюри}.", HAS_JURY),
            Clause("guests", Part.POINT, "Пригласить к участию: {приглашённые}."),
            Clause(
                "responsible",
                Part.POINT,
                "{куратор программы кому} организовать подготовку и проведение мероприятия, информирование "
                "участников, обеспечить охрану жизни и здоровья обучающихся во время мероприятия.",
            ),
            Clause(
                "photo",
                Part.POINT,
                "Фото- и видеоматериалы мероприятия размещать только при наличии согласий участников на "
                "распространение персональных данных.",
            ),
            CONTROL,
            Clause(
                "annex-agenda",
                Part.ANNEX,
                "Программа мероприятия «{мероприятие}»\n{таблица программы}",
                HAS_AGENDA,
                "программа",
            ),
        ),
    )
)


def build(source: Source) -> Built:
    """The subject is an event that is not cancelled. Raises DomainError."""
    event = source.subject
    if not isinstance(event, Event):
        raise TypeError("the subject of this order is an event")
    if event.state == EventState.CANCELLED:
        raise DomainError("Мероприятие отменено.", code="state")
    agenda = agenda_of(event)
    jury = _jury(event.programme)
    head = ["Время", "Что", "Кто"]
    rows = [[f"{one.starts_at:%H:%M}" if one.starts_at else "", one.title, one.speaker] for one in agenda]
    holds = {HAS_AGENDA: agenda, HAS_JURY: jury}
    filling = Filling(
        values={
            **common_values(source.organization, event.programme, source.today),
            "мероприятие": event.title.strip('«»" '),
            "когда": _when(event),
            "место": event.place.rstrip(".")
            or ("в дистанционном формате" if event.online_url else "уточняется"),
            "приглашённые": _guests(event),
            "жюри": ", ".join(jury),
        },
        holds=frozenset(name for name, some in holds.items() if some),
        tables={"таблица программы": Grid(head, rows, [15, 55, 30])},
    )
    content = make_order(
        source,
        KIND,
        filling,
        title=f"О проведении мероприятия «{event.title.strip('«» ')}»",
        programme=event.programme,
        acquaintance=jury,
    )
    summary = counted(len(rows), "пункт программы", "пункта программы", "пунктов программы") if rows else ""
    return Built(content, summary=summary, programme=event.programme, subjects=(event,))


def _when(event: Event) -> str:
    """In the time of the institution; another day of the end is told."""
    start, end = (local(moment, event.organization) for moment in (event.starts_at, event.ends_at))
    if start.date() == end.date():
        return f"{date_long(start.date())} с {start:%H:%M} до {end:%H:%M}"
    return f"с {date_long(start.date())} {start:%H:%M} по {date_long(end.date())} {end:%H:%M}"


def _guests(event: Event) -> str:
    return {
        "mentors": "наставников программы",
        "mentees": "наставляемых программы",
        "invited": "участников по списку куратора программы",
    }.get(
        str(event.audience),
        "наставников и наставляемых программы, родителей (законных представителей), партнёров",
    )


def _jury(programme: Programme) -> list[str]:
    from mentorship.models import JuryMember  # noqa: PLC0415 - awards are one line of this order

    found = JuryMember.objects.filter(round__programme=programme).select_related("user")
    return sorted({one.user.full_name for one in found})


def subjects(programme: Programme) -> Choices:
    found = Event.objects.filter(programme=programme).exclude(state=EventState.CANCELLED)
    ordered = found.select_related("kind", "organization").order_by("-starts_at", "pk")
    return [(one.pk, f"{one.title}, {_when(one)}") for one in ordered[:200]]


def obstacle(programme: Programme) -> str:
    some = Event.objects.filter(programme=programme).exclude(state=EventState.CANCELLED).exists()
    return "" if some else NO_EVENT


register_recipe(Recipe(KIND, "мероприятие со временем и местом", subjects, obstacle))
order_kind(KIND, "Приказ о проведении итогового мероприятия", build=build, model=Event)
