"""Who may open the addresses of `surveys`."""

from typing import Any

from core.enums import Role
from surveys.domain.class_links import class_token, open_class_link
from surveys.models import ClassLink, Invitation
from tests import factories
from tests.matrix import EVERYBODY, MEMBERS, Row, World, roles
from tests.surveys import makers

READERS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
MANAGERS = roles(Role.CURATOR, Role.PROJECT_CURATOR)
ANSWER_READERS = roles(Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)


def _invitation(world: World) -> Invitation:
    def make() -> Invitation:
        project = factories.project(world.programme)
        project.curators.add(world.members[Role.PROJECT_CURATOR].user)
        campaign = makers.campaign(world.programme, project=project)
        return makers.invitation(campaign, makers.mentee_person(world.programme))

    return world.once("survey_invitation", make)


def _answered(world: World) -> Invitation:
    def make() -> Invitation:
        invitation = makers.invitation(_invitation(world).campaign, makers.mentee_person(world.programme))
        makers.answer(invitation)
        return invitation

    return world.once("survey_answered", make)


def token(world: World) -> dict[str, Any]:
    return {"token": makers.token(_invitation(world))}


def campaign(world: World) -> dict[str, Any]:
    return {"pk": _invitation(world).campaign_id}


def invitation(world: World) -> dict[str, Any]:
    return {"pk": _invitation(world).pk}


def two_campaigns(world: World) -> dict[str, Any]:
    def make() -> int:
        first = _invitation(world).campaign
        return makers.campaign(world.programme, project=first.project).pk

    return campaign(world) | {"other": world.once("survey_other", make)}


def story(world: World) -> dict[str, Any]:
    _answered(world)
    return campaign(world) | {"key": "story"}


def _class_link(world: World) -> ClassLink:
    return world.once("survey_class", lambda: open_class_link(_invitation(world).campaign, actor=None))


def class_token_of(world: World) -> dict[str, Any]:
    return {"token": class_token(_class_link(world).key)}


def class_link(world: World) -> dict[str, Any]:
    """A fresh one for each visitor who may close it."""
    return {"pk": open_class_link(_invitation(world).campaign, actor=None).pk}


ROWS = [
    Row("surveys:answer", EVERYBODY, kwargs=token),
    Row("surveys:answer_save", EVERYBODY, kwargs=token),
    Row("surveys:answer_sheet", EVERYBODY, kwargs=token),
    Row("surveys:campaign_sheet", MANAGERS, kwargs=campaign),
    Row("surveys:answer_done", EVERYBODY, kwargs=token),
    Row("surveys:answer_page", EVERYBODY, kwargs=lambda world: token(world) | {"page": 1}),
    Row("surveys:class_entry", EVERYBODY, kwargs=class_token_of),
    Row("surveys:campaign_class", MANAGERS, kwargs=campaign),
    Row("surveys:class_board", MANAGERS, kwargs=class_link),
    Row("surveys:class_close", MANAGERS, kwargs=class_link, method="post"),
    Row("surveys:invitation_code", MANAGERS, kwargs=invitation),
    Row("surveys:own", MEMBERS),
    Row("surveys:campaigns", READERS),
    Row("surveys:campaign_create", MANAGERS),
    Row("surveys:campaign", READERS, kwargs=campaign),
    Row("surveys:results", READERS, kwargs=campaign),
    # The director sees groups, and groups only once the campaign is over.
    Row(
        "surveys:results_file",
        READERS,
        kwargs=lambda world: campaign(world) | {"kind": "csv"},
        ok=frozenset({200, 404}),
    ),
    Row("surveys:results_cross", READERS, kwargs=campaign),
    Row("surveys:results_groups", READERS, kwargs=campaign),
    Row("surveys:results_years", READERS, kwargs=campaign),
    Row("surveys:results_themes", ANSWER_READERS, kwargs=story),
    Row("surveys:results_words", ANSWER_READERS, kwargs=story, method="post"),
    Row(
        "surveys:answers_file",
        ANSWER_READERS,
        kwargs=lambda world: campaign(world) | {"kind": "csv"},
        method="post",
    ),
    Row("surveys:results_compare", READERS, kwargs=two_campaigns),
    Row("surveys:campaign_count", MANAGERS),
    Row("surveys:campaign_rates", READERS, kwargs=campaign),
    Row("surveys:campaign_audience", MANAGERS, kwargs=campaign),
    Row("surveys:campaign_edit", MANAGERS, kwargs=campaign),
    Row("surveys:campaign_open", MANAGERS, kwargs=campaign),
    Row("surveys:campaign_close", MANAGERS, kwargs=campaign),
    Row("surveys:campaign_invite", MANAGERS, kwargs=campaign),
    Row("surveys:campaign_pick", MANAGERS, kwargs=campaign),
    Row("surveys:campaign_remind", MANAGERS, kwargs=campaign),
    Row("surveys:cards", MANAGERS, kwargs=campaign),
    Row("surveys:preview", READERS, kwargs=campaign),
    Row("surveys:preview_page", READERS, kwargs=lambda world: campaign(world) | {"page": 1}),
    Row("surveys:invitation", MANAGERS, kwargs=invitation),
    Row("surveys:invitation_qr", MANAGERS, kwargs=lambda world: invitation(world) | {"kind": "svg"}),
    Row(
        "surveys:invitation_revoke", MANAGERS, kwargs=lambda world: {"pk": _answered(world).pk}, method="post"
    ),
    Row(
        "surveys:invitation_renew", MANAGERS, kwargs=lambda world: {"pk": _answered(world).pk}, method="post"
    ),
    Row("surveys:invitation_answers", ANSWER_READERS, kwargs=lambda world: {"pk": _answered(world).pk}),
    Row("surveys:invitation_paper", MANAGERS, kwargs=invitation),
]
