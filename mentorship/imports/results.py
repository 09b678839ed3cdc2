"""What a check of a list tells: rows with their statuses, changes and issues."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.sheets import Table
from mentorship.enums import RowStatus
from mentorship.imports.resources import Change
from mentorship.models import MenteeCategory, MenteeEntry, MentorEntry, Person, Project, RequestTopic
from mentorship.naming import search_key

NEW, CHANGED, SAME, ERROR = RowStatus.NEW, RowStatus.CHANGED, RowStatus.SAME, RowStatus.ERROR
STATUS_LABELS = {str(value): str(label) for value, label in RowStatus.choices}


@dataclass(frozen=True)
class Issue:
    """What is wrong with a row and in which cell («C7»); `cell` is empty when it is the row as a whole."""

    cell: str
    text: str

    def __str__(self) -> str:
        return f"{self.cell}: {self.text}" if self.cell else self.text


@dataclass
class GuardianData:
    """A representative as the row names them; `person` is who they are on the portal, if anybody."""

    last_name: str
    first_name: str
    middle_name: str
    kind: str
    phone: str = ""
    email: str = ""
    birth_date: dt.date | None = None
    person: Person | None = None
    is_linked: bool = False
    changed: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        return search_key(self.last_name, self.first_name, self.middle_name)

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)


@dataclass
class ImportRow:
    """One row of the file with what it would do."""

    sheet: str
    number: int
    base: str
    name: str = ""
    status: str = ERROR
    changes: list[Change] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    person: Person | None = None
    entry: MenteeEntry | MentorEntry | None = None
    person_before: dict[str, Any] = field(default_factory=dict)
    entry_before: dict[str, Any] = field(default_factory=dict)
    project: Project | None = None
    topics: list[RequestTopic] = field(default_factory=list)
    categories: list[MenteeCategory] = field(default_factory=list)
    guardians: list[GuardianData] = field(default_factory=list)
    cells: tuple[object, ...] = ()

    @property
    def status_label(self) -> str:
        return STATUS_LABELS[self.status]

    @property
    def detail(self) -> str:
        """Where the person is from, under the name."""
        place = [self.person.group, self.person.position, self.person.employer] if self.person else []
        return ", ".join(part for part in place if part)

    @property
    def summary(self) -> str:
        """What a new row brings, in one line."""
        if self.status != NEW or self.person is None:
            return ""
        born = f"родился {self.person.birth_date:%d.%m.%Y}" if self.person.birth_date else "без даты рождения"
        if self.person.gender == "female":
            born = born.replace("родился", "родилась")
        form = self.project.form.title if self.project else "форма не указана"
        parents = [f"представитель {one.last_name} {one.first_name}" for one in self.guardians]
        return ", ".join(part for part in (born, self.person.phone, form, *parents) if part)


@dataclass
class Check:
    """The whole file as it would be applied."""

    rows: list[ImportRow]
    tables: list[Table]
    warnings: list[str] = field(default_factory=list)
    base: str = ""

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in STATUS_LABELS}

    @property
    def applicable(self) -> int:
        return self.counts[NEW] + self.counts[CHANGED]
