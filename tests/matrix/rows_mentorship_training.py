"""Who may open the training of mentors."""

from datetime import date
from decimal import Decimal

from core.enums import Role
from mentorship.domain.training import record_outside_training
from mentorship.domain.training_courses import add_topic
from mentorship.models import TrainingGroup
from tests.matrix import Row, World, roles
from tests.matrix.rows_mentorship import CURATOR, READERS, _mentor
from tests.mentorship import school


def _group(world: World) -> TrainingGroup:
    def make():
        made = school.group(world.programme)
        school.seat(made, _mentor(world))
        school.sessions(made, 1)
        return made

    return world.once("training group", make)


def group(world: World) -> dict[str, object]:
    return {"pk": _group(world).pk}


def course(world: World) -> dict[str, object]:
    return {"pk": _group(world).course_id}


def topic(world: World) -> dict[str, object]:
    def make():
        return add_topic(_group(world).course, title="Тема", hours=Decimal(2), actor=None)

    return {"pk": world.once("training topic", make).pk}


def session(world: World) -> dict[str, object]:
    return {"pk": _group(world).sessions.get().pk}


def place(world: World) -> dict[str, object]:
    return {"pk": _group(world).places.get().pk}


def person(world: World) -> dict[str, object]:
    return {"pk": _mentor(world).person_id}


def outside(world: World) -> dict[str, object]:
    def make():
        given = {"title": "Курсы", "provider": "Институт", "hours": 36, "issued_on": date(2025, 5, 20)}
        return record_outside_training(_mentor(world).person, actor=None, **given)

    return {"pk": world.once("outside training", make).pk}


MARKERS = roles(Role.CURATOR, Role.PROJECT_CURATOR)
ROWS = [
    Row("mentorship:trainings", READERS),
    Row("mentorship:training", READERS, kwargs=group),
    Row("mentorship:training_sheet", READERS, kwargs=group),
    Row("mentorship:training_create", CURATOR),
    Row("mentorship:training_edit", CURATOR, kwargs=group),
    Row("mentorship:session_add", CURATOR, kwargs=group),
    Row("mentorship:session_edit", CURATOR, kwargs=session),
    Row("mentorship:session_remove", CURATOR, kwargs=session),
    Row("mentorship:training_finish", CURATOR, kwargs=group),
    Row("mentorship:training_reopen", CURATOR, kwargs=group),
    Row("mentorship:training_cancel", CURATOR, kwargs=group),
    Row("mentorship:training_drop", MARKERS, kwargs=place),
    Row("mentorship:courses", READERS),
    Row("mentorship:course", READERS, kwargs=course),
    Row("mentorship:course_create", CURATOR),
    Row("mentorship:course_edit", CURATOR, kwargs=course),
    Row("mentorship:course_archive", CURATOR, kwargs=course, method="post"),
    Row("mentorship:course_topic_add", CURATOR, kwargs=course),
    Row("mentorship:course_topic", CURATOR, kwargs=topic),
    Row("mentorship:course_topic_remove", CURATOR, kwargs=topic),
    Row("mentorship:outside_training_add", MARKERS, kwargs=person),
    Row("mentorship:outside_training_revoke", MARKERS, kwargs=outside),
]
