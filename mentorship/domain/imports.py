"""Import of people: the file is kept, checked as often as asked, and applied once, all or nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit
from core.clock import today
from core.domain.files import read_file, store_file
from core.errors import DomainError
from core.models import User
from core.uploads import KIND_NAMES, SPREADSHEETS, inspect
from core.workflow import move
from mentorship.domain.entries import announce_bases
from mentorship.domain.people import add_guardian, prepare_person
from mentorship.enums import IMPORT_TRANSITIONS, ImportBase, ImportState, PersonCategory
from mentorship.imports.checking import check_tables, read_tables, refuse_errors
from mentorship.imports.results import CHANGED, NEW, Check, ImportRow
from mentorship.models import MenteeEntry, MentorEntry, PeopleImport, Person, Programme
from mentorship.naming import search_key
from mentorship.permissions import IMPORT_PEOPLE

PURPOSE = "people_import"
#: Longer lists are written by a job with progress.
JOB_FROM = 300
_PERSON = (
    "last_name",
    "first_name",
    "middle_name",
    "birth_date",
    "gender",
    "category",
    "group",
    "position",
    "employer",
    "email",
    "phone",
    "address",
)


def upload_people(
    programme: Programme, data: bytes, filename: str, *, base: str, actor: User | None
) -> PeopleImport:
    """Keep a list that can be read; raises DomainError and keeps nothing when it cannot.

    Columns that were mapped by hand in the institution's last list of this base are mapped the same way.
    """
    kind = inspect(data, filename, allowed=SPREADSHEETS)
    mapping = _remembered(programme, base)
    read_tables(data, filename, base=base, mapping=mapping)
    with transaction.atomic():
        stored = store_file(
            data,
            name=filename,
            content_type=KIND_NAMES[kind][:100],
            purpose=PURPOSE,
            organization=programme.organization,
            created_by=actor,
        )
        made = PeopleImport.objects.create(
            organization=programme.organization,
            programme=programme,
            base=base,
            file=stored,
            mapping=mapping,
            uploaded_by=actor,
        )
        audit.record(
            "people_import.uploaded", subject=made, actor=actor, after={"file": filename, "base": base}
        )
    return made


def check_import(people_import: PeopleImport) -> Check:
    """Read the kept file and compare it with what is known now. Nothing is written. Raises DomainError."""
    tables = read_tables(
        read_file(people_import.file),
        people_import.file.name,
        base=people_import.base,
        mapping=people_import.mapping,
    )
    return check_tables(
        tables,
        people_import.programme,
        base=people_import.base,
        today=today(people_import.organization),
    )


def map_columns(people_import: PeopleImport, mapping: dict[str, str], *, actor: User | None) -> PeopleImport:
    """Set by hand what a column means: header → field, «» leaves it out. One field may stand only once."""
    chosen = [field for field in mapping.values() if field]
    if len(chosen) != len(set(chosen)):
        raise DomainError("Одно поле выбрано для двух колонок. Оставьте одну.", code="mapping")
    with transaction.atomic():
        locked = PeopleImport.objects.select_for_update().get(pk=people_import.pk)
        if locked.state != ImportState.UPLOADED:
            raise DomainError("Этот список уже внесён или отменён.", code="state")
        audit.record(
            "people_import.mapped",
            subject=locked,
            actor=actor,
            before=dict(locked.mapping),
            after=dict(mapping),
        )
        locked.mapping = mapping
        locked.save(update_fields=["mapping", "updated_at"])
    return locked


def apply_import(
    people_import: PeopleImport, *, only_good: bool, actor: User | None, progress: Any = None
) -> dict[str, int]:
    """Write the list: everything, or only the rows without errors. All of it happens, or none.

    The file is checked anew under the lock, so what is written is what is true now; applied twice, the second finds
    nothing to do. `progress(done)` is called now and then. Raises DomainError; returns counts by status.
    """
    with transaction.atomic():
        locked = (
            PeopleImport.objects.select_for_update()
            .select_related("programme", "file")
            .get(pk=people_import.pk)
        )
        if locked.state != ImportState.UPLOADED:
            raise DomainError("Этот список уже внесён или отменён.", code="state")
        # Two imports into one programme follow each other: each sees whom the other has written.
        Programme.objects.select_for_update().get(pk=locked.programme_id)
        check = check_import(locked)
        if not only_good:
            refuse_errors(check)
        writer = _Writer(locked.programme, actor)
        for number, row in enumerate(check.rows, start=1):
            if row.status in {NEW, CHANGED}:
                writer.write(row)
            if progress is not None and number % 50 == 0:
                progress(number)
        counts = check.counts
        move(
            locked,
            to=ImportState.APPLIED,
            transitions=IMPORT_TRANSITIONS,
            actor=actor,
            rule=IMPORT_PEOPLE,
            set_fields={"counts": counts},
        )
        announce_bases(locked.programme, actor=actor)
    people_import.state, people_import.counts = locked.state, counts
    return counts


def discard_import(people_import: PeopleImport, *, actor: User | None) -> PeopleImport:
    """The list is not wanted; nothing was written."""
    return move(
        people_import,
        to=ImportState.DISCARDED,
        transitions=IMPORT_TRANSITIONS,
        actor=actor,
        rule=IMPORT_PEOPLE,
    )


def _remembered(programme: Programme, base: str) -> dict[str, str]:
    last = (
        PeopleImport.objects.filter(organization=programme.organization, base=base)
        .exclude(mapping={})
        .order_by("-pk")
        .first()
    )
    return dict(last.mapping) if last else {}


class _Writer:
    """Writes checked rows. A representative met in several rows of one file is one person."""

    def __init__(self, programme: Programme, actor: User | None) -> None:
        self.programme = programme
        self.actor = actor
        self.made: dict[tuple[str, Any], Person] = {}

    def write(self, row: ImportRow) -> None:
        try:
            with transaction.atomic():
                person = self._person(row)
                entry = self._entry(row, person)
                if row.project is not None:
                    self._join(entry, row.project)
                if row.guardian is not None:
                    self._guardian(row, person)
        except DomainError as error:
            raise DomainError(
                f"Лист «{row.sheet}», строка {row.number}: {error.message}", code=error.code
            ) from error

    def _person(self, row: ImportRow) -> Person:
        assert row.person is not None  # noqa: S101 -- checked rows have one
        if row.person.pk is None:
            key = (search_key(*(getattr(row.person, part) for part in _PERSON[:3])), row.person.birth_date)
            if key in self.made:  # the same newcomer in both bases of one file
                return self.made[key]
            values = {name: getattr(row.person, name) for name in _PERSON}
            person = prepare_person(self.programme.organization, values)
            person.save()
            self.made[key] = person
            told = audit.plain(person, ["group"]) if person.group else {}
            audit.record("person.imported", subject=person, actor=self.actor, after=told)
            return person
        before = audit.plain(Person.objects.get(pk=row.person.pk), _PERSON)
        old, new = audit.changes(before, audit.plain(row.person, _PERSON))
        if new:
            row.person.save(update_fields=[*new, "updated_at"])
            audit.record("person.import_changed", subject=row.person, actor=self.actor, before=old, after=new)
        return row.person

    def _entry(self, row: ImportRow, person: Person) -> MenteeEntry | MentorEntry:
        assert row.entry is not None  # noqa: S101 -- checked rows have one
        entry = row.entry
        entry.person = person
        if entry.pk is None:
            if row.base == ImportBase.MENTEES and row.project is not None:
                entry.project = row.project  # type: ignore[union-attr]
            entry.save()
            action = "mentor.added" if row.base == ImportBase.MENTORS else "mentee.added"
            audit.record(action, subject=person, actor=self.actor, after={"programme": str(self.programme)})
        elif row.changes:
            entry.save()
        return entry

    def _join(self, entry: MenteeEntry | MentorEntry, project: Any) -> None:
        if isinstance(entry, MentorEntry):
            entry.projects.add(project)
        elif entry.project_id != project.pk:
            entry.project = project
            entry.save(update_fields=["project", "updated_at"])

    def _guardian(self, row: ImportRow, ward: Person) -> None:
        given = row.guardian
        assert given is not None  # noqa: S101 -- the caller asked
        key = search_key(given.last_name, given.first_name, given.middle_name)
        linked = ward.guardian_links.filter(guardian__search_key=key).exists()
        if linked:
            return
        guardian = self.made.get(("guardian " + key, given.phone)) or self._known_guardian(key, given)
        if guardian is None:
            guardian = prepare_person(
                self.programme.organization,
                {
                    "last_name": given.last_name,
                    "first_name": given.first_name,
                    "middle_name": given.middle_name,
                    "phone": given.phone,
                    "email": given.email,
                    "birth_date": given.birth_date,
                    "category": PersonCategory.PARENT,
                },
            )
            guardian.save()
            audit.record("person.imported", subject=guardian, actor=self.actor, after={"category": "parent"})
        self.made["guardian " + key, given.phone] = guardian
        add_guardian(ward, guardian=guardian, kind=given.kind, actor=self.actor)

    def _known_guardian(self, key: str, given: Any) -> Person | None:
        """Somebody on the portal with this name and the same phone or birth date; a namesake alone is not enough."""
        found = Person.objects.filter(organization=self.programme.organization, search_key=key)
        for person in found:
            if given.phone and person.phone == given.phone:
                return person
            if given.birth_date and person.birth_date == given.birth_date:
                return person
        return None
