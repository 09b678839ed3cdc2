"""Workbooks, delimited tables and texts of the same plan; written by `plan_shapes.py`."""

import csv
import io
import zipfile
from datetime import date
from typing import Any

import openpyxl

from tests.data.plan_shapes import (
    DEADLINE,
    FIRST,
    HEADER,
    NUMBERED_STAGES,
    RESULT,
    ROWS,
    STAGE,
    TITLE,
    Row,
    Shape,
    without,
)

Lines = list[list[Any]]


def lines(*, stages: bool = True) -> Lines:
    """The plan as a sheet's rows: title lines, the header, stages in the first cell, the rows."""
    made: Lines = [["", "", "", "", "УТВЕРЖДАЮ"], [TITLE, "", "", "", ""], ["", "", "", "", ""], list(HEADER)]
    stage = ""
    for row in ROWS:
        if stages and row[STAGE] != stage:
            stage = row[STAGE]
            made.append([stage, "", "", "", ""])
        made.append(list(row[1:]))
    return made


def book(rows: Lines) -> Any:
    made = openpyxl.Workbook()
    made.active.title = "План"
    for row in rows:
        made.active.append([cell if cell != "" else None for cell in row])
    return made


# Excel ----------------------------------------------------------------------------------------------------------------


def hidden() -> Any:
    """A row hidden by a filter, a hidden sheet with an old plan."""
    made = book([*lines(), ["7.", "Прошлогоднее дело", "май 2026", "Никто", "Ничего"]])
    made.active.row_dimensions[made.active.max_row].hidden = True
    draft = made.create_sheet("Черновик")
    for row in lines():
        draft.append(row)
    draft.sheet_state = "hidden"
    return made


def dates() -> Any:
    """Real dates: a day, a month shown as «сентябрь 2026», a serial number that lost its format."""
    made = book(lines(stages=False)[:4])
    sheet = made.active
    for row, value, shape in zip(
        ROWS,
        (date(2026, 9, 10), date(2026, 10, 1), 46310, date(2026, 11, 1), "в течение года", date(2027, 5, 1)),
        ("DD.MM.YYYY", "mmmm yyyy", "General", "d mmm", "General", '[$-419]mmm" "yy'),
        strict=True,
    ):
        sheet.append([*row[1:3], value, *row[4:]])
        sheet.cell(sheet.max_row, 3).number_format = shape
    return made


DATES = ("10.09.2026", "октябрь 2026", "15.10.2026", "01.11.2026", "в течение года", "май 2027")


def merged() -> Any:
    made = book(lines())
    sheet = made.active
    sheet.merge_cells("A2:E2")
    for row in (5, 9):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
    sheet.cell(6, 4).value = "Куратор"
    sheet.merge_cells("D6:D8")
    return made


MERGED: list[Row] = [(*ROWS[0][:4], "Куратор", ROWS[0][5]), *without(ROWS[1:3], 4), *ROWS[3:]]


def two_sheets() -> Any:
    made = book(lines()[:8])
    second = made.create_sheet("Второе полугодие")
    for row in [*lines()[:4], *lines()[8:]]:
        second.append(row)
    figures = made.create_sheet("Показатели")
    for row in (["Показатель", "2026", "2027"], ["Доля участников, %", 10, 20]):
        figures.append(row)
    return made


def numbers_as_numbers() -> Any:
    """1.1 and 2 are numbers for Excel, not texts; an empty column stands inside."""
    rows: Lines = [[TITLE], ["№", "Мероприятие", "", "Срок", "Ответственный", "Результат"]]
    for row in NUMBERED_STAGES:
        if row[1].endswith(".1"):
            rows.append([int(row[1][0]), row[STAGE], "", "", "", ""])
        rows.append([float(row[1]), row[2], "", *row[3:]])
    return book(rows)


# OpenDocument ---------------------------------------------------------------------------------------------------------

ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods(
    rows: Lines, spans: dict[tuple[int, int], tuple[int, int]], hidden_rows: set[int] = frozenset()
) -> bytes:  # type: ignore[assignment]
    """A spreadsheet of OpenDocument; `spans` tells how many rows and columns a cell (from 0) covers."""
    covered = {
        (i + a, j + b): True
        for (i, j), (down, right) in spans.items()
        for a in range(down)
        for b in range(right)
        if a or b
    }
    body = ""
    for i, row in enumerate(rows):
        body += '<table:table-row table:visibility="collapse">' if i in hidden_rows else "<table:table-row>"
        for j, value in enumerate(row):
            if (i, j) in covered:
                body += "<table:covered-table-cell/>"
                continue
            down, right = spans.get((i, j), (1, 1))
            span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"'
            if isinstance(value, date):
                body += (
                    f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"{span}>'
                    f"<text:p>{value:%d.%m.%Y}</text:p></table:table-cell>"
                )
            elif value == "":
                body += f"<table:table-cell{span}/>"
            else:
                paragraphs = "".join(f"<text:p>{line}</text:p>" for line in str(value).split("\n"))
                body += f'<table:table-cell office:value-type="string"{span}>{paragraphs}</table:table-cell>'
        body += "</table:table-row>"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODS_NAMES} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="План">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in (
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content),
            ("META-INF/manifest.xml", manifest),
        ):
            archive.writestr(zipfile.ZipInfo(name, date_time=(2026, 8, 20, 9, 0, 0)), text)
    return buffer.getvalue()


