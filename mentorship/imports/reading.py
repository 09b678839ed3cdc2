"""The file as tables: which sheets, which columns, what was left out."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from core.sheets import Sheet, SheetError, Table, Workbook, find_tables, normalize_header, read_workbook
from mentorship.enums import ImportBase
from mentorship.imports.columns import NOT_LOADED, SENSITIVE, base_of_sheet, not_loaded, synonyms_for

#: A list longer than this is cut into parts by its owner: memory for reading it is bounded.
MAX_ROWS = 50_000


def read_tables(
    data: bytes, filename: str, *, base: str, mapping: Mapping[str, str] | None = None
) -> list[Table]:
    """The tables of the file for the base, with columns mapped by hand where `mapping` (header → field) says so.

    Raises `core.errors.DomainError` in Russian for everything that cannot be read.
    """
    return tables_of(read_workbook(data, filename), base=base, mapping=mapping)


def tables_of(book: Workbook, *, base: str, mapping: Mapping[str, str] | None = None) -> list[Table]:
    """The same for a workbook that is read already."""
    mapping = mapping or {}
    if base == ImportBase.BY_SHEETS:
        tables = _by_sheets(book, mapping)
    else:
        tables = find_tables(book, _synonyms(base, mapping), repeatable=NOT_LOADED)
        if len(tables) > 1:
            tables = [_the_one(tables, base)]
    if sum(len(table.rows) for table in tables) > MAX_ROWS:
        raise SheetError(
            f"В списке больше {MAX_ROWS} строк. Разделите его на несколько файлов.", code="too_many_rows"
        )
    found = [_mapped(table, mapping) for table in tables]
    _refuse_sensitive(found)
    return found


def _refuse_sensitive(tables: list[Table]) -> None:
    """The portal keeps what was uploaded, and may not keep such things without their own consent (152-ФЗ ст. 10)."""
    for table in tables:
        for column in table.columns:
            if column.field == "sensitive" and any(
                row.cells[column.index] is not None for row in table.rows if column.index < len(row.cells)
            ):
                raise SheetError(
                    f"Лист «{table.sheet}», колонка «{column.header}»: {SENSITIVE}. Удалите колонку и загрузите "
                    "файл снова: такой список портал не хранит.",
                    code="sensitive",
                )


def _by_sheets(book: Workbook, mapping: Mapping[str, str]) -> list[Table]:
    named = [sheet for sheet in book.sheets if base_of_sheet(sheet.name)]
    filled = [sheet for sheet in named if _is_filled(sheet)] or named
    tables = [
        table
        for sheet in filled
        for table in find_tables(
            Workbook([sheet]), _synonyms(base_of_sheet(sheet.name), mapping), repeatable=NOT_LOADED
        )
    ]
    if not tables:
        raise SheetError(
            "По названиям листов не понять, кто в списке. Назовите листы «Наставляемые» и «Наставники» "
            "или выберите базу.",
            code="no_base",
        )
    return tables


def _is_filled(sheet: Sheet) -> bool:
    return any(cell is not None for row in sheet.rows for cell in row)


def _the_one(tables: list[Table], base: str) -> Table:
    named = [table for table in tables if base_of_sheet(table.sheet) == base]
    if len(named) != 1:
        sheets = ", ".join(f"«{table.sheet}»" for table in tables)
        raise SheetError(f"Списки на нескольких листах: {sheets}. Оставьте в файле один.", code="two_tables")
    return named[0]


def _synonyms(base: str, mapping: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Headers of the base; what was mapped by hand once is a known header from then on."""
    found = dict(synonyms_for(base))
    for header, name in mapping.items():
        if name in found:
            found[name] = (*found[name], header)
    return found


def _mapped(table: Table, mapping: Mapping[str, str]) -> Table:
    by_header = {normalize_header(header): name for header, name in mapping.items()}
    by_index = {
        column.index: by_header[known]
        for column in table.columns
        if column.header
        and column.field != "sensitive"  # no mapping by hand brings it in under another name
        and (known := normalize_header(column.header)) in by_header
    }
    return table.mapped(by_index) if by_index else table


def require_names(tables: list[Table]) -> None:
    """Raises SheetError for a table without a column of names."""
    for table in tables:
        found = set(table.fields)
        if "full_name" not in found and not {"last_name", "first_name"} <= found:
            headers = ", ".join(f"«{column.header}»" for column in table.columns if column.header)
            raise SheetError(
                f"Лист «{table.sheet}», строка {table.header_row}: нет обязательной колонки «ФИО» "
                f"(или «Фамилия» и «Имя»). Есть: {headers[:500]}. Укажите её вручную или переименуйте.",
                code="missing_column",
            )


def warnings_of(tables: list[Table]) -> list[str]:
    """What was left out of the tables and why."""
    told = [f"Лист «{table.sheet}». {warning}" for table in tables for warning in table.warnings]
    return [*told, *not_loaded(tables)]


@contextmanager
def at_rest() -> Iterator[None]:
    """The collector leaves alone what is in memory now: the rows of a long list are not walked again and again."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
