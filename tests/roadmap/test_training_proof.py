"""A finished group of «Школа наставников» proves the activity; taken back, it opens it again."""

import pytest

from mentorship.domain.training import finish_group, reopen_group
from roadmap.models import Occurrence
from roadmap.reading.results import result_kinds
from roadmap.selectors.progress import counts_of
from tests import factories
from tests.mentorship import school
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Обучение наставников", ["training"]),
        ("Отобранные и обученные наставники", ["training"]),
        ("Занятия «Школы наставников»", ["training"]),
        ("Приказ об организации «Школы наставников»", ["order_school"]),
        ("Отчёт о потребностях наставников в обучении", ["report_other"]),
    ],
)
def test_what_a_plan_calls_training(words, kinds):
    assert [str(kind) for kind in result_kinds(words)] == kinds


def test_the_group_proves_the_activity_and_takes_it_back(org):
    programme = factories.programme(org)
    activity = makers.activity(programme, result="Обученные наставники")
    group = school.group(programme)
    (place,) = school.seat(group, factories.mentor(programme))
    school.attend(group, place, school.sessions(group, 1))

    def is_done():
        return not Occurrence.objects.filter(activity=activity, state="open").exists()

    assert not is_done()
    finish_group(group, actor=None)
    assert is_done()
    assert activity.evidence.get().fact.url.endswith(f"/training/{group.pk}/")
    reopen_group(group, reason="ошибка в отметках", actor=None)
    assert not is_done()


def test_the_roadmap_tells_how_many_are_trained(org):
    programme = factories.programme(org)
    factories.mentor(programme)
    told = counts_of(programme, programme.period_start)
    assert told["training"].replace("\u00a0", " ") == "обучены 0 из 1 наставников"
