"""What the portal already knows about the people of a file, read once for all rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from core.names import Gender, gender_from_patronymic
from core.sheets import normalize_header
from mentorship.enums import GuardianshipKind, ImportBase
from mentorship.imports.resources import MenteeResource, MentorResource, PersonResource
from mentorship.models import Guardianship, MenteeEntry, MentorEntry, Person, Programme, Project
from mentorship.naming import NameParts, search_key

if TYPE_CHECKING:
    from mentorship.imports.checking import Draft
    from mentorship.imports.results import GuardianData

_CHUNK = 400  # names in one query: SQLite takes at most 999 parameters in old builds


class Known:
    """Indexes over people, their places in the programme and their representatives."""

    def __init__(self, programme: Programme, drafts: Iterable[Draft]) -> None:
        self.programme = programme
        self.people, self.mentees, self.mentors = PersonResource(), MenteeResource(), MentorResource()
        self.projects = list(programme.projects.select_related("form"))
        self._by_key: dict[str, list[Person]] = {}
        keys = sorted({draft.key for draft in drafts if draft.key})
        for start in range(0, len(keys), _CHUNK):
            rows = Person.objects.filter(
                organization=programme.organization, search_key__in=keys[start : start + _CHUNK]
            )
            for person in rows.order_by("pk"):
                self._by_key.setdefault(person.search_key, []).append(person)
        ids = [person.pk for people in self._by_key.values() for person in people]
        self._mentees: dict[int, MenteeEntry] = {}
        self._mentors: dict[int, MentorEntry] = {}
        self._guardians: dict[int, set[str]] = {}
        for start in range(0, len(ids), _CHUNK):
            self._read_places(ids[start : start + _CHUNK])
        self._mentor_projects: dict[int, set[int]] = {}
        links = MentorEntry.projects.through.objects.filter(mentorentry__programme=programme)
        for entry, project in links.values_list("mentorentry_id", "project_id"):
            self._mentor_projects.setdefault(entry, set()).add(project)

    def _read_places(self, ids: list[int]) -> None:
        for entry in MenteeEntry.objects.filter(programme=self.programme, person_id__in=ids):
            self._mentees[entry.person_id] = entry
        for offer in MentorEntry.objects.filter(programme=self.programme, person_id__in=ids):
            self._mentors[offer.person_id] = offer
        links = Guardianship.objects.filter(ward_id__in=ids).values_list("ward_id", "guardian__search_key")
        for ward, key in links:
            self._guardians.setdefault(ward, set()).add(key)

    def person(self, key: str, birth_date: dt.date | None) -> tuple[Person | None, str, str]:
        """(the person the row is about or None, a note for the curator, why it cannot be told)."""
        alike = self._by_key.get(key, [])
        if birth_date is None:
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
            if alike
            else ""
        )
        return None, note, ""

    def entry(self, base: str, person: Person | None) -> Any:
        if person is None:
            return None
        return (self._mentors if base == ImportBase.MENTORS else self._mentees).get(person.pk)

    def new_entry(self, base: str) -> Any:
        model = MentorEntry if base == ImportBase.MENTORS else MenteeEntry
        return model(organization=self.programme.organization, programme=self.programme)

    def project(self, text: str) -> Project | None:
        """A project by its title or its form's: «Студент - студент» is «Студент – студент»."""
        wanted = normalize_header(text)
        return next(
            (
                one
                for one in self.projects
                if wanted in {normalize_header(one.title), normalize_header(one.form.title)}
            ),
            None,
        )

    def has_project(self, entry: Any, project: Project) -> bool:
        if isinstance(entry, MentorEntry):
            return project.pk in self._mentor_projects.get(entry.pk, set())
        return entry.project_id == project.pk

    def project_names(self, entry: Any) -> str:
        ids = (
            self._mentor_projects.get(entry.pk, set())
            if isinstance(entry, MentorEntry)
            else {entry.project_id}
        )
        return ", ".join(one.form.title for one in self.projects if one.pk in ids)

    def has_guardian(self, person: Person, guardian: GuardianData) -> bool:
        key = search_key(guardian.last_name, guardian.first_name, guardian.middle_name)
        return key in self._guardians.get(person.pk, set())

    @staticmethod
    def guardian_text(guardian: GuardianData) -> str:
        return " ".join(
            part for part in (guardian.last_name, guardian.first_name, guardian.middle_name) if part
        )

    @staticmethod
    def kind_by_name(parts: NameParts) -> str:
        """Mother or father by the patronymic; the row notes it, so that the curator checks."""
        shown = gender_from_patronymic(parts.middle_name)
        if shown is Gender.FEMALE:
            return GuardianshipKind.MOTHER
        return GuardianshipKind.FATHER if shown is Gender.MALE else GuardianshipKind.GUARDIAN
