"""The certificate of «Школа наставников»: one sheet a mentor, numbered when it is made, signed by the head on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.errors import DomainError
from core.russian import counted
from mentorship.models import TrainingPlace
from mentorship.training_enums import PlaceState
from reports.documents.letterhead import Letterhead, Signatory, letterhead_of, signatory_of
from reports.documents.page_blocks import page_blocks
from reports.documents.people import full_name, occupation
from reports.kinds import Built, DocumentKind, Source, register

CODE = "training_certificate"


@dataclass(frozen=True)
class Certificate:
    """What a listener is given. `title` names the course; the phrases need no gender."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    name: str
    occupation: str
    course: str
    kind: str
    hours: str
    starts_on: dt.date
    ends_on: dt.date
    leader: str


def find_place(pk: int) -> TrainingPlace:
    return TrainingPlace.objects.select_related(
        "organization", "entry__person", "group__course", "group__programme"
    ).get(pk=pk)


def build_certificate(source: Source) -> Built:
    """The subject is a completed place of a group, as `find_place` reads it. Raises DomainError."""
    place = source.subject
    if not isinstance(place, TrainingPlace):
        raise TypeError("the subject of a certificate is a place in a group")
    if place.state != PlaceState.COMPLETED:
        raise DomainError(
            f"{place.entry.person.short_name}: обучение не завершено, свидетельство не выдаётся.",
            code="state",
        )
    person, group = place.entry.person, place.group
    kind = group.course.get_kind_display().lower()
    content = Certificate(
        title=f"Свидетельство об обучении: {group.course.title}"[:300],
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        name=full_name(person),
        occupation=occupation(person),
        course=group.course.title,
        kind="" if kind == group.course.title.lower() else kind,
        hours=counted(group.course.hours, "часа", "часов", "часов"),
        starts_on=group.starts_on,
        ends_on=min(group.ends_on, group.finished_on or group.ends_on),
        leader=group.leader,
    )
    return Built(
        content,
        summary=f"{person.full_name}, {group.title}",
        programme=group.programme,
        subjects=(place, person),
    )


register(
    DocumentKind(
        code=CODE,
        family="Свидетельство",
        label="Свидетельство об обучении наставника",
        content=Certificate,
        build=build_certificate,
        find=find_place,
        stylesheet="certificate",
        series="certificates",
        number_pattern="{number}-СН/{year}",
        numbered_at_issue=True,
        mailed=True,
        mass=True,
        form_blocks=page_blocks(CODE),
    )
)
