"""Who may read and write SWOT, its session, the curator's score, influence and the monitoring report."""

from typing import Any

from core.enums import Role
from core.personal_tokens import token_for
from reports.domain.swot_sessions import open_session
from reports.models import CuratorScore, SwotAnalysis, SwotProposal, SwotSession, SwotStatement
from reports.selectors.swot_sessions import PURPOSE
from reports.swot_enums import Origin, StatementState
from tests.matrix import EVERYBODY, Row, World, roles
from tests.matrix.rows_mentorship import _project

READERS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
WRITERS = roles(Role.CURATOR, Role.PROJECT_CURATOR)
LEADERS = roles(Role.CURATOR)
KEEPERS = roles(Role.DIRECTOR, Role.CURATOR)
MEASURERS = READERS | roles(Role.PSYCHOLOGIST)


def own_project(world: World) -> Any:
    """A form that the world's project curator leads."""

    def make() -> Any:
        project = _project(world)
        project.curators.add(world.members[Role.PROJECT_CURATOR].user)
        return project

    return world.once("swot project", make)


def _analysis(world: World) -> SwotAnalysis:
    own_project(world)
    return world.once(
        "swot",
        lambda: SwotAnalysis.objects.create(organization=world.org, programme=world.programme, year=2026),
    )


def analysis(world: World) -> dict[str, Any]:
    return {"pk": _analysis(world).pk}


def statement(world: World) -> dict[str, Any]:
    """A new one each time: whoever may remove it does."""
    made = SwotStatement.objects.create(
        organization=world.org, analysis=_analysis(world), project=own_project(world), quadrant="threat",
        origin=Origin.OWN, state=StatementState.KEPT, wording="Ремонт корпуса",
    )  # fmt: skip
    return {"pk": made.pk}


def _session(world: World) -> SwotSession:
    day = world.programme.period_start
    return world.once(
        "swot session", lambda: open_session(_analysis(world), title="Сессия", held_on=day, actor=None)
    )


def session(world: World) -> dict[str, Any]:
    return {"pk": _session(world).pk}


def proposal(world: World) -> dict[str, Any]:
    made = world.once(
        "swot proposal",
        lambda: SwotProposal.objects.create(
            organization=world.org,
            session=_session(world),
            quadrant="threat",
            text="Мало времени",
            device="x",
        ),
    )
    return {"pk": made.pk, "step": "show"}


def link(world: World) -> dict[str, Any]:
    return {"token": token_for(_session(world).key, purpose=PURPOSE)}


def score(world: World) -> dict[str, Any]:
    def make() -> CuratorScore:
        return CuratorScore.objects.create(
            organization=world.org, programme=world.programme, project=own_project(world),
            scored_on=world.programme.period_start, total=9, most=18, level="Допустимый",
        )  # fmt: skip

    return {"pk": world.once("score", make).pk}


def stage(world: World) -> dict[str, Any]:
    return {"stage": "exit"}


ROWS = [
    Row("reports:swot", READERS),
    Row("reports:swot_draft", LEADERS, method="post"),
    Row("reports:swot_statement_add", WRITERS, kwargs=analysis),
    Row("reports:swot_decisions", LEADERS, kwargs=analysis),
    Row("reports:swot_session_create", LEADERS, kwargs=analysis),
    Row("reports:swot_report", KEEPERS, kwargs=analysis, method="post"),
    Row("reports:swot_statement_word", WRITERS, kwargs=statement),
    Row("reports:swot_statement_keep", WRITERS, kwargs=statement, method="post"),
    Row("reports:swot_statement_drop", WRITERS, kwargs=statement),
    Row("reports:swot_statement_seen", WRITERS, kwargs=statement, method="post"),
    Row("reports:swot_statement_place", WRITERS, kwargs=statement, method="post"),
    Row("reports:swot_statement_remove", WRITERS, kwargs=statement),
    Row("reports:swot_measure", WRITERS, kwargs=statement),
    Row("reports:swot_session", READERS, kwargs=session),
    Row("reports:swot_session_live", READERS, kwargs=session),
    Row("reports:swot_session_close", LEADERS, kwargs=session, method="post"),
    Row("reports:swot_session_merge", LEADERS, kwargs=session, method="post"),
    Row("reports:swot_proposal", LEADERS, kwargs=proposal, method="post"),
    Row("reports:swot_vote", EVERYBODY, kwargs=link),
    Row("reports:quality", MEASURERS),
    Row("reports:score_add", WRITERS, ok=frozenset({200, 302, 404, 405})),
    Row("reports:score", MEASURERS, kwargs=score),
    Row("reports:influence", MEASURERS),
    Row("reports:influence_people", roles(Role.PSYCHOLOGIST)),
    Row("reports:monitoring", READERS),
    # The stage is nobody's: from another institution it is that one's own.
    Row("reports:monitoring_conclusions", LEADERS, kwargs=stage, foreign=200),
    Row("reports:monitoring_make", KEEPERS, kwargs=stage, foreign=302, method="post"),
]