def merged_ods() -> bytes:
    rows = lines()
    rows[5][3] = "Куратор"
    rows[6][3] = rows[7][3] = ""
    return ods(rows, {(1, 0): (1, 5), (4, 0): (1, 5), (8, 0): (1, 5), (5, 3): (3, 1)})


def dates_ods() -> bytes:
    rows = [*lines(), ["7.", "Скрытое дело", "июнь", "Никто", "Ничего"]]
    rows[5][2] = date(2026, 9, 10)
    return ods(rows, {(4, 0): (1, 5), (8, 0): (1, 5)}, {len(rows) - 1})


# Delimited ------------------------------------------------------------------------------------------------------------


def delimited(rows: Lines, delimiter: str, encoding: str) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


def broken_cells() -> Lines:
    rows = lines()
    rows[5][1] = "Собрать рабочую группу:\n– позвать;\n– «выбрать; записать», утвердить"
    return rows


BROKEN: list[Row] = [(*ROWS[0][:2], broken_cells()[5][1], *ROWS[0][3:]), *ROWS[1:]]


# Texts ----------------------------------------------------------------------------------------------------------------


def from_word() -> bytes:
    """Copied from a table of Word: tabs between cells, a cell of two paragraphs breaks its line."""
    text = [f"{TITLE}\n", *("\t".join(str(cell) for cell in row) for row in lines()[3:])]
    text[2] = FIRST
    whole = "\n".join(text).replace("Собрать рабочую группу", "Собрать рабочую группу\nиз трёх человек")
    return whole.encode()


WORD: list[Row] = [(*ROWS[0][:2], "Собрать рабочую группу\nиз трёх человек", *ROWS[0][3:]), *ROWS[1:]]


def from_excel() -> bytes:
    return delimited(broken_cells(), "\t", "utf-8")


def bars() -> bytes:
    text = [TITLE, "", "| " + " | ".join(HEADER) + " |", "|---|---|---|---|---|"]
    text += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in lines()[4:]]
    return "\n".join(text).encode("cp1251")


def layout() -> bytes:
    """As `pdftotext -layout` gives it: columns held by spaces, long cells over several lines."""
    widths = (4, 26, 20, 24, 24)

    def put(cells: tuple[str, ...]) -> list[str]:
        folded = [fold(cell, width - 2) for cell, width in zip(cells, widths, strict=True)]
        height = max(map(len, folded))
        return [
            "".join(
                (cell[i] if i < len(cell) else "").ljust(width)
                for cell, width in zip(folded, widths, strict=True)
            )
            for i in range(height)
        ]

    text = [f"{'':20}{TITLE}", "", *put(HEADER)]
    stage = ""
    for row in ROWS:
        if row[STAGE] != stage:
            stage = row[STAGE]
            text += ["", f"{'':30}{stage}"]
        text += put(row[1:])
    return "\n".join(text).encode()


def fold(text: str, width: int) -> list[str]:
    done = [""]
    for word in text.split():
        if len(done[-1]) + len(word) + 1 > width and done[-1]:
            done.append(word)
        else:
            done[-1] = f"{done[-1]} {word}".strip()
    return done


def cell_a_line() -> bytes:
    """As a PDF viewer copies: a cell a line."""
    text = [TITLE, "", *HEADER]
    stage = ""
    for row in ROWS:
        if row[STAGE] != stage:
            stage = row[STAGE]
            text.append(stage)
        text += row[1:]
    return "\n".join(text).encode()


def row_a_line() -> bytes:
    """As another viewer copies: a row a line, nothing between its cells."""
    text = [TITLE, "", "№ Мероприятие Срок Ответственный"]
    text += [" ".join(row[1:RESULT]) for row in ROWS]
    return "\n".join(text).encode()


SHEETS: list[Shape] = [
    Shape("hidden.xlsx", hidden),
    Shape("dates.xlsx", dates, [
        [("", *row[1:DEADLINE], when, *row[DEADLINE + 1 :]) for row, when in zip(ROWS, DATES, strict=True)]
    ]),
    Shape("merged.xlsx", merged, [MERGED]),
    Shape("two_sheets.xlsx", two_sheets, [ROWS[:3], ROWS[3:]]),
    Shape("numbers_as_numbers.xlsx", numbers_as_numbers, [NUMBERED_STAGES]),
    Shape("merged.ods", merged_ods, [MERGED]),
    Shape("dates.ods", dates_ods, [[(*ROWS[0][:3], "10.09.2026", *ROWS[0][4:]), *ROWS[1:]]]),
    Shape("semicolons_cp1251.csv", lambda: delimited(broken_cells(), ";", "cp1251"), [BROKEN]),
    Shape("commas_bom.csv", lambda: delimited(broken_cells(), ",", "utf-8-sig"), [BROKEN]),
    Shape("tabs.tsv", lambda: delimited(broken_cells(), "\t", "utf-8"), [BROKEN]),
    Shape("semicolons.txt", lambda: delimited(lines(), ";", "utf-8")),
    Shape("from_word.txt", from_word, [WORD]),
    Shape("from_excel.txt", from_excel, [BROKEN]),
    Shape("bars_cp1251.txt", bars),
    Shape("layout.txt", layout),
    Shape("cell_a_line.txt", cell_a_line),
    Shape("row_a_line.txt", row_a_line, [without(ROWS, STAGE, RESULT)]),
]  # fmt: skip
