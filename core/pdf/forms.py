"""Many sheets of one form: laid out once, then only the filled-in lines are written anew.

A form is a page of which each varying piece of text stands alone on a line of its own, in an element marked
`data-fill` (a cell of a table, an inline block): its length moves nothing else. WeasyPrint lays such a page out once
and tells where the lines begin; for every further sheet each value is shaped and written by WeasyPrint's own text
drawing and takes its place in the page's content. What comes out is the page that a full layout would give, operator
for operator (`tests/core/test_pdf_forms.py` compares them), for a tenth of the time.

A value that does not fit its line, or has a character outside `ALPHABET`, gives the sheet a full layout of its own
(`DoesNotFitError`): that too depends on the sheet alone, so the same sheet has the same bytes in any order of work.
"""

from __future__ import annotations

import datetime as dt
import html as markup
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from weasyprint.document import Document
from weasyprint.draw.text import draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import split_first_line

from core.pdf.codes import page_drawing

# Every character that a name, an address or a date is written with; the form's fonts hold their glyphs.
ALPHABET = (
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    " \u00a0.,:;!?()[]/\\|+-–—−=*%#№@&_«»„“”\"'’`<>…°"
)
SAMPLE = "Н"  # stands on every line while the form is laid out
TITLE = "FORM-TITLE-OF-A-SHEET"
MOMENT = "2000-01-01T00:00:00+00:00"
LEVEL = 6  # of the page's compression, as WeasyPrint does it
# An element marked `data-fill` with nothing but text in it, and the title of the page.
_FILL = re.compile(
    r"(<(?P<tag>[a-z0-9]+)\b[^<>]*?\sdata-fill)(?P<rest>[^<>]*>)(?P<text>[^<]*)(?=</(?P=tag)>)"
)
_TITLE = re.compile(r"(<title>)([^<]*)(</title>)")
_SPACE = re.compile(r"[ \t\r\n]+")  # what HTML takes for one space; the no-break space is not of them
_TEXT_MATRIX = re.compile(rb"^[-0-9. ]+ Tm$")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")


class FormError(ValueError):
    """The page is not made for filling in: a marked element does not stand alone at the start of its line."""


class DoesNotFitError(Exception):
    """A value is too long for its line, or is written with other characters: the sheet needs its own layout."""


@dataclass(frozen=True)
class Sheet:
    """A page of a form taken apart: what all its sheets share, and what this one says."""

    form: str
    title: str
    values: tuple[str, ...]


def take_apart(page: str) -> Sheet:
    """Split an HTML page into its form and its values; a page without marked elements has none.

    An empty line belongs to the form: nothing is written on it.
    """
    values: list[str] = []

    def keep(found: re.Match[str]) -> str:
        value = _SPACE.sub(" ", markup.unescape(found["text"])).strip(" ")
        if not value.strip():
            return found[0]
        values.append(value)
        return f'{found[1]}="{len(values) - 1}"{found["rest"]}{SAMPLE}'

    title = _TITLE.search(page)
    form = _TITLE.sub(rf"\g<1>{TITLE}\g<3>", page, count=1)
    return Sheet(_FILL.sub(keep, form), markup.unescape(title[2]).strip() if title else "", tuple(values))


@dataclass(frozen=True)
class _Line:
    """Where a value is written: the page, the operator to be replaced, the room in CSS pixels."""

    page: int
    operator: int
    box: boxes.TextBox
    room: float


