"""«Журнал встреч» of a pair or of a whole programme: days, kinds, who was there, what about, who has confirmed.

What two people agreed on stays between them and the curator: the journal is shown to the head and to inspectors.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models

from core import russian
from core.docx import Align, Block, Heading, Paragraph, SignatureLine, Table
from core.errors import DomainError
from mentorship.meeting_enums import MeetingState
from mentorship.models import Meeting, Pair, Programme
from mentorship.pauses import name_of
from mentorship.selectors.meetings import presence_words, with_presences
from mentorship.tables.meetings import confirmed_words
from reports.documents.letterhead import Letterhead, Signatory, letterhead_blocks, letterhead_of, signatory_of
from reports.kinds import Built, DocumentKind, Source, register

PAIR, PROGRAMME = "meeting_journal", "meeting_journal_programme"
HEAD = ("№", "День", "Наставник", "Вид встречи", "Были", "Тема", "Подтвердили")
WIDTHS = (5, 11, 17, 17, 20, 18, 12)
#: Longer journals are kept as a workbook: nobody reads or signs so many pages.
MOST = 2000


@dataclass(frozen=True)
class JournalRow:
    number: int
    on: dt.date
    mentor: str
    kind: str
    there: str
    topic: str
    confirmed: str

    @property
    def cells(self) -> list[str]:
        return [
            str(self.number), russian.date_short(self.on), self.mentor, self.kind, self.there, self.topic,
            self.confirmed,
        ]  # fmt: skip


@dataclass(frozen=True)
class Journal:
    """Meetings held up to a day, the earliest first; those that were not held are counted."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    about: str
    as_of: dt.date
    rows: list[JournalRow]
    missed: int

    @property
    def said(self) -> str:
        held = russian.counted(len(self.rows), "встреча", "встречи", "встреч")
        return f"Состоялось: {held}. Не состоялось: {self.missed}."

    @property
    def classed(self) -> list[tuple[str, int]]:
        return list(zip(HEAD, WIDTHS, strict=True))


def build_journal(source: Source) -> Built:
    """The subject is a pair or a programme. Raises DomainError when there is nothing to write or far too much."""
    pair = source.subject if isinstance(source.subject, Pair) else None
    programme = source.subject if pair is None else pair.programme
    if not isinstance(programme, Programme):
        raise TypeError("the subject of a journal is a pair or a programme")
    known = Meeting.objects.filter(**({"pair": pair} if pair else {"programme": programme}))
    held = with_presences(known.filter(state=MeetingState.HELD).select_related("pair__mentor__person"))
    count = held.count()
    if not count:
        raise DomainError("Состоявшихся встреч пока нет: журнал составлять не из чего.", code="empty")
    if count > MOST:
        raise DomainError("Встреч слишком много для печати: выгрузите журнал в Excel с отбором.", code="many")
    about = f"пара: {name_of(pair)}" if pair else f"программа «{programme.title}»"
    content = Journal(
        title="Журнал встреч",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        about=about,
        as_of=source.today,
        rows=[_row(number, meeting) for number, meeting in enumerate(held.order_by("on", "pk"), start=1)],
        missed=known.filter(state=MeetingState.MISSED).count(),
    )
    people = _people(pair) if pair else ()
    return Built(content, summary=about, programme=programme, subjects=people)


def _people(pair: Pair) -> tuple[models.Model, ...]:
    places = pair.places.select_related("mentee__person")
    return (pair.mentor.person, *(place.mentee.person for place in places))


def _row(number: int, meeting: Meeting) -> JournalRow:
    return JournalRow(
        number,
        meeting.on,
        meeting.pair.mentor.person.short_name,
        meeting.get_kind_display(),
        presence_words(meeting),
        meeting.topic,
        confirmed_words(meeting),
    )


def lay_out(doc: Journal) -> list[Block]:
    """The journal as a Word document."""
    return [
        *letterhead_blocks(doc.letterhead),
        Heading(doc.title, align=Align.CENTER),
        Paragraph(f"{doc.about} на {russian.date_long(doc.as_of)}", align=Align.CENTER),
        Paragraph(doc.said, align=Align.LEFT),
        Table(HEAD, [row.cells for row in doc.rows], widths=WIDTHS, size=10),
        SignatureLine(doc.signatory.position, doc.signatory.initials),
    ]


def _find_pair(pk: int) -> models.Model:
    return Pair.objects.select_related("organization", "programme", "mentor__person").get(pk=pk)


def _find_programme(pk: int) -> models.Model:
    return Programme.objects.select_related("organization").get(pk=pk)


for _code, _label, _find in (
    (PAIR, "Журнал встреч пары", _find_pair),
    (PROGRAMME, "Журнал встреч программы", _find_programme),
):
    register(
        DocumentKind(
            code=_code,
            family="Журнал",
            label=_label,
            content=Journal,
            build=build_journal,
            find=_find,
            stylesheet="plan",
            blocks=lay_out,
            landscape=True,
            mass=_code == PAIR,
        )
    )
