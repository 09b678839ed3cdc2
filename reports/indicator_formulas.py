"""What each named formula counts (methodology §4.1–4.2). Counting itself is `reports.selectors.indicators`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from reports.indicator_enums import ContingentKind, Formula


class Side(Enum):
    """Whose share it is, with the word for it."""

    MENTEES = "наставляемые"
    MENTORS = "наставники"


@dataclass(frozen=True)
class FormulaSpec:
    """`contingent` None: the denominator is entered with the fact, or counted with the numerator.

    `ages` are whole years, both ends included.
    """

    how: str
    contingent: ContingentKind | None = None
    side: Side | None = None
    is_computed: bool = False
    ages: tuple[int, int] | None = None
    missing: str = "факт не внесён"


_BY_ORDER = (
    "Портал считает сам: каждый обучающийся, закреплённый приказом в паре или группе в отчётном году, – один раз, "
    "сколько бы пар у него ни было; прекращённая пара считается."
)
_AGE = " Возраст – на дату отчёта."
_BY_SURVEY = "По анкетам выхода: доля довольных среди принявших участие. Итог опроса вносит куратор."

FORMULAS: dict[Formula, FormulaSpec] = {
    Formula.STUDENT_MENTEES_10_19: FormulaSpec(
        _BY_ORDER + _AGE, ContingentKind.STUDENTS_10_19, Side.MENTEES, is_computed=True, ages=(10, 19)
    ),
    Formula.STUDENT_MENTEES: FormulaSpec(_BY_ORDER, ContingentKind.STUDENTS, Side.MENTEES, is_computed=True),
    Formula.STUDENT_MENTORS_15_19: FormulaSpec(
        _BY_ORDER + _AGE, ContingentKind.STUDENTS_15_19, Side.MENTORS, is_computed=True, ages=(15, 19)
    ),
    Formula.STUDENT_MENTORS: FormulaSpec(_BY_ORDER, ContingentKind.STUDENTS, Side.MENTORS, is_computed=True),
    Formula.YOUNG_SPECIALISTS: FormulaSpec(
        "Число молодых специалистов, закреплённых приказом как наставляемые, вносит куратор: "
        "стажа работы в карточке человека нет.",
        ContingentKind.YOUNG_SPECIALISTS,
        Side.MENTEES,
    ),
    Formula.PARTNERS: FormulaSpec(
        "Число предприятий, чьи работники закреплены приказом как наставники, вносит куратор.",
        ContingentKind.PARTNERS,
    ),
    Formula.TRAINED_MENTORS: FormulaSpec(
        "Портал считает сам: наставники, окончившие «Школу наставников» или предъявившие документ об обучении, ко всем "
        "подтверждённым наставникам программы. Кандидаты и выбывшие не считаются.",
        is_computed=True,
    ),
    Formula.MENTEE_SATISFACTION: FormulaSpec(_BY_SURVEY, side=Side.MENTEES, missing="ещё не измерялась"),
    Formula.MENTOR_SATISFACTION: FormulaSpec(_BY_SURVEY, side=Side.MENTORS, missing="ещё не измерялась"),
    Formula.MANUAL: FormulaSpec("Числитель и знаменатель вносит куратор."),
}


def spec_of(formula: str) -> FormulaSpec:
    return FORMULAS[Formula(formula)]
