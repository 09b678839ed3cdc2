"""«Протокол заседания комиссии по отбору наставников»: who sat, who was considered, what was decided. Decisions come
from where each candidate stands in the base; the commission and the votes from who writes the minutes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.docx import Align, Block, Columns, Heading, Paragraph, SignatureLine, Table
from core.errors import DomainError
from core.russian import counted, date_long
from mentorship.enums import EntryState
from mentorship.models import MentorEntry, Programme
from reports.documents.letterhead import Letterhead, letterhead_blocks, letterhead_of
from reports.documents.people import occupation
from reports.documents.sections import Part, table
from reports.kinds import Built, DocumentKind, Source, register
from reports.recipes import Recipe, register_recipe, the_programme
from reports.rendering import Requisites

KIND = "selection_protocol"
CHOSEN = frozenset(
    {EntryState.SELECTED, EntryState.TRAINED, EntryState.APPROVED, EntryState.PAIRED, EntryState.FINISHED}
)
HEAD = ("№", "Кандидат", "Группа, место работы, должность", "Форма наставничества", "Решение")
YES, NO = "рекомендовать в\u00a0базу наставников", "не\u00a0включать"
WIDTHS = (5, 30, 25, 20, 20)
BLANK = "____________________"


@dataclass(frozen=True)
class SelectionProtocol:
    """`commission` are «председатель – …» lines; `votes` empty when nobody has counted them."""

    title: str
    letterhead: Letterhead
    programme: str
    held_on: dt.date
    commission: list[str]
    absent: list[str]
    invited: int
    lines: Part
    decided: list[str]
    votes: str
    chair: str
    secretary: str


def build(source: Source) -> Built:
    """The subject is a programme. `options`: held_on (ISO), chair, secretary, members, absent (lists of lines),
    yes, no, kept (votes), entries (ids of the candidates; all of the base when left out). Raises DomainError."""
    programme = source.subject
    if not isinstance(programme, Programme):
        raise TypeError("the subject of the minutes is a programme")
    options = source.options
    entries = _candidates(programme, options.get("entries"))
    if not entries:
        raise DomainError("В базе наставников нет кандидатов: рассматривать некого.", code="empty")
    chair, secretary = str(options.get("chair") or ""), str(options.get("secretary") or "")
    members = [str(line) for line in options.get("members") or []]
    content = SelectionProtocol(
        title="Протокол заседания комиссии по\u00a0отбору наставников",
        letterhead=letterhead_of(source.organization),
        programme=programme.title,
        held_on=dt.date.fromisoformat(options["held_on"]) if options.get("held_on") else source.today,
        commission=[
            f"председатель\u00a0– {chair or BLANK}",
            f"секретарь\u00a0– {secretary or BLANK}",
            *(f"член комиссии\u00a0– {member}" for member in members),
        ],
        absent=[str(line) for line in options.get("absent") or []],
        invited=len(entries),
        lines=table("people", HEAD, [_row(number, one) for number, one in enumerate(entries, start=1)]),
        decided=_decided(entries),
        votes=_votes(options),
        chair=chair,
        secretary=secretary,
    )
    people = tuple(one.person for one in entries)
    summary = f"{programme.title}: {counted(len(entries), 'кандидат', 'кандидата', 'кандидатов')}"
    return Built(content, summary=summary, programme=programme, subjects=people)


def _candidates(programme: Programme, ids: object) -> list[MentorEntry]:
    found = programme.mentors.select_related("person").prefetch_related("projects__form")
    if isinstance(ids, list | tuple):
        found = found.filter(pk__in=ids)
    return list(found.order_by("sort_name", "pk"))


def _decision(entry: MentorEntry) -> str:
    if entry.state in CHOSEN:
        return YES
    if entry.state == EntryState.LEFT:
        return NO
    return f"отложить: {entry.get_state_display().lower()}"


def _row(number: int, entry: MentorEntry) -> list[str]:
    forms = ", ".join(dict.fromkeys(project.form.title for project in entry.projects.all()))
    return [str(number), entry.person.full_name, occupation(entry.person), forms, _decision(entry)]


def _decided(entries: list[MentorEntry]) -> list[str]:
    chosen = sum(1 for one in entries if one.state in CHOSEN)
    left = sum(1 for one in entries if one.state == EntryState.LEFT)
    waiting = len(entries) - chosen - left
    words = ("человека", "человек", "человек")
    told = []
    if chosen:
        told.append(
            f"Рекомендовать к\u00a0включению в\u00a0базу наставников {counted(chosen, *words)} "
            f"(по\u00a0списку)."
        )
    if waiting:
        told.append(
            f"Отложить решение по\u00a0{counted(waiting, 'кандидату', 'кандидатам', 'кандидатам')} "
            f"до\u00a0окончания проверки."
        )
    if left:
        told.append(f"Не\u00a0включать в\u00a0базу {counted(left, *words)}.")
    if chosen:
        told.append("Подготовить проект приказа об\u00a0утверждении базы наставников.")
    return told


def _votes(options) -> str:  # type: ignore[no-untyped-def]
    if options.get("yes") is None:
        return ""
    against, kept = options.get("no") or 0, options.get("kept") or 0
    return f"Голосовали: «за»\u00a0– {options['yes']}, «против»\u00a0– {against}, воздержались\u00a0– {kept}."


def protocol_blocks(doc: SelectionProtocol, form: Requisites) -> list[Block]:
    head = doc.letterhead
    return [
        *letterhead_blocks(head),
        Heading(doc.title, align=Align.CENTER),
        Columns((date_long(doc.held_on), head.city, f"№\u00a0{form.number or '______'}")),
        Paragraph(f"Программа «{doc.programme}»"),
        Paragraph("Присутствовали:", bold=True),
        *(Paragraph(line, align=Align.LEFT) for line in doc.commission),
        *([Paragraph(", ".join(doc.absent), lead="Отсутствовали:")] if doc.absent else []),
        Paragraph("Повестка: отбор наставников в\u00a0программу наставничества."),
        Paragraph("Рассмотрены кандидаты:", keep_with_next=True),
        Table(doc.lines.head, doc.lines.rows, widths=WIDTHS, size=11),
        Paragraph("Решили:", bold=True, keep_with_next=True),
        *(Paragraph(f"{number}. {line}") for number, line in enumerate(doc.decided, start=1)),
        *([Paragraph(doc.votes)] if doc.votes else []),
        SignatureLine("Председатель комиссии", doc.chair),
        SignatureLine("Секретарь комиссии", doc.secretary),
    ]


register_recipe(
    Recipe(KIND, "кандидаты в базе наставников", the_programme, made_at="reports:selection_protocol")
)
register(
    DocumentKind(
        code=KIND,
        family="Протокол",
        label="Протокол комиссии по отбору наставников",
        content=SelectionProtocol,
        build=build,
        find=lambda pk: Programme.objects.select_related("organization").get(pk=pk),
        series="selection_protocols",
        number_pattern="{number}",
        numbered_at_issue=True,
        form_blocks=protocol_blocks,
    )
)
