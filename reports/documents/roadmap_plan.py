"""«Дорожная карта» as approved: the stamp of approval, the chosen columns, deadlines in the plan's own words."""

from __future__ import annotations

from dataclasses import dataclass

from core import clock
from core.docx import Align, Band, Block, Heading, Paragraph, Table
from core.errors import DomainError
from core.russian import capitalize_first, period_long
from reports.documents.letterhead import Letterhead, letterhead_of
from reports.documents.roadmap_parts import ApprovalStamp, approval_stamp, find_roadmap, is_draft, roadmap_of
from reports.kinds import Built, DocumentKind, Source, register
from roadmap.models import Roadmap
from roadmap.outlines import Outline, OutlineRow
from roadmap.selectors.outlines import held_outline, outline_of
from roadmap.selectors.roadmaps import lines_of


@dataclass(frozen=True)
class Column:
    """A column that may be printed; `width` is its share of the sheet."""

    code: str
    label: str
    width: int


COLUMNS = (
    Column("number", "№", 5),
    Column("text", "Мероприятие", 34),
    Column("deadline", "Срок", 15),
    Column("responsible", "Ответственные", 19),
    Column("result", "Результат", 27),
    Column("state", "Состояние", 12),
)
USUAL = ("number", "text", "deadline", "responsible", "result")
_BY_CODE = {column.code: column for column in COLUMNS}


@dataclass(frozen=True)
class PlanRow:
    """The cells of the chosen columns, in their order."""

    cells: list[str]


@dataclass(frozen=True)
class PlanStage:
    title: str
    task: str
    rows: list[PlanRow]


@dataclass(frozen=True)
class RoadmapPaper:
    """The plan as printed. `version` 0 is a plan that was not approved yet."""

    title: str
    letterhead: Letterhead
    stamp: ApprovalStamp
    programme: str
    period: str
    columns: list[str]
    stages: list[PlanStage]
    version: int
    is_draft: bool

    @property
    def heads(self) -> list[str]:
        return [_BY_CODE[code].label for code in self.columns]

    @property
    def widths(self) -> list[int]:
        """Shares of the sheet in whole percent, a hundred together: the text takes what rounding leaves."""
        chosen = [_BY_CODE[code].width for code in self.columns]
        shares = [round(100 * width / sum(chosen)) for width in chosen]
        shares[self.columns.index("text")] += 100 - sum(shares)
        return shares

    @property
    def span(self) -> int:
        return len(self.columns)

    @property
    def classed(self) -> list[tuple[str, int]]:
        return list(zip(self.heads, self.widths, strict=True))


def chosen_columns(codes: object) -> list[str]:
    """Known columns in the order of the sheet; the text is always among them. DomainError for an unknown one."""
    wanted = set(codes) if isinstance(codes, list | tuple) else set(USUAL)
    unknown = sorted(str(code) for code in wanted - set(_BY_CODE))
    if unknown:
        raise DomainError(f"Такой колонки в дорожной карте нет: {', '.join(unknown)}.", field="columns")
    return [column.code for column in COLUMNS if column.code in wanted | {"text"}]


def build_roadmap(source: Source) -> Built:
    """The last approved text; of a roadmap that was not approved the draft. `columns` are codes of `COLUMNS`."""
    roadmap = roadmap_of(source.subject)
    columns = chosen_columns(source.options.get("columns"))
    version = None if is_draft(roadmap) else roadmap.versions.order_by("-number").first()
    outline = held_outline(version) if version else outline_of(roadmap)
    states = _states(roadmap) if "state" in columns else {}
    content = RoadmapPaper(
        title=capitalize_first(outline.title),
        letterhead=letterhead_of(source.organization),
        stamp=approval_stamp(source.organization, version.approved_on if version else None),
        programme=roadmap.programme.title,
        period=period_long(outline.period_start, outline.period_end),
        columns=columns,
        stages=_stages(outline, columns, states),
        version=version.number if version else 0,
        is_draft=is_draft(roadmap),
    )
    return Built(content, summary=content.period, programme=roadmap.programme)


def _states(roadmap: Roadmap) -> dict[int, str]:
    day = clock.today(roadmap.organization)
    return {line.activity.pk: line.status.label for line in lines_of(roadmap, day)}


def _stages(outline: Outline, columns: list[str], states: dict[int, str]) -> list[PlanStage]:
    def cells(row: OutlineRow) -> list[str]:
        values = {
            "number": row.number,
            "text": row.text,
            "deadline": f"{row.deadline}\nперенесено: {row.moved}".strip() if row.moved else row.deadline,
            "responsible": row.responsible,
            "result": row.result,
            "state": states.get(row.id, "исключено"),
        }
        return [values[code] for code in columns]

    return [
        PlanStage(stage.title, stage.task, [PlanRow(cells(row)) for row in stage.rows])
        for stage in outline.stages
        if stage.rows
    ]


def roadmap_blocks(paper: RoadmapPaper) -> list[Block]:
    rows: list[list[str] | Band] = []
    for stage in paper.stages:
        if stage.title:
            rows.append(Band(f"{stage.title}\n{stage.task}" if stage.task else stage.title))
        rows += [row.cells for row in stage.rows]
    return [
        paper.stamp.block,
        Heading(paper.title, align=Align.CENTER),
        Paragraph(f"«{paper.programme}», срок реализации {paper.period}", align=Align.CENTER),
        Table(paper.heads, rows, widths=paper.widths, size=10),
    ]


ROADMAP = register(
    DocumentKind(
        code="roadmap",
        family="План",
        label="Дорожная карта",
        content=RoadmapPaper,
        build=build_roadmap,
        find=find_roadmap,
        stylesheet="plan",
        personal_data=False,
        blocks=roadmap_blocks,
        landscape=True,
    )
)
