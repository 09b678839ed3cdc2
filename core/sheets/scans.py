"""One streaming walk over each sheet: how far its cells go, which are errors, which formulas have no value."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.parsers import expat  # entity declarations are refused below, the only use of expat that needs care

from core.sheets.types import UNCALCULATED
from core.uploads import FileKind

_MAX_ERRORS = 10_000


class ScanError(Exception):
    """The inside of the file is not what its kind promises; Russian message."""


@dataclass
class SheetScan:
    """Extent (1-based last row and column of cells with content, 0 for none) and cells to mark, 0-based."""

    last_row: int = 0
    last_column: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def area(self) -> int:
        return self.last_row * self.last_column

    def extend(self, row: int, column: int) -> None:
        """Take a 1-based cell into the extent."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def mark(self, row: int, column: int, code: str) -> None:
        """Note a 1-based cell as an error; it belongs to the extent as well."""
        self.extend(row, column)
        if len(self.errors) < _MAX_ERRORS:
            self.errors[row - 1, column - 1] = code


def scan(data: bytes, kind: FileKind) -> dict[str, SheetScan]:
    """Sheet name → its scan. Raises ``ScanError`` on broken or hostile insides."""
    try:
        if kind is FileKind.XLSX:
            return _scan_xlsx(data)
        if kind is FileKind.ODS:
            return _scan_ods(data)
        return _scan_xls(data)
    except (expat.ExpatError, KeyError, struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
        raise ScanError(
            "Книга повреждена и не читается. Откройте её в Excel, сохраните заново и повторите."
        ) from error


def _parser() -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        raise ScanError("В файле есть объявление сущностей XML (DOCTYPE). Файл не принят.")

    parser = expat.ParserCreate(namespace_separator="\x1f")
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    return parser


def _local(name: str) -> str:
    return name.rpartition("\x1f")[2]


# --- XLSX ---------------------------------------------------------------------------------------------------------


def _scan_xlsx(data: bytes) -> dict[str, SheetScan]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: _glance(archive, path) or _XlsxSheet().walk(archive, path)
            for name, path in _xlsx_sheets(archive)
        }


_GLANCE_BYTES = 32 * 1024 * 1024
_GLANCE_ROWS, _GLANCE_COLUMNS = 100_000, 300
#: What the walk is for: declarations, another encoding than UTF-8, error cells, formulas, cells with a prefix.
_WALK = (
    b"<!",
    b"\x00",
    b't="e"',
    b"t='e'",
    b"t =",
    b"t= ",
    b"<f>",
    b"<f ",
    b"<f/",
    b":f>",
    b":f ",
    b":f/",
    b":c ",
)
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')


def _glance(archive: zipfile.ZipFile, path: str) -> SheetScan | None:
    """The extent of an ordinary sheet by its cells' addresses, many times faster than a walk over its XML.

    None when there is anything to walk for: errors, formulas, far or unaddressed cells, declarations.
    """
    if archive.getinfo(path).file_size > _GLANCE_BYTES:
        return None
    content = archive.read(path)
    if any(sign in content for sign in _WALK):
        return None
    cells = _CELL.findall(content)
    if not cells or len(cells) != content.count(b"<c ") or b"<c>" in content or b"<c/" in content:
        return None
    scan = SheetScan()
    for letters in {letters for letters, _ in cells}:
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        scan.last_column = max(scan.last_column, number)
    scan.last_row = max(int(digits) for digits in {digits for _, digits in cells})
    return scan if scan.last_row <= _GLANCE_ROWS and scan.last_column <= _GLANCE_COLUMNS else None


def _xlsx_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The workbook's sheets and the parts that hold them."""
    names = set(archive.namelist())
    relations = _attributes(archive, "_rels/.rels", "Relationship")
    book = next((rel["Target"] for rel in relations if rel.get("Type", "").endswith("/officeDocument")), "")
    book = book.lstrip("/") or "xl/workbook.xml"
    folder = book.rpartition("/")[0]
    rels_path = join(folder, "_rels", book.rpartition("/")[2] + ".rels")
    targets = {rel["Id"]: rel for rel in _attributes(archive, rels_path, "Relationship")}
    for sheet in _attributes(archive, book, "sheet"):
        relation = targets.get(sheet.get("id", ""))
        if relation is None or not relation.get("Type", "").endswith("/worksheet"):
            continue
        target = relation["Target"]
        path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        if path in names:
            yield sheet["name"], path


