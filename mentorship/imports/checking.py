"""Check of a list of people: every row becomes new, changed, same or error, and nothing is written."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import DomainError
from core.sheets import SheetError, Table, TableRow, cell_name, cell_text, find_tables, read_workbook
from mentorship.enums import GuardianshipKind, ImportBase, PersonCategory
from mentorship.imports import cells
from mentorship.imports.columns import LABELS, base_of_sheet, synonyms_for
from mentorship.imports.known import Known
from mentorship.imports.resources import Change, PersonResource
from mentorship.imports.results import CHANGED, ERROR, NEW, SAME, Check, GuardianData, ImportRow, Issue
from mentorship.models import Person, Programme
from mentorship.naming import clean_name, name_problem, search_key, split_full_name

_PERSON_FIELDS = frozenset(PersonResource.Meta.fields)
_GUARDIAN = ("guardian_name", "guardian_kind", "guardian_phone", "guardian_email", "guardian_birth_date")


def read_tables(
    data: bytes, filename: str, *, base: str, mapping: Mapping[str, str] | None = None
) -> list[Table]:
    """The tables of the file for the base, with columns mapped by hand where `mapping` (header → field) says so.

    Raises `core.errors.DomainError` in Russian for everything that cannot be read.
    """
    book = read_workbook(data, filename)
    synonyms = dict(synonyms_for(base))
    for header, name in (mapping or {}).items():
        if name in synonyms:  # what was mapped by hand once is a known header from then on
            synonyms[name] = (*synonyms[name], header)
    tables = find_tables(book, synonyms)
    if base == ImportBase.BY_SHEETS:
        tables = [table for table in tables if base_of_sheet(table.sheet)]
        if not tables:
            raise SheetError(
                "По названиям листов не понять, кто в списке. Назовите листы «Наставляемые» и «Наставники» "
                "или выберите базу.",
                code="no_base",
            )
    elif len(tables) > 1:
        named = [table for table in tables if base_of_sheet(table.sheet) == base]
        if len(named) != 1:
            sheets = ", ".join(f"«{table.sheet}»" for table in tables)
            raise SheetError(
                f"Списки на нескольких листах: {sheets}. Оставьте в файле один.", code="two_tables"
            )
        tables = named
    return [_mapped(table, mapping or {}) for table in tables]


def _mapped(table: Table, mapping: Mapping[str, str]) -> Table:
    by_index = {column.index: mapping[column.header] for column in table.columns if column.header in mapping}
    return table.mapped(by_index) if by_index else table


def check_tables(tables: list[Table], programme: Programme, *, base: str, today: dt.date) -> Check:
    """Compare the rows with what is known, in a constant number of queries. Nothing is written."""
    check = Check(rows=[], tables=tables, base=base)
    pairs: list[tuple[Table, TableRow, str]] = []
    for table in tables:
        its_base = base if base != ImportBase.BY_SHEETS else base_of_sheet(table.sheet)
        _require_names(table)
        check.warnings += [f"Лист «{table.sheet}». {warning}" for warning in table.warnings]
        pairs += [(table, row, its_base) for row in table.rows]
    drafts = [_draft(table, row, its_base, today) for table, row, its_base in pairs]
    known = Known(programme, drafts)
    seen: dict[tuple[str, str, Any], ImportRow] = {}
    for draft in drafts:
        _settle(draft, known, today)
        _refuse_repeat(draft, seen)
        check.rows.append(draft.row)
    return check


def _require_names(table: Table) -> None:
    found = set(table.fields)
    if "full_name" not in found and not {"last_name", "first_name"} <= found:
        headers = ", ".join(f"«{column.header}»" for column in table.columns if column.header)
        raise SheetError(
            f"Лист «{table.sheet}», строка {table.header_row}: нет обязательной колонки «ФИО» "
            f"(или «Фамилия» и «Имя»). Есть: {headers[:500]}. Укажите её вручную или переименуйте.",
            code="missing_column",
        )


@dataclass
class Draft:
    """A row on its way: its cells by field, and where each field stands."""

    row: ImportRow
    values: dict[str, object]
    places: dict[str, str]
    key: str = ""
    birth_date: dt.date | None = None

    def issue(self, name: str, text: str) -> None:
        self.row.issues.append(Issue(self.places.get(name, ""), f"{LABELS.get(name, name)} — {text}"))


def _draft(table: Table, source: TableRow, base: str, today: dt.date) -> Draft:
    places = {name: cell_name(source.number, columns[0].index) for name, columns in table.fields.items()}
    values = {
        name: cell for name, cell in table.values(source).items() if cell is not None and cell_text(cell)
    }
    row = ImportRow(table.sheet, source.number, base, cells=source.cells)
    draft = Draft(row, values, places)
    _take_name(draft)
    if "birth_date" in values:
        try:
            draft.birth_date = cells.birth_date(cells.refuse_error(values["birth_date"]), today)
        except ValueError:
            draft.birth_date = None  # told at its cell when the row is read into a person
    return draft


def _take_name(draft: Draft) -> None:
    """Put the parts of the name into `values` from one column or from three."""
    values, row = draft.values, draft.row
    full = values.pop("full_name", None)
    name = "full_name" if full is not None else "last_name"
    if full is not None and "last_name" not in values:
        try:
            parts = split_full_name(cells.text(cells.refuse_error(full), limit=200))
        except ValueError as error:
            return draft.issue("full_name", str(error))
        if parts is None:
            row.name = cell_text(full)[:80]
            return draft.issue("full_name", f"«{row.name}»: нужны хотя бы фамилия и имя")
        values.update(last_name=parts.last_name, first_name=parts.first_name, middle_name=parts.middle_name)
    for part in ("last_name", "first_name", "middle_name"):
        text = clean_name(cell_text(values.get(part)))
        problem = name_problem(text) if text else ""
        if not text and part != "middle_name":
            return draft.issue(name if part == "last_name" else part, "не заполнено")
        if problem:
            return draft.issue(name if full is not None else part, f"«{text[:60]}»: {problem}")
        values[part] = text
    row.name = " ".join(
        filter(None, (str(values[part]) for part in ("last_name", "first_name", "middle_name")))
    )
    draft.key = search_key(str(values["last_name"]), str(values["first_name"]), str(values["middle_name"]))
    return None


def _settle(draft: Draft, known: Known, today: dt.date) -> None:
    """Read the cells into a person and a place in the base, and tell what would change."""
    row = draft.row
    if row.issues:
        return
    found, note, problem = known.person(draft.key, draft.birth_date)
    if problem:
        row.issues.append(Issue("", problem))
        return
    if note:
        row.notes.append(note)
    _read_person(draft, found, known, today)
    _read_entry(draft, found, known, today)
    _read_guardian(draft, known, today)
    if row.issues:
        row.status = ERROR
    elif found is None or (row.entry is not None and row.entry.pk is None):
        row.status = NEW
        if found is not None:
            row.notes.append("человек уже есть на портале, добавится место в базе")
    else:
        row.status = CHANGED if row.changes else SAME


def _read_person(draft: Draft, found: Person | None, known: Known, today: dt.date) -> None:
    resource = known.people
    person = copy.copy(found) if found else Person(organization=known.programme.organization)
    before = resource.snapshot(person)
    cells_of_person = {name: cell for name, cell in draft.values.items() if name in _PERSON_FIELDS}
    if found is not None:
        # The key found them: the same name written with other marks is no change.
        for part in ("last_name", "first_name", "middle_name"):
            cells_of_person.pop(part, None)
    for name, texts in resource.read_row(person, cells_of_person, today=today).items():
        for text in texts:
            draft.issue(name, text)
    if found is None and "category" not in cells_of_person:
        person.category = _category(draft.row.base, person)
    draft.row.person = person
    if found is not None:
        draft.row.changes += resource.changes(before, person)


def _category(base: str, person: Person) -> str:
    """Whom the row describes when it does not say: pupils have a group, a place of work makes an employer's person."""
    if person.group or base == ImportBase.MENTEES:
        return PersonCategory.STUDENT
    if person.employer:
        return PersonCategory.EMPLOYER
    return PersonCategory.EMPLOYEE if person.position else PersonCategory.OTHER


