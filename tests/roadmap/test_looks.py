"""The views of a roadmap: one filter for all, states by sign and word, the same cost for any number of rows."""

import re
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.clock import today
from core.enums import Role
from roadmap.domain.assigning import assign
from roadmap.domain.rescheduling import move_occurrence
from roadmap.enums import STATUS_ICONS, STATUS_TONES, Status
from roadmap.models import Activity, Occurrence
from roadmap.selectors.calendar import month_of, read_month
from roadmap.selectors.filters import LineFilter, read_filter
from roadmap.selectors.roadmaps import roadmaps_visible_to
from roadmap.selectors.timeline import timeline_of
from roadmap.views.looks import LOOKS
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
DAY = date(2026, 11, 21)


@pytest.fixture
def programme(org):
    return factories.programme(org)


@pytest.fixture
def browser(curator, signed_in):
    return signed_in(curator)


def page(browser, **query) -> str:
    answer = browser.get(reverse("roadmap:roadmap"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def many(programme):
    return makers.roadmap(
        programme,
        makers.row(
            number="1.1",
            stage="Этап 1.",
            text="Собрать согласия",
            deadline="до 1 октября 2026",
            responsible="Директор",
        ),
        makers.row(
            number="1.2",
            stage="Этап 1.",
            text="Провести встречу",
            deadline="10 ноября – 10 декабря 2026",
            responsible="Куратор",
        ),
        makers.row(
            number="2.1",
            stage="Этап 2.",
            text="Следить за ходом",
            deadline="ежемесячно до 25 числа",
            responsible="Психолог",
        ),
        makers.row(
            number="2.2", stage="Этап 2.", text="Поддерживать", deadline="весь период", responsible="Куратор"
        ),
    )


def test_every_state_has_a_sign_and_words_of_its_own():
    assert set(STATUS_ICONS) == set(STATUS_TONES) == set(Status)
    assert len({status.label for status in Status}) == len(Status)


@pytest.mark.parametrize("look", list(LOOKS))
def test_each_view_shows_the_plan_with_signs_and_words(programme, browser, look, curator):
    roadmap = many(programme)
    for activity in Activity.objects.filter(stage__roadmap=roadmap):
        assign(activity, roles=[], users=[curator.user], actor=None)
    shown = page(browser, view=look, month="2026-12")
    assert 'aria-current="page"' in shown
    assert "1.2" in shown
    assert "в работе" in shown or look == "calendar"
    assert STATUS_ICONS[Status.IN_WORK] in shown


@pytest.mark.parametrize("look", list(LOOKS))
def test_filter_is_kept_from_view_to_view(programme, browser, look, curator):
    roadmap = many(programme)
    for activity in Activity.objects.filter(stage__roadmap=roadmap):
        assign(activity, roles=[], users=[curator.user], actor=None)
    stage = roadmap.stages.first()
    shown = page(browser, view=look, stage=stage.pk, q="встречу", month="2026-12", who="me")
    assert "Провести встречу" in shown
    assert "Собрать согласия" not in shown
    tabs = re.findall(r'href="(/roadmap/\?[^"]*)"', shown.split('class="looks"')[1].split("</nav>")[0])
    assert len(tabs) == len(LOOKS)
    assert all(f"stage={stage.pk}" in tab and "who=me" in tab and "q=" in tab for tab in tabs)


@pytest.mark.parametrize("look", list(LOOKS))
@pytest.mark.parametrize(
    "query",
    [
        "stage=x",
        "status=nope",
        "who=role:chef",
        "who=user:x",
        "who=user:99999999",
        "q=%00%FF",
        "month=2026-99",
        "month=x",
    ],
)
def test_senseless_addresses_break_no_view(programme, browser, look, query):
    many(programme)
    assert browser.get(f"{reverse('roadmap:roadmap')}?view={look}&{query}").status_code == 200


def test_unknown_view_is_the_table(programme, browser):
    many(programme)
    assert "roadmap-rows" in page(browser, view="galaxy")


def wanted(**given_) -> LineFilter:
    return LineFilter(**given_)


def names(roadmap, **given_) -> list[str]:
    return [row.name.split(" ")[0] for row in timeline_of(roadmap, DAY, wanted(**given_)).rows]


def test_timeline_is_filtered_like_the_table(programme, curator):
    roadmap = many(programme)
    stage = roadmap.stages.last()
    assert names(roadmap) == ["1.1", "1.2", "2.1", "2.2"]
    assert names(roadmap, stage=stage.pk) == ["2.1", "2.2"]
    assert names(roadmap, status="overdue") == ["1.1", "2.1"]
    assert names(roadmap, words="СОГЛАСИЯ") == ["1.1"]
    assert names(roadmap, words="психолог") == ["2.1"]
    assert names(roadmap, who="role:director") == ["1.1"]
    assert names(roadmap, who="me", role=Role.CURATOR, user=curator.user_id) == ["1.2", "2.2"]
    assert names(roadmap, who=f"user:{curator.user_id}") == []


def test_timeline_row_is_the_day_that_counts_now(programme):
    roadmap = many(programme)
    first, second, third, fourth = timeline_of(roadmap, DAY, wanted()).rows
    assert (first.start, first.now.due) == (date(2026, 9, 25), date(2026, 10, 1))
    assert (second.start, second.now.due) == (date(2026, 11, 10), date(2026, 12, 10))
    assert (third.now.due, third.more) == (date(2026, 9, 25), 11)
    assert (fourth.start, fourth.status.status) == (None, Status.NO_DATE)


def test_list_of_the_timeline_reads_without_scripts_and_opens_a_form(programme, browser):
    makers.activity(programme, text='Встреча "<b>важная</b>"', deadline="10 ноября – 10 декабря 2026")
    row = Occurrence.objects.get()
    shown = page(browser, view="timeline")
    assert "&lt;b&gt;важная" in shown
    assert "<b>важная" not in shown
    assert 'data-start="2026-11-10" data-end="2026-12-10"' in shown
    move = reverse("roadmap:occurrence_move", args=[row.pk])
    assert f'href="{move}?back=' in shown
    answer = browser.post(
        move, {"start": "2026-11-12", "due": "2026-12-12", "back": "view=timeline&q=важная"}
    )
    assert answer["Location"].startswith("/roadmap/?view=timeline&q=")
    row.refresh_from_db()
    assert (row.start, row.due, row.is_moved) == (date(2026, 11, 12), date(2026, 12, 12), True)
    assert "перенесено" in page(browser, view="timeline")
    foreign = browser.post(move, {"start": "", "due": "2026-12-12", "back": "https://evil.example/"})
    assert foreign["Location"].startswith("/roadmap/")


def test_line_of_today_is_the_day_of_the_institution(programme, browser):
    """The drawing would go by the computer's clock: in the evening an institution in the east is a day ahead."""
    many(programme)
    for zone in ("Asia/Kamchatka", "America/New_York"):
        programme.organization.time_zone = zone
        programme.organization.save()
        assert f'data-today="{today(programme.organization)}"' in page(browser, view="timeline")


def test_director_sees_the_timeline_but_moves_nothing(programme, director, signed_in):
    many(programme)
    shown = page(signed_in(director), view="timeline")
    assert "timeline-move" not in shown
    assert "Перенести" not in shown


def test_month_has_whole_weeks_with_what_is_due_on_its_days(programme):
    roadmap = many(programme)
    move_occurrence(
        Occurrence.objects.get(due=date(2026, 12, 10)), start=None, due=date(2026, 12, 4), actor=None
    )
    month = month_of(roadmap, DAY, date(2026, 12, 1), wanted())
    assert month.title == "Декабрь 2026"
    assert all(len(week) == 7 for week in month.weeks)
    due = {
        cell.day: [item.name for item in cell.items] for week in month.weeks for cell in week if cell.items
    }
    assert due == {date(2026, 12, 4): ["1.2 Провести встречу"], date(2026, 12, 25): ["2.1 Следить за ходом"]}
    assert (month.before, month.after) == ("2026-11", "2027-01")
    assert month_of(roadmap, DAY, date(2026, 12, 1), wanted(who="role:psychologist")).total == 1


@given(st.text(max_size=12))
def test_any_month_in_an_address_is_a_month(text):
    assert read_month(text, DAY).day == 1


@given(st.dictionaries(st.sampled_from(["stage", "status", "who", "q"]), st.text(max_size=30)))
def test_any_address_is_a_filter(values):
    class Member:
        user_id, role = 1, "curator"

    found = read_filter(values, Member())  # type: ignore[arg-type]
    assert found.query(1)
    assert found.fits_words("") in {True, False}
    assert found.fits_who([("curator", None), ("", 1)]) in {True, False}


def test_own_activities_of_all_roadmaps_stand_by_urgency(org, programme, curator, browser):
    project = factories.project(programme)
    many(programme)
    makers.roadmap(
        programme,
        makers.row(number="9.9", deadline="до 1 марта 2027", responsible="Куратор"),
        project=project,
    )
    shown = page(browser, view="mine")
    assert "9.9" in shown
    assert "Собрать согласия" not in shown
    assert shown.index("В работе") < shown.index("Ещё не наступило")


def test_nobody_s_activities_say_what_to_do(programme, browser):
    makers.roadmap(programme, makers.row(responsible=""))
    assert "За вами мероприятий нет" in page(browser, view="mine")


@pytest.mark.parametrize("look", list(LOOKS))
def test_view_costs_the_same_for_one_row_for_three_and_for_many(org, curator, browser, queries_of, look):
    costs = []
    for count in (1, 3, 30):
        programme = factories.programme(org, code=f"{look}-{count}", period_start=date(2026, 9, count))
        roadmap = makers.roadmap(
            programme,
            *(
                makers.row(stage=f"Этап {n}.", result="Приказ о закреплении пар", responsible="Куратор")
                for n in range(1, count + 1)
            ),
        )
        for activity in Activity.objects.filter(stage__roadmap=roadmap):
            assign(activity, roles=["curator"], users=[curator.user], actor=None)
        makers.happened(programme, "order_signed", "order_pairs")
        session = browser.session
        session["programme"] = programme.pk
        session.save()
        query = {"map": roadmap.pk, "view": look, "month": "2026-12", "who": "me"}
        assert page(browser, **query).count("/roadmap/activities/") >= count
        costs.append(queries_of(lambda query=query: page(browser, **query)))
    assert costs[0] == costs[1] == costs[2]


def test_the_programmes_own_roadmap_opens_first_on_every_database(programme, curator):
    of_project = makers.roadmap(programme, project=factories.project(programme))
    own = makers.roadmap(programme)
    assert list(roadmaps_visible_to(curator, programme)) == [own, of_project]
