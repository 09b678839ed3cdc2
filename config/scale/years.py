"""One year of an invented programme: who was in its bases, their consents, training and pairs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from config.scale.people import Pool, Someone
from config.scale.writing import Writer
from mentorship.ages import age_on
from mentorship.enums import (
    ConsentKind,
    ConsentMethod,
    ConsentSigner,
    ConsentState,
    EntryState,
    PairState,
    PersonCategory,
)
from mentorship.models import (
    Consent,
    MenteeEntry,
    MentorEntry,
    OutsideTraining,
    Pair,
    PairMentee,
)

#: Of a hundred of their kind.
_STUDENT_MENTEES, _EMPLOYEE_MENTEES = 70, 30
_UNSIGNED = 12  # every so-many-th has not signed yet
_UNTRAINED = 4


@dataclass(frozen=True)
class YearOf:
    """A programme's year. `projects` in the order students with students, workers with workers, partners' with
    students. `has_pairs` False: the institution has not come to its orders yet."""

    organization: int
    programme: int
    projects: tuple[int, int, int]
    start: dt.date
    end: dt.date
    today: dt.date
    is_over: bool = False
    has_pairs: bool = True

    def day(self, number: int) -> dt.date:
        """The so-many-th day of the year that has come already."""
        return min(self.start + dt.timedelta(days=number), self.today, self.end)


def add_year(writer: Writer, year: YearOf, pool: Pool) -> list[int]:
    """Fill the bases from the pool and make the pairs; returns the mentees' person keys."""
    students = len(pool.students) * _STUDENT_MENTEES // 100
    workers = len(pool.employees) * _EMPLOYEE_MENTEES // 100
    peers = students * 55 // 100
    mentees = [
        *((one, 0) for one in pool.students[:peers]),
        *((one, 2) for one in pool.students[peers:students]),
        *((one, 1) for one in pool.employees[:workers]),
    ]
    mentors = [
        *((one, 0) for one in pool.students[students:]),
        *((one, 1 if place % 2 else 2) for place, one in enumerate(pool.employees[workers:])),
        *((one, 2) for one in pool.employers),
    ]
    mentee_keys = writer.keys(MenteeEntry, len(mentees))
    mentor_keys = writer.keys(MentorEntry, len(mentors))
    pairs = (
        _pairs(
            [(key, place) for key, (_, place) in zip(mentee_keys, mentees, strict=True)],
            [(key, place) for key, (_, place) in zip(mentor_keys, mentors, strict=True)],
        )
        if year.has_pairs
        else []
    )
    busy = {mentor for mentor, _, _ in pairs} | {mentee for _, _, own in pairs for mentee in own}
    _add_mentees(writer, year, mentees, mentee_keys, {key for _, _, own in pairs for key in own})
    _add_mentors(writer, year, mentors, mentor_keys, {mentor for mentor, _, _ in pairs})
    _add_pairs(writer, year, pairs)
    _add_consents(
        writer,
        year,
        [
            (one, key in busy)
            for key, (one, _) in zip([*mentee_keys, *mentor_keys], [*mentees, *mentors], strict=True)
        ],
    )
    return [one.pk for one, _ in mentees]


def _pairs(
    mentees: list[tuple[int, int]], mentors: list[tuple[int, int]]
) -> list[tuple[int, int, list[int]]]:
    """(mentor, project, mentees), dealt in turn within a form; every ninth mentee still waits."""
    found = []
    for project in range(3):
        leaders = [key for key, place in mentors if place == project]
        if not leaders:
            continue
        dealt: dict[int, list[int]] = defaultdict(list)
        waiting = [key for key, place in mentees if place == project]
        for turn, key in enumerate(key for place, key in enumerate(waiting) if place % 9 != 8):
            dealt[leaders[turn % len(leaders)]].append(key)
        found += [(leader, project, own[:30]) for leader, own in dealt.items()]
    return found


def _entry_state(year: YearOf, *, paired: bool) -> str:
    if not paired:
        return EntryState.LEFT.value if year.is_over else EntryState.SELECTED.value
    return EntryState.FINISHED.value if year.is_over else EntryState.PAIRED.value


_ENTRY = (
    "id",
    "organization_id",
    "programme_id",
    "person_id",
    "state",
    "state_reason",
    "entered_on",
    "ended_on",
)


def _entry(year: YearOf, key: int, one: Someone, *, paired: bool) -> tuple[object, ...]:
    reason = "Не нашлось пары" if year.is_over and not paired else ""
    ended = year.end if year.is_over else None
    state = _entry_state(year, paired=paired)
    return (key, year.organization, year.programme, one.pk, state, reason, year.day(14), ended)


