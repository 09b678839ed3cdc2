"""What an upload is told to be does not matter; what it is decides."""

import io
import zipfile

import pytest

from core.uploads import SCANS, SPREADSHEETS, FileKind, UploadError, inspect
from tests.data.bad import files

GOOD = files.workbook([files.HEADER, files.ROW])


def refused(data: bytes, name: str = "people.xlsx", allowed=SPREADSHEETS, **kwargs) -> UploadError:
    with pytest.raises(UploadError) as caught:
        inspect(data, name, allowed=allowed, **kwargs)
    return caught.value


def test_kind_is_read_from_the_bytes_not_from_the_name():
    assert inspect(GOOD, "x.csv", allowed=SPREADSHEETS) is FileKind.XLSX
    assert inspect("а;б\n1;2".encode("cp1251"), "x.xlsx", allowed=SPREADSHEETS) is FileKind.CSV
    assert inspect(b"%PDF-1.7\n%%EOF\n", "x.jpg", allowed=SCANS) is FileKind.PDF
    assert inspect("текст".encode(), "a.txt", allowed=frozenset({FileKind.TXT, FileKind.CSV})) is FileKind.TXT
    assert inspect("текст".encode("utf-16"), "a.csv", allowed=SPREADSHEETS) is FileKind.CSV


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "0 байт"),
        (GOOD[: len(GOOD) // 2], "truncated", "не полностью"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "html", "веб-страница"),
        (files.archive({"a.txt": "просто архив"}), "wrong_kind", "архив ZIP"),
        (files.encrypted_workbook(), "protected", "паролем"),
        (files.macro_workbook(), "macros", "макросы"),
        (
            files.archive({"[Content_Types].xml": files.CONTENT_TYPES, "../../x": "1"}),
            "traversal",
            "недопустимым",
        ),
        (files.entity_bomb(), "entities", "DOCTYPE"),
        (files.external_entity(), "entities", "DOCTYPE"),
        (b"%PDF-1.7\n" + b"x" * 3000, "truncated", "не полностью"),
        (b"%PDF-1.7\n1 0 obj <</Encrypt 2 0 R>>\n%%EOF", "protected", "паролем"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "truncated", "не полностью"),
        (b"\x7fELF" + bytes(range(32)) * 50, "unknown", "не похож"),
        (b"{\\rtf1 text}", "xml", "RTF"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)
def test_bad_file_is_refused_with_its_own_words(data, code, words):
    error = refused(data)
    assert error.code == code
    assert words in error.message


def test_too_big_file_names_both_sizes():
    error = refused(b"a;b\n" * 13_000_000, "big.csv")
    assert error.code == "too_big"
    assert "50\u00a0МБ" in error.message
    assert "20\u00a0МБ" in error.message


def test_wrong_kind_says_what_it_is_and_what_is_needed():
    error = refused(GOOD, "scan.pdf", allowed=SCANS)
    assert "книга Excel (.xlsx)" in error.message
    assert "документ PDF" in error.message


@pytest.mark.slow
def test_bombs_are_refused_before_they_unpack():
    assert refused(files.long_string_bomb()).code == "bomb"
    assert refused(files.many_members()).code == "bomb"


def test_member_longer_than_it_claims_is_refused():
    data = bytearray(
        files.archive({"[Content_Types].xml": files.CONTENT_TYPES, "xl/a.xml": "<a>" + " " * 10_000})
    )
    info = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("xl/a.xml")
    size = info.file_size.to_bytes(4, "little")
    at = data.rindex(size)
    data[at : at + 4] = (5).to_bytes(4, "little")
    assert refused(bytes(data)).code == "truncated"


def test_password_inside_zip_is_named():
    data = bytearray(GOOD)
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refused(bytes(data)).code == "protected"
