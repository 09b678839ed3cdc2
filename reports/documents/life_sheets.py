"""Tables that go with documents: the sheets of visas and of acquaintance, the journal of numbers, the inventory.

They are made from today's records when somebody asks; nothing of them is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.clock import local
from core.docx import Align, Block, Heading, Paragraph, Table
from core.errors import DomainError
from core.russian import date_short, typography
from reports.documents.letterhead import Letterhead, letterhead_blocks, letterhead_of
from reports.kinds import Built, DocumentKind, Source, register
from reports.life_enums import VisaState
from reports.models import Acquaintance, Document, Visa
from reports.selectors.approval import last_round
from reports.selectors.relations import named

APPROVAL, ACQUAINTANCE = "approval_sheet", "acquaintance_sheet"
JOURNAL, INVENTORY = "number_journal", "archive_inventory"


@dataclass(frozen=True)
class TableSheet:
    """A heading, lines under it, one table, a foot. `widths` are percents of the page in fives, one a column."""

    title: str
    letterhead: Letterhead
    heading: str
    about: list[str]
    columns: list[str]
    widths: list[int]
    rows: list[list[str]]
    foot: str


def _document(source: Source) -> Document:
    if not isinstance(source.subject, Document):
        raise TypeError("the subject of this sheet is a document")
    return source.subject


def _about(document: Document) -> list[str]:
    return [f"{named(document)} «{document.title}»"]


def build_approval_sheet(source: Source) -> Built:
    document = _document(source)
    visas = last_round(document)
    if not visas:
        raise DomainError("Документ ещё никто не согласовывал.", code="no_visas")
    content = TableSheet(
        title="Лист согласования",
        letterhead=letterhead_of(source.organization),
        heading="ЛИСТ СОГЛАСОВАНИЯ",
        about=[*_about(document), f"Версия {visas[0].revision}"],
        columns=["№", "Должность", "Фамилия, имя, отчество", "Виза", "Дата", "Подпись"],
        widths=[5, 20, 25, 20, 15, 15],
        rows=[_visa_row(number, one) for number, one in enumerate(visas, start=1)],
        foot="Отметка «в портале» заменяет подпись: портал хранит, кто и когда поставил визу.",
    )
    return Built(content, programme=document.programme)


def _visa_row(number: int, visa: Visa) -> list[str]:
    told = "" if visa.state == VisaState.WAITING else str(visa.get_state_display())
    if visa.remark:
        told += f": {visa.remark}"
    sign = "" if visa.decided_on is None or visa.is_paper else "в портале"
    day = date_short(visa.decided_on) if visa.decided_on else ""
    return [str(number), visa.position, visa.full_name, told, day, sign]


def build_acquaintance_sheet(source: Source) -> Built:
    document = _document(source)
    lines = list(document.acquaintances.order_by("full_name", "pk"))
    if not lines:
        raise DomainError("В листе ознакомления пока никого нет.", code="nobody")
    done = sum(1 for one in lines if one.acquainted_on)
    content = TableSheet(
        title="Лист ознакомления",
        letterhead=letterhead_of(source.organization),
        heading="ЛИСТ ОЗНАКОМЛЕНИЯ",
        about=[*_about(document), f"Ознакомлены {done} из {len(lines)}"],
        columns=["№", "Фамилия, имя, отчество", "Должность", "Дата", "Подпись"],
        widths=[5, 40, 20, 15, 20],
        rows=[_acquaintance_row(source, number, one) for number, one in enumerate(lines, start=1)],
        foot="Отметка «в портале» означает, что человек сам открыл документ и подтвердил ознакомление; "
        "портал хранит время и хэш показанного файла.",
    )
    return Built(content, programme=document.programme)


def _acquaintance_row(source: Source, number: int, one: Acquaintance) -> list[str]:
    sign = ""
    if one.acquainted_at:
        sign = f"в портале, {local(one.acquainted_at, source.organization):%H:%M}"
    day = date_short(one.acquainted_on) if one.acquainted_on else ""
    return [str(number), one.full_name, one.position, day, sign]


def sheet_blocks(doc: TableSheet) -> list[Block]:
    return [
        *letterhead_blocks(doc.letterhead),
        Heading(doc.heading, align=Align.CENTER),
        *(Paragraph(typography(line), align=Align.CENTER) for line in doc.about),
        Table(doc.columns, doc.rows, widths=doc.widths, size=10),
        *([Paragraph(doc.foot)] if doc.foot else []),
    ]


def table_sheet(
    source: Source,
    *,
    title: str,
    heading: str,
    about: Sequence[str],
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str]],
    foot: str = "",
) -> TableSheet:
    """A sheet of any table; columns are (name, percent of the width in fives)."""
    return TableSheet(
        title=title,
        letterhead=letterhead_of(source.organization),
        heading=heading,
        about=list(about),
        columns=[name for name, _ in columns],
        widths=[width for _, width in columns],
        rows=[list(row) for row in rows],
        foot=foot,
    )


for _code, _label, _build in (
    (APPROVAL, "Лист согласования", build_approval_sheet),
    (ACQUAINTANCE, "Лист ознакомления", build_acquaintance_sheet),
):
    register(
        DocumentKind(
            code=_code,
            family="Лист",
            label=_label,
            content=TableSheet,
            build=_build,
            find=lambda pk: Document.objects.get(pk=pk),
            blocks=sheet_blocks,
        )
    )
