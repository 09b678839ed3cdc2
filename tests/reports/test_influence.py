"""Influence, satisfaction, scores: paired, direction-aware; small groups are told neither alone nor by taking away."""

from collections import Counter
from datetime import date

import pytest

from core.errors import DomainError
from reports.domain.quality import score_programme
from reports.domain.swot import draft_swot
from reports.models import SwotStatement
from reports.selectors.influence import influence_board, influence_lines, warnings_of
from reports.selectors.quality import (
    SatisfactionLine,
    satisfaction_totals,
    score_instrument,
    score_views,
    scores_visible_to,
)
from surveys.enums import Anonymity, ItemKind, Phase, Polarity
from surveys.instruments import ScaleOptions
from surveys.instruments.schema import Item
from surveys.models import Campaign
from surveys.selectors.campaigns import Rate
from surveys.selectors.dynamics import dynamics_of
from surveys.selectors.satisfaction import satisfaction_from
from tests import factories
from tests.surveys import makers
from tests.surveys.views.test_results import answered, rows_of

pytestmark = pytest.mark.usefixtures("unscoped")


def growth(**item):
    """A questionnaire of one parameter whose answers only the psychologist reads one by one."""
    question = {
        "key": "useful",
        "kind": "scale",
        "text": "Тревожусь из-за учёбы",
        "short": "Тревожность",
        "required": True,
        "topic": "influence-anxiety",
        "polarity": "lower",
        "psychologist_only": True,
    }
    return {"code": "growth", "sections": [{"key": "all", "title": "Всё", "items": [question | item]}]}


@pytest.fixture
def programme(college):
    return college.programme


def people_of(programme, count):
    return [makers.mentee_person(programme) for _ in range(count)]


def wave(programme, people, marks, phase, *, mode=Anonymity.CONFIDENTIAL, **item):
    return answered(
        programme,
        rows_of(*marks),
        mode=mode,
        people=people,
        phase=phase,
        data=growth(**item),
        title=phase.label,
    )


BEFORE = [8, 9, 8, 7, 9, 8, 10, 8, 9, 7, 8, 9]
AFTER = [5, 6, 4, 5, 6, 5, 7, 4, 6, 4, 5, 6]


def test_less_anxiety_is_better_and_the_psychologists_question_is_told_in_groups(programme):
    people = people_of(programme, 12)
    wave(programme, people, BEFORE, Phase.ENTRY)
    wave(programme, people, AFTER, Phase.EXIT)
    [line] = influence_lines(programme, on=date(2027, 8, 1))
    change = line.last
    assert (line.polarity, line.audience, change.n) == (Polarity.LOWER, "наставляемые", 12)
    assert change.before == pytest.approx(sum(BEFORE) / 12)
    assert change.difference == pytest.approx((sum(AFTER) - sum(BEFORE)) / 12)
    assert line.label == "Тревожность"
    assert (change.difference_text, change.effect_text) == ("−3,1", "−1,00")
    assert change.better is True
    assert change.is_certain
    assert change.effect == -1
    assert "Стало лучше: большой эффект" in change.reading


def test_three_waves_are_each_compared_with_the_entry(programme):
    people = people_of(programme, 12)
    wave(programme, people, BEFORE, Phase.ENTRY)
    wave(programme, people, [mark - 1 for mark in BEFORE], Phase.MIDDLE)
    wave(programme, people, AFTER, Phase.EXIT)
    [line] = influence_lines(programme, on=date(2027, 8, 1))
    assert [change.wave for change in line.changes] == ["вход – промежуточный", "вход – выход"]


def test_fewer_than_five_pairs_are_never_told(programme):
    people = people_of(programme, 10)
    wave(programme, people[:7], BEFORE[:7], Phase.ENTRY)
    wave(programme, people[3:], AFTER[:7], Phase.EXIT)
    [line] = influence_lines(programme, on=date(2027, 8, 1))
    change = line.last
    assert (change.n, change.before, change.after, change.effect) == (None, None, None, None)
    assert "меньше 5" in change.note


def test_means_are_hidden_where_the_unpaired_few_would_follow(programme):
    people = people_of(programme, 14)
    wave(programme, people, [*BEFORE, 1, 2], Phase.ENTRY)
    wave(programme, people[:12], AFTER, Phase.EXIT)
    change = influence_lines(programme, on=date(2027, 8, 1))[0].last
    assert change.n == 12
    assert (change.before, change.after, change.p, change.effect) == (None, None, None, None)


def test_a_second_exit_of_almost_the_same_people_is_not_told_beside_the_first(programme):
    """Autumn with spring and autumn with summer differ by the two who missed one: their answers would follow."""
    people = people_of(programme, 12)
    wave(programme, people, BEFORE, Phase.ENTRY)
    wave(programme, people[:10], AFTER[:10], Phase.MIDDLE)
    wave(programme, people, AFTER, Phase.EXIT)
    [line] = influence_lines(programme, on=date(2027, 8, 1))
    shown = [change.before is not None for change in line.changes]
    assert sum(shown) <= 1


def test_anonymous_waves_and_a_lonely_entry_are_told_as_gaps(programme):
    wave(programme, people_of(programme, 6), BEFORE[:6], Phase.ENTRY)
    lines, gaps = influence_board(programme, on=date(2027, 8, 1))
    assert lines == []
    assert "только вход" in gaps[0].reason


