"""Who may open drafts of pairs, bans, group meetings."""

from datetime import date

from core.enums import Role
from core.personal_tokens import token_for
from mentorship.domain.bans import ban_pair
from mentorship.domain.group_meetings import open_meeting
from mentorship.models import DraftPair, GroupMeeting, MatchDraft
from mentorship.selectors.group_meetings import PURPOSE
from tests.matrix import EVERYBODY, Row, World, roles
from tests.matrix.rows_mentorship import READERS, _mentee, _mentor, _project

WORKERS = roles(Role.CURATOR, Role.PROJECT_CURATOR)


def _draft(world: World) -> MatchDraft:
    def make():
        return MatchDraft.objects.create(
            organization=world.org, programme=world.programme, number=1, projects=[_project(world).pk]
        )

    return world.once("match_draft", make)


def draft(world: World) -> dict[str, object]:
    return {"pk": _draft(world).pk}


def compared(world: World) -> dict[str, object]:
    return {"pk": _draft(world).pk, "other": _draft(world).pk}


def draft_pair(world: World) -> dict[str, object]:
    def make():
        return DraftPair.objects.create(
            organization=world.org,
            draft=_draft(world),
            project=_project(world),
            mentor=_mentor(world),
            mentee=_mentee(world),
            score=1,
        )

    return {"pk": world.once("draft_pair", make).pk}


def project(world: World) -> dict[str, object]:
    return {"pk": _project(world).pk}


def ban(world: World) -> dict[str, object]:
    def make():
        return ban_pair(_mentor(world), _mentee(world), reason="нет", actor=None)

    return {"pk": world.once("ban", make).pk}


def _meeting(world: World) -> GroupMeeting:
    def make():
        _project(world)
        return open_meeting(
            world.programme, title="Встреча", held_on=date(2026, 10, 1), choices=3, actor=None
        )

    return world.once("group_meeting", make)


def meeting(world: World) -> dict[str, object]:
    return {"pk": _meeting(world).pk}


def link(world: World) -> dict[str, object]:
    return {"token": token_for(_meeting(world).key, purpose=PURPOSE)}


ROWS = [
    Row("mentorship:matching", READERS),
    Row("mentorship:match_run", WORKERS, method="post"),
    Row("mentorship:match_weights", WORKERS, kwargs=project),
    Row("mentorship:match_pair", READERS, kwargs=draft_pair),
    Row("mentorship:match_pair_move", WORKERS, kwargs=draft_pair, method="post"),
    Row("mentorship:match_pair_lock", WORKERS, kwargs=draft_pair, method="post"),
    Row("mentorship:match_draft", READERS, kwargs=draft),
    Row("mentorship:match_left", READERS, kwargs=draft),
    Row("mentorship:match_compare", READERS, kwargs=compared),
    Row("mentorship:match_confirm", WORKERS, kwargs=draft),
    Row("mentorship:match_discard", WORKERS, kwargs=draft, method="post"),
    Row("mentorship:bans", WORKERS),
    Row("mentorship:ban_add", WORKERS),
    Row("mentorship:ban_lift", WORKERS, kwargs=ban),
    Row("mentorship:mentee_needs", WORKERS, kwargs=lambda world: {"pk": _mentee(world).pk}),
    Row("mentorship:mentor_roles", WORKERS, kwargs=lambda world: {"pk": _mentor(world).pk}),
    Row("mentorship:group_meeting_create", WORKERS),
    Row("mentorship:group_meeting", READERS, kwargs=meeting),
    Row("mentorship:group_meeting_live", READERS, kwargs=meeting),
    Row("mentorship:group_meeting_codes", WORKERS, kwargs=meeting),
    Row("mentorship:group_meeting_close", WORKERS, kwargs=meeting, method="post"),
    Row("mentorship:group_meeting_match", WORKERS, kwargs=meeting, method="post"),
    Row("mentorship:meeting_entry", EVERYBODY, kwargs=link, foreign=200),
    Row(
        "mentorship:meeting_vote",
        EVERYBODY,
        kwargs=lambda world: {**link(world), "code": "nobody22"},
        ok=frozenset({404}),
    ),
]
