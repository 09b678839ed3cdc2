"""What the portal already knows about the people of a file, read once for a batch of rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mentorship.enums import ImportBase
from mentorship.imports.resources import MenteeResource, MentorResource, PersonResource
from mentorship.imports.results import GuardianData
from mentorship.models import Guardianship, MenteeEntry, MentorEntry, Person, Programme, Project
from mentorship.selectors.categories import categories_for
from mentorship.selectors.programmes import topics_for

_CHUNK = 900  # names in one query: SQLite takes at most 999 parameters in old builds


class Reference:
    """What does not change from batch to batch: the programme's forms, the map of requests, how cells are read."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.organization = programme.organization
        self.people, self.mentees, self.mentors = PersonResource(), MenteeResource(), MentorResource()
        self.projects = list(programme.projects.select_related("form"))
        # An institution's own line goes before a built-in one of the same code.
        lines = {topic.code: topic for topic in topics_for(self.organization).order_by("organization_id")}
        self.topics = list(lines.values())
        self.categories = list(categories_for(self.organization))
        self.read: dict[tuple[str, str], Any] = {}


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    listed = list(values)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]


@dataclass
class Written:
    """What this very import has written so far: the rows after it are compared with the world as it was before.

    So a row does the same in a preview, where nothing is written, and in any batch of the applying.
    """

    people: set[int] = field(default_factory=set)
    links: set[tuple[int, int]] = field(default_factory=set)
    former: dict[int, dict[str, Any]] = field(default_factory=dict)


