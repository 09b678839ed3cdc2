"""What an invented programme plans and measures: the roadmap, the indicators with their plans and denominators."""

from __future__ import annotations

import datetime as dt

from config.scale.writing import Writer
from config.scale.years import YearOf
from reports.indicator_catalogue import catalogue
from reports.indicator_enums import ContingentKind, Formula
from reports.models import ContingentFigure, Indicator, IndicatorFact, IndicatorPlan
from roadmap.enums import DeadlineKind, OccurrenceState, RoadmapState
from roadmap.models import Activity, Occurrence, Roadmap, Stage

STAGES = (
    "Подготовка условий для запуска программы",
    "Формирование базы наставляемых",
    "Формирование базы наставников",
    "Отбор и обучение наставников",
    "Формирование пар и групп",
    "Организация работы пар и групп",
    "Завершение наставничества",
)
ACTIVITIES = 5
_OF_YEAR = (14, 40, 45, 60, 90, 270, 320)  # the day of the year by which a stage is to end
_SOURCE = "Отчёт образовательной организации"
#: Plan in per cent by formula; facts of what the portal does not count: (numerator, denominator).
_PLANS = {
    Formula.STUDENT_MENTEES_10_19: 40, Formula.STUDENT_MENTORS_15_19: 10, Formula.YOUNG_SPECIALISTS: 60,
    Formula.PARTNERS: 20, Formula.MENTEE_SATISFACTION: 85, Formula.MENTOR_SATISFACTION: 85,
}  # fmt: skip
_FACTS = {Formula.YOUNG_SPECIALISTS: (6, 11), Formula.PARTNERS: (4, 17)}


def add_roadmap(writer: Writer, year: YearOf, *, late: int) -> None:
    """An approved plan of seven stages; of what was due, the last `late` activities are not done yet."""
    roadmap = writer.keys(Roadmap, 1)[0]
    state = RoadmapState.ARCHIVED if year.is_over else RoadmapState.APPROVED
    writer.add(
        Roadmap,
        (
            "id",
            "organization_id",
            "programme_id",
            "title",
            "state",
            "period_start",
            "period_end",
            "adopted_on",
        ),
        [
            (
                roadmap,
                year.organization,
                year.programme,
                "Дорожная карта",
                state.value,
                year.start,
                year.end,
                year.start,
            )
        ],
    )
    stages = writer.keys(Stage, len(STAGES))
    writer.add(
        Stage,
        ("id", "roadmap_id", "order", "number", "title"),
        [
            (key, roadmap, number, number, title)
            for number, (key, title) in enumerate(zip(stages, STAGES, strict=True), 1)
        ],
    )
    keys = writer.keys(Activity, len(STAGES) * ACTIVITIES)
    days = [_due(year.start, stage, place) for stage in range(len(STAGES)) for place in range(ACTIVITIES)]
    writer.add(
        Activity,
        ("id", "stage_id", "order", "number", "text", "deadline", "kind", "end", "responsible", "result"),
        [
            (
                key, stages[number // ACTIVITIES], number % ACTIVITIES + 1,
                f"{number // ACTIVITIES + 1}.{number % ACTIVITIES + 1}.",
                f"Мероприятие {number % ACTIVITIES + 1}: {STAGES[number // ACTIVITIES].lower()}",
                f"до {due:%d.%m.%Y}", DeadlineKind.DEADLINE.value, due, "Куратор программы", "Отчёт",
            )
            for number, (key, due) in enumerate(zip(keys, days, strict=True))
        ],
    )  # fmt: skip
    past = sum(1 for due in days if due < year.today)
    done = len(days) if year.is_over else max(0, past - late)
    writer.add(
        Occurrence,
        ("activity_id", "index", "due", "state", "done_on"),
        [
            (
                key,
                1,
                due,
                *((OccurrenceState.DONE.value, due) if number < done else (OccurrenceState.OPEN.value, None)),
            )
            for number, (key, due) in enumerate(zip(keys, days, strict=True))
        ],
    )


def _due(start: dt.date, stage: int, place: int) -> dt.date:
    begins = _OF_YEAR[stage - 1] if stage else 0
    return start + dt.timedelta(days=begins + (_OF_YEAR[stage] - begins) * (place + 1) // ACTIVITIES)


def add_indicators(
    writer: Writer, year: YearOf, *, people: int, numbers: list[int], is_counted: bool
) -> None:
    """The set of Р-145 planned for the years `numbers`; without `is_counted` no denominators and no facts."""
    rows = catalogue()[0].indicators
    keys = writer.keys(Indicator, len(rows))
    columns = ("title", "short_title", "definition", "basis", "group")
    writer.add(
        Indicator,
        ("id", "organization_id", "programme_id", "code", "formula", "order", *columns),
        [
            (
                key, year.organization, year.programme, row.code, row.formula.value, 10 * place,
                *(getattr(row, name) for name in columns),
            )
            for place, (key, row) in enumerate(zip(keys, rows, strict=True))
        ],
    )  # fmt: skip
    writer.add(
        IndicatorPlan,
        ("indicator_id", "year", "amount", "is_share"),
        [
            (key, number, _PLANS[row.formula] + min(5 * place, 15), True)
            for key, row in zip(keys, rows, strict=True)
            if row.formula in _PLANS
            for place, number in enumerate(numbers)
        ],
    )
    if not is_counted:
        return
    writer.add(
        ContingentFigure,
        ("organization_id", "programme_id", "kind", "count", "as_of", "source"),
        [
            (year.organization, year.programme, kind.value, count, year.day(20), _SOURCE)
            for kind, count in (
                (ContingentKind.STUDENTS_10_19, people * 2),
                (ContingentKind.STUDENTS_15_19, people + people // 2),
                (ContingentKind.STUDENTS, people * 2 + 30),
            )
        ],
    )
    writer.add(
        IndicatorFact,
        ("indicator_id", "as_of", "numerator", "denominator", "source", "is_share"),
        [
            (key, year.day(50), *_FACTS[row.formula], _SOURCE, True)
            for key, row in zip(keys, rows, strict=True)
            if row.formula in _FACTS
        ],
    )
