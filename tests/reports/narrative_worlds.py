"""Whatever figures a year may have, for the sections of reports (hypothesis strategies)."""

import datetime as dt

from hypothesis import strategies as st

from reports.narrative.book import Book
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
    amount=st.none() | shares,
    fraction=st.sampled_from(["30 из 412", ""]),
    plan=st.none() | shares,
    plan_text=st.just("10 %"),
    value=st.just("7,3 %"),
    note=st.sampled_from(["", "факт не внесён"]),
    plans=st.just([("2026/27", "10 %"), ("2027/28", "")]),
    before=st.none() | shares,
    before_text=st.just("31,2 %"),
    less_is_better=st.booleans(),
    is_share=st.booleans(),
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
