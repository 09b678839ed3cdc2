"""The rows of the journal of numbers and of a year's inventory, and the workbooks of them."""

from __future__ import annotations

from core.exports import xlsx_bytes
from core.models import Organization
from core.russian import date_short
from reports.selectors.journal import Journal
from reports.selectors.year_archive import InventoryLine

JOURNAL_COLUMNS = (
    ("Номер", 10),
    ("Дата", 15),
    ("Вид, заголовок", 30),
    ("Листов", 10),
    ("Что с документом", 20),
    ("Подготовил", 15),
)
INVENTORY_COLUMNS = (
    ("№", 5),
    ("Номер", 10),
    ("Дата", 15),
    ("Вид, заголовок", 25),
    ("Листов", 10),
    ("Подпись", 15),
    ("Хэш файла", 20),
)


def journal_rows(journal: Journal) -> list[list[str]]:
    return [
        [
            line.number,
            date_short(line.date) if line.date else "",
            f"{line.kind}. {line.title}",
            str(line.pages or ""),
            line.fate,
            line.author,
        ]
        for line in journal.lines
    ]


def inventory_rows(lines: list[InventoryLine]) -> list[list[str]]:
    return [
        [
            str(number),
            line.number,
            date_short(line.date) if line.date else "",
            f"{line.kind}. {line.title}",
            str(line.pages),
            line.signature,
            line.sha256,
        ]
        for number, line in enumerate(lines, start=1)
    ]


def journal_workbook(organization: Organization, journal: Journal) -> bytes:
    rows = [[name for name, _ in JOURNAL_COLUMNS], *journal_rows(journal)]
    heading = [f"Журнал регистрации: {journal.label}, {journal.year} год", organization.full_name]
    return xlsx_bytes("Журнал", rows, heading=heading)


def inventory_workbook(organization: Organization, year: int, lines: list[InventoryLine]) -> bytes:
    rows = [[name for name, _ in INVENTORY_COLUMNS], *inventory_rows(lines)]
    return xlsx_bytes("Опись", rows, heading=[f"Опись документов за {year} год", organization.full_name])