def _attributes(archive: zipfile.ZipFile, path: str, element: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == element:
            found.append({_local(key): value for key, value in attributes.items()})

    parser = _parser()
    parser.StartElementHandler = start
    with archive.open(path) as part:
        parser.ParseFile(part)
    return found


class _XlsxSheet:
    """Walks ``<c r="B3" t="e"><f/><v/></c>``; only cells with a value or a formula count."""

    def __init__(self) -> None:
        self.scan = SheetScan()
        self.row = 0
        self.column = 0
        self.type = ""
        self.has_value = self.has_formula = False
        self.text: list[str] | None = None
        self.names: dict[str, int] = {}

    def walk(self, archive: zipfile.ZipFile, path: str) -> SheetScan:
        parser = _parser()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        with archive.open(path) as part:
            parser.ParseFile(part)
        return self.scan

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name[name.rfind("\x1f") + 1 :]
        if local == "c":
            self.column += 1
            reference = attributes.get("r")
            if reference:
                self._place(reference)
            self.type = attributes.get("t", "")
            self.has_value = self.has_formula = False
        elif local == "v" or local == "is":
            self.text = []
        elif local == "f":
            self.has_formula = True
        elif local == "row":
            number = attributes.get("r")
            self.row = int(number) if number else self.row + 1
            self.column = 0

    def _place(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        number = self.names.get(letters)
        if number is None:
            if not re.fullmatch("[A-Z]{1,4}", letters):
                raise ScanError(f"Книга повреждена: у ячейки недопустимый адрес «{reference[:20]}».")
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            self.names[letters] = number
        self.column = number
        digits = reference[len(letters) :]
        if digits:
            self.row = int(digits)

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.has_value = True
            if self.type == "e":
                self.text.append(text)

    def end(self, name: str) -> None:
        if not name.endswith("\x1fc") and name != "c":
            return
        if self.type == "e" and self.has_value:
            self.scan.mark(self.row, self.column, "".join(self.text or [])[:20] or "#ОШИБКА")
        elif self.has_value:
            self.scan.extend(self.row, self.column)
        elif self.has_formula and self.type != "str":  # an empty text is a calculated value too
            self.scan.mark(self.row, self.column, UNCALCULATED)
        self.text = None


# --- ODS ----------------------------------------------------------------------------------------------------------


def _scan_ods(data: bytes) -> dict[str, SheetScan]:
    """Repeated rows and cells count as many times as they say, where they have content."""
    sheets: dict[str, SheetScan] = {}
    state = {"row": 0, "column": 0, "repeat": 1, "covered": 1}
    current = SheetScan()

    def start(name: str, raw: dict[str, str]) -> None:
        nonlocal current
        local = _local(name)
        if local not in ("table", "table-row", "table-cell", "covered-table-cell"):
            return
        attributes = {_local(key): value for key, value in raw.items()}
        if local == "table":
            current = sheets.setdefault(attributes.get("name", ""), SheetScan())
            state.update(row=0, repeat=0)
        elif local == "table-row":
            state["row"] += state["repeat"]
            state["repeat"] = int(attributes.get("number-rows-repeated", "1"))
            state["column"] = 0
        else:
            count = int(attributes.get("number-columns-repeated", "1"))
            if "value-type" in attributes:
                current.extend(state["row"] + state["repeat"], state["column"] + count)
                _mark_ods(current, attributes, state["row"] + 1, state["column"] + 1)
            state["column"] += count

    parser = _parser()
    parser.StartElementHandler = start
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as part:
        parser.ParseFile(part)
    return sheets


def _mark_ods(current: SheetScan, attributes: dict[str, str], row: int, column: int) -> None:
    """LibreOffice writes an error cell as a formula of string type with an empty string."""
    if (
        "formula" in attributes
        and attributes["value-type"] == "string"
        and attributes.get("string-value") == ""
    ):
        current.mark(row, column, "#ОШИБКА")


# --- XLS ----------------------------------------------------------------------------------------------------------

_CELLS = {0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD}
_XLS_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def _scan_xls(data: bytes) -> dict[str, SheetScan]:
    """Walk the BIFF records of the «Workbook» stream: (id, length, payload); cells start with row and column."""
    stream = _ole_stream(data)
    names: dict[int, str] = {}
    sheets: dict[str, SheetScan] = {}
    current: SheetScan | None = None
    position = 0
    while position + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, position)
        body = position + 4
        if record == 0x0085:  # BOUNDSHEET: offset of the sheet's first record, and its name
            (offset,) = struct.unpack_from("<I", stream, body)
            names[offset] = _xls_name(stream[body + 6 : body + length])
        elif record == 0x0809 and position in names:
            current = sheets.setdefault(names[position], SheetScan())
        elif record == 0x002F:
            raise ScanError(
                "Файл защищён паролем. Снимите защиту (сохраните копию без пароля) и загрузите её."
            )
        elif record in _CELLS and current is not None:
            _xls_cell(stream, record, body, length, current)
        position = body + length
    return sheets


def _xls_cell(stream: bytes, record: int, body: int, length: int, current: SheetScan) -> None:
    row, column = struct.unpack_from("<HH", stream, body)
    if record == 0x00BD:
        (last,) = struct.unpack_from("<H", stream, body + length - 2)
        current.extend(row + 1, last + 1)
    elif record == 0x0205 and stream[body + 7]:
        current.mark(row + 1, column + 1, _XLS_ERRORS.get(stream[body + 6], "#ОШИБКА"))
    elif record == 0x0006 and stream[body + 12 : body + 14] == b"\xff\xff" and stream[body + 6] == 2:
        current.mark(row + 1, column + 1, _XLS_ERRORS.get(stream[body + 8], "#ОШИБКА"))
    else:
        current.extend(row + 1, column + 1)


def _xls_name(raw: bytes) -> str:
    count, wide = raw[0], raw[1] & 1
    return raw[2 : 2 + count * 2].decode("utf-16-le") if wide else raw[2 : 2 + count].decode("latin-1")


def _ole_stream(data: bytes) -> bytes:
    """The «Workbook» stream of an OLE container, by its sector chain."""
    (shift,) = struct.unpack_from("<H", data, 30)
    size = 1 << shift
    if size not in (512, 4096):
        raise ValueError("sector size")
    (directory, _, mini_cutoff) = struct.unpack_from("<III", data, 48)
    fat = _ole_fat(data, size)
    entries = _ole_chain(data, fat, directory, size)
    root_start, found = 0, None
    for offset in range(0, len(entries) - 127, 128):
        (name_length,) = struct.unpack_from("<H", entries, offset + 64)
        name = entries[offset : offset + max(0, name_length - 2)].decode("utf-16-le", "replace")
        start, length = struct.unpack_from("<II", entries, offset + 116)
        if offset == 0:
            root_start = start
        if name in ("Workbook", "Book"):
            found = (start, length)
    if found is None:
        raise ValueError("no workbook stream")
    start, length = found
    if length < mini_cutoff:
        # A stream this small holds no cells far away; its sectors lie in the mini stream.
        return _ole_mini(data, fat, root_start, start, size)[:length]
    return _ole_chain(data, fat, start, size)[:length]


def _ole_fat(data: bytes, size: int) -> list[int]:
    sectors = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < 0xFFFFFFFA]
    (next_difat,) = struct.unpack_from("<I", data, 68)
    seen = 0
    while next_difat < 0xFFFFFFFA and seen < len(data) // size:
        block = struct.unpack_from(f"<{size // 4}I", data, (next_difat + 1) * size)
        sectors += [sector for sector in block[:-1] if sector < 0xFFFFFFFA]
        next_difat = block[-1]
        seen += 1
    fat: list[int] = []
    for sector in sectors:
        fat += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return fat


def _ole_chain(data: bytes, fat: list[int], start: int, size: int) -> bytes:
    parts: list[bytes] = []
    sector = start
    while sector < 0xFFFFFFFA and len(parts) <= len(fat):
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = fat[sector]
    return b"".join(parts)


def _ole_mini(data: bytes, fat: list[int], root_start: int, start: int, size: int) -> bytes:
    (mini_start,) = struct.unpack_from("<I", data, 60)
    table = _ole_chain(data, fat, mini_start, size)
    minis = struct.unpack(f"<{len(table) // 4}I", table)
    stream = _ole_chain(data, fat, root_start, size)
    parts: list[bytes] = []
    sector = start
    while sector < 0xFFFFFFFA and len(parts) <= len(minis):
        parts.append(stream[sector * 64 : sector * 64 + 64])
        sector = minis[sector]
    return b"".join(parts)
