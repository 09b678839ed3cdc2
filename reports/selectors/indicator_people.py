"""Who stands behind a figure: the rows of its numerator or of its denominator, for those who may read names."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from core.access import Rule
from core.models import Membership
from core.russian import date_short
from mentorship import permissions as rights
from mentorship.models import PairMentee, Person, Programme
from reports.indicator_formulas import Noun, spec_of
from reports.indicator_lines import IndicatorLine
from reports.models import Indicator
from reports.selectors.indicator_sets import Sets, Span, made_by_order, sets_of, span_of, taken_by_order
from reports.selectors.indicators import current_year


class Part(StrEnum):
    """Which half of a fraction."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


#: Whoever may not read these rows sees the figure alone.
_RIGHTS: dict[Noun, Rule] = {
    Noun.PEOPLE: rights.VIEW_PEOPLE,
    Noun.PAIRS: rights.VIEW_PAIRS,
    Noun.PARTNERS: rights.VIEW_PARTNERS,
    Noun.PLANS: rights.VIEW_PLANS,
    Noun.MEETINGS: rights.READ_JOURNAL,
    Noun.PRACTICES: rights.VIEW_PRACTICES,
}


@dataclass(frozen=True)
class Behind:
    """`rows` of `noun`: people, pairs, partners, plans, meetings or practices, each once, in no order."""

    noun: Noun
    rows: QuerySet
    span: Span

    @property
    def people(self) -> QuerySet[Person]:
        """The same rows as people; empty for a figure of something else."""
        return self.rows if self.noun is Noun.PEOPLE else Person.objects.none()


def sets_behind(indicator: Indicator, *, on: dt.date) -> Sets | None:
    """Both halves as of a day; None where no list stands behind the figure."""
    return sets_of(indicator.formula, span_on(indicator.programme, on))


def span_on(programme: Programme, on: dt.date) -> Span:
    return span_of(programme, current_year(programme, on), on)


def people_behind(indicator: Indicator, *, on: dt.date, side: str) -> Behind | None:
    """The rows of the numerator or of the denominator (`side` of `Part`) as of `on`.

    None where there is none: a figure entered by hand, a figure of the contingent, answers to questionnaires.
    """
    noun = spec_of(indicator.formula).noun
    sets = sets_behind(indicator, on=on)
    if noun is None or sets is None:
        return None
    rows = sets.part if side == Part.NUMERATOR else sets.whole
    return None if rows is None else Behind(noun, rows, span_on(indicator.programme, on))


def drawn(behind: Behind) -> QuerySet:
    """The rows with what a list of them shows."""
    places = PairMentee.objects.select_related("mentee__person").order_by("mentee__sort_name", "pk")
    related = {
        Noun.PAIRS: ("mentor__person", "project__form"),
        Noun.PLANS: ("mentee__person", "project__form"),
        Noun.MEETINGS: ("pair__mentor__person",),
        Noun.PRACTICES: ("pair__project__form",),
    }
    rows = behind.rows
    if names := related.get(behind.noun):
        rows = rows.select_related(*names)
    return rows.prefetch_related(Prefetch("places", places)) if behind.noun is Noun.PAIRS else rows


def tell_orders(people: list[Person], span: Span) -> None:
    """Set on each person `orders`: by which orders of the year they take part, in two queries."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    chosen = [person.pk for person in people]
    columns = ("order_number", "order_date", "project__form__title")
    as_mentor = made_by_order(span).filter(mentor__person__in=chosen).order_by("order_date", "pk")
    for person, *order in as_mentor.values_list("mentor__person", *columns):
        found[person][_order_words("наставник", *order)] = None
    as_mentee = taken_by_order(span).filter(mentee__person__in=chosen).order_by("pair__order_date", "pair_id")
    for person, *order in as_mentee.values_list("mentee__person", *(f"pair__{name}" for name in columns)):
        found[person][_order_words("наставляемый", *order)] = None
    for person in people:
        person.orders = list(found[person.pk])  # type: ignore[attr-defined]


def _order_words(role: str, number: str, day: dt.date, form: str) -> str:
    return f"{role}, {form}: № {number} от {date_short(day)}"


def may_open(membership: Membership, formula: str) -> bool:
    """Whether a member may see the rows behind a figure and not the figure alone."""
    noun = spec_of(formula).noun
    right = _RIGHTS.get(noun) if noun else None
    return right is not None and right.allows(membership)


@dataclass(frozen=True)
class OpenHalves:
    """Which halves of an indicator's fraction open into a list for the viewer."""

    numerator: bool = False
    denominator: bool = False


def open_halves(membership: Membership, line: IndicatorLine) -> OpenHalves:
    """Lists stand behind what the portal has counted; a denominator of the contingent is a number from a paper."""
    if not line.fact.is_counted or not may_open(membership, line.formula):
        return OpenHalves()
    return OpenHalves(
        bool(line.fact.numerator), line.whole is None and bool(line.fact.denominator) and line.is_share
    )
