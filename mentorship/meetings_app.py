"""What meetings register when the app starts: navigation, home of participants, files, personal data, history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import audit, history, registries, russian
from core.domain.files import destroy_file
from core.files import register_purpose
from core.models import StoredFile
from core.registries import HomeBlock, NavItem, OnErase, OnMerge, PersonalDataSource, PersonLink, Viewer
from core.workflow import state_moved
from mentorship.domain.meeting_files import FILE_PURPOSE
from mentorship.domain.meeting_letters import hear_changed, hear_pair_ended
from mentorship.domain.meetings import changed
from mentorship.meeting_enums import MeetingState
from mentorship.models import Meeting, MeetingFile, MeetingPresence, Pair, PairFeedback, Person, Programme
from mentorship.permissions import READ_JOURNAL, WRITE_MEETINGS
from mentorship.selectors.meetings import (
    STAFF,
    coming,
    is_there,
    may_log,
    may_meet,
    may_read_file,
    pairs_to_meet,
    to_confirm,
)
from mentorship.selectors.participants import person_of

ACTIONS = {
    "meeting.planned": "Назначена встреча",
    "meeting.held": "Встреча состоялась",
    "meeting.missed": "Встреча не состоялась",
    "meeting.cancelled": "Встреча отменена",
    "meeting.edited": "Изменена запись о встрече",
    "meeting.answered_by_link": "Ответ о встрече по личной ссылке",
    "meeting.confirmed": "Встреча подтверждена",
    "meeting.invited": "Отправлены приглашения на встречу",
    "meeting.file_added": "К встрече приложен файл",
    "meeting.file_removed": "Убран файл встречи",
}
NAMES_OF_KEYS = {"side": "Чья запись", "answer": "Ответ", "count": "Записей"}
_WORDS = ("topic", "agreements", "place", "link")


def navigation(viewer: Viewer) -> list[NavItem]:
    """«Журнал встреч», without a number: no query."""
    if not READ_JOURNAL.allows(viewer.membership):
        return []
    return [
        NavItem(
            "Журнал встреч",
            reverse("mentorship:meetings"),
            "Работа",
            330,
            active_prefixes=("mentorship:meeting",),
        )
    ]


@dataclass(frozen=True)
class PairMeetings:
    """A pair on the home page of one of its people: whom with, when next, what may be written."""

    pk: int
    with_whom: str
    next: Meeting | None
    is_late: bool
    may_log: bool
    may_plan: bool


def home_blocks(viewer: Viewer) -> list[HomeBlock]:
    """«Встречи» of a participant: the next one of each pair and what waits to be confirmed; five queries."""
    if viewer.role in STAFF or viewer.programme is None or not WRITE_MEETINGS.allows(viewer.membership):
        return []
    person = person_of(viewer.membership)
    if person is None:
        return []
    pairs = [
        pair
        for pair in pairs_to_meet(viewer.membership, viewer.programme)
        if pair.programme_id == viewer.programme.pk and may_meet(pair)
    ]
    if not pairs:
        return []
    nearest: dict[int, Meeting] = {}
    for meeting in coming(person, viewer.today):
        nearest.setdefault(meeting.pair_id, meeting)
    lines = [_line(pair, person, nearest.get(pair.pk), viewer.today) for pair in pairs]
    waiting = list(to_confirm(person).order_by("-on", "-pk")[:5])
    block = {"lines": lines, "waiting": waiting}
    return [HomeBlock("mentorship/home/meetings.html", block, order=8)]


def _line(pair: Pair, person: Person, meeting: Meeting | None, day: dt.date) -> PairMeetings:
    mentees = [place.mentee.person for place in pair.places.all() if is_there(place)]
    is_mentor = pair.mentor.person_id == person.pk
    whom = ", ".join(one.short_name for one in mentees) if is_mentor else pair.mentor.person.full_name
    late = meeting is not None and meeting.on < day
    return PairMeetings(pair.pk, whom, meeting, late, may_log(pair), may_meet(pair))


def proof_counts(programme: Programme, day: dt.date) -> dict[tuple[str, str], str]:
    """How many meetings have been held: one query."""
    held = Meeting.objects.filter(programme=programme, state=MeetingState.HELD).count()
    return (
        {("meeting_held", ""): f"состоялось {russian.counted(held, 'встреча', 'встречи', 'встреч')}"}
        if held
        else {}
    )


# --- personal data ---


def _of(person: models.Model) -> models.QuerySet[Meeting]:
    card = cast("Person", person)
    mine = Q(pair__mentor__person=card) | Q(pair__places__mentee__person=card)
    return Meeting.objects.filter(pk__in=Meeting.objects.filter(mine).order_by().values("pk"))


def export_meetings(person: models.Model) -> list[dict[str, Any]]:
    """Meetings of one's own pairs, and one's own marks of them; the other side's marks are theirs."""
    names = ["kind", "state", "on", "starts_at", "way", "place", "topic", "agreements", "next_on", "reason"]
    rows = [audit.plain(meeting, names) for meeting in _of(person)]
    own = PairFeedback.objects.filter(person=cast("Person", person))
    return rows + [audit.plain(one, ["on", "score", "needs_help", "word"]) for one in own]


def erase_meetings(person: models.Model) -> int:
    """Words and files go; that there was a meeting, of which kind and when, stays as an impersonal fact."""
    count = 0
    files = MeetingFile.objects.filter(meeting__in=_of(person).order_by().values("pk"))
    for attached in files.filter(file__isnull=False).select_related("file"):
        destroy_file(attached, "file")
        count += 1
    files.delete()
    said = _of(person).exclude(**dict.fromkeys(_WORDS, "")).update(**dict.fromkeys(_WORDS, ""))
    told = _of(person).exclude(reason="").update(reason="удалено")
    gone, _ = PairFeedback.objects.filter(person=cast("Person", person)).delete()
    return count + said + told + gone


def kept_meetings(person: models.Model) -> list[str]:
    count = _of(person).count()
    return [f"Дни и виды встреч без имён и слов ({count}): статистика программы"] if count else []


def files_of(person: models.Model) -> list[StoredFile]:
    attached = MeetingFile.objects.filter(meeting__in=_of(person).order_by().values("pk"))
    return [one.file for one in attached.select_related("file") if one.file]


SOURCE = PersonalDataSource(
    "Встречи",
    (Meeting, MeetingPresence, MeetingFile, PairFeedback),
    export_meetings,
    erase_meetings,
    kept=kept_meetings,
    files=files_of,
)
LINK = PersonLink(PairFeedback, "person", "Обратная связь пар", OnMerge.MOVE, OnErase.SOURCE)


def ready() -> None:
    registries.navigation.register(navigation)
    registries.home_blocks.register(home_blocks)
    registries.proof_counts.register(proof_counts)
    registries.personal_data.register(SOURCE)
    registries.person_links.register(LINK)
    register_purpose(FILE_PURPOSE, may_read_file, personal_data=True)
    changed.connect(hear_changed, sender=Meeting, dispatch_uid="mentorship.meeting_letters")
    state_moved.connect(hear_pair_ended, sender=Pair, dispatch_uid="mentorship.meetings_of_ended_pair")
    history.ACTIONS.update(ACTIONS)
    history.NAMES_OF_KEYS.update(NAMES_OF_KEYS)
