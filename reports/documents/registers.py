"""The journal of numbers and the inventory of a year's archive: printed tables."""

from __future__ import annotations

from core.models import Organization
from core.russian import counted, date_short
from reports.documents.life_sheets import INVENTORY, JOURNAL, TableSheet, sheet_blocks, table_sheet
from reports.kinds import Built, DocumentKind, Source, register
from reports.selectors.journal import journal_of
from reports.selectors.register_tables import (
    INVENTORY_COLUMNS,
    JOURNAL_COLUMNS,
    inventory_rows,
    journal_rows,
)
from reports.selectors.year_archive import inventory_of


def build_journal(source: Source) -> Built:
    """`options` are `series` and `year`; the subject is the organisation."""
    journal = journal_of(source.organization, str(source.options["series"]), int(source.options["year"]))
    content = table_sheet(
        source,
        title=f"Журнал регистрации за {journal.year} год",
        heading="ЖУРНАЛ РЕГИСТРАЦИИ",
        about=[f"{journal.label}, {journal.year} год", f"Составлен {date_short(source.today)}"],
        columns=JOURNAL_COLUMNS,
        rows=journal_rows(journal),
        foot=f"Всего в журнале: {counted(len(journal.lines), 'номер', 'номера', 'номеров')}.",
    )
    return Built(content)


def build_inventory(source: Source) -> Built:
    """`options["year"]`; the subject is the organisation."""
    year = int(source.options["year"])
    lines = inventory_of(source.organization, year)
    content = table_sheet(
        source,
        title=f"Опись документов за {year} год",
        heading="ОПИСЬ",
        about=[f"Документы, подписанные руководителем, за {year} год"],
        columns=INVENTORY_COLUMNS,
        rows=inventory_rows(lines),
        foot=f"В описи {counted(len(lines), 'документ', 'документа', 'документов')}. Хэш: SHA-256 файла, "
        "который лежит в архиве.",
    )
    return Built(content)


for _code, _label, _build in (
    (JOURNAL, "Журнал регистрации", build_journal),
    (INVENTORY, "Опись документов за год", build_inventory),
):
    register(
        DocumentKind(
            code=_code,
            family="Журнал" if _code == JOURNAL else "Опись",
            label=_label,
            content=TableSheet,
            build=_build,
            find=lambda pk: Organization.objects.get(pk=pk),
            blocks=sheet_blocks,
        )
    )
