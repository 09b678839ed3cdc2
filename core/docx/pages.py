"""A printed page (HTML of a document) as blocks of a Word document: for kinds whose words stand in their template.

Only what the templates of documents are made of is known: headings, paragraphs, lists, tables with a head, tables that
only set things side by side (`role="presentation"`), lines to write on. Pictures and codes stay with the PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from core.docx.blocks import Align, Band, Block, Columns, Heading, Paragraph, SignatureLine, Table

_CENTERED = {"salutation", "subtitle", "place", "point", "named", "undertext"}
_BLANKS = {"blank", "line"}
_SKIPPED = {"code", "draft"}
_LEVELS = {"h1": 1, "h2": 2, "h3": 3}
_BLANK = "______________"
_SPACES = re.compile(r"[ \t\r\n\f]+")


def blocks_of_page(page: str) -> list[Block]:
    """The blocks of the body of an HTML page, in its order. A page without a body has none."""
    if not page.strip():
        return []
    root = lxml_html.document_fromstring(page)
    body = root.find("body")
    return [] if body is None else list(_walk(body))


def _walk(parent: Any, *, centered: bool = False) -> Iterator[Block]:
    for node in parent:
        if not isinstance(node.tag, str) or _classes(node) & _SKIPPED:
            continue
        if node.tag in _LEVELS:
            level = _LEVELS[node.tag]
            align = Align.LEFT if "heading" in _classes(node) else Align.CENTER
            yield Heading(_text(node), level, align)
        elif node.tag == "p":
            yield from _paragraph(node, centered=centered)
        elif node.tag == "li":
            yield Paragraph(f"– {_text(node)}")
        elif node.tag == "table":
            yield from _table(node)
        elif "electronic-mark" in _classes(node):
            yield Paragraph(_text(node), align=Align.CENTER)
        else:
            yield from _walk(node, centered=centered or "letterhead" in _classes(node))


def _paragraph(node: Any, *, centered: bool) -> Iterator[Block]:
    text, classes = _text(node), _classes(node)
    if not text:
        return
    if centered or classes & _CENTERED:
        yield Paragraph(text, align=Align.CENTER, bold=bool(classes & {"organization", "point"}))
        return
    lead = _text(node[0]) if len(node) and node[0].tag == "b" and not (node.text or "").strip() else ""
    indent = "plain" not in classes and "note" not in classes
    yield Paragraph(text.removeprefix(lead).lstrip(" "), indent=indent, lead=lead)


def _table(node: Any) -> Iterator[Block]:
    classes = _classes(node)
    rows = list(node.iter("tr"))
    if "signature" in classes:
        for row in rows:
            position, *_, name = [_text(cell) for cell in row] or ["", ""]
            yield SignatureLine(position, name)
    elif "signs" in classes:
        for row in rows:
            if "undertext" not in _classes(row) and len(row):
                yield SignatureLine(_text(row[0]).replace("\n", ", "), dated=len(row) > 2)
    elif classes & {"letter-head", "sides", "marks"}:
        for cell in node.iter("td"):
            yield from _side(cell)
    elif "requisites" in classes:
        yield from (Columns(tuple(_text(cell) for cell in row)) for row in rows)
    elif node.find("thead") is not None:
        yield _grid(node)
    else:
        colon = "" if "term" in classes else ":"
        for row in rows:
            if len(row) > 1:
                yield Paragraph(_text(row[-1]) or _BLANK, lead=_text(row[0]) + colon)


def _side(cell: Any) -> Iterator[Block]:
    paragraphs = list(cell.iter("p"))
    texts = [_text(one) for one in paragraphs] if paragraphs else [_text(cell)]
    yield Paragraph("\n".join(text for text in texts if text), align=Align.LEFT)


def _grid(node: Any) -> Table:
    """A table with a head; a cell alone in its row goes over all columns."""
    head = [_text(cell) for cell in node.find("thead").iter("th", "td")]
    rows: list[list[str] | Band] = []
    for row in node.iter("tr"):
        if row.getparent().tag == "thead":
            continue
        cells = [_text(cell) for cell in row]
        rows.append(
            Band(cells[0]) if len(cells) == 1 < len(head) else (cells + [""] * len(head))[: len(head)]
        )
    return Table(head, rows, widths=_shares(head, rows), size=11)


def _shares(head: list[str], rows: list[list[str] | Band]) -> list[float]:
    """Widths by what stands in the columns: room for the longest word, more for columns of long texts."""
    shares = []
    for texts in zip(head, *(row for row in rows if not isinstance(row, Band)), strict=True):
        longest = max((len(word) for text in texts for word in text.split()), default=0)
        mean = sum(len(text) for text in texts) / len(texts)
        shares.append(float(max(3, longest, min(40, round(mean)))))
    return shares


def _classes(node: Any) -> set[str]:
    return set((node.get("class") or "").split())


def _text(node: Any) -> str:
    """The words of a node: lines at `<br>`, a line to write on as underscores, spaces as one."""
    lines = _SPACES.sub(" ", "".join(_words(node))).split("\x01")
    return "\n".join(line.strip(" ") for line in lines).strip()


def _words(node: Any) -> Iterator[str]:
    if isinstance(node.tag, str) and _classes(node) & _BLANKS:
        yield _BLANK
        return
    yield node.text or ""
    for child in node:
        if child.tag == "br":
            yield "\x01"
        elif isinstance(child.tag, str):
            yield from _words(child)
            if child.tag in {"p", "li", "div"}:
                yield "\x01"
        yield child.tail or ""
