"""The engine of reports: words agree whatever the figures, nothing is left unresolved, the unknown is said to be so."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reports.narrative import words
from reports.narrative.book import Book, Chart, Grid, Piece, Section, with_own
from reports.narrative.goals import GoalFigures, ProjectFigure, forms_section, goals_section
from reports.narrative.indicators import IndicatorFigure, indicators_annex, indicators_section
from reports.narrative.outlook import (
    Findings,
    NextLine,
    NextYear,
    next_section,
    problems_of,
    problems_section,
)
from reports.narrative.pairs import (
    PairFigure,
    PairsFigures,
    durations_section,
    models_section,
    pairs_annex,
    pairs_section,
)
from reports.narrative.people import BaseFigures, PeopleFigures, bases_annex, bases_section
from reports.narrative.quality import (
    InfluenceFigure,
    SwotFigures,
    SwotScope,
    influence_section,
    swot_section,
)
from reports.narrative.results import (
    AwardFigure,
    DocumentFigure,
    EventFigure,
    PracticeFigure,
    documents_annex,
    documents_section,
    events_section,
    practices_section,
)
from reports.narrative.roadmap import LateFigure, RoadmapFigures, StageLine, roadmap_section
from reports.narrative.surveys import CampaignFigure, ChangeFigure, MarkFigure, surveys_section
from reports.narrative.work import (
    CadenceFigure,
    CourseFigure,
    MeetingFigures,
    PlanFigures,
    TrainingFigures,
    meetings_section,
    plans_section,
    training_section,
)
from reports.snapshot import freeze, thaw

small = st.integers(0, 130)
name = st.sampled_from(["Студент – студент", "Работодатель – студент", "Педагог – педагог"])
day = st.dates(dt.date(2026, 9, 1), dt.date(2027, 8, 31))
shares = st.decimals(0, 100, places=1)


def part_of(draw, whole):
    return draw(st.integers(0, whole))


@st.composite
def pairs(draw):
    rows = draw(
        st.lists(
            st.builds(
                PairFigure,
                number=small,
                form=name,
                role_model=st.sampled_from(["", "лидер – пассивный"]),
                size=st.integers(1, 12),
                order=st.just("№ 1-ОД от 02.11.2026"),
                period=st.just("02.11.2026 – 31.05.2027"),
                started=st.booleans(),
                became=st.sampled_from(["active", "completed", "terminated"]),
                reason=st.sampled_from(["", "переезд", "болезнь"]),
                meetings=small,
                days=st.none() | small,
            ),
            max_size=30,
        )
    )
    return PairsFigures(
        rows,
        mentees=draw(small),
        mentors=draw(small),
        before=draw(st.none() | small),
        before_completed=draw(st.none() | small),
        replaced=draw(small),
    )


stages = st.lists(
    st.builds(StageLine, title=name, in_time=small, late=small, overdue=small, ahead=small, undated=small),
    max_size=7,
)
late = st.lists(
    st.builds(
        LateFigure,
        number=st.just("1.2"),
        text=name,
        deadline=st.just("октябрь"),
        responsible=st.sampled_from(["", "Методист"]),
        due=day,
        done_on=st.none() | day,
        why=st.just("нет подтверждения"),
    ),
    max_size=3,
)
roadmaps = st.none() | st.builds(
    RoadmapFigures,
    title=name,
    day=day,
    stages=stages,
    late=late,
    overdue=late,
    before=st.none() | st.tuples(small, small),
)
bases = st.builds(
    BaseFigures,
    states=st.lists(st.tuples(st.just("Отобран"), small), max_size=3),
    groups=st.lists(st.tuples(name, small, small), max_size=3),
    before=st.none() | small,
)
people = st.builds(PeopleFigures, mentees=bases, mentors=bases, unpaired=small, signed=small, asked=small)


@st.composite
def trainings(draw):
    mentors = draw(small)
    course = st.builds(
        CourseFigure,
        course=name,
        group=name,
        hours=small,
        ends=st.just("01.12.2026"),
        places=small,
        completed=small,
        left=small,
    )
    return TrainingFigures(
        trained=part_of(draw, mentors),
        mentors=mentors,
        forms=draw(st.lists(st.tuples(name, small, small), max_size=3)),
        courses=draw(st.lists(course, max_size=2)),
        outside=draw(small),
        before=draw(st.none() | st.tuples(small, small)),
    )


cadence = st.builds(
    CadenceFigure,
    form=name,
    pairs=small,
    held=small,
    without=small,
    norm_days=st.none() | st.integers(1, 60),
    in_norm=st.none() | small,
    working=small,
)
meetings = st.builds(
    MeetingFigures,
    forms=st.lists(cadence, max_size=3),
    held=small,
    missed=small,
    minutes=small,
    kinds=st.lists(st.tuples(name, small), max_size=5),
    months=st.lists(st.tuples(st.integers(1, 12), small), max_size=12, unique_by=lambda row: row[0]),
    before=st.none() | small,
)
plans = st.builds(
    PlanFigures,
    states=st.lists(st.tuples(name, small), max_size=3),
    goals=st.lists(st.tuples(name, small), max_size=3),
    steps_done=small,
    steps=small,
    without=small,
    in_pairs=small,
    approved=small,
)
indicator = st.builds(
    IndicatorFigure,
    title=name,
    group=st.just(""),
    share=st.none() | shares,
    fraction=st.just("30 из 412"),
    plan=st.none() | shares,
    plan_text=st.just("10 %"),
    value=st.just("7,3 %"),
    note=st.sampled_from(["", "факт не внесён"]),
    plans=st.just([("2026/27", "10 %"), ("2027/28", "")]),
    before=st.none() | shares,
    less_is_better=st.booleans(),
)
mark = st.builds(
    MarkFigure,
    label=name,
    n=small,
    mean=st.floats(1, 10),
    top=st.just(10),
    high=st.none() | st.floats(0, 100),
    is_satisfaction=st.booleans(),
)
change = st.builds(
    ChangeFigure,
    topic=name,
    pairs=small,
    before=st.none() | st.floats(1, 10),
    after=st.none() | st.floats(1, 10),
    reading=st.just("Стало лучше."),
)
campaign = st.builds(
    CampaignFigure,
    title=name,
    form=st.sampled_from(["", "Студент – студент"]),
    who=st.just("наставляемые"),
    phase=st.just("выход"),
    period=st.just("с 1 по 9 мая 2027 г."),
    answered=small,
    invited=small,
    marks=st.lists(mark, max_size=4),
    closed=st.sampled_from(["", "Ответов меньше 5"]),
    changes=st.lists(change, max_size=3),
    is_entry=st.booleans(),
)
campaigns = st.lists(campaign, max_size=3)
lines = st.lists(
    st.builds(NextLine, number=st.just("1"), text=name, deadline=st.just("май"), responsible=st.just("")),
    max_size=3,
)
practices = st.lists(
    st.builds(
        PracticeFigure,
        title=name,
        form=name,
        state=st.just("Опубликована"),
        result=st.sampled_from(["", "Сдан зачёт"]),
    ),
    max_size=3,
)
events = st.lists(
    st.builds(EventFigure, title=name, kind=name, day=st.just("01.12.2026"), listed=small, came=small),
    max_size=3,
)
awards = st.lists(
    st.builds(AwardFigure, title=name, nominated=small, laureates=small, closed_on=st.just("01.12.2026")),
    max_size=3,
)
papers = st.lists(
    st.builds(
        DocumentFigure, kind=name, title=name, number=st.sampled_from(["", "1-ОД"]), day=st.just("01.12.2026")
    ),
    max_size=3,
)

kept = st.lists(st.just("Наставники довольны (8,1 из 10)"), max_size=2)
swot = st.none() | st.builds(
    SwotFigures,
    scopes=st.lists(
        st.builds(
            SwotScope,
            title=name,
            quadrants=st.tuples(kept, kept, kept, kept).map(
                lambda rows: list(zip("абвг", rows, strict=True))
            ),
        ),
        max_size=2,
    ),
    waiting=small,
    decisions=st.sampled_from(["", "Продолжить"]),
    measures=st.lists(st.tuples(name, st.just(""), st.just("")), max_size=2),
)
influence = st.builds(
    InfluenceFigure,
    label=name,
    who=st.just("наставляемые"),
    n=st.none() | small,
    before=st.none() | st.floats(1, 10),
    after=st.none() | st.floats(1, 10),
    direction=st.just("больше – лучше"),
    better=st.none() | st.booleans(),
    reading=st.sampled_from(["", "Стало лучше."]),
)


@st.composite
def books(draw):
    """Every section of every report, of whatever figures."""
    found = Findings(
        roadmap=draw(roadmaps),
        people=draw(people),
        pairs=draw(pairs()),
        training=draw(trainings()),
        meetings=draw(meetings),
        plans=draw(plans),
        indicators=draw(st.lists(indicator, max_size=3)),
        campaigns=draw(campaigns),
    )
    project = st.builds(
        ProjectFigure,
        title=name,
        form=name,
        curators=st.sampled_from(["", "Проектова В. А."]),
        pairs=small,
        mentees=small,
        role_models=st.lists(name, max_size=2),
    )
    goals = st.builds(
        GoalFigures,
        programme=name,
        goals=st.sampled_from(["", "Помочь освоиться"]),
        tasks=st.sampled_from(["", "1) одно;\n2) другое."]),
        expected=st.just(""),
        period=st.just("с 1 сентября 2026 г."),
        curator=st.sampled_from(["", "Кураторова Нина Петровна"]),
        year=st.just("2026/27 учебный год"),
    )
    problems = problems_of(found)
    following = NextYear(draw(st.none() | lines), draw(lines))
    told, documents = draw(practices), draw(papers)
    sections = [
        goals_section(draw(goals)),
        forms_section(draw(st.lists(project, max_size=3))),
        roadmap_section(found.roadmap),
        bases_section(found.people),
        pairs_section(found.pairs),
        models_section(found.pairs.pairs),
        durations_section(found.pairs.pairs),
        training_section(found.training),
        meetings_section(found.meetings),
        plans_section(found.plans),
        indicators_section(found.indicators, year="2026/27 учебный год", day="21.11.2026"),
        surveys_section(found.campaigns),
        swot_section(draw(swot)),
        influence_section(draw(st.lists(influence, max_size=3))),
        practices_section(told, published=draw(st.integers(0, len(told)))),
        events_section(draw(events), draw(awards), draw(small)),
        documents_section(documents),
        problems_section(problems),
        next_section(following, problems),
    ]
    annexes = [
        bases_annex(found.people),
        pairs_annex(found.pairs),
        indicators_annex(found.indicators),
        documents_annex(documents),
    ]
    return Book(sections, annexes)


#: Nouns and verbs of the engine with the forms that may stand after a number: one, two to four, five and more.
AGREED = {
    r"наставник": 1,
    r"наставника": 2,
    r"наставников": 5,
    r"наставляемый": 1,
    r"пара": 1,
    r"пары(?! и)": 2,
    r"пар(?! и)": 5,
    r"группа": 1,
    r"группы": 2,
    r"групп": 5,
    r"мероприятие": 1,
    r"встреча": 1,
    r"встречи": 2,
    r"встреч": 5,
    r"документ": 1,
    r"документов": 5,
    r"анкетирование": 1,
    r"анкетирований": 5,
    r"проект": 1,
    r"проектов": 5,
    r"показатель": 1,
}


def expected_form(number: int) -> int:
    if 11 <= number % 100 <= 14:
        return 5
    return 1 if number % 10 == 1 else 2 if 2 <= number % 10 <= 4 else 5


def wrong_plurals(text: str) -> list[str]:
    """«работали 5 пары»: a noun in the nominative that does not agree with the number before it."""
    found = []
    for noun, form in AGREED.items():
        for match in re.finditer(rf"(?<![\d,])(\d+)\u00a0{noun}(?=[\s.,:;(]|$)", text):
            before = text[: match.start()].rstrip()
            oblique = before.endswith(
                (" в", " из", " у", "Для", "нет у", "обучить", "остаётся обучить", "на")
            )
            if not oblique and expected_form(int(match[1])) != form:
                found.append(match[0])
    return found


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(books())
def test_whatever_the_figures_the_text_is_whole(book):
    for section in [*book.sections, *book.annexes]:
        assert section.title
        assert section.pieces or section.code.startswith("annex")
        for text in section.texts:
            assert not re.search(r"None|nan|\{|\}|%[sd(]|\[\]", text), text
            assert not re.search(r"\s{2,}| [.,;:](?!\.)|\.\.|,,|\(\)|«»|– [.,]", text), text
            assert not re.search(r"[A-Za-z]", text.replace("SWOT", "")), text
            assert not re.search(r"^[а-яё]", text) or text in {
                item for piece in section.pieces for item in piece.items
            }
            assert not wrong_plurals(text), text
        for piece in section.pieces:
            if piece.grid:
                assert all(len(row) == len(piece.grid.head) for row in piece.grid.rows)
                assert all(4 <= width <= 80 for _, width, _ in piece.grid.columns)
                assert sum(width for _, width, _ in piece.grid.columns) <= 100
                assert not any("None" in cell for row in piece.grid.rows for cell in row)
            if piece.chart:
                assert len(piece.chart.labels) == len(piece.chart.values) == len(piece.chart.texts)
                assert all(0 <= row[1] <= 100.0001 for row in piece.chart.rows)
    assert thaw(Book, freeze(book)) == book


def test_verbs_and_nouns_agree_with_one_two_and_five():
    done = ("завершила работу", "завершили работу", "завершили работу")
    told = [words.did(number, words.PAIRS, done) for number in (1, 2, 5, 11, 21)]
    assert told == [
        "завершила работу 1\u00a0пара",
        "завершили работу 2\u00a0пары",
        "завершили работу 5\u00a0пар",
        "завершили работу 11\u00a0пар",
        "завершила работу 21\u00a0пара",
    ]


@pytest.mark.parametrize(
    ("fact", "plan", "told"),
    [
        ("38.2", "35", "выше плана на\u00a03,2\u00a0процентного пункта"),
        ("30", "35", "ниже плана на\u00a05\u00a0процентных пунктов"),
        ("36", "35", "выше плана на\u00a01\u00a0процентный пункт"),
        ("33", "35", "ниже плана на\u00a02\u00a0процентных пункта"),
        ("35.04", "35", "на уровне плана"),
        (None, "35", ""),
        ("35", None, ""),
    ],
)
def test_a_fact_is_told_beside_its_plan(fact, plan, told):
    assert words.against_plan(fact and Decimal(fact), plan and Decimal(plan)) == told


def test_last_year_is_told_only_when_it_is_known():
    assert words.against_last(17, 12, words.PAIRS) == "на\u00a05\u00a0пар больше, чем годом ранее (12)"
    assert words.against_last(11, 12, words.PAIRS) == "на\u00a01\u00a0пару меньше, чем годом ранее (12)"
    assert words.against_last(12, 12, words.PAIRS) == "столько же, сколько годом ранее"
    assert words.against_last(12, None, words.PAIRS) == ""
    assert words.shift(Decimal("35.7"), Decimal("31.2")).startswith(
        "на\u00a04,5\u00a0процентного пункта больше"
    )


def test_no_data_is_said_and_no_figure_is_made_up():
    nothing = [
        roadmap_section(None),
        pairs_section(PairsFigures([], 0, 0)),
        surveys_section([]),
        indicators_section([], year="2026/27", day="21.11.2026"),
        plans_section(PlanFigures([], [], 0, 0, 0, 0)),
        training_section(TrainingFigures(0, 0, [], [], 0)),
    ]
    for section in nothing:
        text = " ".join(section.texts)
        assert "нет данных" in text or " не было" in text, text
        assert not re.search(r"\d", text), text


def test_own_text_stands_beside_or_instead_and_keeps_the_tables():
    drafted = Section(
        "x", "Раздел", [Piece("Составлено."), Piece(grid=Grid(["А"], [["1"]])), Piece(items=["да"])]
    )
    beside = with_own(drafted, "Своё.\n\nВторой абзац.", instead=False)
    assert beside.texts == ["Составлено.", "да"]
    assert beside.own == ["Своё.", "Второй абзац."]
    instead = with_own(drafted, "Своё.", instead=True)
    assert instead.texts == []
    assert [piece.grid is not None for piece in instead.pieces] == [True]
    assert with_own(drafted, "Своё.", instead=False).fingerprint == drafted.fingerprint


def test_charts_are_drawn_and_told_in_words():
    one = Chart("Пары", ["А", "Б"], [3.0, 1.0], ["3", "1"])
    both = Chart(
        "План",
        ["А", "Б"],
        [7.3, 2.1],
        ["7,3 %", "2,1 %"],
        100.0,
        [10.0, None],
        ["10 %", ""],
        ["факт", "план"],
    )
    assert one.picture.startswith("data:image/svg+xml;base64,")
    assert both.picture == both.picture
    assert both.words == "План: А – 7,3 % (план – 10 %); Б – 2,1 %"
    assert [row[3] for row in both.rows] == [10.0, None]
