"""What the law and the methodology demand before a step (methodology §6–7), and what of it a person lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from core.clock import today
from mentorship.ages import YOUNGEST, age_on, is_minor
from mentorship.enums import ConsentKind, ConsentState, EntryState, PersonCategory
from mentorship.models import (
    Consent,
    MenteeEntry,
    MentorEntry,
    Person,
    Programme,
    Project,
    SupplementaryAgreement,
)
from mentorship.selectors.bans import ban_obstacles
from mentorship.selectors.consents import live_consents
from mentorship.selectors.credentials import credential_obstacles

NO_SUPPLEMENT = "нет действующего дополнительного соглашения о наставничестве (ст. 351.8 ТК РФ)"
KIND_NAMES = {
    ConsentKind.PROCESSING: "согласие на обработку персональных данных",
    ConsentKind.DISTRIBUTION: "согласие на распространение персональных данных",
    ConsentKind.PSYCHOLOGICAL: "согласие на психолого-педагогическую помощь",
    ConsentKind.PARTICIPATION: "согласие на участие несовершеннолетнего",
    ConsentKind.SPECIAL: "согласие на обработку специальных категорий персональных данных (ст. 10 152-ФЗ)",
    ConsentKind.EMPLOYEE_MENTORING: "согласие работника на наставничество (ст. 351.8 ТК РФ)",
}


def needed_kinds(person: Person, *, day: dt.date, employee_mentor: bool = False) -> list[ConsentKind]:
    """Kinds of consent without which the person may not take part on `day`.

    Processing for everybody (152-ФЗ ст. 9); participation for minors, mentors as well (Положение, п. 4.9); the
    written consent of an employee who mentors an employee (ТК ст. 351.8).
    """
    kinds = [ConsentKind.PROCESSING]
    if is_minor(person.birth_date, day, emancipated=person.is_emancipated):
        kinds.append(ConsentKind.PARTICIPATION)
    if employee_mentor:
        kinds.append(ConsentKind.EMPLOYEE_MENTORING)
    return kinds


def is_employee_form(project: Project | None) -> bool:
    """Both sides are employees: the form falls under ТК ст. 351.8."""
    return (
        project is not None
        and project.form.mentor_category == PersonCategory.EMPLOYEE
        and project.form.mentee_category == PersonCategory.EMPLOYEE
    )


def holds(consent: Consent | None, day: dt.date) -> bool:
    return (
        consent is not None
        and consent.state == ConsentState.SIGNED
        and consent.signed_on is not None
        and consent.signed_on <= day
        and (consent.valid_until is None or consent.valid_until >= day)
    )


def supplemented(person_ids: Iterable[int], programme: Programme, day: dt.date) -> set[int]:
    """Of these people, those whose supplementary agreement (ТК ст. 351.8) is in force on the day: one query."""
    in_force = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    rows = SupplementaryAgreement.objects.filter(
        in_force,
        programme=programme,
        person_id__in=list(person_ids),
        signed_on__lte=day,
        ends_on__gte=day,
    )
    return set(rows.values_list("person_id", flat=True))


def missing_for(
    person: Person, kinds: Iterable[ConsentKind], known: dict[str, Consent], day: dt.date
) -> list[str]:
    """What the person lacks on `day`, as Russian reasons. `known` is kind → live consent."""
    return [
        f"{person.short_name}: нет — {KIND_NAMES[kind]}" for kind in kinds if not holds(known.get(kind), day)
    ]


def pair_obstacles(
    programme: Programme,
    project: Project,
    mentor: MentorEntry,
    mentees: Iterable[MenteeEntry],
    *,
    day: dt.date | None = None,
    consents: dict[int, dict[str, Consent]] | None = None,
) -> list[str]:
    """Why these people may not be a working pair on `day`: Russian reasons, empty when nothing stands in the way.

    Consents of every side (representative's for a minor, the mentor included; the mentor employee's written consent
    for employee–employee pairs) and a living place in the bases.
    """
    day = day or today(programme.organization)
    mentees = list(mentees)
    people = [mentor.person, *(entry.person for entry in mentees)]
    known = consents if consents is not None else live_consents([person.pk for person in people], programme)
    found: list[str] = []
    for person in people:
        kinds = needed_kinds(
            person, day=day, employee_mentor=is_employee_form(project) and person.pk == mentor.person_id
        )
        if person.birth_date is None:
            found.append(f"{person.short_name}: не указана дата рождения")
        found += missing_for(person, kinds, known.get(person.pk, {}), day)
    for entry in mentees:
        birth = entry.person.birth_date
        if birth and age_on(birth, day) < YOUNGEST:
            found.append(
                f"{entry.person.short_name}: младше {YOUNGEST} лет, программа рассчитана на участников от 10 лет"
            )
        if entry.person_id == mentor.person_id:
            found.append(f"{entry.person.short_name}: не может быть наставником самому себе")
    if is_employee_form(project) and mentor.person_id not in supplemented([mentor.person_id], programme, day):
        found.append(f"{mentor.person.short_name}: {NO_SUPPLEMENT}")
    found += credential_obstacles(mentor.person, mentees, day)
    found += ban_obstacles(mentor, mentees)
    sides: list[MentorEntry | MenteeEntry] = [mentor, *mentees]
    found += [
        f"{side.person.short_name}: {side.get_state_display().lower()}"
        for side in sides
        if side.state in {EntryState.LEFT, EntryState.FINISHED}
    ]
    return found
