"""Who may open the tasks of care."""

from datetime import date

from core.enums import Role
from mentorship.domain.care import raise_task
from mentorship.domain.deputations import appoint_deputy
from mentorship.models import MeetingBreak, Pair
from tests.matrix import Row, World, roles
from tests.matrix.rows_mentorship import CURATOR, pair
from tests.mentorship.conftest import today


def task(world: World) -> dict[str, object]:
    """About a pair of everybody's sight; a psychologist has another list, so for them it is not there."""

    def make():
        return raise_task(
            programme=world.programme,
            pair=Pair.objects.get(**pair(world)),
            kind="other",
            key="matrix",
            text="Поговорить",
            due_on=date(2026, 12, 1),
            role=Role.CURATOR,
            actor=None,
        )

    return {"pk": world.once("care task", make).pk}


CARERS = roles(Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
#: Inside the right, but not one's own: 404. `tests/mentorship/test_care.py` says for whom.
SEEN = frozenset({200, 302, 404, 405})
ROWS = [
    Row("mentorship:care_tasks", CARERS),
    Row("mentorship:care_add", CARERS),
    Row("mentorship:care_task", CARERS, kwargs=task, ok=SEEN),
    Row("mentorship:care_done", CARERS, kwargs=task, ok=SEEN),
    Row("mentorship:care_drop", CARERS, kwargs=task, ok=SEEN),
    Row(
        "mentorship:care_step",
        CARERS,
        kwargs=lambda world: {**task(world), "step": "take"},
        ok=SEEN,
        method="post",
    ),
]


def pause(world: World) -> dict[str, object]:
    def make():
        return MeetingBreak.objects.create(
            organization=world.org, title="Каникулы", starts_on=date(2026, 12, 30), ends_on=date(2027, 1, 10)
        )

    return {"pk": world.once("meeting break", make).pk}


ROWS += [
    Row("mentorship:health", CARERS),
    Row("mentorship:meeting_rules", CURATOR),
    Row("mentorship:break_remove", CURATOR, kwargs=pause, method="post"),
]


def deputation(world: World) -> dict[str, object]:
    def make():
        return appoint_deputy(
            world.members[Role.PROJECT_CURATOR],
            deputy=world.members[Role.CURATOR].user,
            starts_on=today(),
            ends_on=today(),
            reason="отпуск",
            actor=None,
        )

    return {"pk": world.once("deputation", make).pk}


DEPUTIES = roles(Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR)
ROWS += [
    Row("mentorship:deputations", DEPUTIES),
    Row("mentorship:deputation_add", DEPUTIES),
    Row("mentorship:deputation_act", DEPUTIES, kwargs=deputation),
    Row("mentorship:deputation_end", DEPUTIES, kwargs=deputation),
]
