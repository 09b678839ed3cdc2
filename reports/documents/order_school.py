"""The order «Об организации «Школы наставников»» (methodology §5.0, order 6): programme, timetable, listeners."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from core.errors import DomainError
from core.russian import counted, date_short, period_long
from mentorship.models import Programme, TrainingGroup
from mentorship.selectors.training import rule_words, topics_of
from mentorship.training_enums import PlaceState
from reports.documents.order_text import CONTROL, make_order, order_kind
from reports.documents.order_values import common_values
from reports.documents.people import full_name, occupation
from reports.kinds import Built, Source
from reports.recipes import Choices, Recipe, register_recipe
from reports.wordings.common import COMMON
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid

KIND = "order_school"
HAS_TOPICS, HAS_SESSIONS, HAS_PLACE = "есть темы курса", "есть расписание", "указано место"
NO_GROUP = "Сначала соберите учебную группу: «Обучение наставников» → «Группы»."

register_text(
    Text(
        kind=KIND,
        variables=(
            *COMMON,
            Variable("курс", "название курса"),
            Variable("часы", "«16 часов»"),
            Variable("группа", "название учебной группы"),
            Variable("преподаватель", "кто ведёт занятия, как записано в группе"),
            Variable("место", "место занятий"),
            Variable("срок обучения", "«с 5 октября 2026 г. по 30 октября 2026 г.»"),
            Variable("правило", "кто считается обученным"),
            Variable("сколько слушателей", "«12 слушателей»"),
            Variable("таблица тем", "программа обучения", table=True),
            Variable("таблица занятий", "график занятий", table=True),
            Variable("таблица слушателей", "список слушателей", table=True),
        ),
        conditions={
            HAS_TOPICS: "у курса записаны темы",
            HAS_SESSIONS: "у группы записаны занятия",
            HAS_PLACE: "у группы указано место занятий",
        },
        clauses=(
            Clause(
                "basis",
                Part.PREAMBLE,
                "В соответствии с {распоряжение о целевой модели}, в целях подготовки наставников программы "
                "«{программа}»",
            ),
            Clause(
                "organize",
                Part.POINT,
                "Организовать обучение наставников по курсу «{курс}» объёмом {часы} {срок обучения}.",
            ),
            Clause(
                "topics",
                Part.POINT,
                "Утвердить программу обучения (приложение № {номер приложения, программа}).",
                HAS_TOPICS,
            ),
            Clause(
                "timetable",
                Part.POINT,
                "Утвердить график занятий (приложение № {номер приложения, график}).",
                HAS_SESSIONS,
            ),
            Clause(
                "listeners",
                Part.POINT,
                "Утвердить список слушателей: {сколько слушателей} (приложение № {номер приложения, список}).",
            ),
            Clause("teacher", Part.POINT, "Проведение занятий поручить: {преподаватель}."),
            Clause("place", Part.POINT, "Место проведения занятий: {место}.", HAS_PLACE),
            Clause(
                "outcome", Part.POINT, "Обученным считается {правило}; выдать таким слушателям свидетельства."
            ),
            Clause(
                "responsible",
                Part.POINT,
                "{куратор программы кому} организовать занятия, учёт посещений и подведение итогов обучения.",
            ),
            CONTROL,
            Clause("annex-topics", Part.ANNEX, "Программа обучения\n{таблица тем}", HAS_TOPICS, "программа"),
            Clause(
                "annex-timetable", Part.ANNEX, "График занятий\n{таблица занятий}", HAS_SESSIONS, "график"
            ),
            Clause("annex-list", Part.ANNEX, "Список слушателей\n{таблица слушателей}", "", "список"),
        ),
    )
)


def build(source: Source) -> Built:
    """The subject is a training group. Raises DomainError."""
    group = source.subject
    if not isinstance(group, TrainingGroup):
        raise TypeError("the subject of this order is a training group")
    listeners = list(
        group.places.exclude(state=PlaceState.LEFT)
        .select_related("entry__person")
        .order_by("entry__person__search_key", "pk")
    )
    if not listeners:
        raise DomainError("В группе нет слушателей: сначала зачислите наставников.", code="nobody")
    topics, sessions = topics_of(group.course), list(group.sessions.all())
    people = [place.entry.person for place in listeners]
    rows = [[str(n), full_name(person), occupation(person)] for n, person in enumerate(people, start=1)]
    count = counted(len(rows), "слушатель", "слушателя", "слушателей")
    holds = {HAS_TOPICS: topics, HAS_SESSIONS: sessions, HAS_PLACE: group.place}
    filling = Filling(
        values={
            **common_values(source.organization, group.programme, source.today),
            "курс": group.course.title.strip('«»" '),
            "часы": counted(group.course.hours, "час", "часа", "часов"),
            "группа": group.title,
            "преподаватель": group.leader.rstrip("."),
            "место": group.place.rstrip("."),
            "срок обучения": period_long(group.starts_on, group.ends_on),
            "правило": partial(rule_words, group.course),
            "сколько слушателей": count,
        },
        holds=frozenset(name for name, some in holds.items() if some),
        tables={
            "таблица тем": _topics(topics),
            "таблица занятий": _sessions(sessions, group),
            "таблица слушателей": Grid(
                ["№", "Фамилия, имя, отчество", "Группа, должность"], rows, [5, 55, 40]
            ),
        },
    )
    content = make_order(
        source,
        KIND,
        filling,
        title=f"Об организации обучения наставников «{group.course.title.strip('«» ')}»",
        programme=group.programme,
        acquaintance=[row[1] for row in rows],
    )
    return Built(
        content, summary=f"{group.title}: {count}", programme=group.programme, subjects=(group, *people)
    )


def _hours(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _topics(topics: list) -> Grid:  # type: ignore[type-arg]
    rows = [
        [str(number), f"{one.module}\n{one.title}" if one.module else one.title, one.get_kind_display(),
         _hours(one.hours)]
        for number, one in enumerate(topics, start=1)
    ]  # fmt: skip
    return Grid(["№", "Тема", "Вид занятия", "Часов"], rows, [5, 60, 20, 15])


def _sessions(sessions: list, group: TrainingGroup) -> Grid:  # type: ignore[type-arg]
    rows = [
        [
            date_short(one.on) + (f"\n{one.starts_at:%H:%M}" if one.starts_at else ""),
            one.title,
            _hours(one.hours),
            one.place or group.place,
        ]
        for one in sessions
    ]
    return Grid(["Дата, время", "Тема занятия", "Часов", "Место"], rows, [20, 45, 10, 25])


def subjects(programme: Programme) -> Choices:
    found = TrainingGroup.objects.filter(programme=programme).select_related("course")
    return [(one.pk, f"{one.title}, {one.course.title}") for one in found.order_by("-starts_on", "pk")]


def obstacle(programme: Programme) -> str:
    return "" if TrainingGroup.objects.filter(programme=programme).exists() else NO_GROUP


register_recipe(Recipe(KIND, "учебная группа со слушателями", subjects, obstacle))
order_kind(KIND, "Приказ об организации «Школы наставников»", build=build, model=TrainingGroup)
