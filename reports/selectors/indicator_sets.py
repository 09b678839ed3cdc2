"""What a formula counts: the very rows of its numerator and of its denominator, so that a figure opens into its list.

Counting rules are those of methodology §4.2: age on the reporting date; a person once for an indicator; «вошёл» means
named in a pair by an order of the year of account, whatever became of the pair since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import F, Q, QuerySet

from mentorship.employers import employer_key
from mentorship.enums import PairState, PersonCategory
from mentorship.meeting_enums import MeetingState
from mentorship.models import (
    Alumnus,
    DevelopmentPlan,
    Meeting,
    MenteeCategory,
    MenteeEntry,
    MentorEntry,
    Pair,
    PairMentee,
    PartnerEmployee,
    PartnerOrganization,
    Person,
    Practice,
    Programme,
    Project,
)
from mentorship.partner_enums import AlumnusState, PartnerState
from mentorship.plan_enums import PlanState
from mentorship.practice_enums import PracticeState
from mentorship.selectors.pace import at_work_on, on_pace
from mentorship.selectors.partners import HOLDS
from mentorship.selectors.training import trained_condition
from mentorship.training_enums import CONFIRMED_MENTORS
from reports.indicator_enums import Formula
from reports.indicator_formulas import FORMULAS, FormulaSpec, Side
from reports.indicator_meaning import YOUNG, plain
from reports.indicator_years import ReportingYear
from reports.selectors.annual import BY_ORDER

#: The built-in category of mentees who have worked for three years at most (`mentorship/reference/categories.yaml`).
YOUNG_CODE = "young_specialists"


@dataclass(frozen=True)
class Span:
    """What is counted: a programme, or one project of it, within a year of account up to a day, both included.

    `start` None: from the beginning.
    """

    programme: Programme
    start: dt.date | None
    day: dt.date
    project: Project | None = None

    def within(self, column: str) -> Q:
        rule = Q(**{f"{column}__lte": self.day})
        return rule if self.start is None else rule & Q(**{f"{column}__gte": self.start})

    def of(self, project: Project) -> Span:
        return replace(self, project=project)

    def place(self, prefix: str = "") -> Q:
        """Rows with `programme` and `project` columns that belong here."""
        rule = Q(**{f"{prefix}programme": self.programme})
        return rule if self.project is None else rule & Q(**{f"{prefix}project": self.project})


def span_of(programme: Programme, year: ReportingYear, on: dt.date) -> Span:
    return Span(programme, year.start, min(on, year.end))


@dataclass(frozen=True)
class Sets:
    """`whole` None: the portal does not know the denominator by name (a figure of the contingent), or there is none."""

    part: QuerySet
    whole: QuerySet | None = None


def sets_of(formula: str, span: Span) -> Sets | None:
    """The rows behind a formula; None where the portal counts nothing by rows (entered by hand, questionnaires)."""
    make = _SETS.get(Formula(formula))
    return make(span) if make else None


# --- by order ---


def made_by_order(span: Span) -> QuerySet[Pair]:
    """Pairs that an order of the year made, up to the day; completed and ended ones took part as well."""
    return Pair.objects.filter(span.place(), made_rule(span))


def made_rule(span: Span) -> Q:
    return span.within("order_date") & Q(state__in=BY_ORDER)


def taken_by_order(span: Span) -> QuerySet[PairMentee]:
    """Places in such pairs. Who joined a group later entered on that day, not on the day of the group's first order."""
    return PairMentee.objects.filter(span.place("pair__"), taken_rule(span))


def taken_rule(span: Span) -> Q:
    first = Q(joined_on__isnull=True) & span.within("pair__order_date")
    later = span.within("joined_on") & Q(pair__order_date__lte=span.day)
    return (first | later) & Q(pair__state__in=BY_ORDER)


def mentees_by_order(span: Span) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=taken_by_order(span).order_by().values("mentee__person"))


def mentors_by_order(span: Span) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=made_by_order(span).order_by().values("mentor__person"))


def people_by_order(span: Span) -> QuerySet[Person]:
    return Person.objects.filter(
        Q(pk__in=taken_by_order(span).order_by().values("mentee__person"))
        | Q(pk__in=made_by_order(span).order_by().values("mentor__person"))
    )


