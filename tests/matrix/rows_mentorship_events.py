"""Who may open events: the staff theirs, participants their own, links those who hold them."""

from core.enums import Role
from core.personal_tokens import token_for
from mentorship.event_codes import CODE, LINK, hall_token
from mentorship.models import EventVisit
from tests.matrix import EVERYBODY, MEMBERS, Row, World, roles
from tests.matrix.rows_mentorship import CURATOR, READERS, _mentor
from tests.mentorship import fair

PEOPLE = roles(Role.MENTOR, Role.MENTEE, Role.PARENT)
MARKERS = roles(Role.CURATOR, Role.PROJECT_CURATOR)


def _visit(world: World) -> EventVisit:
    return world.once("visit", lambda: fair.put(fair.event(world.programme), _mentor(world).person)[0])


def event(world: World) -> dict[str, object]:
    return {"pk": _visit(world).event_id}


def visit(world: World) -> dict[str, object]:
    return {"pk": _visit(world).pk}


def own(world: World) -> dict[str, object]:
    return {"pk": _visit(world).event_id, "person": _visit(world).person_id}


def code(world: World) -> dict[str, object]:
    return {"token": token_for(_visit(world).key, purpose=CODE)}


def link(world: World) -> dict[str, object]:
    return {"token": token_for(_visit(world).key, purpose=LINK)}


def hall(world: World) -> dict[str, object]:
    return {"token": hall_token(_visit(world).event.hall_key)}


ROWS = [
    Row("mentorship:events", READERS),
    Row("mentorship:event", READERS, kwargs=event),
    Row("mentorship:event_people", READERS, kwargs=event),
    Row("mentorship:event_visit", READERS, kwargs=visit),
    Row("mentorship:event_create", CURATOR),
    Row("mentorship:event_edit", CURATOR, kwargs=event),
    Row("mentorship:event_hold", CURATOR, kwargs=event),
    Row("mentorship:event_cancel", CURATOR, kwargs=event),
    Row("mentorship:event_reopen", CURATOR, kwargs=event),
    Row("mentorship:event_invite", CURATOR, kwargs=event, method="post"),
    Row("mentorship:event_badges", MARKERS, kwargs=event),
    Row("mentorship:event_screen", MARKERS, kwargs=event),
    Row("mentorship:event_code", MARKERS, kwargs=code),
    # Any member may ask; whose business the event is not, is told that there is none.
    Row("mentorship:event_calendar", MEMBERS, kwargs=event, ok=frozenset({200, 404})),
    Row("mentorship:own_events", PEOPLE),
    # Nobody of the world's members is the person of the visit.
    Row("mentorship:own_event", PEOPLE, kwargs=own, ok=frozenset({404})),
    Row("mentorship:event_hall", EVERYBODY, kwargs=hall),
    Row("mentorship:event_by_link", EVERYBODY, kwargs=link),
    Row("mentorship:event_by_link_calendar", EVERYBODY, kwargs=link),
    Row("mentorship:lines", READERS, kwargs=lambda world: {"sort": "events"}, foreign=200),
]