def test_warnings_of_few_pairs_one_sided_and_unpaired_answers():
    full = Rate("", 20, 20)
    assert warnings_of(20, 0, 0, (full, full)) == ()
    assert "7 пар ответов" in warnings_of(7, 0, 0, (full, full))[0].replace("\u00a0", " ")
    assert "Без пары 12 человек" in warnings_of(20, 12, 0, (full, full))[0].replace("\u00a0", " ")
    assert warnings_of(20, None, None, (full, full)) == ()
    assert "чаще молчат недовольные" in warnings_of(20, 0, 0, (full, Rate("", 8, 20)))[0]
    assert "однобоко" in warnings_of(20, 0, 0, (full, Rate("", 14, 20)))[0]


def test_single_dynamics_come_from_named_waves_only(programme):
    people = people_of(programme, 3)
    before = wave(programme, people, [8, 5, 5], Phase.ENTRY, mode=Anonymity.NAMED)
    after = wave(programme, people, [5, 8, 5], Phase.EXIT, mode=Anonymity.NAMED)
    rows = dynamics_of(before, after)
    assert rows[0].person == people[1]
    assert {row.person.pk: row.steps[0].better for row in rows} == {
        people[0].pk: True,
        people[1].pk: False,
        people[2].pk: None,
    }
    Campaign.objects.filter(pk=before.pk).update(title="x")
    hidden = wave(programme, people_of(programme, 6), BEFORE[:6], Phase.EXIT)
    assert dynamics_of(before, hidden) == []


# --- satisfaction ---

MARK = Item(
    key="satisfaction",
    kind=ItemKind.SCALE,
    text="Довольны?",
    options=ScaleOptions(1, 10),
    topic="quality-satisfaction",
    polarity=Polarity.HIGHER,
)


def told(people, least=5):
    one = satisfaction_from(Counter(people), MARK, least=least)
    return one.answered, one.satisfied


def test_satisfied_is_seven_and_more_and_glad():
    assert told({(9, "yes"): 12, (7, "yes"): 6, (4, "no"): 7, (6, "yes"): 6}) == (31, 18)


@pytest.mark.parametrize(
    "people",
    [
        {(9, "yes"): 4},
        {(9, "yes"): 12, (4, "no"): 3},
        {(9, "yes"): 2, (4, "no"): 12},
    ],
)
def test_a_few_satisfied_or_dissatisfied_are_not_told(people):
    assert told(people)[1] is None


def line(answered, satisfied, who="наставники"):
    return SatisfactionLine("Форма", 1, who, 1, answered, satisfied, "")


def test_the_whole_is_told_only_where_no_part_of_it_is_hidden():
    """Whole less the shown forms would be the hidden form."""
    assert satisfaction_totals([line(20, 15)]) == []
    [total] = satisfaction_totals([line(20, 15), line(12, 6)])
    assert (total.answered, total.satisfied) == (32, 21)
    for hidden in (line(None, None), line(9, None)):
        [total] = satisfaction_totals([line(20, 15), line(12, 6), hidden])
        assert (total.answered, total.satisfied) == (None, None)


# --- the draft tells no small group either ---


def quality(topic="quality-comfort"):
    return growth(
        topic=topic, polarity="higher", psychologist_only=False, short="Комфорт", text="Было комфортно?"
    )


def test_the_draft_has_no_statement_of_a_small_group_in_a_form_or_in_the_whole(college, programme):
    """The small form is told neither by itself nor by the whole less the large one."""
    small = factories.project(programme)
    people = people_of(programme, 14)
    for project, own, marks in ((college.project, people[:10], [9] * 10), (small, people[10:], [2] * 4)):
        answered(
            programme, rows_of(*marks), mode=Anonymity.CONFIDENTIAL, people=own, phase=Phase.EXIT,
            data=quality(), title=f"Выход {project.pk}", project=project,
        )  # fmt: skip
    draft_swot(programme, actor=None, on=date(2027, 8, 1))
    rows = SwotStatement.objects.filter(rule__startswith="mean")
    assert [(row.project_id, row.rule) for row in rows] == [(college.project.pk, "mean_high.strength")]
    assert "Комфорт" in rows[0].facts[0]["label"]


# --- the curator's score ---


@pytest.mark.parametrize(
    ("ones", "zeros", "total", "level"),
    [(0, 5, 8, "Недопустимый"), (9, 0, 9, "Допустимый"), (4, 0, 14, "Допустимый"), (3, 0, 15, "Оптимальный")],
)
def test_the_bounds_of_the_bands(college, programme, ones, zeros, total, level):
    with college.as_curator() as actor:
        keys = score_instrument(college.org).scoring.items
        marks = {key: 0 if at < zeros else 1 if at < zeros + ones else 2 for at, key in enumerate(keys)}
        made = score_programme(programme, marks=marks, scored_on=date(2026, 11, 1), actor=actor)
    assert (made.total, made.most) == (total, 18)
    assert made.level.startswith(level)


def test_scores_have_a_history_and_the_same_day_corrects(college, programme):
    with college.as_curator() as actor:
        keys = score_instrument(college.org).scoring.items
        for day, mark in ((date(2026, 10, 1), 1), (date(2026, 11, 1), 0), (date(2026, 11, 1), 2)):
            score_programme(programme, marks=dict.fromkeys(keys, mark), scored_on=day, actor=actor)
        views = score_views(scores_visible_to(college.curator))
        with pytest.raises(DomainError) as refused:
            score_programme(programme, marks={keys[0]: 3}, scored_on=date(2026, 11, 1), actor=actor)
        assert refused.value.field == keys[0]
    assert [(view.total, view.change) for view in views] == [(18, 9), (9, None)]
    assert [band.is_reached for band in views[0].bands] == [False, False, True]
