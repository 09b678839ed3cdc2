"""Check of a list of people: every row becomes new, changed, same or error, and nothing is written."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from core.sheets import Table, cell_text
from mentorship.enums import ImportBase, PersonCategory
from mentorship.imports import cells, lists
from mentorship.imports.columns import GUARDIANS, LABELS, base_of_sheet
from mentorship.imports.drafts import Draft, check_birth_year, make_draft, spread_contacts
from mentorship.imports.guardians import settle_guardians
from mentorship.imports.known import Known, Reference, Written
from mentorship.imports.reading import require_names, warnings_of
from mentorship.imports.resources import Change, PersonResource
from mentorship.imports.results import CHANGED, ERROR, NEW, SAME, Check, GuardianData, ImportRow, Issue
from mentorship.models import Person, Programme

#: Rows checked, written and forgotten together: memory does not grow with the list.
BATCH = 500
_PERSON_FIELDS = frozenset(PersonResource.Meta.fields)
_GUARDIAN_NAMES = tuple(f"{slot}_name" for slot in GUARDIANS)


@dataclass(slots=True)
class _Seen:
    """Somebody met in an earlier row of the file."""

    sheet: str
    number: int
    base: str
    birth_date: dt.date | None
    values: dict[str, Any] = field(default_factory=dict)


class Checker:
    """Checks rows batch by batch; between batches it keeps only who was met in the file.

    `written` is given while the list is applied: then the people found are held until the transaction ends.
    """

    def __init__(
        self, programme: Programme, *, base: str, today: dt.date, written: Written | None = None
    ) -> None:
        self.reference = Reference(programme)
        self.base, self.today, self.written = base, today, written
        self._seen: dict[str, list[_Seen]] = {}
        self._guardians: dict[tuple[Any, ...], tuple[int, dict[str, Any]]] = {}
        self._print = hashlib.sha256()

    def batches(self, tables: list[Table]) -> Iterator[list[ImportRow]]:
        """Rows of the tables in order, checked, at most BATCH at a time; each batch costs the same few queries."""
        sources = self._sources(tables)
        while batch := list(islice(sources, BATCH)):
            yield self.check(batch)

    def _sources(self, tables: list[Table]) -> Iterator[Draft]:
        for table in tables:
            base = self.base if self.base != ImportBase.BY_SHEETS else base_of_sheet(table.sheet)
            places = {name: columns[0].index for name, columns in table.fields.items() if name in LABELS}
            several = {name for name, columns in table.fields.items() if len(columns) > 1}
            for row in table.rows:
                yield make_draft(table, row, base, places, several, self.today)

    def check(self, drafts: list[Draft]) -> list[ImportRow]:
        keys = {draft.key for draft in drafts} | {one.key for draft in drafts for one in draft.guardians}
        known = Known(self.reference, keys, written=self.written)
        for draft in drafts:
            self._refuse_repeat(draft)
            self._settle(draft, known)
            self._remember(draft.row)
        return [draft.row for draft in drafts]

    @property
    def fingerprint(self) -> str:
        """What the rows would do, in 64 digits: the same as long as nothing that matters has changed."""
        return self._print.hexdigest()

    def _remember(self, row: ImportRow) -> None:
        told = [row.sheet, str(row.number), row.status]
        if row.status == CHANGED:
            told += [f"{change.label}\x1f{change.before}\x1f{change.after}" for change in row.changes]
        self._print.update("\x1e".join(told).encode("utf-8", "replace"))

    def _refuse_repeat(self, draft: Draft) -> None:
        """The same person twice in one base, or in two rows that cannot be told apart without a birth date."""
        row = draft.row
        if not draft.key:
            return
        met = self._seen.setdefault(draft.key, [])
        for earlier in met:
            place = f"строке {earlier.number} листа «{earlier.sheet}»"
            if earlier.birth_date == draft.birth_date and earlier.base == row.base:
                row.issues.append(Issue("", f"повтор: этот человек уже есть в {place}"))
                return
            if (earlier.birth_date is None) != (draft.birth_date is None):
                row.issues.append(
                    Issue(
                        "",
                        f"человек с таким именем уже есть в {place}: укажите дату рождения в обеих строках",
                    )
                )
                return
        met.append(_Seen(row.sheet, row.number, row.base, draft.birth_date))

    def _refuse_contradiction(self, draft: Draft) -> None:
        """The same person in both bases of one file, or one representative in two rows, with different values."""
        row = draft.row
        if self.base == ImportBase.BY_SHEETS and row.person is not None:
            values = {name: getattr(row.person, name) for name in draft.values if name in _PERSON_FIELDS}
            for earlier in self._seen.get(draft.key, []):
                if earlier.number == row.number and earlier.sheet == row.sheet:
                    earlier.values = values
                elif earlier.birth_date == draft.birth_date:
                    for name in values.keys() & earlier.values.keys():
                        if values[name] != earlier.values[name]:
                            place = f"строке {earlier.number} листа «{earlier.sheet}»"
                            draft.issue(name, f"в {place} у этого человека другое значение")
        for given in row.guardians:
            self._compare_guardian(draft, given)

    def _compare_guardian(self, draft: Draft, given: GuardianData) -> None:
        told = {name: value for name in ("phone", "email", "birth_date") if (value := getattr(given, name))}
        tokens: list[tuple[Any, ...]] = [(given.key, name, value) for name, value in told.items()]
        if given.person is not None:
            tokens.append((given.person.pk,))
        if not tokens:
            return
        number, values = next(
            (self._guardians[token] for token in tokens if token in self._guardians), (draft.row.number, {})
        )
        for name, value in told.items():
            if values.setdefault(name, value) != value:
                slot = next((name for name in _GUARDIAN_NAMES if name in draft.values), "guardian_name")
                draft.issue(slot, f"в строке {number} контакты этого представителя другие")
                return
        for token in tokens:
            self._guardians.setdefault(token, (number, values))

    def _settle(self, draft: Draft, known: Known) -> None:
        """Read the cells into a person and a place in the base, and tell what would change."""
        row = draft.row
        if not draft.key or (row.issues and not row.issues[-1].cell):
            return  # nobody to compare with, or a repeat
        found, note, problem = known.person(draft.key, draft.birth_date, draft.birth_year)
        if problem:
            row.issues.append(Issue("", problem))
            return
        if note:
            row.notes.append(note)
        self._read_person(draft, found)
        self._read_entry(draft, found, known)
        settle_guardians(draft, known, self.today)
        self._refuse_contradiction(draft)
        if row.issues:
            row.status = ERROR
        elif found is None or (row.entry is not None and row.entry.pk is None):
            row.status = NEW
            if found is not None:
                row.notes.append("человек уже есть на портале, добавится место в базе")
        else:
            row.status = CHANGED if row.changes else SAME

    def _read_person(self, draft: Draft, found: Person | None) -> None:
        resource, row = self.reference.people, draft.row
        person = copy.copy(found) if found else Person(organization=self.reference.organization)
        before = resource.snapshot(person)
        spread_contacts(draft)
        given = {name: cell for name, cell in draft.values.items() if name in _PERSON_FIELDS}
        if found is not None:
            # The key found them: the same name written with other marks is no change.
            for part in ("last_name", "first_name", "middle_name"):
                given.pop(part, None)
        for name, texts in resource.read_row(person, given, today=self.today).items():
            for text in texts:
                draft.issue(name, text)
        check_birth_year(draft, person)
        if found is None and "category" not in given:
            person.category = _category(row.base, person)
        row.person = person
        if found is not None:
            row.person_before = before
            row.changes += resource.changes(before, person)

    def _read_entry(self, draft: Draft, found: Person | None, known: Known) -> None:
        row = draft.row
        mentors = row.base == ImportBase.MENTORS
        resource = self.reference.mentors if mentors else self.reference.mentees
        existing = known.entry(row.base, found)
        entry = copy.copy(existing) if existing else known.new_entry(row.base)
        before = resource.snapshot(entry)
        own = {name: cell for name, cell in draft.values.items() if name in resource.Meta.fields}
        for name, texts in resource.read_row(entry, own, today=self.today).items():
            for text in texts:
                draft.issue(name, text)
        if mentors and "preferred_age" in draft.values:
            _read_ages(draft, entry, existing)
        if existing is not None:
            row.entry_before = before
            if mentors:
                ages = ("preferred_age_min", "preferred_age_max")
                row.entry_before |= {name: getattr(existing, name) for name in ages}
            row.changes += resource.changes(before, entry)
        row.entry = entry
        self._read_project(draft, existing, known)
        self._read_topics(draft, existing, known)
        if not mentors:
            self._read_categories(draft, existing, known)
        _check_entered(draft, entry)

    def _read_project(self, draft: Draft, existing: Any, known: Known) -> None:
        if "project" not in draft.values:
            return
        project = self._listed(draft, "project", lambda text: lists.project_of(text, self.reference.projects))
        if project is None:
            return
        draft.row.project = project
        if existing is not None and not known.has_project(existing, project):
            draft.row.changes.append(
                Change("форма наставничества", known.project_names(existing), project.form.title)
            )

    def _read_topics(self, draft: Draft, existing: Any, known: Known) -> None:
        if "topics" not in draft.values:
            return
        topics = self._listed(draft, "topics", lambda text: lists.topics_of(text, self.reference.topics))
        if not topics:
            return
        draft.row.topics = topics
        had = known.topics(draft.row.base, existing) if existing is not None else set()
        if existing is not None and had != {topic.pk for topic in topics}:
            was = "; ".join(topic.title for topic in self.reference.topics if topic.pk in had)
            draft.row.changes.append(Change("темы запросов", was, "; ".join(topic.title for topic in topics)))

    def _read_categories(self, draft: Draft, existing: Any, known: Known) -> None:
        if "categories" not in draft.values:
            return
        found = self._listed(
            draft, "categories", lambda text: lists.categories_of(text, self.reference.categories)
        )
        if not found:
            return
        draft.row.categories = found
        had = known.categories(existing) if existing is not None else set()
        if existing is not None and had != {one.pk for one in found}:
            was = "; ".join(one.title for one in self.reference.categories if one.pk in had)
            draft.row.changes.append(Change("категории", was, "; ".join(one.title for one in found)))

    def _listed(self, draft: Draft, name: str, find: Any) -> Any:
        """The rows that a cell names in a reference list; a text is looked up once for the whole file."""
        try:
            text = cells.text(cells.refuse_error(draft.values[name]), limit=cells.MAX_TEXT)
            if name in {"topics", "categories"}:
                text = cell_text(draft.values[name])  # line breaks part the lines of the map
            if (name, text) not in self.reference.read:
                try:
                    self.reference.read[name, text] = find(text)
                except ValueError as error:
                    self.reference.read[name, text] = error
            found = self.reference.read[name, text]
            if isinstance(found, ValueError):
                raise found
        except ValueError as error:
            draft.issue(name, str(error))
            return None
        return found


def check_tables(tables: list[Table], programme: Programme, *, base: str, today: dt.date) -> Check:
    """Compare the rows with what is known and keep them all: for lists that fit in memory. Nothing is written."""
    require_names(tables)
    checker = Checker(programme, base=base, today=today)
    rows = [row for batch in checker.batches(tables) for row in batch]
    return Check(rows, tables, warnings_of(tables), base)


def _check_entered(draft: Draft, entry: Any) -> None:
    if entry.entered_on and entry.ended_on and entry.entered_on > entry.ended_on:
        draft.issue("entered_on", f"позже даты завершения программы {entry.ended_on:%d.%m.%Y}")


def _category(base: str, person: Person) -> str:
    """Whom the row describes when it does not say: pupils have a group, a place of work makes an employer's person."""
    if person.group or base == ImportBase.MENTEES:
        return PersonCategory.STUDENT
    if person.employer:
        return PersonCategory.EMPLOYER
    return PersonCategory.EMPLOYEE if person.position else PersonCategory.OTHER


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
