"""Who may open meetings: the pair's own people, curators, the psychologist. Whose pair it is, is 404."""

from core.enums import Role
from mentorship.meeting_enums import MeetingKind
from mentorship.models import Meeting, MeetingFile, Pair
from mentorship.selectors.meeting_links import Reader, link_of
from tests.matrix import EVERYBODY, Row, World, roles
from tests.matrix.rows_mentorship import pair
from tests.mentorship.meeting_world import START, held, planned


def _pair(world: World) -> Pair:
    found = Pair.objects.get(**pair(world))
    if not found.order_number:
        Pair.objects.filter(pk=found.pk).update(state="active", order_number="1-н", order_date=START)
        found.refresh_from_db()
        found.mentor.person.user = world.members[Role.MENTOR].user
        found.mentor.person.save()
        mentee = found.places.get().mentee.person
        mentee.user = world.members[Role.MENTEE].user
        mentee.save()
    return found


def of_pair(world: World) -> dict[str, object]:
    return {"pk": _pair(world).pk}


def meeting(world: World) -> dict[str, object]:
    return {"pk": world.once("meeting", lambda: held(_pair(world), on=START)).pk}


def coming(world: World) -> dict[str, object]:
    meeting(world)  # the first of the pair, which the next one follows
    return {"pk": world.once("coming", lambda: planned(_pair(world), MeetingKind.TRIAL)).pk}


def file(world: World) -> dict[str, object]:
    def make():
        return MeetingFile.objects.create(organization=world.org, meeting_id=meeting(world)["pk"], file=None)

    return {"pk": world.once("meeting file", make).pk}


def by_link(world: World) -> dict[str, object]:
    made = Meeting.objects.select_related("pair__mentor__person").get(**coming(world))
    mentor = made.pair.mentor.person
    return {"token": link_of(made, Reader(mentor, mentor, "")).rstrip("/").rsplit("/", 1)[1]}


JOURNAL = roles(Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
WRITERS = roles(Role.CURATOR, Role.PROJECT_CURATOR, Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER)
SEERS = WRITERS | JOURNAL
#: A parent and a partner who are in no pair themselves: 404, as `tests/mentorship/test_meeting_pages.py` says.
SEEN = frozenset({200, 302, 404, 405})
ROWS = [
    Row("mentorship:meetings", JOURNAL),
    Row("mentorship:meeting_by_link", EVERYBODY, kwargs=by_link),
    Row("mentorship:pair_meetings", SEERS, kwargs=of_pair, ok=SEEN),
    Row("mentorship:meeting_log", WRITERS, kwargs=of_pair, ok=SEEN),
    Row("mentorship:meeting_plan", WRITERS, kwargs=of_pair, ok=SEEN),
    Row("mentorship:meeting_miss", WRITERS, kwargs=of_pair, ok=SEEN),
    Row("mentorship:meeting", SEERS, kwargs=meeting, ok=SEEN),
    Row("mentorship:meeting_hold", WRITERS, kwargs=coming, ok=SEEN),
    Row("mentorship:meeting_edit", WRITERS, kwargs=meeting, ok=SEEN),
    Row("mentorship:meeting_fail", WRITERS, kwargs=meeting, ok=SEEN),
    Row("mentorship:meeting_cancel", WRITERS, kwargs=coming, ok=SEEN),
    Row("mentorship:meeting_confirm", WRITERS, kwargs=meeting, ok=SEEN, method="post"),
    Row("mentorship:meeting_dispute", WRITERS, kwargs=meeting, ok=SEEN),
    Row("mentorship:meeting_file_remove", WRITERS, kwargs=file, ok=SEEN, method="post"),
]


def script(world: World) -> dict[str, object]:
    return {"kind": "regular"}


CURATOR = roles(Role.CURATOR)
#: Scripts are reference data: the same address in every institution.
ROWS += [
    Row("mentorship:scripts", SEERS),
    Row("mentorship:script_edit", CURATOR, kwargs=script, foreign=200),
    Row("mentorship:script_give_back", CURATOR, kwargs=script, method="post", foreign=302),
]
