"""From counted rows to facts: each formula asked once for all indicators that use it, told with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db.models import Q, QuerySet, Sum

from core.clock import today
from core.russian import counted, date_short, lower_first
from reports.indicator_enums import ContingentKind, Formula, Unit
from reports.indicator_formulas import FORMULAS, Side
from reports.indicator_lines import Denominator, Fact
from reports.models import Indicator, IndicatorFact
from reports.selectors.indicator_sets import Sets, Span, of_side, sets_of
from surveys.enums import CampaignState, Phase, Role
from surveys.models import Campaign
from surveys.selectors.satisfaction import Satisfaction, satisfaction_of

MINUTES = 60
ASKED = {Formula.MENTEE_SATISFACTION: Role.MENTEE, Formula.MENTOR_SATISFACTION: Role.MENTOR}
_NOBODY = {
    Formula.TRAINED_MENTORS: "в базе нет подтверждённых наставников",
    Formula.PAIRS_FINISHED: "в этом году ни одна пара не закончила работу",
    Formula.PAIRS_MEETING: "действующих пар нет",
    Formula.PLANS_DONE: "утверждённых планов нет",
    Formula.GREW_TO_MENTORS: "завершённых пар ещё не было",
}
_FROM = {
    Formula.TRAINED_MENTORS: "по записям об обучении, из подтверждённых наставников",
    Formula.PAIRS_MADE: "по приказам отчётного года",
    Formula.PAIRS_FINISHED: "завершены из тех, что закончили работу в отчётном году",
    Formula.PAIRS_MEETING: "по журналу встреч, из действующих пар",
    Formula.MEETING_HOURS: "по журналу встреч отчётного года",
    Formula.PLANS_DONE: "завершены из утверждённых планов",
    Formula.PRACTICES: "опубликованы в отчётном году",
    Formula.GREW_TO_MENTORS: "из наставляемых завершённых пар",
    Formula.ALUMNI_AT_WORK: "из выпускников, с которыми есть связь",
    Formula.ALUMNI_AT_PARTNERS: "из выпускников, с которыми есть связь",
}


def count_formulas(
    formulas: Iterable[str], span: Span, figures: Mapping[str, Denominator]
) -> dict[Formula, Fact | None]:
    """Formula → what the portal counts by it; None where it has nothing to count. At most three queries a formula."""
    found: dict[Formula, Fact | None] = {}
    ageless: dict[Side, int] = {}
    for formula in {Formula(one) for one in formulas}:
        spec = FORMULAS[formula]
        if not spec.is_computed:
            continue
        if formula in ASKED:
            found[formula] = _by_survey(formula, span)
            continue
        sets = sets_of(formula, span)
        if sets is None:
            found[formula] = None
        elif formula is Formula.MEETING_HOURS:
            minutes = sets.part.order_by().aggregate(total=Sum("minutes"))["total"] or 0
            found[formula] = Fact(minutes, MINUTES, _FROM[formula], is_counted=True)
        else:
            notes = []
            if spec.ages and spec.side:
                if spec.side not in ageless:
                    ageless[spec.side] = of_side(spec.side, span).filter(birth_date__isnull=True).count()
                notes = ageless_words(ageless[spec.side])
            found[formula] = _fact(formula, sets, figures, notes)
    return found


def fact_of(row: Indicator, by_portal: Mapping[Formula, Fact | None], entered: IndicatorFact | None) -> Fact:
    """What the portal has counted, else what was entered by hand within the year, else why there is nothing.

    A count without its denominator is no figure yet: a fact entered whole stands before it.
    """
    formula = Formula(row.formula)
    spec = FORMULAS[formula]
    own = by_portal.get(formula)
    stands = entered if spec.takes_facts else None
    if own is not None and (own.amount(row.unit) is not None or stands is None):
        return own
    if entered is None:
        return Fact(note=spec.missing)
    told = f"на {date_short(entered.as_of)}, {entered.source}"
    if row.unit not in {Unit.PERCENT, Unit.SCORE}:
        return Fact(entered.numerator, None, told)
    if entered.denominator is None:
        return Fact(entered.numerator, None, f"{entered.numerator} {told}; общее число не внесено")
    if not entered.denominator:
        return Fact(entered.numerator, 0, f"{told}; общее число – 0")
    return Fact(entered.numerator, entered.denominator, told)


def _fact(formula: Formula, sets: Sets, figures: Mapping[str, Denominator], notes: list[str]) -> Fact:
    def whole() -> int | None:
        return None if sets.whole is None else sets.whole.order_by().count()

    return told_fact(formula, sets.part.order_by().count(), whole, figures, notes)


def told_fact(
    formula: Formula,
    part: int,
    whole_of: Callable[[], int | None],
    figures: Mapping[str, Denominator],
    notes: list[str],
) -> Fact:
    """A counted numerator with its denominator: of the contingent, else what `whole_of` counts by name."""
    spec = FORMULAS[formula]
    if spec.unit is not Unit.PERCENT:
        return Fact(part, None, _FROM[formula], is_counted=True)
    kind = spec.contingent
    figure = figures.get(kind) if kind else None
    if figure is not None:
        return Fact(part, figure.count, "; ".join([_of_contingent(part, figure), *notes]), is_counted=True)
    whole = whole_of()
    if whole is not None:
        if whole:
            source = _FROM.get(formula, "из действующих партнёров в базе портала")
            return Fact(part, whole, "; ".join([source, *notes]), is_counted=True)
        return Fact(note=_NOBODY.get(formula, spec.missing), is_counted=True)
    if kind is None:
        raise ValueError(f"{formula} is counted but has no denominator")
    told = f"вошли {part}; не внесён контингент: {lower_first(ContingentKind(kind).label)}"
    return Fact(part, None, "; ".join([told, *notes]), is_counted=True)


def _of_contingent(part: int, figure: Denominator) -> str:
    day = date_short(figure.as_of)
    return (
        f"контингент на {day}, {figure.source}" if figure.count else f"вошли {part}; контингент на {day} – 0"
    )


def ageless_words(count: int) -> list[str]:
    people = counted(count, "человека", "человек", "человек")
    return [f"у {people} нет даты рождения – не учтены"] if count else []


def _by_survey(formula: Formula, span: Span) -> Fact | None:
    """Answers to the exit questionnaires closed within the year, each campaign under its own rule of disclosure.

    None: nobody was asked. Who has not answered is neither satisfied nor dissatisfied.
    """
    rounds = list(asked_within(formula, span).filter(programme=span.programme).order_by("pk"))
    return told_satisfaction([one for one in map(satisfaction_of, rounds) if one is not None])


def asked_within(formula: Formula, span: Span) -> QuerySet[Campaign]:
    """Exit questionnaires of one side closed within the span, of whatever programme."""
    ended = span.within("closes_on")
    if span.day >= today(span.programme.organization):
        # Closed by hand before its last day: over all the same.
        ended |= Q(closes_on__gt=span.day) & span.within("opens_on")
    return Campaign.objects.filter(
        ended, phase=Phase.EXIT, state=CampaignState.CLOSED, version__questionnaire__role=ASKED[formula]
    ).select_related("version__questionnaire")


def told_satisfaction(asked: Sequence[Satisfaction]) -> Fact | None:
    """What the campaigns tell together; None: nobody was asked."""
    told = [one for one in asked if one.satisfied is not None and one.answered]
    if not told:
        return Fact(note="ответов мало: по доле узнали бы ответы немногих") if asked else None
    note = f"по {counted(len(told), 'опросу', 'опросам', 'опросам')} выхода, среди ответивших"
    if hidden := len(asked) - len(told):
        note += f"; не учтено: {counted(hidden, 'опрос', 'опроса', 'опросов')}, где ответов мало"
    return Fact(sum(one.satisfied or 0 for one in told), sum(one.answered or 0 for one in told), note)
