"""Nothing of a few people gets into a paper: not by names allowed inside, by sums of two questions, by old words."""

from datetime import date

import pytest

from mentorship.enums import PairState
from reports.domain.swot import draft_swot, keep_statement
from reports.models import SwotStatement
from reports.narrative.pairs import RARE_REASONS
from reports.selectors.influence import influence_lines
from reports.selectors.spans import span_of
from reports.selectors.swot import swot_of
from reports.selectors.year_pairs import pairs_figures, year_pairs
from reports.selectors.year_surveys import campaign_figures
from surveys.domain.themes import add_theme, mark_themes, show_words
from surveys.enums import Anonymity, Phase, Polarity
from surveys.models import Answer
from surveys.statistics.paired import FEW_MOVED, compare
from tests import factories
from tests.reports.indicator_worlds import pair_by_order
from tests.reports.test_influence import growth, people_of
from tests.surveys.views.test_results import answered, rows_of

pytestmark = pytest.mark.usefixtures("unscoped")
DAY = date(2027, 8, 1)


def two_questions(**more):
    """Both measure one topic: a person's mark of it is the mean of the two."""
    first = growth(**more)["sections"][0]["items"][0]
    return {"code": "two", "sections": [
        {"key": "all", "title": "Всё", "items": [first, first | {"key": "second", "text": "Плохо сплю"}]}
    ]}  # fmt: skip


def twice(programme, people, marks, phase, **more):
    return answered(
        programme,
        [{"useful": str(one), "second": str(two)} for one, two in marks],
        mode=Anonymity.CONFIDENTIAL,
        people=people,
        phase=phase,
        data=two_questions(**more),
        title=phase.label,
    )


@pytest.mark.parametrize(
    ("before", "is_told"),
    [
        pytest.param([(10, 10)] * 5 + [(10, 9)], False, id="a mean of 9,9 is five tens and one nine"),
        pytest.param([(9, 4), (3, 6), (8, 8), (2, 7), (6, 5), (7, 3)], True, id="many ways to make the sum"),
    ],
)
def test_a_mean_of_two_questions_that_leaves_one_way_only_is_hidden(college, before, is_told):
    people = people_of(college.programme, 6)
    twice(college.programme, people, before, Phase.ENTRY)
    twice(college.programme, people, [(5, 4), (6, 2), (3, 5), (4, 4), (2, 6), (5, 5)], Phase.EXIT)
    [line] = influence_lines(college.programme, on=DAY)
    assert (line.last.before is not None, line.last.n) == (is_told, 6)


def test_of_two_open_questions_the_one_that_is_hidden_does_not_follow_from_both(college):
    """The results tell the mean of the second and hide that of the first: five tens and one nine."""
    people = people_of(college.programme, 6)
    open_to_all = {"psychologist_only": False}
    twice(
        college.programme,
        people,
        [(10, 4), (10, 6), (10, 8), (10, 7), (10, 5), (9, 3)],
        Phase.ENTRY,
        **open_to_all,
    )
    twice(
        college.programme, people, [(5, 4), (6, 2), (3, 5), (4, 4), (2, 6), (5, 5)], Phase.EXIT, **open_to_all
    )
    [line] = influence_lines(college.programme, on=DAY)
    assert (line.last.before, line.last.n) == (None, 6)


def test_of_a_few_that_changed_not_even_the_direction_is_told():
    marks = [(5, 5)] * 8 + [(5, 9), (4, 8)]
    few = compare(marks, polarity=Polarity.HIGHER, least=5)
    assert (few.reading, few.better, few.p, few.effect) == (FEW_MOVED, None, None, None)
    assert compare(marks, polarity=Polarity.HIGHER, least=1).better is True


def test_a_paper_keeps_the_common_minimum_though_names_allow_less_inside(college):
    answered(college.programme, rows_of(9, 9, 2), phase=Phase.EXIT, minimum_group=2, minimum_texts=2)
    [told] = campaign_figures(span_of(college.programme, DAY))
    assert told.marks == []
    assert "меньше 5" in told.closed


@pytest.fixture
def quoted(college):
    """A kept statement of the draft that quotes one of twelve answers, and that answer."""
    words = {"key": "words", "kind": "long_text", "text": "Чего не хватило?", "short": "Чего не хватило"}
    data = {"code": "quoted", "sections": [
        {"key": "all", "title": "Всё", "items": [
            {"key": "useful", "kind": "scale", "text": "Полезно?", "required": True}, words | {"topic": "lacking"}
        ]}
    ]}  # fmt: skip
    rows = [row | {"words": f"Мало встреч, раз {place}"} for place, row in enumerate(rows_of(*[8] * 12))]
    campaign = answered(
        college.programme,
        rows,
        mode=Anonymity.CONFIDENTIAL,
        data=data,
        phase=Phase.EXIT,
        project=college.project,
    )
    answers = Answer.objects.filter(response__campaign=campaign, item__key="words")
    with college.as_curator() as actor:
        theme = add_theme(campaign, "words", "Мало встреч", actor=actor)
        mark_themes(campaign, "words", {answer.pk: {theme.pk} for answer in answers}, actor=actor)
        draft_swot(college.programme, actor=actor, on=DAY)
        row = SwotStatement.objects.get(rule__startswith="theme")
        keep_statement(row, actor=actor)
    return row, campaign, answers.get(text=row.quotes[0])


def quotes_of(programme):
    view = swot_of(programme, 2026)
    return [
        quote
        for scope in view.scopes
        for part in scope.quadrants
        for one in part.kept
        for quote in one.quotes
    ]


def test_words_taken_out_after_the_draft_and_of_those_erased_are_quoted_nowhere(college, quoted):
    row, campaign, answer = quoted
    assert quotes_of(college.programme) == row.quotes
    with college.as_curator() as actor:
        show_words(campaign, answer.pk, "", actor=actor)
    assert quotes_of(college.programme) == row.quotes[1:]
    Answer.objects.filter(response__campaign=campaign, text=row.quotes[1]).delete()
    assert quotes_of(college.programme) == []


def test_a_rare_reason_of_ending_is_named_by_no_report_nor_by_two(college):
    """Of the programme «отчислен» is told; of either form it is not, though the other's could be taken away."""
    other = factories.project(college.programme)
    day = college.programme.period_start
    for project, count, reason in (
        (college.project, 5, "Отчислен."),
        (other, 3, "отчислен"),
        (other, 1, "Болезнь"),
    ):
        for _ in range(count):
            pair_by_order(
                project, [factories.person(college.org)], order_date=day,
                state=PairState.TERMINATED, ended_on=day, end_reason=reason.capitalize(),
            )  # fmt: skip
    told = {
        project: {pair.reason for pair in pairs_figures(span, year_pairs(span), None).pairs} - {""}
        for project in (None, college.project, other)
        for span in [span_of(college.programme, DAY, project=project)]
    }
    assert told == {
        None: {"Отчислен", RARE_REASONS},
        college.project: {RARE_REASONS},
        other: {RARE_REASONS},
    }
