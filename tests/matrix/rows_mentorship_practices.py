"""Who may open practices: the curator and the head all of them, participants their own, everybody the bank."""

from core.enums import Role
from mentorship.models import Practice
from tests import factories
from tests.matrix import MEMBERS, Row, World, roles
from tests.matrix.rows_mentorship import CURATOR
from tests.mentorship import story

READERS = roles(Role.DIRECTOR, Role.CURATOR)
PEOPLE = roles(Role.MENTOR, Role.MENTEE, Role.PARENT)
HIDDEN = frozenset({404})


def _practice(world: World) -> Practice:
    return world.once("practice", lambda: story.approved(story.pair(factories.project(world.programme))))


def practice(world: World) -> dict[str, object]:
    return {"pk": _practice(world).pk}


def pair(world: World) -> dict[str, object]:
    return {"pair": _practice(world).pair_id}


def word(world: World) -> dict[str, object]:
    return {"pk": _practice(world).people.first().pk}


ROWS = [
    Row("mentorship:practices", READERS),
    Row("mentorship:practice", READERS, kwargs=practice),
    Row("mentorship:practice_pairs", CURATOR),
    Row("mentorship:practice_write", CURATOR, kwargs=pair),
    Row("mentorship:practice_edit", CURATOR, kwargs=practice),
    Row("mentorship:practice_step", CURATOR, kwargs=lambda world: {**practice(world), "step": "publish"}),
    Row("mentorship:practice_word", CURATOR, kwargs=word),
    Row("mentorship:bank", MEMBERS),
    Row("mentorship:bank_practice", MEMBERS, kwargs=practice),
    Row("mentorship:own_practices", PEOPLE),
    # None of the world's members is of the pair.
    Row("mentorship:own_practice_write", PEOPLE, kwargs=pair, ok=HIDDEN),
    Row("mentorship:own_practice_edit", PEOPLE, kwargs=practice, ok=HIDDEN),
    Row("mentorship:own_practice_send", PEOPLE, kwargs=practice, ok=HIDDEN, method="post"),
    Row("mentorship:own_word", PEOPLE, kwargs=word, ok=HIDDEN),
]
