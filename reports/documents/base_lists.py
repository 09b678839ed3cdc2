"""Lists of mentees and of mentors as documents: who is in the base on a day, under the head's signature."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from core.docx import Align, Block, Heading, Paragraph, SignatureLine, Table
from core.errors import DomainError
from core.russian import counted, date_long, date_short
from mentorship.enums import EntryState
from mentorship.models import MenteeEntry, MentorEntry, Programme
from reports.documents.letterhead import Letterhead, Signatory, letterhead_blocks, letterhead_of, signatory_of
from reports.documents.people import occupation
from reports.documents.sections import Part, table
from reports.kinds import Built, DocumentKind, Source, register
from reports.recipes import Recipe, register_recipe, the_programme
from reports.rendering import Requisites, mark_blocks, requisites_block

MENTEES, MENTORS = "list_mentees", "list_mentors"
GONE = (EntryState.LEFT,)
HEADS = {
    MENTEES: ("№", "Фамилия, имя, отчество", "Группа, должность", "Форма наставничества", "Состояние"),
    MENTORS: (
        "№",
        "Фамилия, имя, отчество",
        "Группа, место работы, должность",
        "Формы наставничества",
        "Утверждён",
    ),
}
TITLES = {MENTEES: "Список наставляемых", MENTORS: "Список наставников"}
NOTE = (
    "По записям базы. Сведения о\u00a0здоровье, учётах и\u00a0трудных ситуациях в\u00a0список не\u00a0входят."
)
WIDTHS = (5, 32, 25, 22, 16)


@dataclass(frozen=True)
class BaseList:
    """Rows in the order of surnames; `told` is the line under the table."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    programme: str
    on: dt.date
    lines: Part
    told: str
    source: str


def build(source: Source, *, code: str) -> Built:
    """The subject is a programme; those who have left are not in the list. DomainError for an empty base."""
    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject of a list is a programme")
    entries: list[Any] = _mentees(programme) if code == MENTEES else _mentors(programme)
    if not entries:
        raise DomainError("База пуста: печатать некого.", code="empty")
    rows = [[str(number), *_cells(entry)] for number, entry in enumerate(entries, start=1)]
    total = counted(len(rows), "человек", "человека", "человек")
    content = BaseList(
        title=TITLES[code],
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        programme=programme.title,
        on=source.today,
        lines=table("people", HEADS[code], rows),
        told=f"Всего: {total}.",
        source=NOTE,
    )
    people = tuple(entry.person for entry in entries)
    return Built(content, summary=f"{programme.title}: {total}", programme=programme, subjects=people)


def _mentees(programme: Programme) -> list[MenteeEntry]:
    found = programme.mentees.exclude(state__in=GONE).select_related("person", "project__form")
    return list(found.order_by("sort_name", "pk"))


def _mentors(programme: Programme) -> list[MentorEntry]:
    found = programme.mentors.exclude(state__in=GONE).select_related("person")
    return list(found.prefetch_related("projects__form").order_by("sort_name", "pk"))


def _cells(entry: Any) -> list[str]:
    if isinstance(entry, MenteeEntry):
        form = entry.project.form.title if entry.project else ""
        return [entry.person.full_name, occupation(entry.person), form, entry.get_state_display()]
    forms = ", ".join(dict.fromkeys(project.form.title for project in entry.projects.all()))
    order = f"№ {entry.order_number} от {date_short(entry.order_date)}" if entry.order_date else ""
    return [entry.person.full_name, occupation(entry.person), forms, order or entry.get_state_display()]


def list_blocks(doc: BaseList, form: Requisites) -> list[Block]:
    head = doc.letterhead
    return [
        *letterhead_blocks(head),
        Heading(doc.title, align=Align.CENTER),
        Paragraph(f"программы «{doc.programme}»", align=Align.CENTER),
        requisites_block(form, head.city, day=date_long(doc.on)),
        Table(doc.lines.head, doc.lines.rows, widths=WIDTHS, size=11),
        Paragraph(f"{doc.told} {doc.source}"),
        SignatureLine(doc.signatory.position, doc.signatory.initials),
        *mark_blocks(form),
    ]


for _code in (MENTEES, MENTORS):
    register_recipe(Recipe(_code, "люди в базе", the_programme, made_at="reports:programme_papers"))
    register(
        DocumentKind(
            code=_code,
            family="Список",
            label=f"{TITLES[_code]} программы",
            content=BaseList,
            build=partial(build, code=_code),
            find=lambda pk: Programme.objects.select_related("organization").get(pk=pk),
            layout="base_list",
            series="base_lists",
            number_pattern="{number}",
            numbered_at_issue=True,
            form_blocks=list_blocks,
        )
    )