@dataclass
class Form:
    """A form laid out; `fill` writes a sheet. Not made for threads, like all of WeasyPrint."""

    pdf: pikepdf.Pdf
    contents: list[list[bytes]]
    lines: list[_Line]
    glyphs: dict[str, frozenset[bytes]]
    fonts: dict[Any, Any] = field(repr=False)
    metadata: bytes = b""
    coded: bool = False  # each page has room for its code before its text, as `codes.stamp_pages` sets it

    def fill(self, sheet: Sheet, *, created: dt.datetime | None, code: str = "") -> bytes:
        """The PDF of one sheet, of a form that is `coded` with the code on each page. Raises DoesNotFitError."""
        contents = [list(operators) for operators in self.contents]
        for line, value in zip(self.lines, sheet.values, strict=True):
            contents[line.page][line.operator] = self._written(line, value)
        for number, (page, operators) in enumerate(zip(self.pdf.pages, contents, strict=True), start=1):
            text = page.Contents
            if self.coded:
                mark, text = page.Contents
                mark.write(page_drawing(page, code, number, len(contents)))
            packed = zlib.compress(b"\n".join(operators), LEVEL)
            text.write(packed, filter=pikepdf.Name.FlateDecode)
        self._set_metadata(sheet.title, created)
        target = io.BytesIO()
        self.pdf.save(
            target,
            deterministic_id=True,
            compress_streams=self.coded,  # the codes alone: the text is packed already
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return target.getvalue()

    def _written(self, line: _Line, value: str) -> bytes:
        font, shown = _shown(_with_text(line.box, value, line.room), self.fonts)
        known = self.glyphs.get(font, frozenset())
        if not known.issuperset(_glyphs(shown)):
            raise DoesNotFitError("other characters")
        return shown

    def _set_metadata(self, title: str, created: dt.datetime | None) -> None:
        self.pdf.docinfo["/Title"] = pikepdf.String(title)
        text = self.metadata.replace(TITLE.encode(), escape(title).encode())
        if created is not None:
            moment = created.isoformat(timespec="seconds")
            text = text.replace(MOMENT.encode(), moment.encode())
            stamp = _pdf_moment(created)
            self.pdf.docinfo["/CreationDate"] = self.pdf.docinfo["/ModDate"] = pikepdf.String(stamp)
        self.pdf.Root.Metadata.write(text)


def lay_out(rendered: Document, values: int, *, variant: str, dated: bool, coded: bool = False) -> Form:
    """Make a form of a page laid out with SAMPLE on every line. Raises FormError."""
    rendered.metadata.created = rendered.metadata.modified = MOMENT if dated else None
    found = sorted(_fields(rendered), key=lambda each: int(each[1].element.get("data-fill")))
    if [int(box.element.get("data-fill")) for _, box, _ in found] != list(range(values)):
        raise FormError("A marked element is not one line of text")
    for box in {_face(box): box for _, box, _ in found}.values():
        # Drawn before the fonts are cut to the glyphs in use: so they keep the whole alphabet.
        _shown(_with_text(box, ALPHABET, None), rendered.fonts)
    written: bytes = rendered.write_pdf(pdf_variant=variant, pdf_tags=True)
    pdf = pikepdf.open(io.BytesIO(written))
    contents = [page.Contents.read_bytes().split(b"\n") for page in pdf.pages]
    lines = [
        _Line(page, _operator_of(contents[page], box, rendered.fonts), box, room) for page, box, room in found
    ]
    glyphs = {
        font.hash: frozenset(b"%04x" % glyph for glyph in font.to_unicode) for font in rendered.fonts.values()
    }
    if coded:
        for page in pdf.pages:
            page.contents_add(pdf.make_stream(b""), prepend=True)
    return Form(pdf, contents, lines, glyphs, rendered.fonts, pdf.Root.Metadata.read_bytes(), coded)


def _fields(rendered: Document) -> Iterator[tuple[int, boxes.TextBox, float]]:
    """(page number, text box, room for its text) of every marked element, in CSS pixels."""
    for number, page in enumerate(rendered.pages):
        for block, box in _texts(page._page_box, None):
            if (
                box.element is None
                or box.element.get("data-fill") is None
                or not box.element.get("data-fill")
            ):
                continue
            if box.text != SAMPLE or abs(box.position_x - block.content_box_x()) > 0.01:
                raise FormError(
                    f"{box.element_tag}: a marked element must begin its line and have it to itself"
                )
            yield number, box, block.width


def _texts(box: Any, block: Any) -> Iterator[tuple[Any, boxes.TextBox]]:
    """Every text box below `box` with the block that holds its line."""
    if isinstance(box, boxes.TextBox):
        yield block, box
        return
    inner = box if isinstance(box, boxes.BlockContainerBox) else block
    for child in getattr(box, "children", ()):
        yield from _texts(getattr(child, "_box", child), inner)


def _with_text(box: boxes.TextBox, text: str, room: float | None) -> boxes.TextBox:
    """The text box as it would be with this text on its line. Raises DoesNotFitError when it needs two."""
    copy = box.copy_with_text(text)
    layout, _, resume, width, *_ = split_first_line(text, box.style, None, None, 0)
    if resume is not None or (room is not None and width > room):
        raise DoesNotFitError("too long")
    copy.pango_layout, copy.width = layout, width
    return copy


def _shown(box: boxes.TextBox, fonts: dict[Any, Any]) -> tuple[str, bytes]:
    """(font, operator) that show the text of the box. Raises DoesNotFitError when it takes more than one font."""
    operators = _drawn(box, fonts)
    faces = [each for each in operators if each.endswith(b" Tf")]
    shown = [each for each in operators if each.endswith(b" TJ")]
    if len(faces) != 1 or len(shown) != 1:
        raise DoesNotFitError("other characters")
    return faces[0].split()[0].lstrip(b"/").decode(), shown[0]


def _drawn(box: boxes.TextBox, fonts: dict[Any, Any]) -> list[bytes]:
    stream = Stream(fonts, (0, 0, 0, 0), {"ExtGState": {}}, {}, None, {}, None)
    draw_text(stream, box, 0, "clip", "none")
    return [operator if isinstance(operator, bytes) else operator.data for operator in stream.stream]


def _operator_of(content: Sequence[bytes], box: boxes.TextBox, fonts: dict[Any, Any]) -> int:
    """The index of the operator that shows the sample of this box: the first one after its place on the page."""
    drawn = _drawn(_with_text(box, SAMPLE, None), fonts)
    place = next(each for each in drawn if _TEXT_MATRIX.match(each))
    starts = [index for index, each in enumerate(content) if each == place]
    if len(starts) != 1:
        raise FormError("Two lines of the form begin at one place")
    index = next(index for index in range(starts[0], len(content)) if content[index].endswith(b" TJ"))
    if content[index] != next(each for each in drawn if each.endswith(b" TJ")):
        raise FormError("The sample is not where the layout says")
    return index


def _glyphs(shown: bytes) -> Iterator[bytes]:
    for run in _GLYPHS.findall(shown):
        for start in range(0, len(run), 4):
            yield run[start : start + 4]


def _face(box: boxes.TextBox) -> tuple[Any, ...]:
    style = box.style
    return tuple(style["font_family"]), style["font_weight"], style["font_style"], style["font_size"]


def _pdf_moment(moment: dt.datetime) -> str:
    zone = moment.strftime("%z")
    return moment.strftime("D:%Y%m%d%H%M%S") + f"{zone[:3]}'{zone[3:5]}"
