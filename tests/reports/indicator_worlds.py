"""Programmes with pairs made by order, for tests of indicators."""

from datetime import date
from typing import Any

from core.enums import Gender
from core.models import Organization
from mentorship.enums import PairState, PersonCategory
from mentorship.models import Pair, Person, Programme, Project
from reports.indicator_formulas import unit_of
from reports.models import ContingentFigure, Indicator
from tests import factories

ON = date(2027, 2, 17)
ORDERED = {"state": PairState.ACTIVE, "order_number": "45-ОД", "order_date": date(2026, 11, 2)}


def student(org: Organization, born: date | None, **given: Any) -> Person:
    return factories.person(org, birth_date=born, gender=Gender.FEMALE, **given)


def teacher(org: Organization) -> Person:
    return factories.person(org, birth_date=date(1985, 1, 1), category=PersonCategory.EMPLOYEE, group="")


def pair_by_order(
    project: Project, mentees: list[Person], *, mentor: Person | None = None, **given: Any
) -> Pair:
    """A pair of these people, named in an order; `given` are columns of `Pair`."""
    programme = project.programme
    return factories.pair(
        project,
        mentor=_entry(
            programme.mentors, programme, mentor or teacher(programme.organization), factories.mentor
        ),
        mentees=[_entry(programme.mentees, programme, each, factories.mentee) for each in mentees],
        **ORDERED | given,
    )


def _entry(rows: Any, programme: Programme, person: Person, make: Any) -> Any:
    return rows.filter(person=person).first() or make(programme, person=person)


def indicator(programme: Programme, formula: str, **given: Any) -> Indicator:
    values = {"code": formula.replace("_", "-"), "title": "Показатель", "formula": formula}
    values["unit"] = unit_of(formula)
    return Indicator.objects.create(
        organization=programme.organization, programme=programme, **values | given
    )


def contingent(programme: Programme, kind: str, count: int, **given: Any) -> ContingentFigure:
    values: dict[str, Any] = {"as_of": date(2026, 10, 1), "source": "приказ о контингенте"}
    return ContingentFigure.objects.create(
        organization=programme.organization, programme=programme, kind=kind, count=count, **values | given
    )
