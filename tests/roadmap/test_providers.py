"""What the roadmap tells the rest of the portal, and how the state of an activity follows from the day."""

from datetime import date

import pytest

from core.enums import Role
from core.registries import Viewer
from roadmap import providers
from roadmap.enums import Status
from roadmap.models import Activity
from roadmap.selectors.roadmaps import line_of
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def programme(org):
    return factories.programme(org)


def viewer(membership, programme, day=date(2026, 12, 13)) -> Viewer:
    return Viewer(membership.user, membership, day, programme)


def status(activity: Activity, day: date, adopted_on: date = date(2026, 9, 1)) -> Status:
    return line_of(Activity.objects.get(pk=activity.pk), today=day, adopted_on=adopted_on).status.status


@pytest.mark.parametrize(
    ("deadline", "day", "expected"),
    [
        ("до 10 декабря 2026", date(2026, 9, 5), Status.NOT_DUE),
        ("до 10 декабря 2026", date(2026, 11, 10), Status.IN_WORK),
        ("до 10 декабря 2026", date(2026, 12, 10), Status.IN_WORK),
        ("до 10 декабря 2026", date(2026, 12, 11), Status.OVERDUE),
        ("до 28 августа 2026", date(2026, 9, 5), Status.BEFORE),
        ("октябрь", date(2026, 9, 30), Status.NOT_DUE),
        ("октябрь", date(2026, 10, 1), Status.IN_WORK),
        ("весь период", date(2026, 10, 1), Status.NO_DATE),
        ("по запросу", date(2026, 10, 1), Status.NO_DATE),
        ("в течение месяца после издания приказа", date(2026, 10, 1), Status.WAITING),
        ("ежемесячно до 25 числа", date(2026, 9, 10), Status.IN_WORK),
        ("ежемесячно до 25 числа", date(2026, 10, 10), Status.OVERDUE),
    ],
)
def test_state_follows_from_the_deadline_and_the_day(programme, deadline, day, expected):
    assert status(makers.activity(programme, deadline=deadline), day) == expected


@pytest.mark.parametrize(
    ("done_on", "expected"), [(date(2026, 12, 10), "done"), (date(2026, 12, 11), "done_late")]
)
def test_what_is_done_after_its_day_is_done_late(programme, curator, done_on, expected):
    activity = makers.activity(programme)
    activity.occurrences.update(state="done", done_on=done_on)
    assert status(activity, date(2027, 1, 1)) == expected


def test_overdue_and_soon_activities_ask_for_attention(programme, curator):
    makers.roadmap(
        programme,
        makers.row(number="5.6.", text="Закрепить пары", result="Приказ о закреплении пар"),
        makers.row(text="Встретиться", deadline="до 20 декабря 2026"),
        makers.row(text="Не скоро", deadline="до 20 марта 2027"),
        makers.row(text="До плана", deadline="до 20 августа 2026"),
    )
    late, soon = providers.attention(viewer(curator, programme))
    assert (late.tone, late.why, late.what) == ("bad", "просрочено 3\u00a0дня", "Закрепить пары")
    assert (
        late.detail == "мероприятие 5.6 · Куратор программы · приказ о закреплении пар не подписан в портале"
    )
    assert (soon.tone, soon.why, soon.what) == ("wait", "осталось 7\u00a0дней", "Встретиться")


def test_long_list_of_overdue_is_one_row_more(programme, curator):
    makers.roadmap(programme, *(makers.row() for _ in range(9)))
    items = providers.attention(viewer(curator, programme))
    assert len(items) == providers.MOST_ROWS + 1
    assert items[-1].what == "Ещё 6\u00a0мероприятий дорожной карты"


@pytest.mark.parametrize("role", [Role.MENTOR, Role.MENTEE, Role.ADMINISTRATOR, Role.PARENT])
def test_other_roles_are_told_nothing(org, programme, role):
    makers.roadmap(programme)
    seen = viewer(factories.membership(org, role), programme)
    assert providers.attention(seen) == providers.navigation(seen) == providers.figures(seen) == []
    assert providers.search(seen, "дело", 5) == []


def test_line_of_the_year_has_the_stages_with_their_days_and_figures(programme):
    makers.demo_roadmap(programme)
    line = providers.year_line(programme, date(2027, 2, 17))
    assert [stage.total for stage in line.stages] == [6, 6, 4, 7, 7, 7, 7]
    assert [stage.is_now for stage in line.stages] == [False] * 5 + [True, False]
    assert (line.stages[0].start, line.stages[0].end) == (date(2026, 8, 28), date(2026, 10, 15))
    assert (line.stages[5].start, line.stages[5].end) == (date(2026, 12, 1), date(2027, 5, 31))
    assert 0.4 < line.today < 0.5
    makers.happened(programme, "order_signed", "order_pairs")
    assert providers.year_line(programme, date(2027, 2, 17)).stages[4].done == 1


def test_programme_without_a_roadmap_has_no_line(programme):
    assert providers.year_line(programme, date(2027, 2, 17)) is None
    assert providers.year_line(None, date(2027, 2, 17)) is None


def test_today_outside_the_plan_has_no_mark(programme):
    makers.roadmap(programme)
    assert providers.year_line(programme, date(2030, 1, 1)).today is None


def test_figure_carries_its_fraction(programme, curator):
    makers.roadmap(programme, makers.row(result="Приказ о закреплении пар"), makers.row(), makers.row())
    makers.happened(programme, "order_signed", "order_pairs")
    [figure] = providers.figures(viewer(curator, programme))
    assert (figure.value, figure.fraction) == ("33,3\u00a0%", "1 из 3\u00a0мероприятий")


def test_activity_is_found_by_its_words(programme, curator):
    makers.roadmap(programme, makers.row(text="Провести круглый стол"), makers.row())
    for words in ("круглый стол", "провести круглый", "СТОЛ Круглый"):
        [hit] = providers.search(viewer(curator, programme), words, 5)
        assert "круглый стол" in hit.label


def test_providers_cost_the_same_for_one_activity_and_for_three(org, curator, queries_of):
    costs = []
    for count in (1, 3):
        programme = factories.programme(org)
        makers.roadmap(programme, *(makers.row(result="Приказ о закреплении пар") for _ in range(count)))
        seen = viewer(curator, programme)
        calls = (
            lambda programme=programme: providers.year_line(programme, date(2026, 12, 1)),
            *(lambda seen=seen, ask=ask: ask(seen) for ask in (providers.navigation, providers.attention)),
            lambda seen=seen: providers.search(seen, "дело", 9),
        )
        costs.append([queries_of(call) for call in calls])
    assert costs[0] == costs[1]
    assert costs[0][0] <= 2
