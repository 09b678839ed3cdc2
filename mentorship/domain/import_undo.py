"""Undoing an applied list as a whole, while nothing depends on what it made."""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, Q, QuerySet

from core import audit
from core.errors import DomainError
from core.models import User
from core.russian import counted
from core.workflow import move
from mentorship.domain.people import write_keys
from mentorship.domain.signers import follow_corrected
from mentorship.enums import IMPORT_TRANSITIONS, ConsentState, EntryState, ImportBase, ImportState
from mentorship.likeness import KEY_COLUMNS
from mentorship.models import (
    CheckedRow,
    Consent,
    DuplicatePair,
    Guardianship,
    ImportedRow,
    MenteeEntry,
    MentorEntry,
    PeopleImport,
    Person,
    Programme,
)
from mentorship.permissions import IMPORT_PEOPLE

_BATCH = 500
_RUNS = 8  # ranges of keys in a statement
_TOLD = 10  # rows named in a message; the page names all
_WORDS = {
    "mentorship.consent": "выдано или подписано согласие",
    "mentorship.pairmentee": "есть пара",
    "mentorship.pair": "есть пара",
    "mentorship.menteerequest": "записан запрос",
    "mentorship.guardianship": "указан как представитель или представляемый",
    "mentorship.menteeentry": "есть место в базе наставляемых",
    "mentorship.mentorentry": "есть место в базе наставников",
    "mentorship.importedrow": "есть в другом внесённом списке",
}


@dataclass
class Obstacle:
    """A row that cannot be undone and why; `person` is for the page, messages name the row only."""

    row: ImportedRow
    reasons: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"строка {self.row.number} листа «{self.row.sheet}»: {', '.join(self.reasons)}"


def obstacles_of(people_import: PeopleImport) -> list[Obstacle]:
    """Rows whose people somebody has worked with since: consents, pairs, answers, later edits. Writes nothing."""
    return [obstacle for obstacle in _Undoing(people_import).obstacles() if obstacle.reasons]


def undo_import(
    people_import: PeopleImport, *, actor: User | None, reason: str = "", progress: Any = None
) -> PeopleImport:
    """Take back everything that the list made and changed, if nothing depends on it. Raises DomainError.

    A changed value becomes the former one only if nobody has changed it since. All of it happens, or none.
    """
    try:
        with transaction.atomic():
            locked = (
                PeopleImport.objects.select_for_update(of=("self",))
                .select_related("programme", "organization", "file")
                .get(pk=people_import.pk)
            )
            if locked.state != ImportState.APPLIED:
                raise DomainError("Отменить можно только внесённый список.", code="state")
            Programme.objects.select_for_update().get(pk=locked.programme_id)
            undoing = _Undoing(locked, lock=True)
            standing = [obstacle for obstacle in undoing.obstacles() if obstacle.reasons]
            if standing:
                raise DomainError(_told(standing), code="depends")
            undoing.take_back(actor=actor, progress=progress)
            CheckedRow.objects.filter(people_import=locked).delete()
            move(
                locked,
                to=ImportState.UNDONE,
                transitions=IMPORT_TRANSITIONS,
                actor=actor,
                rule=IMPORT_PEOPLE,
                action="people_import.undone",
                reason=reason,
                set_fields={"columns": {}},
            )
    except (ProtectedError, IntegrityError) as error:
        raise DomainError(
            "Отменить нельзя: с людьми из списка только что начали работать.", code="depends"
        ) from error
    people_import.state = locked.state
    return locked


def _told(standing: list[Obstacle]) -> str:
    more = len(standing) - _TOLD
    lines = "; ".join(map(str, standing[:_TOLD])) + (
        f"; и ещё {counted(more, 'строка', 'строки', 'строк')}" if more > 0 else ""
    )
    return f"Отменить внесение нельзя: с людьми из списка уже работают. {lines[:1].upper()}{lines[1:]}."


