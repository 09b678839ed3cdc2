"""Writes checked rows in batches: a constant number of statements for five hundred people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from core import audit
from core.errors import DomainError
from core.models import User
from mentorship.domain.entries import OWN_WORDS
from mentorship.domain.people import finish_person, write_keys
from mentorship.enums import ImportBase, PersonCategory
from mentorship.imports.known import Written
from mentorship.imports.results import CHANGED, NEW, GuardianData, ImportRow
from mentorship.likeness import KEY_COLUMNS
from mentorship.models import (
    Guardianship,
    ImportedRow,
    MenteeEntry,
    MentorEntry,
    PeopleImport,
    Person,
)

_FILLED = ("birth_date", "gender", "group", "position", "employer", "email", "phone", "address")


class Writer:
    """Writes batch after batch inside one transaction of the caller. Somebody met twice in one file is one person."""

    def __init__(self, people_import: PeopleImport, *, actor: User | None, today: dt.date) -> None:
        self.people_import = people_import
        self.programme = people_import.programme
        self.organization = people_import.organization
        self.actor, self.today = actor, today
        self.written = Written()
        self.title = str(self.programme)
        self._people: dict[tuple[Any, ...], Person] = {}
        self._begin()

    def _begin(self) -> None:
        self._new_people: list[Person] = []
        self._changed: dict[int, tuple[Person, set[str]]] = {}
        self._told: list[audit.Told] = []
        self._journal: list[ImportedRow] = []
        self._new_links: list[tuple[ImportedRow, Person, Person, str]] = []
        self._owners: list[tuple[ImportedRow, Person]] = []

    def write(self, rows: Iterable[ImportRow]) -> None:
        """Write the new and the changed rows of a batch. Raises DomainError naming the row."""
        self._begin()
        active = [row for row in rows if row.status in {NEW, CHANGED}]
        entries = [(row, *self._prepare(row)) for row in active]
        Person.objects.bulk_create(self._new_people)
        self.written.people |= {person.pk for person in self._new_people}
        self._update(Person, self._changed.values())
        self._write_entries(entries)
        self._write_links()
        ImportedRow.objects.bulk_create(self._journal)
        audit.record_all(self._told, actor=self.actor)

    # --- people ---

    def _prepare(self, row: ImportRow) -> tuple[ImportedRow, Any]:
        """Settle who the row is about and who represents them; their rows are written together afterwards."""
        line = ImportedRow(
            people_import=self.people_import,
            base=row.base,
            sheet=row.sheet[:100],
            number=row.number,
            status=row.status,
        )
        try:
            person = self._person(row, line)
            guardians = [(given, self._guardian(given, line)) for given in row.guardians]
        except DomainError as error:
            raise DomainError(
                f"Лист «{row.sheet}», строка {row.number}: {error.message}", code=error.code
            ) from error
        self._owners.append((line, person))
        self._journal.append(line)
        for given, guardian in guardians:
            self._link(line, person, guardian, given)
        return line, person

    def _person(self, row: ImportRow, line: ImportedRow) -> Person:
        assert row.person is not None  # noqa: S101 -- checked rows have one
        if row.person.pk is not None:
            changed = {
                name: value
                for name in row.person_before
                if (value := getattr(row.person, name)) != row.person_before[name]
            }
            self._change(row.person, row.person_before, changed, line, "person")
            return row.person
        finish_person(row.person, day=self.today)
        identity = ("row", row.person.search_key, row.person.birth_date)
        known = self._people.get(identity)
        if known is None:
            known = self._people[identity] = row.person
            self._new_people.append(known)
            self._index(known)
            line.made["person"] = known
            told = {"programme": self.title, "base": row.base}
            if known.group:
                told["group"] = known.group
            self._told.append(audit.Told("person.imported", known, after=told))
            return known
        filled = {
            name: value
            for name in _FILLED
            if (value := getattr(row.person, name)) and not getattr(known, name)
        }
        for name, value in filled.items():
            setattr(known, name, value)
        if filled and known.pk is not None:
            self._dirty(known, filled)
        return known

    def _index(self, person: Person) -> None:
        for name in ("phone", "email", "birth_date"):
            if value := getattr(person, name):
                self._people.setdefault((person.search_key, name, value), person)

    def _guardian(self, given: GuardianData, line: ImportedRow) -> Person:
        if given.person is not None:
            before = {name: getattr(given.person, name) for name in given.changed}
            changed = {name: change[2] for name, change in given.changed.items()}
            self._change(given.person, before, changed, line, f"guardian:{given.person.pk}")
            return given.person
        told = {name: value for name in ("phone", "email", "birth_date") if (value := getattr(given, name))}
        for name, value in told.items():
            known = self._people.get((given.key, name, value))
            if known is not None:
                missing = {name: value for name, value in told.items() if not getattr(known, name)}
                for name, value in missing.items():
                    setattr(known, name, value)
                if missing and known.pk is not None:
                    self._dirty(known, missing)
                self._index(known)
                return known
        person = Person(
            organization=self.organization,
            last_name=given.last_name,
            first_name=given.first_name,
            middle_name=given.middle_name,
            category=PersonCategory.PARENT,
            **told,
        )
        finish_person(person, day=self.today)
        self._new_people.append(person)
        self._index(person)
        line.made.setdefault("guardians", []).append(person)
        self._told.append(audit.Told("person.imported", person, after={"category": PersonCategory.PARENT}))
        return person

    def _change(
        self, person: Person, before: dict[str, Any], changed: dict[str, Any], line: ImportedRow, part: str
    ) -> None:
        """Write and journal what a row changes of somebody known; the same change by an earlier row is one change."""
        earlier = self.written.former.setdefault(person.pk, {})
        fresh = {name: value for name, value in changed.items() if name not in earlier}
        if not fresh:
            return
        old = {name: before[name] for name in fresh}
        earlier.update(old)
        for name, value in fresh.items():
            setattr(person, name, value)
        self._dirty(person, fresh)
        was, now = _plain(old), _plain(fresh)
        line.before[part], line.after[part] = was | {"updated_at": str(person.updated_at)}, now
        self._told.append(audit.Told("person.import_changed", person, before=was, after=now))

    def _dirty(self, person: Person, values: dict[str, Any]) -> None:
        known, names = self._changed.setdefault(person.pk, (person, set()))
        for name, value in values.items():
            setattr(known, name, value)
        write_keys(known)
        names.update(values, KEY_COLUMNS)

    @staticmethod
    def _update(model: type[models.Model], changed: Iterable[tuple[Any, set[str]]]) -> None:
        rows = list(changed)
        names = sorted({name for _, its in rows for name in its})
        if not names:
            return
        moment = timezone.now()
        for row, _ in rows:
            row.updated_at = moment  # what a save would do by itself
        model._base_manager.bulk_update([row for row, _ in rows], [*names, "updated_at"])

    # --- places in the bases ---

    def _write_entries(self, rows: list[tuple[ImportRow, ImportedRow, Person]]) -> None:
        for base, model in ((ImportBase.MENTEES, MenteeEntry), (ImportBase.MENTORS, MentorEntry)):
            mine = [each for each in rows if each[0].base == base]
            new = [each for each in mine if each[0].entry is not None and each[0].entry.pk is None]
            changed: list[tuple[Any, set[str]]] = []
            for row, line, person in mine:
                entry: Any = row.entry
                entry.person = person
                if entry.pk is not None:
                    changed.append((entry, self._changed_of_entry(row, line)))
                    continue
                entry.entered_on = entry.entered_on or self.today
                if base == ImportBase.MENTEES:
                    entry.project = row.project
            fresh: list[Any] = [row.entry for row, _, _ in new]
            model._base_manager.bulk_create(fresh)
            self._update(model, [each for each in changed if each[1]])
            for row, line, person in new:
                line.made["entry"] = row.entry
                if "person" not in line.made:  # with a newcomer it is told at once
                    self._told.append(
                        audit.Told(f"{base[:-1]}.added", person, after={"programme": self.title})
                    )
            self._write_sets(base, model, mine)

    def _changed_of_entry(self, row: ImportRow, line: ImportedRow) -> set[str]:
        entry: Any = row.entry
        before = dict(row.entry_before)
        if isinstance(entry, MenteeEntry) and row.project is not None and entry.project_id != row.project.pk:
            before["project"] = entry.project_id
            entry.project = row.project
        model = type(entry)
        was = _plain(before)
        now = audit.plain(entry, before)
        old, new = audit.changes(was, now)
        if new:
            part = f"entry:{entry.pk}"
            line.before[part], line.after[part] = old | {"updated_at": str(entry.updated_at)}, new
            self._told.append(
                audit.Told(
                    f"{model._meta.model_name}.edited",
                    entry,
                    before=_without_own_words(old),
                    after=_without_own_words(new),
                )
            )
        return set(new)

    def _write_sets(self, base: str, model: Any, rows: list[tuple[ImportRow, ImportedRow, Person]]) -> None:
        """The topics as the list names them; a form of mentoring is joined, none is left."""
        self._replace(
            model, "topics", "requesttopic_id", [(row, line) for row, line, _ in rows if row.topics]
        )
        labelled = [(row, line) for row, line, _ in rows if row.categories]
        if labelled:
            self._replace(model, "categories", "menteecategory_id", labelled)
        if base != ImportBase.MENTORS:
            return
        joined = [(row, line) for row, line, _ in rows if row.project is not None]
        self._add(
            MentorEntry.projects.through,
            joined,
            lambda row: {row.project.pk},  # type: ignore[union-attr]
            ("mentorentry_id", "project_id"),
            "projects",
        )

    def _replace(self, model: Any, part: str, member: str, rows: list[tuple[ImportRow, ImportedRow]]) -> None:
        through, owner = getattr(model, part).through, f"{model._meta.model_name}_id"
        wanted = {row.entry.pk: {one.pk for one in getattr(row, part)} for row, _ in rows}  # type: ignore[union-attr]
        lost = [
            pk
            for pk, entry, topic in through._base_manager.filter(
                **{f"{owner}__in": list(wanted)}
            ).values_list("pk", owner, member)
            if topic not in wanted[entry]
        ]
        self._add(
            through,
            rows,
            lambda row: wanted[row.entry.pk],  # type: ignore[union-attr]
            (owner, member),
            part,
        )
        if lost:
            through._base_manager.filter(pk__in=lost).delete()

    def _add(
        self,
        through: Any,
        rows: list[tuple[ImportRow, ImportedRow]],
        wanted: Any,
        columns: tuple[str, str],
        part: str,
    ) -> None:
        if not rows:
            return
        owner, member = columns
        had: dict[int, set[int]] = {}
        ids = [row.entry.pk for row, _ in rows]  # type: ignore[union-attr]
        for entry, one in through._base_manager.filter(**{f"{owner}__in": ids}).values_list(owner, member):
            had.setdefault(entry, set()).add(one)
        made = []
        for row, line in rows:
            pk = row.entry.pk  # type: ignore[union-attr]
            members, before = wanted(row), had.get(pk, set())
            after = members if part != "projects" else before | members
            if "entry" not in line.made and before != after:
                key = f"{part}:{pk}"
                line.before[key], line.after[key] = sorted(before), sorted(after)
            made += [through(**{owner: pk, member: one}) for one in sorted(members - before)]
        through._base_manager.bulk_create(made, ignore_conflicts=True)

    # --- representatives ---

    def _link(self, line: ImportedRow, ward: Person, guardian: Person, given: GuardianData) -> None:
        if given.is_linked or guardian is ward:
            return
        self._new_links.append((line, ward, guardian, given.kind))

    def _write_links(self) -> None:
        made = []
        for line, ward, guardian, kind in self._new_links:
            pair = (ward.pk, guardian.pk)
            if pair in self.written.links:
                continue
            self.written.links.add(pair)
            link = Guardianship(organization=self.organization, ward=ward, guardian=guardian, kind=kind)
            made.append(link)
            line.made.setdefault("links", []).append(link)
            if "person" not in line.made:  # with a newcomer it is told at once
                self._told.append(audit.Told("person.guardian_added", ward, after={"kind": kind}))
        Guardianship.objects.bulk_create(made)
        for line, person in self._owners:
            line.person = person  # it has its key only now
            line.made = {part: _keys(rows) for part, rows in line.made.items()}


def _keys(rows: Any) -> Any:
    return [row.pk for row in rows] if isinstance(rows, list) else rows.pk


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values of columns as JSON, the way `audit.plain` gives those of a row."""
    return {
        name: value if isinstance(value, str | int | float | bool | None) else str(value)
        for name, value in values.items()
    }


def _without_own_words(values: dict[str, Any]) -> dict[str, Any]:
    return {name: "есть" if name in OWN_WORDS and value else value for name, value in values.items()}