def _add_mentees(
    writer: Writer, year: YearOf, people: list[tuple[Someone, int]], keys: list[int], paired: set[int]
) -> None:
    writer.add(
        MenteeEntry,
        (*_ENTRY, "project_id", "main_request"),
        [
            (
                *_entry(year, key, one, paired=key in paired),
                year.projects[place],
                "Помощь в учёбе и выборе дела",
            )
            for key, (one, place) in zip(keys, people, strict=True)
        ],
    )


def _add_mentors(
    writer: Writer, year: YearOf, people: list[tuple[Someone, int]], keys: list[int], paired: set[int]
) -> None:
    writer.add(
        MentorEntry,
        (*_ENTRY, "competences", "capacity"),
        [
            (*_entry(year, key, one, paired=key in paired), "Опыт и терпение", 30)
            for key, (one, _) in zip(keys, people, strict=True)
        ],
    )
    writer.add(
        MentorEntry.projects.through,
        ("mentorentry_id", "project_id"),
        [(key, year.projects[place]) for key, (_, place) in zip(keys, people, strict=True)],
    )
    writer.add(
        OutsideTraining,
        ("organization_id", "person_id", "title", "provider", "hours", "number", "issued_on"),
        [
            (
                year.organization,
                one.pk,
                "Школа наставников",
                "Институт примеров",
                16,
                f"{key}-Н",
                year.day(20),
            )
            for number, (key, (one, _)) in enumerate(zip(keys, people, strict=True))
            if number % _UNTRAINED
        ],
    )


_PAIR = (
    "id", "organization_id", "programme_id", "project_id", "mentor_id", "state", "period_start", "period_end",
    "order_number", "order_date", "ended_on", "end_reason",
)  # fmt: skip
_PLACE = (
    "pair_id", "mentee_id", "project_id", "mentor_id", "slot", "is_live", "joined_on", "left_on", "closed_with_pair",
)  # fmt: skip


def _add_pairs(writer: Writer, year: YearOf, pairs: list[tuple[int, int, list[int]]]) -> None:
    keys = writer.keys(Pair, len(pairs))
    state = PairState.COMPLETED if year.is_over else PairState.ACTIVE
    ended = year.end if year.is_over else None
    rows, places = [], []
    for number, (key, (mentor, place, mentees)) in enumerate(zip(keys, pairs, strict=True)):
        on = year.day(40 + number % 20)
        project = year.projects[place]
        rows.append(
            (
                key, year.organization, year.programme, project, mentor, state.value, on, year.end,
                f"{10 + number % 20}-ОД", on, ended, "Программа выполнена" if ended else "",
            )
        )  # fmt: skip
        places += [
            (key, mentee, project, mentor, slot, ended is None, on, ended, ended is not None)
            for slot, mentee in enumerate(mentees, start=1)
        ]
    writer.add(Pair, _PAIR, rows)
    writer.add(PairMentee, _PLACE, places)


_CONSENT = (
    "organization_id", "programme_id", "person_id", "kind", "signer", "representative_id", "state", "signed_on",
    "cosigned_on", "method",
)  # fmt: skip


def _add_consents(writer: Writer, year: YearOf, people: list[tuple[Someone, bool]]) -> None:
    """Whoever is in a pair has signed; of the others some have not yet."""
    rows = []
    for number, (one, paired) in enumerate(people):
        signed = paired or number % _UNSIGNED != 0
        on = year.day(10 + number % 20) if signed else None
        state = ConsentState.SIGNED if signed else ConsentState.NEEDED
        signer = _signer(one, year)
        teenager = on if signer is ConsentSigner.REPRESENTATIVE_AND_TEENAGER else None
        parent = None if signer is ConsentSigner.SELF else one.parent
        kinds = [ConsentKind.PROCESSING]
        if signer is not ConsentSigner.SELF:
            kinds.append(ConsentKind.PARTICIPATION)
        method = ConsentMethod.PAPER.value if signed else ""
        rows += [
            (
                year.organization, year.programme, one.pk, kind.value, signer.value, parent, state.value, on, teenager,
                method,
            )
            for kind in kinds
        ]  # fmt: skip
    writer.add(Consent, _CONSENT, rows)


def _signer(one: Someone, year: YearOf) -> ConsentSigner:
    if one.category != PersonCategory.STUDENT or one.parent is None:
        return ConsentSigner.SELF
    age = age_on(one.born, year.day(10))
    return ConsentSigner.REPRESENTATIVE if age < 14 else ConsentSigner.REPRESENTATIVE_AND_TEENAGER
