"""Who may open the templates of roadmaps, the move to another year, the approved versions."""

from typing import Any

from core.enums import Role
from roadmap.domain.feeds import NewFeed, create_feed
from roadmap.domain.templates import save_template
from roadmap.models import RoadmapTemplate
from tests.matrix import EVERYBODY, Row, World, roles
from tests.matrix.rows_roadmap import MANAGERS, READERS, _roadmap, roadmap


def _template(world: World) -> RoadmapTemplate:
    def make() -> RoadmapTemplate:
        actor = world.members[Role.CURATOR].user
        return save_template(_roadmap(world), title="Наш план", actor=actor).template

    return world.once("roadmap_template", make)


def template(world: World) -> dict[str, Any]:
    return {"pk": _template(world).pk}


def template_key(world: World) -> dict[str, Any]:
    return {"key": f"own-{_template(world).pk}"}


def _feed(world: World) -> NewFeed:
    return world.once("roadmap_feed", lambda: create_feed(world.members[Role.CURATOR].user, world.org))


def feed(world: World) -> dict[str, Any]:
    return {"pk": _feed(world).feed.pk}


def feed_token(world: World) -> dict[str, Any]:
    return {"token": _feed(world).link.rsplit("/", 1)[1].removesuffix(".ics")}


CURATORS = roles(Role.CURATOR)
STAFF = roles(
    Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST, Role.INFORMANT
)
ROWS = [
    Row("roadmap:reminders", STAFF),
    Row("roadmap:feeds", STAFF),
    Row("roadmap:feed_revoke", STAFF, feed, method="post", ok=frozenset({302, 404})),
    Row("roadmap:feed", EVERYBODY, feed_token),
    Row("roadmap:templates", MANAGERS),
    Row("roadmap:template", MANAGERS, template_key),
    Row("roadmap:template_use", MANAGERS, template_key, method="post"),
    Row("roadmap:template_retire", CURATORS, template, method="post"),
    Row("roadmap:template_save", MANAGERS, roadmap),
    Row("roadmap:rollover", MANAGERS, roadmap),
    Row("roadmap:changes", READERS, roadmap),
    Row("roadmap:changes_approve", MANAGERS, roadmap),
]
