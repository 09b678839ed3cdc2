"""Spreadsheets as plain rows: XLSX, XLS, ODS, CSV → ``Workbook`` → ``find_table`` → ``Table``."""

from core.sheets.dates import parse_birth_date, parse_date
from core.sheets.reading import read_workbook
from core.sheets.tables import find_table, find_tables, normalize_header
from core.sheets.types import (
    CellError,
    Column,
    Sheet,
    SheetError,
    Table,
    TableRow,
    Workbook,
    cell_name,
    cell_text,
    column_letter,
)

__all__ = [
    "CellError",
    "Column",
    "Sheet",
    "SheetError",
    "Table",
    "TableRow",
    "Workbook",
    "cell_name",
    "cell_text",
    "column_letter",
    "find_table",
    "find_tables",
    "normalize_header",
    "parse_birth_date",
    "parse_date",
    "read_workbook",
]
