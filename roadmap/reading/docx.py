"""A Word document as paragraphs and grids in their order: merges, content controls, tracked changes, numbering."""

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from roadmap.reading.model import Block, Cell, Grid, GridRow, PlanError, joined, one_line, without_markup

# Wrappers whose content counts as if it stood there itself; deleted and moved-away text is skipped.
TRANSPARENT = {
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink")
}
SKIPPED = {
    qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "fldChar")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
TEXT, TAB, BREAK, RETURN, HYPHEN = (qn(f"w:{name}") for name in ("t", "tab", "br", "cr", "noBreakHyphen"))
PARAGRAPH, TABLE, ROW, CELL = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
BOX, CONTROL, RUN = qn("w:txbxContent"), qn("w:sdt"), qn("w:r")
HIDDEN = f"{qn('w:rPr')}/{qn('w:vanish')}"
LONGEST_CELL = 20_000
MOST_COLUMNS = 63


def read_docx(data: bytes) -> list[Block]:
    """Paragraphs (as text) and tables (as grids) of a document's body. Raises PlanError if it cannot be opened."""
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise PlanError(
            "Документ Word повреждён и не открывается. Откройте его у себя, сохраните заново и повторите.",
            code="damaged",
        ) from error
    blocks: list[Block] = []
    _gather(document.element.body, Numbering(document), blocks)
    return blocks


def _gather(container: Any, numbering: "Numbering", blocks: list[Block]) -> None:
    """Paragraphs and tables of a body or of a text box; a box counts where its paragraph stands."""
    for element in _children(container):
        if element.tag == PARAGRAPH:
            if text := numbering.label(element) + paragraph_text(element):
                blocks.append(text)
            for box in _boxes(element):
                _gather(box, numbering, blocks)
        elif element.tag == TABLE:
            place = f"таблица {sum(isinstance(block, Grid) for block in blocks) + 1}"
            blocks.append(Grid(list(_rows(element, numbering)), place))


def _boxes(element: Any) -> Iterator[Any]:
    """Contents of a paragraph's text boxes; Word writes each twice, the older way inside `Fallback`."""
    for child in element:
        if child.tag == BOX:
            yield child
        elif child.tag not in SKIPPED:
            yield from _boxes(child)