def of_side(side: Side, span: Span) -> QuerySet[Person]:
    """Students of one side, whatever their age."""
    people = mentees_by_order(span) if side is Side.MENTEES else mentors_by_order(span)
    return people.filter(category=PersonCategory.STUDENT)


def born_by(day: dt.date, years: int) -> dt.date:
    """The latest birth date of those who are at least `years` old on `day`.

    Somebody born on 29 February comes of age on 1 March of a common year, as `mentorship.ages.age_on` has it.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # `day` is 29 February, the year of birth was a common one
        return dt.date(day.year - years, 2, 28)


def of_age(spec: FormulaSpec, day: dt.date, prefix: str = "") -> Q:
    if spec.ages is None:
        return Q()
    youngest, oldest = spec.ages
    column = f"{prefix}birth_date"
    return Q(**{f"{column}__lte": born_by(day, youngest), f"{column}__gt": born_by(day, oldest + 1)})


# --- formulas ---


def _students(formula: Formula) -> Callable[[Span], Sets]:
    spec = FORMULAS[formula]
    if spec.side is None:
        raise ValueError(f"{formula} has no side")
    side = spec.side
    return lambda span: Sets(of_side(side, span).filter(of_age(spec, span.day)))


def _involved(category: PersonCategory) -> Callable[[Span], Sets]:
    return lambda span: Sets(people_by_order(span).filter(category=category))


def _young(span: Span) -> Sets | None:
    """None while nobody in the base is marked: then the curator's figure stands."""
    marked = marked_young().filter(programme=span.programme)
    if not marked.exists():
        return None
    part = mentees_by_order(span).filter(category=PersonCategory.EMPLOYEE)
    return Sets(part.filter(pk__in=marked.order_by().values("person")))


def marked_young() -> QuerySet[MenteeEntry]:
    """Places in bases with such a mark, of whatever programme; an institution uses its own lines and the built-in."""
    lines = MenteeCategory.objects.values_list("pk", "code", "title")
    marks = [pk for pk, code, title in lines if is_young_mark(code, title)]
    return MenteeEntry.objects.filter(categories__in=marks)


def is_young_mark(code: str, title: str) -> bool:
    """Whether a category of mentees is that of young specialists, the built-in one or one of the institution's own."""
    return code == YOUNG_CODE or bool(YOUNG.search(plain(title)))


def _partners(span: Span) -> Sets | None:
    """None while the institution keeps no base of partners: then the curator's figure stands."""
    if not PartnerOrganization.objects.exists():
        return None
    mentors = made_by_order(span).order_by().values("mentor__person")
    links = PartnerEmployee.objects.filter(HOLDS, person__in=mentors)
    part = PartnerOrganization.objects.filter(pk__in=links.order_by().values("partner"))
    whole = PartnerOrganization.objects.filter(
        Q(state=PartnerState.ACTIVE) | Q(pk__in=links.order_by().values("partner"))
    )
    return Sets(part, whole)


def _trained(span: Span) -> Sets:
    entries = MentorEntry.objects.filter(programme=span.programme, state__in=CONFIRMED_MENTORS)
    if span.project is not None:
        entries = entries.filter(projects=span.project)
    whole = Person.objects.filter(pk__in=entries.order_by().values("person"))
    return Sets(whole.filter(trained_condition("pk", on=span.day)), whole)


def _pairs_finished(span: Span) -> Sets:
    """A pair that another continues with a new mentor has not ended."""
    over = Pair.objects.filter(
        span.place(),
        span.within("ended_on"),
        state__in=[PairState.COMPLETED, PairState.TERMINATED],
        order_date__isnull=False,
        continued_by__isnull=True,
    )
    return Sets(over.filter(state=PairState.COMPLETED), over)


def _pairs_meeting(span: Span) -> Sets:
    working = at_work_on(span.programme, span.day)
    if span.project is not None:
        working = working.filter(project=span.project)
    return Sets(working.filter(pk__in=on_pace(working, span.day)), working)


