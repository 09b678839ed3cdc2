"""«Лист изменений к дорожной карте»: what an approved plan was and what it has become, field by field."""

from __future__ import annotations

from dataclasses import dataclass

from core.docx import Align, Block, Heading, Paragraph, Table
from core.errors import DomainError
from core.russian import date_long
from reports.documents.letterhead import Letterhead, letterhead_of
from reports.documents.roadmap_parts import ApprovalStamp, approval_stamp, find_roadmap, roadmap_of
from reports.kinds import Built, DocumentKind, Source, register
from roadmap.comparing import Changes, PlacedRow
from roadmap.selectors.changes import CURRENT, change_sheet

HEADS = ("№", "Мероприятие", "Что изменилось", "Было", "Стало")
WIDTHS = (6, 30, 14, 25, 25)
NOTHING = "–"


@dataclass(frozen=True)
class ChangeRow:
    """One changed field of a row, or a row that came or went."""

    number: str
    text: str
    what: str
    before: str
    after: str

    @property
    def cells(self) -> list[str]:
        return [self.number, self.text, self.what, self.before, self.after]


@dataclass(frozen=True)
class ChangesPaper:
    """`after` is «план на 21 ноября 2026 г.» for changes that wait for approval."""

    title: str
    letterhead: Letterhead
    stamp: ApprovalStamp
    roadmap: str
    before: str
    after: str
    reasons: list[str]
    rows: list[ChangeRow]
    counts: str

    @property
    def classed(self) -> list[tuple[str, int]]:
        return list(zip(HEADS, WIDTHS, strict=True))


def build_changes(source: Source) -> Built:
    """`before` and `after` are numbers of versions; by default the last approved one and the plan of today."""
    roadmap, options = roadmap_of(source.subject), source.options
    sheet = change_sheet(
        roadmap, before=_number(options.get("before")), after=_number(options.get("after")) or CURRENT
    )
    if sheet is None:
        raise DomainError("Дорожная карта ещё не утверждалась: сравнивать не с чем.", code="no_version")
    after = sheet.after
    changes = sheet.changes
    content = ChangesPaper(
        title="Лист изменений к дорожной карте",
        letterhead=letterhead_of(source.organization),
        stamp=approval_stamp(source.organization, after.approved_on if after else None),
        roadmap=roadmap.title,
        before=f"версия {sheet.before.number}, утверждена {date_long(sheet.before.approved_on)}",
        after=f"версия {after.number}, утверждена {date_long(after.approved_on)}"
        if after
        else f"план на {date_long(source.today)}",
        reasons=sheet.reasons,
        rows=_rows(changes),
        counts=f"изменено – {len(changes.changed)}, добавлено – {len(changes.added)}, "
        f"исключено – {len(changes.removed)}",
    )
    return Built(content, summary=content.counts, programme=roadmap.programme)


def _number(value: object) -> int | None:
    text = str(value or "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise DomainError("Номер версии – целое число.", field="before")
    return int(text)


def _rows(changes: Changes) -> list[ChangeRow]:
    rows = [ChangeRow("", "Весь план", each.label, each.before, each.after) for each in changes.head]
    for row in changes.changed:
        rows += [
            ChangeRow(row.row.number, row.row.text, each.label, each.before or NOTHING, each.after or NOTHING)
            for each in row.fields
        ]
    rows += [
        ChangeRow(each.row.number, each.row.text, "Добавлено", NOTHING, _told(each)) for each in changes.added
    ]
    rows += [
        ChangeRow(each.row.number, each.row.text, "Исключено", _told(each), NOTHING)
        for each in changes.removed
    ]
    return rows


def _told(each: PlacedRow) -> str:
    parts = (each.stage, each.row.deadline, each.row.responsible, each.row.result)
    return "\n".join(part for part in parts if part)


def changes_blocks(paper: ChangesPaper) -> list[Block]:
    blocks: list[Block] = [
        paper.stamp.block,
        Heading(paper.title, align=Align.CENTER),
        Paragraph(f"«{paper.roadmap}»", align=Align.CENTER),
        Paragraph(f"{paper.before}.", lead="Было:", align=Align.LEFT),
        Paragraph(f"{paper.after}.", lead="Стало:", align=Align.LEFT),
    ]
    if paper.reasons:
        blocks.append(Paragraph("; ".join(paper.reasons), lead="Основание:", align=Align.LEFT))
    if not paper.rows:
        return [*blocks, Paragraph("Изменений нет.", align=Align.LEFT)]
    blocks.append(Paragraph(f"{paper.counts}.", lead="Строк:", align=Align.LEFT))
    return [*blocks, Table(HEADS, [row.cells for row in paper.rows], widths=WIDTHS, size=10)]


ROADMAP_CHANGES = register(
    DocumentKind(
        code="roadmap_changes",
        family="План",
        label="Лист изменений к дорожной карте",
        content=ChangesPaper,
        build=build_changes,
        find=find_roadmap,
        stylesheet="plan",
        personal_data=False,
        blocks=changes_blocks,
        landscape=True,
    )
)
