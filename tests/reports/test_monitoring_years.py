"""Monitoring reports of the entry and of each year: a longer programme does not mix its years."""

from datetime import date

import pytest

from core.errors import DomainError
from reports.domain.documents import build_from
from reports.kinds import Source, kind_of
from reports.selectors.monitoring import stage_surveys
from reports.selectors.spans import span_of
from reports.swot_enums import MonitoringStage
from surveys.enums import Phase
from surveys.models import Campaign
from tests import factories
from tests.surveys.views.test_results import answered, rows_of

pytestmark = pytest.mark.usefixtures("unscoped")
DAY = date(2028, 3, 1)


@pytest.fixture
def programme(org):
    made = factories.programme(org, period_start=date(2026, 9, 1), period_end=date(2028, 8, 31))
    for opens, title in ((date(2026, 10, 1), "Вход первого года"), (date(2027, 10, 1), "Вход второго года")):
        asked = answered(made, rows_of(*[8] * 6), phase=Phase.ENTRY, title=title)
        Campaign.objects.filter(pk=asked.pk).update(opens_on=opens, closes_on=opens)
    return made


def test_the_entry_of_a_year_is_that_years(programme):
    for year, title in ((2026, "Вход первого года"), (2027, "Вход второго года")):
        span = span_of(programme, DAY, year=year)
        assert [one.title for one in stage_surveys(span, MonitoringStage.ENTRY)] == [title]


def test_the_paper_of_a_year_holds_its_surveys_alone(programme):
    kind = kind_of("monitoring_report")

    def made(stage, year):
        given = {"stage": stage, "year": year}
        return build_from(kind, Source(programme, programme.organization, DAY, given)).content

    entry = made("entry", 2026)
    assert "входной" in entry.title
    assert "2026/27" in entry.title
    assert [one.title for one in entry.surveys] == ["Вход первого года"]
    words = " ".join(str(block) for block in kind.blocks(entry))
    assert "6 из 6" in words.replace("\\xa0", " ")
    assert "Вход второго года" not in words
    with pytest.raises(DomainError, match="Завершённых опросов этого этапа нет"):
        made("middle", 2026)
