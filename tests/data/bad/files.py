"""Hostile and broken uploads, built in memory: nothing dangerous lies in the repository as a file."""

from __future__ import annotations

import io
import struct
import zipfile

import openpyxl

HEADER = ["ФИО", "Дата рождения", "Группа"]
ROW = ["Образцов Пётр Ильич", "05.03.2008", "ТМ-21"]

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(rows: list[list[object]], *, title: str = "Лист1", **kwargs: object) -> bytes:
    """An ordinary workbook of one sheet; ``merge`` takes ranges, ``date1904`` switches the epoch."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    if kwargs.get("date1904"):
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904
    for row in rows:
        sheet.append(row)
    for area in kwargs.get("merge", ()):  # type: ignore[attr-defined]
        sheet.merge_cells(area)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def archive(members: dict[str, bytes | str], *, compress: bool = True) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


def raw_xlsx(sheet_xml: str, **extra: bytes | str) -> bytes:
    """A workbook whose only sheet is exactly ``sheet_xml``."""
    return archive(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Лист1" '
            'sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet_xml,
            **extra,
        }
    )


def sheet_xml(rows: str, *, before: str = "", doctype: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<worksheet xmlns="{_MAIN}">{before}'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def table_rows() -> str:
    header = "".join(inline(f"{letter}1", text) for letter, text in zip("ABC", HEADER, strict=True))
    body = "".join(inline(f"{letter}2", text) for letter, text in zip("ABC", ROW, strict=True))
    return f'<row r="1">{header}</row><row r="2">{body}</row>'


def entity_bomb() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ха">{levels}]>'
    return raw_xlsx(sheet_xml(f'<row r="1">{inline("A1", "&l9;")}</row>', doctype=doctype))


def external_entity() -> bytes:
    doctype = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return raw_xlsx(sheet_xml(f'<row r="1">{inline("A1", "&f;")}</row>', doctype=doctype))


def long_string_bomb() -> bytes:
    return raw_xlsx(sheet_xml(f'<row r="1">{inline("A1", "a" * 200_000_000)}</row>'))


def many_members() -> bytes:
    """100,000 members, written as records by hand: ``zipfile`` needs seconds for them."""
    local, central = bytearray(), bytearray()
    for number in range(100_000):
        name = b"%d" % number
        offset = len(local)
        local += struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0) + name
        central += struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, offset
        )
        central += name
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, len(central), len(local), 0)
    return bytes(local + central + end)


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    for cell, text in zip(("A1", "B1", "C1"), HEADER, strict=True):
        book.active[cell] = text
    book.active["XFD1048576"] = "?"
    return saved(book)


def million_empty_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(3, 1_048_577))
    return raw_xlsx(sheet_xml(table_rows() + rows))


def encrypted_workbook() -> bytes:
    """The outside of a password-protected workbook: an OLE container with the stream names Office uses."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1528
    return head + "EncryptionInfo".encode("utf-16-le") + b"\x00" * 64 + "EncryptedPackage".encode("utf-16-le")


def macro_workbook() -> bytes:
    types = CONTENT_TYPES.replace("spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")
    return archive({"[Content_Types].xml": types, "xl/vbaProject.bin": b"\x00"})
