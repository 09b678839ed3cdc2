"""What each named formula counts (methodology §4.1–4.2). Counting itself is `reports.selectors.indicators`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from reports.indicator_enums import ContingentKind, Formula, Unit


class Side(Enum):
    """Whose share it is, with the word for it."""

    MENTEES = "наставляемые"
    MENTORS = "наставники"


class Noun(Enum):
    """What stands behind a counted figure, with the word for a list of it."""

    PEOPLE = "люди"
    PAIRS = "пары и группы"
    PARTNERS = "партнёры"
    PLANS = "планы развития"
    MEETINGS = "встречи"
    PRACTICES = "практики"
    ANSWERS = "ответы"


@dataclass(frozen=True)
class FormulaSpec:
    """`contingent` None: the denominator is entered with the fact, or counted with the numerator.

    `ages` are whole years, both ends included. `by_hand`: where the portal has nothing to count, a fact entered by
    hand stands instead. `unit` None: whichever the row says. `noun` is what a list behind the figure is of.
    """

    how: str
    contingent: ContingentKind | None = None
    side: Side | None = None
    is_computed: bool = False
    ages: tuple[int, int] | None = None
    missing: str = "факт не внесён"
    by_hand: bool = False
    unit: Unit | None = Unit.PERCENT
    noun: Noun | None = Noun.PEOPLE

    @property
    def takes_facts(self) -> bool:
        """Whether a fact may be entered by hand."""
        return self.by_hand or not self.is_computed


_BY_ORDER = (
    "Портал считает сам: каждый обучающийся, закреплённый приказом в паре или группе в отчётном году, – один раз, "
    "сколько бы пар у него ни было; прекращённая пара считается."
)
_AGE = " Возраст – на дату отчёта."
_BY_SURVEY = (
    "Портал считает сам по завершённым анкетам выхода: доволен тот, кто поставил «доволен совместной работой» "
    "7 и больше и рад, что участвовал. Кто не ответил, не считается ни довольным, ни недовольным. Когда анкет нет "
    "или ответов мало, стоит число, которое внёс куратор."
)
_NOT_MEASURED = "ещё не измерялась"

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
        "Портал считает сам: работники организации, отмеченные в базе наставляемых категорией «Молодые специалисты» "
        "(стаж 0–3 года) и закреплённые приказом в отчётном году, – один раз, ко всем молодым специалистам. Пока такой "
        "отметки ни у кого нет или контингент не внесён, стоит число, которое внёс куратор.",
        ContingentKind.YOUNG_SPECIALISTS,
        Side.MENTEES,
        is_computed=True,
        by_hand=True,
    ),
    Formula.PARTNERS: FormulaSpec(
        "Портал считает сам: партнёры, чьи работники закреплены приказом как наставники в отчётном году, ко всем "
        "предприятиям. Знаменатель – внесённый контингент, а без него все действующие партнёры из базы. Пока в базе "
        "партнёров никого нет, стоит число, которое внёс куратор.",
        ContingentKind.PARTNERS,
        is_computed=True,
        by_hand=True,
        noun=Noun.PARTNERS,
    ),
    Formula.TRAINED_MENTORS: FormulaSpec(
        "Портал считает сам: наставники, окончившие «Школу наставников» или предъявившие документ об обучении, ко всем "
        "подтверждённым наставникам программы. Кандидаты и выбывшие не считаются.",
        is_computed=True,
    ),
    Formula.STUDENTS_INVOLVED: FormulaSpec(
        "Портал считает сам: обучающиеся, закреплённые приказом наставниками или наставляемыми в отчётном году, – "
        "один раз, ко всем обучающимся.",
        ContingentKind.STUDENTS,
        is_computed=True,
    ),
    Formula.TEACHERS_INVOLVED: FormulaSpec(
        "Портал считает сам: работники организации, закреплённые приказом наставниками или наставляемыми в отчётном "
        "году, – один раз, ко всем педагогическим работникам.",
        ContingentKind.TEACHERS,
        is_computed=True,
    ),
    Formula.PAIRS_MADE: FormulaSpec(
        "Портал считает сам: пары и группы, закреплённые приказом в отчётном году.",
        is_computed=True,
        unit=Unit.COUNT,
        noun=Noun.PAIRS,
    ),
    Formula.PAIRS_FINISHED: FormulaSpec(
        "Портал считает сам: завершённые пары ко всем, что закончили работу в отчётном году, – завершённым и "
        "прекращённым досрочно. Пара, в которой только сменился наставник, не считается закончившей.",
        is_computed=True,
        noun=Noun.PAIRS,
    ),
    Formula.PAIRS_MEETING: FormulaSpec(
        "Портал считает сам: действующие пары, у которых на дату отчёта не вышел срок следующей встречи по норме их "
        "формы, ко всем действующим. Праздники, каникулы и перерывы пары в срок не входят.",
        is_computed=True,
        noun=Noun.PAIRS,
    ),
    Formula.MEETING_HOURS: FormulaSpec(
        "Портал считает сам: длительность состоявшихся встреч отчётного года.",
        is_computed=True,
        unit=Unit.HOURS,
        noun=Noun.MEETINGS,
    ),
    Formula.PLANS_DONE: FormulaSpec(
        "Портал считает сам: завершённые планы развития ко всем утверждённым, над которыми работали в отчётном году.",
        is_computed=True,
        noun=Noun.PLANS,
    ),
    Formula.PRACTICES: FormulaSpec(
        "Портал считает сам: практики, опубликованные в отчётном году и не снятые с публикации.",
        is_computed=True,
        unit=Unit.COUNT,
        noun=Noun.PRACTICES,
    ),
    Formula.GREW_TO_MENTORS: FormulaSpec(
        "Портал считает сам: наставляемые завершённых пар, закреплённые потом приказом как наставники, ко всем "
        "наставляемым завершённых пар организации.",
        is_computed=True,
    ),
    Formula.ALUMNI_AT_WORK: FormulaSpec(
        "Портал считает сам: выпускники-наставляемые программы, которые назвали место работы, ко всем, кто согласился "
        "поддерживать связь. Без таких выпускников стоит число, которое внёс куратор.",
        is_computed=True,
        by_hand=True,
    ),
    Formula.ALUMNI_AT_PARTNERS: FormulaSpec(
        "Портал считает сам: выпускники-наставляемые программы, чьё место работы – предприятие из базы партнёров, ко "
        "всем, кто согласился поддерживать связь. Без таких выпускников стоит число, которое внёс куратор.",
        is_computed=True,
        by_hand=True,
    ),
    Formula.MENTEE_SATISFACTION: FormulaSpec(
        _BY_SURVEY,
        side=Side.MENTEES,
        is_computed=True,
        by_hand=True,
        missing=_NOT_MEASURED,
        noun=Noun.ANSWERS,
    ),
    Formula.MENTOR_SATISFACTION: FormulaSpec(
        _BY_SURVEY,
        side=Side.MENTORS,
        is_computed=True,
        by_hand=True,
        missing=_NOT_MEASURED,
        noun=Noun.ANSWERS,
    ),
    Formula.MANUAL: FormulaSpec("Числа вносит куратор.", unit=None, noun=None),
}


def spec_of(formula: str) -> FormulaSpec:
    return FORMULAS[Formula(formula)]


def unit_of(formula: str, asked: str = "") -> Unit:
    """The unit that a formula counts in; a row entered by hand is told in whichever was asked."""
    return spec_of(formula).unit or Unit(asked or Unit.PERCENT)