class Known:
    """Indexes over people, their places in the programme and their representatives, for the given names.

    With `written` the rows are held until the transaction ends, so that what is compared is what is written.
    """

    def __init__(self, reference: Reference, keys: Iterable[str], *, written: Written | None = None) -> None:
        self.reference = reference
        self._lock = written is not None
        self._written = written or Written()
        self._by_key: dict[str, list[Person]] = {}
        for chunk in _chunks(sorted({key for key in keys if key})):
            rows = Person.objects.filter(organization=reference.organization, search_key__in=chunk)
            for person in self._held(rows).order_by("pk"):
                if person.pk not in self._written.people:
                    self._by_key.setdefault(person.search_key, []).append(self._as_it_was(person))
        self._mentees: dict[int, MenteeEntry] = {}
        self._mentors: dict[int, MentorEntry] = {}
        self._guardians: dict[int, dict[str, Person]] = {}
        self._projects: dict[int, set[int]] = {}
        self._topics: dict[tuple[str, int], set[int]] = {}
        self._categories: dict[int, set[int]] = {}
        for chunk in _chunks([person.pk for people in self._by_key.values() for person in people]):
            self._read_places(chunk)

    def _held(self, rows: Any) -> Any:
        return rows.select_for_update(of=("self",)) if self._lock else rows

    def _as_it_was(self, person: Person) -> Person:
        for name, value in self._written.former.get(person.pk, {}).items():
            setattr(person, name, value)
        return person

    def _read_places(self, ids: list[int]) -> None:
        programme = self.reference.programme
        for entry in self._held(MenteeEntry.objects.filter(programme=programme, person_id__in=ids)):
            self._mentees[entry.person_id] = entry
        for offer in self._held(MentorEntry.objects.filter(programme=programme, person_id__in=ids)):
            self._mentors[offer.person_id] = offer
        for link in self._held(Guardianship.objects.filter(ward_id__in=ids).select_related("guardian")):
            if (link.ward_id, link.guardian_id) not in self._written.links:
                known = self._as_it_was(link.guardian)
                self._guardians.setdefault(link.ward_id, {})[known.search_key] = known
        joined = MentorEntry.projects.through.objects.filter(
            mentorentry__programme=programme, mentorentry__person_id__in=ids
        )
        for entry_id, project_id in joined.values_list("mentorentry_id", "project_id"):
            self._projects.setdefault(entry_id, set()).add(project_id)
        for base, model in ((ImportBase.MENTEES, MenteeEntry), (ImportBase.MENTORS, MentorEntry)):
            name = f"{model._meta.model_name}_id"
            rows = model.topics.through.objects.filter(
                **{f"{model._meta.model_name}__programme": programme},
                **{f"{model._meta.model_name}__person_id__in": ids},
            )
            for entry_id, topic_id in rows.values_list(name, "requesttopic_id"):
                self._topics.setdefault((base, entry_id), set()).add(topic_id)

        through: Any = MenteeEntry.categories.through
        labels = through.objects.filter(menteeentry__programme=programme, menteeentry__person_id__in=ids)
        for entry_id, category_id in labels.values_list("menteeentry_id", "menteecategory_id"):
            self._categories.setdefault(entry_id, set()).add(category_id)

    def person(
        self, key: str, birth_date: dt.date | None, birth_year: int | None = None
    ) -> tuple[Person | None, str, str]:
        """(the person the row is about or None, a note for the curator, why it cannot be told)."""
        alike = self._by_key.get(key, [])
        if birth_date is None:
            if birth_year is not None:
                alike = [one for one in alike if one.birth_date is None or one.birth_date.year == birth_year]
            if len(alike) > 1:
                dates = ", ".join(
                    f"{one.birth_date:%d.%m.%Y}" if one.birth_date else "без даты" for one in alike
                )
                return (
                    None,
                    "",
                    f"на портале несколько человек с таким именем ({dates}): укажите дату рождения",
                )
            return (alike[0] if alike else None), "", ""
        exact = [one for one in alike if one.birth_date == birth_date]
        if len(exact) > 1:
            return None, "", "на портале два человека с таким именем и датой рождения: объедините их"
        if exact:
            return exact[0], "", ""
        undated = [one for one in alike if one.birth_date is None]
        if len(undated) == 1:
            return undated[0], "", ""
        note = (
            f"тёзка на портале родился {alike[0].birth_date:%d.%m.%Y}: внесём другого человека"
            if alike and alike[0].birth_date
            else ""
        )
        return None, note, ""

    def entry(self, base: str, person: Person | None) -> Any:
        if person is None:
            return None
        return (self._mentors if base == ImportBase.MENTORS else self._mentees).get(person.pk)

    def new_entry(self, base: str) -> Any:
        model = MentorEntry if base == ImportBase.MENTORS else MenteeEntry
        return model(organization=self.reference.organization, programme=self.reference.programme)

    def has_project(self, entry: Any, project: Project) -> bool:
        if isinstance(entry, MentorEntry):
            return project.pk in self._projects.get(entry.pk, set())
        return bool(entry.project_id == project.pk)

    def project_names(self, entry: Any) -> str:
        ids = self._projects.get(entry.pk, set()) if isinstance(entry, MentorEntry) else {entry.project_id}
        return ", ".join(one.form.title for one in self.reference.projects if one.pk in ids)

    def topics(self, base: str, entry: Any) -> set[int]:
        """Ids of the lines of the map of requests that the place has."""
        return self._topics.get((base, entry.pk), set())

    def categories(self, entry: Any) -> set[int]:
        """Ids of the categories that the place of a mentee has."""
        return self._categories.get(entry.pk, set())

    def guardian(self, ward: Person | None, given: GuardianData) -> tuple[Person | None, bool]:
        """(who the representative is on the portal, whether they are tied to the ward already).

        Somebody not tied yet is taken for the same person by name with the same phone, e-mail or birth date: a
        namesake alone is not enough, since a representative is shown the child.
        """
        if ward is not None and (tied := self._guardians.get(ward.pk, {}).get(given.key)) is not None:
            return tied, True
        for one in self._by_key.get(given.key, []):
            if (
                (given.phone and one.phone == given.phone)
                or (given.email and one.email == given.email)
                or (given.birth_date and one.birth_date == given.birth_date)
            ):
                return one, False
        return None, False
