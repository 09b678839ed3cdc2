"""Who may tell, ask and read third persons' notes."""

from core.enums import Role
from mentorship.domain.notes import add_note, invite
from mentorship.models import Consent, NoteInvitation
from mentorship.selectors.notes import token_of
from tests import factories
from tests.matrix import EVERYBODY, Row, World, roles
from tests.matrix.rows_mentorship import _project

TELLERS = roles(Role.INFORMANT, Role.PARENT, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
ASKERS = roles(Role.CURATOR, Role.PROJECT_CURATOR)
READERS = roles(Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)


def _described(world: World):
    """A mentee with a signed consent, whose group the informant speaks about; the parent's own child."""

    def make():
        entry = factories.mentee(world.programme, project=_project(world))
        Consent.objects.create(
            organization=world.org,
            programme=world.programme,
            person=entry.person,
            kind="processing",
            signer="self",
            state="signed",
            signed_on="2026-09-02",
            method="paper",
            original_place="папка",
        )
        informant = world.members[Role.INFORMANT]
        informant.groups = [entry.person.group]
        informant.save()
        from tests.mentorship.conftest import guardian_for

        guardian = guardian_for(entry.person)
        guardian.user = world.members[Role.PARENT].user
        guardian.save()
        return entry

    return world.once("described mentee", make)


def _asked(world: World) -> NoteInvitation:
    return world.once(
        "note invitation",
        lambda: invite(world.programme, [_described(world)], role="class_teacher", actor=None, group="ТМ-21"),
    )


def _note(world: World):
    return world.once(
        "note",
        lambda: add_note(
            _described(world), parts={"strengths": "старается"}, form_key="a" * 32, author_role="teacher"
        ),
    )


def mentee(world: World) -> dict[str, object]:
    return {"pk": _described(world).pk}


def asked(world: World) -> dict[str, object]:
    return {"pk": _asked(world).pk}


def link(world: World) -> dict[str, object]:
    return {"token": token_of(_asked(world))}


ROWS = [
    Row("mentorship:note_by_link", EVERYBODY, kwargs=link),
    Row("mentorship:note_by_link_form", EVERYBODY, kwargs=lambda world: {**link(world), **mentee(world)}),
    Row("mentorship:notes_own", TELLERS),
    Row("mentorship:note_add", TELLERS, kwargs=mentee),
    Row("mentorship:note_remove", READERS, kwargs=lambda world: {"pk": _note(world).pk}),
    Row("mentorship:note_invite_one", ASKERS, kwargs=mentee),
    Row("mentorship:note_invitations", ASKERS),
    Row("mentorship:note_invitation", ASKERS, kwargs=asked),
    Row("mentorship:note_links_print", ASKERS),
    Row("mentorship:note_invitation_edit", ASKERS, kwargs=asked),
    Row(
        "mentorship:note_invitation_step",
        ASKERS,
        kwargs=lambda world: {**asked(world), "step": "send"},
        method="post",
    ),
]