class _Undoing:
    """The journal of one list, walked in batches; what was made is known as a whole from the start."""

    def __init__(self, people_import: PeopleImport, *, lock: bool = False) -> None:
        self.people_import, self.lock = people_import, lock
        self.people: set[int] = set()
        self.links: set[int] = set()
        self.entries: dict[str, set[int]] = {ImportBase.MENTEES: set(), ImportBase.MENTORS: set()}
        rows = ImportedRow.objects.filter(people_import=people_import).values_list("base", "made")
        for base, made in rows.iterator(chunk_size=_BATCH):
            self.people |= {*made.get("guardians", ()), *([made["person"]] if "person" in made else [])}
            self.links |= set(made.get("links", ()))
            if "entry" in made:
                self.entries[base].add(made["entry"])

    def _batches(self) -> Iterator[list[ImportedRow]]:
        rows = (
            ImportedRow.objects.filter(people_import=self.people_import)
            .select_related("person")
            .order_by("pk")
            .iterator(chunk_size=_BATCH)
        )
        while batch := list(islice(rows, _BATCH)):
            for row in batch:  # the audit trail asks each card for its institution
                row.person.organization = self.people_import.organization
            yield batch

    # --- what stands in the way ---

    def obstacles(self) -> Iterator[Obstacle]:
        for batch in self._batches():
            yield from self._obstacles(batch)

    def _obstacles(self, batch: list[ImportedRow]) -> list[Obstacle]:
        found = {row.pk: Obstacle(row) for row in batch}
        people: dict[int, int] = {}
        places: dict[str, dict[int, int]] = defaultdict(dict)
        for row in batch:
            made = row.made
            if "person" in made:
                people[made["person"]] = row.pk
                if made["person"] != row.person_id:
                    found[row.pk].reasons.append("карточку объединили с другой")
            people |= dict.fromkeys(made.get("guardians", ()), row.pk)
            if "entry" in made:
                places[row.base][made["entry"]] = row.pk
        self._ask(Person, people, found)
        for base, model in ((ImportBase.MENTEES, MenteeEntry), (ImportBase.MENTORS, MentorEntry)):
            self._ask(model, places[base], found)
            self._ask_states(model, places[base], found)
        for row, _, _, names in self._changed(batch):
            if names:
                found[row.pk].reasons.append(f"после загрузки изменено: {', '.join(names)}")
        return list(found.values())

    def _ask(self, model: type[models.Model], owners: dict[int, int], found: dict[int, Obstacle]) -> None:
        """Who of the made rows was edited or is pointed at by anything that the list did not make itself."""
        if not owners:
            return
        ids = list(owners)
        mine: QuerySet[Any] = model._base_manager.filter(_among("pk", ids))
        if self.lock:
            mine = mine.select_for_update(of=("self",))
        for pk, moment in mine.values_list("pk", "updated_at"):
            if self.people_import.applied_at and moment > self.people_import.applied_at:
                _add(found[owners[pk]], "изменён после загрузки")
        for relation in _relations(model):
            pointing = self._foreign(relation.related_model, _among(relation.field.attname, ids))
            own = self._own(relation.related_model)
            # What the list made is told apart here: thousands of keys in each statement made undoing quadratic.
            for key, pk in pointing.order_by().values_list("pk", relation.field.attname):
                if key not in own:
                    _add(found[owners[pk]], _words(relation.related_model))

    def _foreign(self, model: Any, pointing: Q) -> QuerySet[Any]:
        """Rows of `model` that point at ours and may stand in the way; those of `_own` do not."""
        rows = model._base_manager.filter(pointing)
        if model is ImportedRow:
            return rows.exclude(people_import=self.people_import)
        if model is DuplicatePair:
            return rows.none()  # looked for by the portal itself, goes with the card
        if model is Consent:
            return rows.exclude(
                state=ConsentState.NEEDED
            )  # asked for by the portal itself, nobody has seen it
        return rows

    def _own(self, model: Any) -> set[int]:
        """Keys of the rows of `model` that this list made itself."""
        if model is MenteeEntry:
            return self.entries[ImportBase.MENTEES]
        if model is MentorEntry:
            return self.entries[ImportBase.MENTORS]
        return self.links if model is Guardianship else set()

    def _ask_states(self, model: Any, owners: dict[int, int], found: dict[int, Obstacle]) -> None:
        labels = dict(EntryState.choices)
        moved = model._base_manager.filter(_among("pk", owners)).exclude(state=EntryState.CANDIDATE)
        for pk, state in moved.values_list("pk", "state"):
            _add(found[owners[pk]], f"состояние «{labels.get(state, state)}»")

    def _changed(
        self, batch: list[ImportedRow]
    ) -> Iterator[tuple[ImportedRow, Any, dict[str, Any], list[str]]]:
        """(row, object, former values, fields that somebody has changed since) for every part a row changed."""
        parts: dict[type[models.Model], dict[int, list[tuple[ImportedRow, str]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for row in batch:
            for part in row.after:
                model, pk = self._target(row, part)
                parts[model][pk].append((row, part))
        for model, wanted in parts.items():
            for one in model._base_manager.filter(pk__in=list(wanted)):
                for row, part in wanted[one.pk]:
                    before, after = row.before[part], row.after[part]
                    if isinstance(after, list):
                        name = part.partition(":")[0]
                        members = sorted(getattr(one, name).values_list("pk", flat=True))
                        yield row, one, {name: before}, ([] if members == after else [_label(one, name)])
                    else:
                        now = audit.plain(one, after)
                        names = [_label(one, key) for key in after if now[key] != after[key]]
                        yield row, one, before, names

    def _target(self, row: ImportedRow, part: str) -> tuple[type[models.Model], int]:
        """«person», or «entry:7», «topics:7», «guardian:7»."""
        kind, _, pk = part.partition(":")
        if kind == "person":
            return Person, row.person_id
        if kind == "guardian":
            return Person, int(pk)
        return (MentorEntry if row.base == ImportBase.MENTORS else MenteeEntry), int(pk)

    # --- taking back ---

    def take_back(self, *, actor: User | None, progress: Any = None) -> None:
        done = 0
        self.corrected: dict[int, dt.date | None] = {}
        for batch in self._batches():
            self._restore(batch, actor)
            told = [audit.Told("person.import_undone", row.person) for row in batch]
            audit.record_all(told, actor=actor)
            done += len(batch)
            if progress is not None:
                progress(done)
        ImportedRow.objects.filter(people_import=self.people_import).delete()
        for ids in _chunks(self.people):
            waiting = Consent.objects.filter(state=ConsentState.NEEDED)
            waiting.filter(_among("person_id", ids)).delete()
            waiting.filter(_among("representative_id", ids)).update(representative=None)
        for model, made in (
            (Guardianship, self.links),
            (MenteeEntry, self.entries[ImportBase.MENTEES]),
            (MentorEntry, self.entries[ImportBase.MENTORS]),
            (Person, self.people),
        ):
            for ids in _chunks(made):
                _delete(model, ids)
        follow_corrected(self.corrected, actor=actor)

    def _restore(self, batch: list[ImportedRow], actor: User | None) -> None:
        told = []
        for _, one, before, _ in self._changed(batch):
            columns: dict[str, Any] = {}
            for name, value in before.items():
                target = one._meta.get_field(name)
                if target.many_to_many:
                    getattr(one, name).set(value)
                else:
                    columns[target.attname] = target.to_python(value)
            if isinstance(one, Person):
                columns |= _keys_with(one, columns)
            if columns:
                # `updated_at` comes back too: a restored row is not one that somebody has edited.
                type(one)._base_manager.filter(pk=one.pk).update(**columns)
                if isinstance(one, Person) and "birth_date" in columns:
                    self.corrected[one.pk] = one.birth_date
                shown = {name: value for name, value in before.items() if name != "updated_at"}
                after = audit.plain(one, shown)
                told.append(audit.Told("person.import_restored", one, before=after, after=shown))
        audit.record_all([each for each in told if isinstance(each.subject, Person)], actor=actor)


def _among(name: str, ids: Iterable[int]) -> Q:
    """Rows whose `name` is one of `ids`. What a list makes is numbered in a row, so it is told by a few ranges.

    Django prepares each of thousands of keys by itself, for each of fifty relations; the ranges hold no other key.
    """
    runs: list[list[int]] = []
    for key in sorted(ids):
        if runs and key == runs[-1][1] + 1:
            runs[-1][1] = key
        else:
            runs.append([key, key])
    if len(runs) > _RUNS:
        return Q((f"{name}__in", list(ids)))
    found = Q()
    for first, last in runs:
        found |= Q((f"{name}__gte", first), (f"{name}__lte", last))
    return found if runs else Q(pk__in=[])


def _keys_with(person: Person, columns: dict[str, Any]) -> dict[str, Any]:
    """The keys of a card as they were with these columns."""
    former = copy.copy(person)
    for name, value in columns.items():
        setattr(former, name, value)
    write_keys(former)
    return {name: getattr(former, name) for name in KEY_COLUMNS}


def _delete(model: type[models.Model], ids: list[int]) -> None:
    """Delete rows that nothing but the portal's own links points at: everything else was asked for before.

    `QuerySet.delete` would read every relation of every row once more, a third of the whole. Whatever somebody has
    tied to a row in between is kept by the database itself: the transaction ends with an IntegrityError.
    """
    for relation in model._meta.get_fields(include_hidden=True):
        linked: Any = relation.related_model if relation.auto_created and not relation.concrete else None
        if linked is not None and (linked is DuplicatePair or linked._meta.auto_created):
            rows = linked._base_manager.filter(_among(relation.field.attname, ids))  # type: ignore[union-attr]
            rows._raw_delete(rows.db)
    mine: Any = model._base_manager.filter(_among("pk", ids))
    mine._raw_delete(mine.db)


def _relations(model: type[models.Model]) -> Iterable[Any]:
    """What may point at rows of the model, in any app; links of sets are the rows' own."""
    for relation in model._meta.get_fields(include_hidden=True):
        if (
            relation.auto_created
            and not relation.concrete
            and (relation.one_to_many or relation.one_to_one)
            and not relation.related_model._meta.auto_created  # type: ignore[union-attr]
        ):
            yield relation


def _words(model: type[models.Model]) -> str:
    return _WORDS.get(model._meta.label_lower, f"есть: {model._meta.verbose_name_plural}")


def _label(one: models.Model, name: str) -> str:
    return str(one._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _add(obstacle: Obstacle, reason: str) -> None:
    if reason not in obstacle.reasons:
        obstacle.reasons.append(reason)


def _chunks(ids: set[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    for start in range(0, len(listed), _BATCH):
        yield listed[start : start + _BATCH]
