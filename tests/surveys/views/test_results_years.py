"""Years and roles side by side."""

import datetime as dt

import pytest

from surveys.enums import Anonymity
from surveys.selectors.years import years_of
from tests import factories
from tests.surveys.views.test_results import TOPIC, address, answered, rows_of

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def last_year(org):
    return factories.programme(
        org, period_start=dt.date(2025, 9, 1), period_end=dt.date(2026, 8, 31), title="Программа 2025/26"
    )


def test_the_same_topics_stand_beside_each_other(programme, last_year, curator, signed_in):
    before = answered(last_year, rows_of(*[6] * 7), data=TOPIC)
    mentors = answered(programme, rows_of(*[9] * 6), data=TOPIC | {"role": "mentor", "code": "of_mentors"})
    now = answered(programme, rows_of(*[8] * 8), data=TOPIC)
    answered(programme, rows_of(8, 8))  # asks nothing of the topic
    answered(programme, rows_of(*[2] * 6), data=TOPIC, closed=False)

    years = years_of(now, membership=curator)

    assert {column.campaign for column in years.columns} == {before, mentors, now}
    assert {(column.year, column.who) for column in years.columns} == {
        ("2025/26", "наставляемые"),
        ("2026/27", "наставники"),
        ("2026/27", "наставляемые"),
    }
    (row,) = years.rows
    means = dict(zip((column.campaign.pk for column in years.columns), row.cells, strict=True))
    assert {pk: (cell.n, cell.mean) for pk, cell in means.items()} == {
        before.pk: (7, 6),
        mentors.pk: (6, 9),
        now.pk: (8, 8),
    }
    page = signed_in(curator).get(address(now, "results_years")).content.decode()
    assert "2025/26" in page
    assert "8\xa0ответов" in page
    assert address(now, "results_years") in signed_in(curator).get(address(now)).content.decode()


def test_a_year_with_few_answers_tells_no_figure(programme, last_year, curator):
    few = answered(last_year, rows_of(2, 2, 3), mode=Anonymity.CONFIDENTIAL, data=TOPIC)
    now = answered(programme, rows_of(*[8] * 8), mode=Anonymity.CONFIDENTIAL, data=TOPIC)
    years = years_of(now, membership=curator)
    cells = dict(zip((column.campaign for column in years.columns), years.rows[0].cells, strict=True))
    assert cells[few].n is None
    assert cells[few].mean is None
    assert cells[now].mean == 8


def test_queries_do_not_grow_with_years(programme, last_year, curator, queries_of):
    now = answered(programme, rows_of(*[8] * 8), data=TOPIC)

    def count():
        years_of(now, membership=curator)  # the versions are read once a process
        return queries_of(lambda: years_of(now, membership=curator))

    answered(last_year, rows_of(*[6] * 7), data=TOPIC)
    one = count()
    answered(last_year, rows_of(*[6] * 7), data=TOPIC)
    answered(last_year, rows_of(*[6] * 7), data=TOPIC)
    assert count() == one
