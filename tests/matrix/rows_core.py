"""Who may open the addresses of `core`."""

from django.utils import timezone

from core.domain.files import store_file
from core.domain.memberships import invite
from core.enums import JobState, Role
from core.files import register_purpose
from core.models import Job
from tests.matrix import EVERYBODY, MEMBERS, SIGNED_IN, Row, World, roles

ADMINISTRATOR = roles(Role.ADMINISTRATOR)
AUDITORS = roles(Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR)
WORKERS = roles(Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
SEARCHERS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST, Role.INFORMANT)


def invitation(world: World) -> dict[str, object]:
    def make() -> dict[str, object]:
        actor = world.members[Role.ADMINISTRATOR].user
        made, token = invite(world.org, email="gost@example.org", role=Role.CURATOR, actor=actor)
        return {"pk": made.pk, "token": token}

    return world.once("invitation", make)


def invitation_pk(world: World) -> dict[str, object]:
    return {"pk": invitation(world)["pk"]}


def invitation_token(world: World) -> dict[str, object]:
    return {"token": invitation(world)["token"]}


def mentor_membership(world: World) -> dict[str, object]:
    return {"pk": world.members[Role.MENTOR].pk}


def job(world: World) -> dict[str, object]:
    """A finished job of the director, which others of the institution may not even know of."""
    made = world.once(
        "job",
        lambda: Job.objects.create(
            organization=world.org,
            kind="tests.none",
            title="Проверка",
            owner=world.members[Role.DIRECTOR].user,
            state=JobState.DONE,
            finished_at=timezone.now(),
        ),
    )
    return {"pk": made.pk}


def open_file(world: World) -> dict[str, object]:
    """A file whose purpose lets every member of its own institution read it."""
    register_purpose("tests.open", lambda membership, stored: True)
    made = world.once(
        "file",
        lambda: store_file(
            b"%PDF-1.7",
            name="проба.pdf",
            content_type="application/pdf",
            purpose="tests.open",
            organization=world.org,
            created_by=None,
        ),
    )
    return {"pk": made.pk}


ROWS = [
    Row("core:home", MEMBERS),
    Row("core:help", MEMBERS),
    Row("core:healthz", EVERYBODY),
    Row("core:search", SEARCHERS),
    Row("core:login", EVERYBODY),
    Row("core:logout", EVERYBODY),
    # The link is its own key: whoever holds it may read it, from any institution.
    Row("core:invitation", EVERYBODY, kwargs=invitation_token, foreign=200),
    Row("core:memberships", SIGNED_IN),
    Row("core:switch_membership", SIGNED_IN),
    Row("core:switch_programme", MEMBERS),
    Row("core:profile", SIGNED_IN),
    Row("core:password_change", SIGNED_IN),
    Row("core:password_reset", EVERYBODY),
    Row("core:password_reset_sent", EVERYBODY),
    # A made-up key: the page tells that the link is dead.
    Row(
        "core:password_reset_confirm",
        EVERYBODY,
        kwargs=lambda world: {"uidb64": "MQ", "token": "x-y"},
        foreign=200,
    ),
    Row("core:organization", ADMINISTRATOR),
    Row("core:users", ADMINISTRATOR),
    Row("core:user_invite", ADMINISTRATOR),
    Row("core:user_invitations", ADMINISTRATOR),
    Row("core:user_invitation_revoke", ADMINISTRATOR, kwargs=invitation_pk),
    Row("core:user", ADMINISTRATOR, kwargs=mentor_membership),
    Row("core:user_revoke", ADMINISTRATOR, kwargs=mentor_membership),
    Row("core:user_restore", ADMINISTRATOR, kwargs=mentor_membership, method="post"),
    Row("core:audit", AUDITORS),
    Row("core:jobs", WORKERS),
    Row("core:job_notices", WORKERS),
    # Outside one's own jobs there is nothing (404); director and administrator see all of the institution.
    Row("core:job", WORKERS, kwargs=job, ok=frozenset({200, 404})),
    Row("core:job_live", WORKERS, kwargs=job, ok=frozenset({200, 404})),
    Row("core:job_cancel", WORKERS, kwargs=job, method="post", ok=frozenset({302, 404})),
    Row("core:job_repeat", WORKERS, kwargs=job, method="post", ok=frozenset({302, 404})),
    Row("core:file", MEMBERS, kwargs=open_file),
]
