"""Delimited text: which encoding, which delimiter, and the rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from core.sheets.types import Sheet, SheetError
from core.uploads import utf16_without_mark

DELIMITERS = (";", ",", "\t", "|")
#: One-byte Russian encodings, the commonest first: equal scores keep this order.
SINGLE_BYTE = ("cp1251", "koi8-r", "cp866", "mac-cyrillic")
MAX_FIELD = 100_000
MAX_ROWS = 200_000
_COMMON = "оеаинтсрвлкмдпу"
_QUOTES = re.compile(r'"(?:[^"]|"")*"', re.S)


def read_delimited(data: bytes, *, name: str = "CSV") -> Sheet:
    """Decode and split ``data``; all cells are ``str`` or ``None``.

    Raises ``SheetError`` naming the line for NUL bytes, mixed encodings, unclosed quotes and overlong fields.
    """
    text = decode(data)
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise SheetError(
            f"Строка {line}: в файле есть нулевой байт — это не текст. Сохраните файл заново.", code="nul"
        )
    rows = _parse(text, _delimiter(text))
    return Sheet(name, rows)


def decode(data: bytes) -> str:
    """Text of ``data`` in UTF-8 (with or without BOM), UTF-16, cp1251, KOI8-R, cp866 or Mac Cyrillic."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_strictly(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return _decode_utf8(data[3:])
    if encoding := utf16_without_mark(data):
        return _decode_strictly(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        _refuse_mixture(data)
    return _decode_single_byte(data)


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetError(
            "Файл обрывается посреди символа: он повреждён. Сохраните его заново.", code="encoding"
        ) from (error)


def _decode_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SheetError(
            f"Строка {line}: символы не в кодировке UTF-8, хотя файл назван ею. Сохраните файл заново.",
            code="encoding",
        ) from error


def _refuse_mixture(data: bytes) -> None:
    """Lines of two encodings in one file cannot be read by either; say where they part."""
    utf8 = other = 0
    first_other = 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            utf8 += 1
        except UnicodeDecodeError:
            other += 1
            first_other = first_other or number
    # A single-byte Russian line is almost never valid UTF-8, so one such line already means a mixture.
    if utf8 and other:
        raise SheetError(
            f"Строка {first_other}: в файле смешаны две кодировки (UTF-8 и другая). "
            "Откройте его в Excel и сохраните заново.",
            code="mixed_encoding",
        )


def _decode_single_byte(data: bytes) -> str:
    best, best_score = "", -1.0
    for encoding in SINGLE_BYTE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _plausibility(text[:20_000])
        if score > best_score:
            best, best_score = text, score
    if best_score < 0:
        raise SheetError("Кодировка файла не распознана. Сохраните его как «CSV UTF-8».", code="encoding")
    return best


def _plausibility(text: str) -> float:
    """Share of common Russian small letters among all non-ASCII characters."""
    foreign = [char for char in text if char > "\x7f"]
    if not foreign:
        return 0.0
    counts = Counter(foreign)
    return sum(counts[char] for char in _COMMON) / len(foreign)


def _delimiter(text: str) -> str:
    """The delimiter that stands most steadily: same number of times in most lines, quoted parts aside."""
    lines = [line for line in _QUOTES.sub("", text[:50_000]).splitlines() if line.strip()][:50]
    best, best_score = ";", (0, 0)
    for delimiter in DELIMITERS:
        counts = Counter(count for line in lines if (count := line.count(delimiter)))
        if not counts:
            continue
        count, lines_with_it = counts.most_common(1)[0]
        score = (lines_with_it, count)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _parse(text: str, delimiter: str) -> list[list[object]]:
    # The module's limit is global to the process; a longer field is cut off by our own check below.
    csv.field_size_limit(max(csv.field_size_limit(), 2 * MAX_FIELD))
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter, strict=True)
    rows: list[list[object]] = []
    start = 1
    try:
        for cells in reader:
            _check_row(cells, start)
            # A row's number is its first line, as the person sees it in an editor.
            rows.extend([] for _ in range(start - 1 - len(rows)))
            rows.append([cell if cell.strip() else None for cell in cells])
            start = reader.line_num + 1
            if len(rows) > MAX_ROWS:
                raise SheetError(f"В файле больше {MAX_ROWS} строк. Разделите его на части.", code="too_far")
    except csv.Error as error:
        raise _csv_error(error, start) from error
    return rows


def _check_row(cells: list[str], line: int) -> None:
    for index, cell in enumerate(cells, start=1):
        if len(cell) > MAX_FIELD:
            raise SheetError(f"Строка {line}, колонка {index}: слишком длинное значение.", code="long_field")


def _csv_error(error: csv.Error, line: int) -> SheetError:
    text = str(error)
    if "field larger" in text:
        return SheetError(f"Строка {line}: слишком длинное значение в одной ячейке.", code="long_field")
    if "unexpected end" in text or "expected after" in text:
        return SheetError(
            f"Строка {line}: кавычка открыта и не закрыта (или стоит посреди значения). "
            "Исправьте строку или сохраните файл как .xlsx.",
            code="quotes",
        )
    return SheetError(f"Строка {line}: её не удалось разобрать. Сохраните файл как .xlsx.", code="csv")
