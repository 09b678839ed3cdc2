"""Blocks → DOCX by python-docx, as a pure function: the same arguments give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from core.docx.blocks import (
    Align,
    Approval,
    Band,
    Block,
    Cell,
    Columns,
    Contents,
    Heading,
    PageBreak,
    Paragraph,
    SignatureLine,
    Table,
)

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"  # every office has it; PT Serif, which the PDF is set in, few have
SIZE, HEADING_SIZES = 13, (15, 13, 13)
# Fields of a page: ГОСТ Р 7.0.97, as in static/print/document.css. Millimetres.
TOP, RIGHT, BOTTOM, LEFT = 20, 10, 20, 20
PAPER = (210, 297)
INDENT = 12.5
ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
DRAFT = "ПРОЕКТ"
#: A moment for files that have none of their own: what is packed must not depend on the day of packing.
NO_MOMENT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
# What XML 1.0 cannot hold.
_ILLEGAL = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_docx(
    title: str,
    blocks: Iterable[Block],
    *,
    landscape: bool = False,
    lang: str = "ru-RU",
    created: dt.datetime | None = None,
    author: str = "",
    draft: bool = False,
) -> bytes:
    """A4 with the margins of ГОСТ Р 7.0.97, page numbers at the top from the second page on.

    `draft` sets «ПРОЕКТ» at the top of every page. `title` and `author` become properties of the file, not text: put a
    `Heading` for what is to be read. Raises ValueError for a table whose rows differ in length from its head, and for
    a heading of an unknown level.
    """
    document = Document()
    _set_up(document, landscape=landscape, lang=lang)
    if draft:
        _mark_draft(document.sections[0])
    width = (PAPER[1] if landscape else PAPER[0]) - LEFT - RIGHT
    for block in blocks:
        _add(document, block, width)
    properties = document.core_properties
    properties.title, properties.author, properties.language = _text(title)[:255], _text(author)[:255], lang
    properties.comments = ""
    properties.revision = 1
    moment = (created or NO_MOMENT).astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = moment
    properties.last_modified_by = ""
    target = io.BytesIO()
    document.save(target)
    return _repacked(target.getvalue())


# --- the page ---


def _set_up(document: Any, *, landscape: bool, lang: str) -> None:
    section = document.sections[0]
    short, long = Mm(PAPER[0]), Mm(PAPER[1])
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    normal = document.styles["Normal"]
    _font(normal, SIZE)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    normal.paragraph_format.widow_control = True
    _language(normal, lang)
    for level, size in enumerate(HEADING_SIZES, start=1):
        style = document.styles[f"Heading {level}"]
        _font(style, size, bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(6)
        style.paragraph_format.keep_with_next = True


def _font(style: Any, size: float, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _language(style: Any, lang: str) -> None:
    properties = style.element.get_or_add_rPr()
    found = properties.find(qn("w:lang"))
    mark = found if found is not None else OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        mark.set(qn(name), lang)
    if found is None:
        properties.append(mark)


def _mark_draft(section: Any) -> None:
    for made in (section.first_page_header.paragraphs[0], section.header.add_paragraph()):
        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write(made, DRAFT, bold=True)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


# --- blocks ---


def _add(document: Any, block: Block, width: float) -> None:
    match block:
        case Heading():
            if not 1 <= block.level <= len(HEADING_SIZES):
                raise ValueError(f"a heading of level {block.level}")
            made = document.add_heading(level=block.level)
            made.alignment = ALIGN[block.align]
            _write(made, block.text)
        case Paragraph():
            _add_paragraph(document, block)
        case Table():
            _add_table(document, block, width)
        case Columns():
            _add_columns(document, block, width)
        case PageBreak():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case Contents():
            _add_contents(document, block, width)
        case SignatureLine():
            _add_signature(document, block, width)
        case Approval():
            _add_approval(document, block, width)


def _add_paragraph(document: Any, block: Paragraph) -> None:
    made = document.add_paragraph()
    made.alignment = ALIGN[block.align]
    made.paragraph_format.keep_with_next = block.keep_with_next
    if block.indent:
        made.paragraph_format.first_line_indent = Mm(INDENT)
    if block.lead:
        _write(made, f"{block.lead} ", bold=True)
    _write(made, block.text, bold=block.bold, italic=block.italic)


def _add_columns(document: Any, block: Columns, width: float) -> None:
    made = document.add_paragraph()
    stops = made.paragraph_format.tab_stops
    if len(block.texts) > 2:
        stops.add_tab_stop(Mm(width / 2), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    _write(made, "\t".join(block.texts))


def _add_contents(document: Any, block: Contents, width: float) -> None:
    """A field of Word with its lines written out: they are read even where fields are not counted anew."""
    for place, (level, text) in enumerate(block.lines):
        made = document.add_paragraph()
        made.paragraph_format.left_indent = Mm(6 * (level - 1))
        made.paragraph_format.space_after = Pt(2)
        made.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        if place == 0:
            _field_mark(made, "begin", dirty=True)
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = ' TOC \\o "1-2" \\h \\z '
            made.add_run()._r.append(instruction)
            _field_mark(made, "separate")
        _write(made, text)
        if place == len(block.lines) - 1:
            _field_mark(made, "end")


def _field_mark(paragraph: Any, kind: str, *, dirty: bool = False) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if dirty:
        mark.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(mark)


def _add_signature(document: Any, block: SignatureLine, width: float) -> None:
    """One line by tab stops: it stays one line whatever is typed into it."""
    made = document.add_paragraph()
    made.paragraph_format.space_before = Pt(18)
    stops = made.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(width * 0.48))
    stops.add_tab_stop(Mm(width * 0.70), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
    stops.add_tab_stop(
        Mm(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.SPACES if block.name else WD_TAB_LEADER.LINES
    )
    _write(made, f"{block.position}\t\t{' ' if block.name else ''}\t{block.name}")
    if block.dated:
        day = document.add_paragraph()
        day.paragraph_format.tab_stops.add_tab_stop(
            Mm(width * 0.48), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES
        )
        _write(day, "Дата \t")


def _add_approval(document: Any, block: Approval, width: float) -> None:
    for number, line in enumerate((block.word, *block.lines)):
        made = document.add_paragraph()
        made.paragraph_format.left_indent = Mm(width * 0.55)
        made.paragraph_format.space_after = Pt(2)
        _write(made, line, bold=number == 0)
    document.add_paragraph()


def _add_table(document: Any, block: Table, width: float) -> None:
    columns = len(block.head)
    if block.caption:
        caption = document.add_paragraph()
        caption.paragraph_format.keep_with_next = True
        _write(caption, block.caption)
    table = document.add_table(rows=1, cols=columns)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = _widths(block, width)
    for grid, each in zip(table.columns, widths, strict=True):
        grid.width = each
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        _fill(cell, Cell(text, bold=True, align=Align.CENTER), block.size)
    _mark_row(table.rows[0], head=True)
    for line in block.rows:
        _add_row(table, line, columns, block.size)
    for row in table.rows:
        for cell, each in zip(row.cells, widths, strict=True):
            if cell._tc.grid_span == 1:
                cell.width = each
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _add_row(table: Any, line: Sequence[str | Cell] | Band, columns: int, size: float) -> None:
    if not isinstance(line, Band) and len(line) != columns:
        raise ValueError(f"a row of {len(line)} cells under a head of {columns}")
    row = table.add_row()
    _mark_row(row)
    if isinstance(line, Band):
        _fill(row.cells[0].merge(row.cells[-1]), Cell(line.text, bold=True), size)
        return
    for cell, given in zip(row.cells, line, strict=True):
        _fill(cell, given if isinstance(given, Cell) else Cell(given), size)


def _widths(block: Table, width: float) -> list[Any]:
    shares = list(block.widths) or [1.0] * len(block.head)
    if len(shares) != len(block.head):
        raise ValueError(f"{len(shares)} widths for {len(block.head)} columns")
    return [Mm(width * share / sum(shares)) for share in shares]


def _mark_row(row: Any, *, head: bool = False) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader") if head else ("w:cantSplit",):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), "true")
        properties.append(mark)


def _fill(cell: Any, given: Cell, size: float) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN[given.align]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    _write(paragraph, given.text, bold=given.bold, size=size)


def _write(paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 0) -> None:
    run = paragraph.add_run(_text(text))
    # Left unset, a run takes what its style says: headings are bold by their style.
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)


def _text(text: str) -> str:
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _repacked(data: bytes) -> bytes:
    """The same parts in the same order without the moment of packing."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, NO_MOMENT.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, source.read(part.filename))
    return target.getvalue()
