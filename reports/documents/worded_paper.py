"""Papers by clauses that are no orders: the Положение, memos. One content for print and for Word."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.docx import Align, Block, Heading, Paragraph, SignatureLine
from core.models import Organization
from mentorship.enums import PersonCategory
from mentorship.models import Programme
from mentorship.selectors.gates import is_employee_form
from reports.documents.letterhead import Letterhead, Signatory, letterhead_blocks, letterhead_of
from reports.documents.order_text import line_blocks, text_for
from reports.documents.order_values import common_values
from reports.kinds import Source
from reports.rendering import Requisites, dated_stamp, mark_blocks
from reports.wordings.common import COMMON, EMPLOYEES
from reports.wordings.declared import Part, Variable
from reports.wordings.filling import Filling, Worded

PARTS = (Part.SECTION, Part.POINT, Part.SUBPOINT, Part.TEXT)
PARTNERS = "есть наставники от партнёров"
PUPILS = "участвуют обучающиеся"
CONDITIONS = {
    EMPLOYEES: "в программе есть форма «работник – работник»",
    PARTNERS: "в программе есть форма с наставниками от работодателей",
    PUPILS: "в программе есть форма с наставляемыми-обучающимися",
}
VARIABLES = (
    *COMMON,
    Variable("формы наставничества", "формы программы через запятую, в кавычках"),
    Variable("контакты куратора", "имя, телефон, почта куратора программы"),
)


@dataclass(frozen=True)
class Stamp:
    """A stamp of the head of the paper: «ПРИНЯТО» and the lines under it.

    `is_heads`: the head of the institution signs here; under «УТВЕРЖДАЮ» the last line is the day, which the
    registration gives.
    """

    word: str
    lines: list[str]
    is_heads: bool = False

    @property
    def waits_for_day(self) -> bool:
        return self.is_heads and self.word == "УТВЕРЖДАЮ"


@dataclass(frozen=True)
class WordedPaper:
    """`kind` is printed above the title («ПОЛОЖЕНИЕ»); `signed` are «должность» and name under the text, or nothing.

    `heading` is what is printed under the kind when the title, which lists show, names the kind itself.
    """

    title: str
    kind: str
    letterhead: Letterhead
    programme: str
    text: Worded
    stamps: list[Stamp] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    signatory: Signatory | None = None
    heading: str = ""


def programme_subject(source: Source) -> Programme:
    if not isinstance(source.subject, Programme):
        raise TypeError("the subject of this paper is a programme")
    return source.subject


def make_paper(
    source: Source,
    code: str,
    *,
    kind: str,
    title: str,
    stamps: list[Stamp] | None = None,
    signed: list[str] | None = None,
    signatory: Signatory | None = None,
    heading: str = "",
) -> WordedPaper:
    """The paper by the institution's wording of `code`. Raises DomainError."""
    programme = programme_subject(source)
    return WordedPaper(
        title=title,
        kind=kind,
        letterhead=letterhead_of(source.organization),
        programme=programme.title,
        text=text_for(source, code, filling_of(source, programme)),
        stamps=stamps or [],
        signed=signed or [],
        signatory=signatory,
        heading=heading,
    )


def filling_of(source: Source, programme: Programme) -> Filling:
    projects = list(programme.projects.select_related("form").order_by("form__order", "pk"))
    holds = set()
    if any(is_employee_form(project) for project in projects):
        holds.add(EMPLOYEES)
    if any(project.form.code.startswith("employer-") for project in projects):
        holds.add(PARTNERS)
    if any(project.form.mentee_category != PersonCategory.EMPLOYEE for project in projects):
        holds.add(PUPILS)
    return Filling(
        values={
            **common_values(source.organization, programme, source.today),
            "формы наставничества": ", ".join(f"«{project.form.title}»" for project in projects)
            or "указанные в программе наставничества",
            "контакты куратора": contacts(source.organization, programme),
        },
        holds=frozenset(holds),
    )


def contacts(organization: Organization, programme: Programme) -> str:
    """«Кураторова Нина Петровна, +7 …, почта»: what is known, never empty."""
    name = programme.curator.full_name if programme.curator else "куратор программы"
    email = programme.curator.email if programme.curator else organization.email
    return ", ".join(part for part in (name, organization.phone, email) if part)


def paper_blocks(doc: WordedPaper, form: Requisites) -> list[Block]:
    blocks: list[Block] = []
    blocks += letterhead_blocks(doc.letterhead)
    for stamp in doc.stamps:
        lines = dated_stamp(stamp.lines, form) if stamp.waits_for_day else stamp.lines
        blocks.append(Paragraph("\n".join([stamp.word, *lines]), align=Align.LEFT))
        if stamp.is_heads:
            blocks += mark_blocks(form)
    blocks.append(Heading(doc.kind, 1, Align.CENTER))
    blocks.append(Paragraph(doc.heading or doc.title, align=Align.CENTER, bold=True))
    for line in doc.text.body:
        blocks += line_blocks(line)
    if doc.signed:
        blocks.append(SignatureLine(doc.signed[0], doc.signed[-1]))
    return blocks