def _read_entry(draft: Draft, found: Person | None, known: Known, today: dt.date) -> None:
    row = draft.row
    mentors = row.base == ImportBase.MENTORS
    resource = known.mentors if mentors else known.mentees
    existing = known.entry(row.base, found)
    entry = copy.copy(existing) if existing else known.new_entry(row.base)
    before = resource.snapshot(entry)
    own = {name: cell for name, cell in draft.values.items() if name in resource.Meta.fields}
    for name, texts in resource.read_row(entry, own, today=today).items():
        for text in texts:
            draft.issue(name, text)
    if mentors and "preferred_age" in draft.values:
        _read_ages(draft, entry, existing)
    if existing is not None:
        row.changes += resource.changes(before, entry)
    row.entry = entry
    _read_project(draft, existing, known)


def _read_ages(draft: Draft, entry: Any, existing: Any) -> None:
    try:
        low, high = cells.age_range(cells.refuse_error(draft.values["preferred_age"]))
    except ValueError as error:
        return draft.issue("preferred_age", str(error))
    if existing is not None and (low, high) != (existing.preferred_age_min, existing.preferred_age_max):
        was = f"{existing.preferred_age_min or ''}–{existing.preferred_age_max or ''}".strip("–")
        draft.row.changes.append(Change("возраст наставляемых", was, f"{low or ''}–{high or ''}".strip("–")))
    entry.preferred_age_min, entry.preferred_age_max = low, high
    return None


