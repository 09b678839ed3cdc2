"""Records that pictures need and the demo does not have: made for one picture, in a transaction that is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from core.clock import today
from core.personal_tokens import hash_token, new_key
from mentorship.enums import ConsentKind, ConsentSigner, ConsentState, EntryState, ErasureGround
from mentorship.models import (
    Consent,
    Erasure,
    MenteeEntry,
    MentorEntry,
    Person,
    Programme,
    SupplementaryAgreement,
)
from reports.documents.consents import find_consent
from reports.documents.staff import staff_of
from reports.enums import DocumentState
from reports.life_enums import AcquaintanceState, VisaState
from reports.models import Acquaintance, Document, Visa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.gallery_subjects import Subject


def _mentor(programme: Programme) -> MentorEntry:
    """A working mentor, an employee of the institution where there is one."""
    found = MentorEntry.objects.filter(programme=programme, state=EntryState.PAIRED).select_related("person")
    return min(found, key=lambda entry: (entry.person.category != "employee", entry.pk))


def _mentee(programme: Programme) -> MenteeEntry:
    found = MenteeEntry.objects.filter(programme=programme, state=EntryState.PAIRED).select_related("person")
    return found.order_by("pk")[0]


def _consent(
    kind: ConsentKind, whose: Callable[[Programme], Any]
) -> Callable[[Programme], Iterable[Subject]]:
    def stage(programme: Programme) -> Iterable[Subject]:
        person = whose(programme).person
        known = Consent.objects.filter(programme=programme, person=person).order_by("pk").first()
        made = Consent.objects.create(
            organization=programme.organization,
            programme=programme,
            person=person,
            kind=kind,
            state=ConsentState.NEEDED,
            signer=known.signer if known else ConsentSigner.SELF,
            representative=known.representative if known else None,
        )
        yield find_consent(made.pk), {}

    return stage


def _supplement(programme: Programme) -> Iterable[Subject]:
    person = _mentor(programme).person
    made = SupplementaryAgreement.objects.create(
        organization=programme.organization,
        programme=programme,
        person=person,
        number="3-Н",
        signed_on=programme.period_start,
        starts_on=programme.period_start,
        ends_on=programme.period_end,
        content="помощь молодому преподавателю в освоении профессии: посещение занятий, разбор уроков, консультации",
        pay=3500,
        pay_terms="ежемесячно, положение об оплате труда",
    )
    yield made, {}


def _gone(programme: Programme) -> Iterable[Subject]:
    day = today(programme.organization)
    for entry in (_mentor(programme), _mentee(programme)):
        type(entry).objects.filter(pk=entry.pk).update(state=EntryState.LEFT, ended_on=day)
    yield programme, {}


def _order(programme: Programme) -> Document:
    signed = Document.objects.filter(programme=programme, state=DocumentState.SIGNED)
    return signed.order_by("pk")[0]


def _acquaintance(programme: Programme) -> Iterable[Subject]:
    document, now = _order(programme), timezone.now()
    for place, member in enumerate(staff_of(programme.organization)[:4]):
        done = place < 2
        Acquaintance.objects.create(
            document=document,
            user_id=member.user,
            full_name=member.name,
            position=member.position,
            key=new_key(),
            token_hash=hash_token(new_key()),
            state=AcquaintanceState.PORTAL if done else AcquaintanceState.WAITING,
            acquainted_on=today(programme.organization) if done else None,
            acquainted_at=now if done else None,
            version=document.versions.order_by("-revision").first() if done else None,
            sha256="0" * 64 if done else "",
        )
    yield document, {}


def _visas(programme: Programme) -> Iterable[Subject]:
    document = _order(programme)
    for place, member in enumerate(staff_of(programme.organization)[:3], start=1):
        Visa.objects.create(
            document=document,
            round=1,
            step=place,
            place=place,
            revision=document.revision,
            full_name=member.name,
            position=member.position,
            user_id=member.user,
            state=VisaState.AGREED,
            decided_on=document.date,
            decided_by_id=member.user,
        )
    yield document, {}


def _erasure(programme: Programme) -> Iterable[Subject]:
    person = Person.objects.filter(organization=programme.organization).order_by("-pk")[0]
    made = Erasure.objects.create(
        organization=programme.organization,
        person=person,
        grounds=ErasureGround.WITHDRAWAL,
        actor=programme.curator,
        erased_on=today(programme.organization),
        erased_at=timezone.now(),
        destroyed=[["Карточка участника", 1], ["Ответы на анкеты", 3], ["Бланки согласий", 2]],
        kept=["Приказ о закреплении пар: хранится по закону об архивном деле"],
        audit_redacted=14,
    )
    yield made, {"number": "1"}


STAGED: dict[str, Callable[[Programme], Iterable[Subject]]] = {
    "order_end": _gone,
    "consent_psychological": _consent(ConsentKind.PSYCHOLOGICAL, _mentee),
    "consent_employee": _consent(ConsentKind.EMPLOYEE_MENTORING, _mentor),
    "supplement": _supplement,
    "acquaintance_sheet": _acquaintance,
    "approval_sheet": _visas,
    "destruction_act": _erasure,
}


@contextmanager
def staged(kind: str, programme: Programme) -> Iterator[list[Subject]]:
    """Subjects made for the picture of the kind; none where the programme has nothing to make them of. Undone after."""
    with transaction.atomic():
        try:
            found = list(STAGED[kind](programme)) if kind in STAGED else []
        except (IndexError, ValueError):
            found = []
        try:
            yield found
        finally:
            transaction.set_rollback(True)
