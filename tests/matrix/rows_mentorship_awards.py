"""Who may open awards: the curator and the head theirs, the jury its own, those who put forward their own."""

from core.enums import Role
from mentorship.award_enums import NominationSource
from mentorship.domain.awards import add_juror
from mentorship.models import Nomination
from tests.matrix import MEMBERS, Row, World, roles
from tests.matrix.rows_mentorship import CURATOR, _mentor
from tests.mentorship import prize

READERS = roles(Role.DIRECTOR, Role.CURATOR)
PEOPLE = roles(Role.MENTOR, Role.MENTEE, Role.INFORMANT, Role.PSYCHOLOGIST, Role.PROJECT_CURATOR)


def _nomination(world: World) -> Nomination:
    def make():
        found = prize.round_of(world.programme)
        add_juror(found, world.members[Role.ADMINISTRATOR].user, actor=None)
        user = world.members[Role.MENTOR].user
        (made,) = prize.put(found, _mentor(world).person, source=NominationSource.COLLEAGUE)
        Nomination.objects.filter(pk=made.pk).update(nominated_by=user)
        return made

    return world.once("nomination", make)


def award(world: World) -> dict[str, object]:
    return {"pk": _nomination(world).round_id}


def nomination(world: World) -> dict[str, object]:
    return {"pk": _nomination(world).pk}


def sheet(world: World) -> dict[str, object]:
    return {**award(world), "nomination": _nomination(world).pk}


def criterion(world: World) -> dict[str, object]:
    return {"pk": world.once("criterion", lambda: _nomination(world).round.criteria.first().pk)}


def juror(world: World) -> dict[str, object]:
    return {"pk": world.once("juror", lambda: _nomination(world).round.jury.first().pk)}


#: Members who are not of the jury are told that there is nothing; the round is not being scored yet for those who are.
HIDDEN = frozenset({404})
ROWS = [
    Row("mentorship:awards", READERS),
    Row("mentorship:award", READERS, kwargs=award),
    Row("mentorship:award_create", CURATOR),
    Row("mentorship:award_edit", CURATOR, kwargs=award),
    Row("mentorship:award_close", CURATOR, kwargs=award),
    Row("mentorship:award_tie", CURATOR, kwargs=award, ok=HIDDEN),
    Row("mentorship:award_step", CURATOR, kwargs=lambda world: {**award(world), "to": "scoring"}),
    Row("mentorship:criterion_add", CURATOR, kwargs=award),
    Row("mentorship:criterion_remove", CURATOR, kwargs=criterion, method="post"),
    Row("mentorship:juror_add", CURATOR, kwargs=award),
    Row("mentorship:juror_remove", CURATOR, kwargs=juror, method="post"),
    Row("mentorship:nomination_add", CURATOR, kwargs=award),
    Row("mentorship:nomination", READERS, kwargs=nomination),
    Row("mentorship:nomination_accept", CURATOR, kwargs=nomination, method="post"),
    Row("mentorship:nomination_reject", CURATOR, kwargs=nomination),
    Row("mentorship:jury", MEMBERS),
    Row("mentorship:jury_round", MEMBERS, kwargs=award, ok=HIDDEN),
    Row("mentorship:jury_sheet", MEMBERS, kwargs=sheet, ok=HIDDEN),
    Row("mentorship:jury_recuse", MEMBERS, kwargs=sheet, ok=HIDDEN),
    Row("mentorship:own_awards", PEOPLE),
    Row("mentorship:own_nominate", PEOPLE, kwargs=award),
    # Somebody else's nomination is nobody's business.
    Row("mentorship:own_withdraw", PEOPLE, kwargs=nomination, ok=frozenset({200, 404})),
]
