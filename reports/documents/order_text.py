"""What all orders are laid out by: words of the institution, requisites, annexes, sheets. One content, PDF and Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from core.docx import Align, Block, Heading, PageBreak, Paragraph, SignatureLine, Table
from core.errors import DomainError
from core.names import UnknownGenderError, short_name
from core.russian import capitalize_first, date_long
from mentorship.models import Person, Programme
from reports.consequences import order_signed
from reports.documents.letterhead import (
    Letterhead,
    Signatory,
    letterhead_blocks,
    letterhead_of,
    signatory_of,
)
from reports.kinds import Build, Consequence, DocumentKind, Source, register
from reports.rendering import Requisites, mark_blocks, requisites_block
from reports.selectors.approval import route_of
from reports.selectors.wordings import worded
from reports.wordings import Clause, Filling, Grid, Line, Part, Worded

VERB = "ПРИКАЗЫВАЮ:"
ACQUAINTED = ["№", "Фамилия, имя, отчество", "Подпись", "Дата"]


@dataclass(frozen=True)
class Order:
    """An order by clauses. `visas` are «должность, И. О. Фамилия» of whom the draft is agreed with."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    programme: str
    text: Worded
    acquaintance: list[str] = field(default_factory=list)
    visas: list[str] = field(default_factory=list)
    has_minors: bool = False


def text_for(source: Source, kind: str, filling: Filling) -> Worded:
    """The words by the institution's wording, or by the text that is being tried. Raises DomainError in words."""
    try:
        return worded(source.organization, kind, filling, source.clauses)
    except UnknownGenderError as error:
        raise DomainError(
            f"{error} Укажите пол в карточке: без него имя нельзя поставить в нужный падеж.", code="gender"
        ) from error


def make_order(
    source: Source,
    kind: str,
    filling: Filling,
    *,
    title: str,
    programme: Programme,
    acquaintance: Sequence[str] = (),
    has_minors: bool = False,
) -> Order:
    """The content of an order of the kind. Raises DomainError."""
    return Order(
        title=title,
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        programme=programme.title,
        text=text_for(source, kind, filling),
        acquaintance=list(dict.fromkeys(acquaintance)),
        visas=visas_of(source, kind),
        has_minors=has_minors,
    )


def visas_of(source: Source, kind: str) -> list[str]:
    """Those whom the institution's route for the kind asks, for the sheet of visas: «Методист, Н. П. Проверкина»."""
    route = route_of(source.organization, kind)
    if route is None:
        return []
    lines = []
    for one in route.members:
        parts = [*one.full_name.split(maxsplit=2), "", "", ""][:3]
        lines.append(f"{capitalize_first(one.position)}, {short_name(*parts, initials_first=True)}")
    return lines


def programme_of(source: Source) -> Programme:
    if not isinstance(source.subject, Programme):
        raise TypeError("the subject of this order is a programme")
    return source.subject


def named(person: Person, case: str) -> str:
    """The full name in a case, or a refusal that says whose card lacks the gender."""
    from reports.documents.people import full_name  # noqa: PLC0415 - people need no orders

    try:
        return full_name(person, case)
    except UnknownGenderError as error:
        raise DomainError(
            f"Укажите пол в карточке: {person.full_name}. Без него имя нельзя поставить в нужный падеж.",
            code="gender",
        ) from error


CONTROL_TEXT = "Контроль за исполнением настоящего приказа оставляю за собой."
CONTROL = Clause("control", Part.CONTROL, CONTROL_TEXT)
BASIS_TEXT = "В соответствии с {распоряжение о целевой модели}, в целях реализации программы «{программа}»"


def order_kind(
    code: str,
    label: str,
    *,
    build: Build,
    model: type[Model] = Programme,
    on_signed: Consequence = order_signed,
    on_cancelled: Consequence | None = None,
) -> DocumentKind:
    """Register an order that is laid out by clauses alone."""
    return register(
        DocumentKind(
            code=code,
            family="Приказ",
            label=label,
            content=Order,
            build=build,
            find=lambda pk: model._default_manager.select_related("organization").get(pk=pk),  # type: ignore[attr-defined]
            layout="order",
            series="orders",
            signed_by_head=True,
            on_signed=on_signed,
            on_cancelled=on_cancelled,
            form_blocks=order_blocks,
        )
    )


# --- Word ---


def order_blocks(content: Any, form: Requisites) -> list[Block]:
    """The order as a Word document: the same lines in the same order as the PDF."""
    blocks: list[Block] = []
    blocks += letterhead_blocks(content.letterhead)
    blocks.append(Heading("ПРИКАЗ", 1, Align.CENTER))
    blocks.append(requisites_block(form, content.letterhead.city))
    blocks.append(Paragraph(content.title, align=Align.LEFT, bold=True))
    for line in content.text.preamble:
        blocks += line_blocks(line)
    blocks.append(Paragraph(VERB, align=Align.LEFT, keep_with_next=True))
    for line in content.text.body:
        blocks += line_blocks(line)
    blocks.append(SignatureLine(content.signatory.position, content.signatory.initials))
    blocks += mark_blocks(form)
    visas = getattr(content, "visas", [])
    if visas:
        blocks.append(Paragraph("Согласовано:", align=Align.LEFT, keep_with_next=True))
        blocks += [SignatureLine(*_visa(line), dated=True) for line in visas]
    if content.acquaintance:
        blocks.append(Paragraph("С\u00a0приказом ознакомлены:", align=Align.LEFT, keep_with_next=True))
        rows = [[str(place), name, "", ""] for place, name in enumerate(content.acquaintance, start=1)]
        blocks.append(Table(ACQUAINTED, rows, widths=(5, 50, 25, 20)))
    for line in content.text.annexes:
        blocks += _annex_blocks(line, form)
    return blocks


def _visa(line: str) -> tuple[str, str]:
    position, _, name = line.rpartition(", ")
    return position, name


def line_blocks(line: Line) -> list[Block]:
    first, *rest = line.paragraphs or [""]
    if line.part == Part.SECTION:
        return [Heading(f"{line.number}.\u00a0{first}", 2, Align.CENTER)]
    lead = f"{line.number}.\u00a0" if line.number else ""
    blocks: list[Block] = [
        Paragraph(f"{lead}{first}", indent=True, keep_with_next=line.table is not None and not rest)
    ]
    blocks += [Paragraph(each, indent=True) for each in rest]
    return blocks + grid_blocks(line.table)


def _annex_blocks(line: Line, form: Requisites) -> list[Block]:
    first, *rest = line.paragraphs or [""]
    blocks: list[Block] = [PageBreak()]
    blocks += [Paragraph(words, align=Align.RIGHT) for words in annex_mark(line.number, form)]
    blocks.append(Heading(first, 2, Align.CENTER))
    blocks += [Paragraph(each, indent=True) for each in rest]
    return blocks + grid_blocks(line.table)


def annex_mark(number: str, form: Requisites) -> list[str]:
    """«Приложение № 1» and «к приказу от … № …»; blanks until the order is registered."""
    day = date_long(form.date) if form.date else "____________"
    return [
        f"Приложение №\u00a0{number}",
        f"к\u00a0приказу от\u00a0{day} №\u00a0{form.number or '________'}",
    ]


def grid_blocks(grid: Grid | None) -> list[Block]:
    return [Table(grid.head, grid.rows, widths=grid.widths)] if grid is not None else []