def _children(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag in TRANSPARENT:
            if not _is_placeholder(child):
                yield from _children(child)
        elif child.tag not in SKIPPED:
            yield child


def _is_placeholder(element: Any) -> bool:
    """A content control that nobody has filled: its text is a prompt («Место для ввода текста»)."""
    return element.tag == CONTROL and element.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def _rows(table: Any, numbering: "Numbering") -> Iterator[GridRow]:
    previous: list[Cell] = []
    number = 0
    for element in _children(table):
        if element.tag != ROW:
            continue
        number += 1
        slots = _skipped_columns(element, "gridBefore")
        for cell in _children(element):
            if cell.tag == CELL:
                _add_cell(cell, slots, previous, numbering)
        slots += _skipped_columns(element, "gridAfter")
        previous = slots
        yield GridRow(number, slots)


def _skipped_columns(row: Any, name: str) -> list[Cell]:
    found = row.find(f"{qn('w:trPr')}/{qn(f'w:{name}')}")
    count = min(_number(found), MOST_COLUMNS) if found is not None else 0
    return [Cell(column=index) for index in range(count)]


def _add_cell(element: Any, slots: list[Cell], previous: list[Cell], numbering: "Numbering") -> None:
    span_element = element.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    span = max(1, min(_number(span_element), MOST_COLUMNS)) if span_element is not None else 1
    column = len(slots)
    merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    above = None
    if merge is not None and merge.get(qn("w:val"), "continue") == "continue" and column < len(previous):
        above = previous[column]
    horizontal = element.find(f"{qn('w:tcPr')}/{qn('w:hMerge')}")
    if horizontal is not None and horizontal.get(qn("w:val"), "continue") == "continue" and slots:
        slots[-1].colspan += span
        slots += [slots[-1]] * span
        return
    text = cell_text(element, numbering)
    slots += [Cell(text, column, span, above)] * span


def _number(element: Any) -> int:
    value = element.get(qn("w:val"), "1")
    return int(value) if value.isdecimal() else 1


def cell_text(element: Any, numbering: "Numbering") -> str:
    """A cell's paragraphs as lines, a nested table's cells as lines as well."""
    lines: list[str] = []
    for child in _children(element):
        if child.tag == PARAGRAPH:
            text = paragraph_text(child)
            lines.append(numbering.label(child) + text if text else numbering.label(child).strip())
        elif child.tag == TABLE:
            lines += [cell.text for row in _rows(child, numbering) for cell in row.filled()]
    return without_markup(joined(lines)[:LONGEST_CELL])


def paragraph_text(element: Any) -> str:
    """A paragraph's visible text; its own line breaks stay, other spaces are made one."""
    pieces = "".join(_pieces(element))
    return joined(one_line(line) for line in pieces.split("\n"))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in SKIPPED or _is_placeholder(child) or _is_hidden(child):
            continue
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in (BREAK, RETURN):
            yield "\n"
        elif child.tag == TAB:
            yield " "
        elif child.tag == HYPHEN:
            yield "-"
        elif child.tag not in (PARAGRAPH, TABLE, BOX):
            yield from _pieces(child)


def _is_hidden(element: Any) -> bool:
    mark = element.find(HIDDEN) if element.tag == RUN else None
    return mark is not None and mark.get(qn("w:val"), "true") not in ("0", "false", "off")


class Numbering:
    """Labels of automatically numbered paragraphs, which are not in their text: «1.», «2.3.», «–» for bullets."""

    def __init__(self, document: Document) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.styles: dict[str, Any] = {}
        for style in document.styles.element.iterchildren(qn("w:style")):
            if (properties := style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")) is not None:
                self.styles[style.get(qn("w:styleId"), "")] = properties
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")),
            None,
        )
        if part is not None and hasattr(part, "element"):
            self._read(part.element)

    def _read(self, root: Any) -> None:
        abstract = {}
        for element in root.iterchildren(qn("w:abstractNum")):
            levels = {}
            for level in element.iterchildren(qn("w:lvl")):
                values = {
                    name: _value(level.find(qn(f"w:{name}"))) for name in ("numFmt", "lvlText", "start")
                }
                start = int(values["start"]) if values["start"].isdecimal() else 1
                levels[int(level.get(qn("w:ilvl"), "0"))] = (values["numFmt"], values["lvlText"], start)
            abstract[element.get(qn("w:abstractNumId"))] = levels
        for number in root.iterchildren(qn("w:num")):
            reference = _value(number.find(qn("w:abstractNumId")))
            self.levels[number.get(qn("w:numId"), "")] = abstract.get(reference, {})

    def label(self, paragraph: Any) -> str:
        """The label with a space after it, "" for a paragraph that has none. Counts: call once a paragraph."""
        properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is None:
            style = _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
            properties = self.styles.get(style)
        if properties is None:
            return ""
        number = _value(properties.find(qn("w:numId")))
        level = _value(properties.find(qn("w:ilvl")))
        return self._next(number, int(level) if level.isdecimal() else 0)

    def _next(self, number: str, level: int) -> str:
        levels = self.levels.get(number, {})
        if level not in levels:
            return ""
        kind, pattern, start = levels[level]
        if kind in ("bullet", "none"):
            return "– " if kind == "bullet" else ""
        counts = self.counts[number]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        for each in range(level + 1):
            value = counts.setdefault(each, levels.get(each, ("", "", 1))[2])
            pattern = pattern.replace(
                f"%{each + 1}", _numeral(value, levels.get(each, ("decimal", "", 1))[0])
            )
        return f"{pattern} "


def _value(element: Any) -> str:
    return element.get(qn("w:val"), "") if element is not None else ""


ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
RUSSIAN_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"


def _numeral(value: int, kind: str) -> str:
    if kind.endswith("Roman"):
        text, rest = "", value
        for weight, sign in ROMAN:
            text += sign * (rest // weight)
            rest %= weight
        return text if kind.startswith("upper") else text.lower()
    if kind in ("russianLower", "russianUpper"):
        letter = RUSSIAN_LETTERS[(value - 1) % len(RUSSIAN_LETTERS)]
        return letter if kind == "russianLower" else letter.upper()
    return str(value)
