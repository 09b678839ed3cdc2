"""A row of a table as a draft: its cells by field, the name taken apart, the representatives it names."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.names import gender_from_patronymic
from core.sheets import Table, TableRow, cell_name, cell_text
from mentorship.imports import cells
from mentorship.imports.columns import LABELS
from mentorship.imports.guardians import parse_guardians
from mentorship.imports.results import GuardianData, ImportRow, Issue
from mentorship.models import Person
from mentorship.naming import clean_name, name_problem, search_key, split_full_name


@dataclass(slots=True)
class Draft:
    """A row on its way: its cells by field, and in which column each field stands."""

    row: ImportRow
    values: dict[str, object]
    places: Mapping[str, int]
    key: str = ""
    birth_date: dt.date | None = None
    birth_year: int | None = None
    guardians: list[GuardianData] = field(default_factory=list)

    def issue(self, name: str, text: str) -> None:
        column = self.places.get(name)
        cell = "" if column is None else cell_name(self.row.number, column)
        self.row.issues.append(Issue(cell, f"{LABELS.get(name, name)} — {text}"))


def make_draft(
    table: Table, source: TableRow, base: str, places: Mapping[str, int], several: set[str], today: dt.date
) -> Draft:
    """The cells of one row by field, with whom it names; `places` tells the column of every field."""
    filled = source.cells
    values: dict[str, object] = {}
    for name, index in places.items():
        cell = filled[index] if index < len(filled) else None
        if cell is not None:  # blank cells are none already
            values[name] = cell
    if several:
        joined = table.values(source)
        values |= {name: joined[name] for name in several if name in places and joined[name] is not None}
    draft = Draft(ImportRow(table.sheet, source.number, base, cells=filled), values, places)
    _take_name(draft)
    _take_birth(draft, today)
    draft.guardians = parse_guardians(draft, today)
    return draft


def _take_name(draft: Draft) -> None:
    """Put the parts of the name into `values` from one column or from three."""
    values, row = draft.values, draft.row
    full = values.pop("full_name", None)
    whole = "full_name" in draft.places and "last_name" not in values
    if whole and full is not None and not _split(draft, full):
        return None
    for part in ("last_name", "first_name", "middle_name"):
        name = "full_name" if whole else part
        try:
            text = clean_name(cells.text(cells.refuse_error(values.get(part))))
        except ValueError as error:
            return draft.issue(name, str(error))
        if not text and part != "middle_name":
            return draft.issue(name, "не заполнено")
        problem = name_problem(text) if text else ""
        if part == "first_name" and not problem and re.fullmatch(r"\w\.?|\w\. ?\w\.?", text):
            problem = "нужно полное имя, а не инициалы"
        if problem:
            return draft.issue(name, f"«{text[:60]}»: {problem}")
        values[part] = text
    parts = [str(values[part]) for part in ("last_name", "first_name", "middle_name")]
    row.name = " ".join(filter(None, parts))
    draft.key = search_key(*parts)
    return None


def _split(draft: Draft, full: object) -> bool:
    """Parts of a whole name into `values`; False with an issue when there are none."""
    try:
        parts = split_full_name(cells.text(cells.refuse_error(full), limit=200))
    except ValueError as error:
        draft.issue("full_name", str(error))
        return False
    if parts is None:
        draft.row.name = cell_text(full)[:80]
        draft.issue("full_name", f"«{draft.row.name}»: нужны хотя бы фамилия и имя")
        return False
    last, first, middle = parts.last_name, parts.first_name, parts.middle_name
    if middle and gender_from_patronymic(first) and not gender_from_patronymic(middle):
        last, first, middle = middle, last, first  # «Пётр Ильич Образцов»
        draft.row.notes.append(
            f"прочитано как «{last} {first} {middle}»: фамилия стояла последней, проверьте"
        )
    draft.values.update(last_name=last, first_name=first, middle_name=middle)
    return True


def _take_birth(draft: Draft, today: dt.date) -> None:
    """What tells namesakes apart; a cell that cannot be read is told when the row is read into a person."""
    if "birth_date" in draft.values:
        with contextlib.suppress(ValueError):
            draft.birth_date = cells.birth_date(cells.refuse_error(draft.values["birth_date"]), today)
    if "birth_year" in draft.values:
        try:
            draft.birth_year = cells.birth_year(cells.refuse_error(draft.values["birth_year"]), today)
        except ValueError as error:
            draft.issue("birth_year", str(error))


def check_birth_year(draft: Draft, person: Person) -> None:
    """A year of birth confirms a date; alone it is told and not kept."""
    year = draft.birth_year
    if year is None:
        return
    if person.birth_date is not None and person.birth_date.year != year:
        draft.issue("birth_year", f"{year} не сходится с датой рождения {person.birth_date:%d.%m.%Y}")
    elif person.birth_date is None:
        draft.row.notes.append(
            f"известен только год рождения ({year}): дату впишите на карточке, от неё зависит, кто подписывает"
        )


def spread_contacts(draft: Draft) -> None:
    """A column «Контакты» gives the phone and the e-mail that have no column of their own."""
    if "contacts" not in draft.values:
        return None
    try:
        phone, email = cells.contacts(cells.refuse_error(draft.values["contacts"]))
    except ValueError as error:
        return draft.issue("contacts", str(error))
    if phone:
        draft.values.setdefault("phone", phone)
    if email:
        draft.values.setdefault("email", email)
    return None