def _meetings(span: Span) -> Sets:
    held = Meeting.objects.filter(
        span.within("on"), programme=span.programme, state=MeetingState.HELD, pair__state__in=BY_ORDER
    )
    return Sets(held if span.project is None else held.filter(pair__project=span.project))


def _plans(span: Span) -> Sets:
    """Approved by the day and not completed before the year began."""
    worked = DevelopmentPlan.objects.filter(span.place(), approved_on__lte=span.day).exclude(
        state=PlanState.CANCELLED
    )
    if span.start is not None:
        worked = worked.exclude(completed_on__lt=span.start)
    return Sets(worked.filter(state=PlanState.COMPLETED, completed_on__lte=span.day), worked)


def _practices(span: Span) -> Sets:
    found = Practice.objects.filter(
        span.within("published_on"), programme=span.programme, state=PracticeState.PUBLISHED
    )
    return Sets(found if span.project is None else found.filter(pair__project=span.project))


def _grew(span: Span) -> Sets:
    """Over all programmes of the institution: a mentee of one programme is a mentor of the next."""
    over = PairMentee.objects.filter(
        pair__organization=span.programme.organization_id,
        pair__state=PairState.COMPLETED,
        pair__ended_on__lte=span.day,
    ).filter(Q(left_on__isnull=True) | Q(closed_with_pair=True) | Q(left_on__gte=F("pair__ended_on")))
    if span.project is not None:
        over = over.filter(project__form=span.project.form_id)
    whole = Person.objects.filter(pk__in=over.order_by().values("mentee__person"))
    leading = Pair.objects.filter(
        organization=span.programme.organization_id, state__in=BY_ORDER, order_date__lte=span.day
    )
    return Sets(whole.filter(pk__in=leading.order_by().values("mentor__person")), whole)


def _alumni(span: Span) -> QuerySet[Alumnus]:
    found = Alumnus.objects.filter(
        programme=span.programme, state=AlumnusState.IN_TOUCH, consent_on__lte=span.day
    )
    if span.project is not None:
        found = found.filter(person__mentee_entries__places__pair__project=span.project).distinct()
    return found


def _alumni_at_work(span: Span) -> Sets | None:
    alumni = _alumni(span)
    if not alumni.exists():
        return None
    working = alumni.exclude(work_place="")
    return Sets(_people_of(working), _people_of(alumni))


def _alumni_at_partners(span: Span) -> Sets | None:
    alumni = _alumni(span)
    places = dict(alumni.order_by().values_list("person_id", "work_place"))
    if not places:
        return None
    known = set(PartnerOrganization.objects.order_by().values_list("name_key", flat=True)) - {""}
    there = [person for person, place in places.items() if place and employer_key(place) in known]
    return Sets(Person.objects.filter(pk__in=there), _people_of(alumni))


def _people_of(alumni: QuerySet[Alumnus]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=alumni.order_by().values("person"))


_SETS: dict[Formula, Callable[[Span], Sets | None]] = {
    **{
        formula: _students(formula)
        for formula in (
            Formula.STUDENT_MENTEES_10_19,
            Formula.STUDENT_MENTEES,
            Formula.STUDENT_MENTORS_15_19,
            Formula.STUDENT_MENTORS,
        )
    },
    Formula.STUDENTS_INVOLVED: _involved(PersonCategory.STUDENT),
    Formula.TEACHERS_INVOLVED: _involved(PersonCategory.EMPLOYEE),
    Formula.YOUNG_SPECIALISTS: _young,
    Formula.PARTNERS: _partners,
    Formula.TRAINED_MENTORS: _trained,
    Formula.PAIRS_MADE: lambda span: Sets(made_by_order(span)),
    Formula.PAIRS_FINISHED: _pairs_finished,
    Formula.PAIRS_MEETING: _pairs_meeting,
    Formula.MEETING_HOURS: _meetings,
    Formula.PLANS_DONE: _plans,
    Formula.PRACTICES: _practices,
    Formula.GREW_TO_MENTORS: _grew,
    Formula.ALUMNI_AT_WORK: _alumni_at_work,
    Formula.ALUMNI_AT_PARTNERS: _alumni_at_partners,
}