def _read_project(draft: Draft, existing: Any, known: Known) -> None:
    if "project" not in draft.values:
        return None
    try:
        text = cells.text(cells.refuse_error(draft.values["project"]))
    except ValueError as error:
        return draft.issue("project", str(error))
    project = known.project(text)
    if project is None:
        names = ", ".join(f"«{one.form.title}»" for one in known.projects) or "ни одной"
        return draft.issue("project", f"«{text[:60]}»: в программе нет такой формы. Есть: {names}")
    draft.row.project = project
    if existing is not None and not known.has_project(existing, project):
        draft.row.changes.append(
            Change("форма наставничества", known.project_names(existing), project.form.title)
        )
    return None


def _read_guardian(draft: Draft, known: Known, today: dt.date) -> None:
    if "guardian_name" not in draft.values:
        return None
    values = {name: draft.values[name] for name in _GUARDIAN if name in draft.values}
    read: dict[str, Any] = {}
    for name, clean in (
        ("guardian_name", lambda cell: split_full_name(cells.text(cell, limit=200))),
        ("guardian_kind", cells.kind_of_guardian),
        ("guardian_phone", cells.phone),
        ("guardian_email", cells.email),
        ("guardian_birth_date", lambda cell: cells.birth_date(cell, today)),
    ):
        if name in values:
            try:
                read[name] = clean(cells.refuse_error(values[name]))
            except ValueError as error:
                draft.issue(name, str(error))
    parts = read.get("guardian_name")
    if parts is None:
        if "guardian_name" in values and not draft.row.issues:
            draft.issue("guardian_name", "нужны хотя бы фамилия и имя")
        return None
    problem = name_problem(f"{parts.last_name} {parts.first_name} {parts.middle_name}".strip())
    if problem:
        return draft.issue("guardian_name", problem)
    guardian = GuardianData(
        parts.last_name,
        parts.first_name,
        parts.middle_name,
        read.get("guardian_kind") or known.kind_by_name(parts),
        read.get("guardian_phone", ""),
        read.get("guardian_email", ""),
        read.get("guardian_birth_date"),
    )
    draft.row.guardian = guardian
    if "guardian_kind" not in read:
        label = GuardianshipKind(guardian.kind).label.lower()
        draft.row.notes.append(f"представитель записан как «{label}» — по отчеству, проверьте")
    person = draft.row.person
    if person is not None and person.pk and not known.has_guardian(person, guardian):
        draft.row.changes.append(Change("законный представитель", "", known.guardian_text(guardian)))
    return None


def _refuse_repeat(draft: Draft, seen: dict[tuple[str, str, Any], ImportRow]) -> None:
    row = draft.row
    if row.status == ERROR and row.issues:
        return
    key = (row.base, draft.key, draft.birth_date)
    first = seen.setdefault(key, row)
    if first is not row:
        row.status = ERROR
        row.issues.append(
            Issue("", f"повтор: этот человек уже есть в строке {first.number} листа «{first.sheet}»")
        )


def failed_rows(check: Check) -> Iterable[list[object]]:
    """Rows with errors as they stand in the file, with the reason beside them, to be mended and loaded again."""
    for table in check.tables:
        failed = [row for row in check.rows if row.sheet == table.sheet and row.status == ERROR]
        if failed:
            yield ["Что исправить", *(column.header for column in table.columns)]
            for row in failed:
                yield ["; ".join(map(str, row.issues)), *(cell_text(cell) for cell in row.cells)]


def refuse_errors(check: Check) -> None:
    """All or nothing: raises DomainError when a row has an error."""
    count = check.counts[ERROR]
    if count:
        raise DomainError(
            f"Строк с ошибками: {count}. Исправьте их или внесите только строки без ошибок.", code="rows"
        )
