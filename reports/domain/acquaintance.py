"""Who has to get to know a signed document, their own word in the portal, marks of paper sheets, reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, clock, uploads
from core.domain.files import store_file
from core.domain.letters import public_link, send_letter
from core.errors import DomainError
from core.models import User
from core.personal_tokens import hash_token, new_key, token_for
from core.workflow import move
from mentorship.models import Person
from reports.domain.rights import require
from reports.domain.signing import SCAN_PURPOSE, intact_version
from reports.enums import IN_FORCE
from reports.life_enums import ACQUAINTANCE_TRANSITIONS, AcquaintanceState
from reports.models import Acquaintance, Document
from reports.permissions import PREPARE_DOCUMENTS
from reports.selectors.acquaintance import PURPOSE, people_of

_TYPES = {
    uploads.FileKind.PDF: "application/pdf",
    uploads.FileKind.PNG: "image/png",
    uploads.FileKind.JPEG: "image/jpeg",
}


def fill_list(document: Document, *, actor: User | None) -> int:
    """Put everybody on the list whom the document itself names for acquaintance; pressed again nothing doubles."""
    require(PREPARE_DOCUMENTS)
    added = 0
    with transaction.atomic():
        # Two presses at once: the second waits and finds the people of the first.
        Document.objects.select_for_update().get(pk=document.pk)
        known = list(document.acquaintances.all())
        people = {one.person_id for one in known}
        users = {one.user_id for one in known} - {None}
        names = {one.full_name for one in known}
        for name, person in people_of(document):
            if (person is not None and person.pk in people) or (person is None and name in names):
                continue
            if person is not None and person.user_id in users:
                continue
            _add(document, name, person=person, user=person.user if person else None)
            added += 1
        if added:
            audit.record("acquaintance.filled", subject=document, actor=actor, after={"people": added})
    return added


def add_to_list(
    document: Document,
    *,
    actor: User | None,
    full_name: str = "",
    position: str = "",
    person: Person | None = None,
    user: User | None = None,
) -> Acquaintance:
    """Add somebody by hand. Raises DomainError for nobody, a stranger's card, or one who is on the list already."""
    require(PREPARE_DOCUMENTS)
    name = person.full_name if person else user.full_name if user else " ".join(full_name.split())
    if not name:
        raise DomainError("Укажите, кого ознакомить.", field="full_name", code="required")
    if person is not None and person.organization_id != document.organization_id:
        raise DomainError("Это человек другой организации.", field="person", code="foreign")
    account = user or (person.user if person else None)
    try:
        with transaction.atomic():
            made = _add(document, name, position=position.strip(), person=person, user=account)
    except IntegrityError as error:
        raise DomainError("Этот человек уже в списке.", field="full_name", code="twice") from error
    audit.record("acquaintance.added", subject=document, actor=actor)
    return made


def remove_from_list(line: Acquaintance, *, actor: User) -> None:
    """Take off somebody who has not been acquainted yet."""
    require(PREPARE_DOCUMENTS)
    if line.state != AcquaintanceState.WAITING:
        raise DomainError("Кто уже ознакомлен, остаётся в листе.", code="done")
    audit.record("acquaintance.removed", subject=line.document, actor=actor)
    line.delete()


def confirm(line: Acquaintance, *, actor: User | None) -> Acquaintance:
    """«Ознакомлен(а)» pressed by the person; again nothing changes. The caller has found the line by its right."""
    if line.state != AcquaintanceState.WAITING:
        return line
    now = timezone.now()
    return _settle(
        line,
        AcquaintanceState.PORTAL,
        on=clock.local(now, line.document.organization).date(),
        actor=actor,
        acquainted_at=now,
    )


def mark_on_paper(
    line: Acquaintance, *, on: dt.date, actor: User, scan: bytes = b"", scan_name: str = ""
) -> Acquaintance:
    """The curator writes down a signature on the paper sheet; the scan is optional. DomainError for a wrong day."""
    require(PREPARE_DOCUMENTS)
    document = line.document
    if on > clock.today(document.organization):
        raise DomainError("Дата ознакомления не может быть в будущем.", field="acquainted_on", code="future")
    if document.date and on < document.date:
        raise DomainError("Дата раньше даты документа.", field="acquainted_on", code="early")
    kind = uploads.inspect(scan, scan_name, allowed=uploads.SCANS) if scan else None
    with transaction.atomic():
        stored = None
        if kind is not None:
            stored = store_file(
                scan,
                name=f"Лист ознакомления: {document.title[:120]}.{kind.value}",
                content_type=_TYPES[kind],
                purpose=SCAN_PURPOSE,
                organization=document.organization,
                created_by=actor,
            )
        return _settle(line, AcquaintanceState.PAPER, on=on, actor=actor, scan=stored)


def remind(lines: Iterable[Acquaintance], *, actor: User | None) -> tuple[int, int]:
    """Write to those not acquainted, at most once a day each: (letters sent, people without an address)."""
    require(PREPARE_DOCUMENTS)
    sent = homeless = 0
    for line in lines:
        if line.state != AcquaintanceState.WAITING or line.document.state not in IN_FORCE:
            continue
        address = (line.person.email if line.person else "") or (line.user.email if line.user else "")
        if not address:
            homeless += 1
            continue
        sent += _write(line, address, actor)
    return sent, homeless


def _write(line: Acquaintance, address: str, actor: User | None) -> bool:
    """One letter; its link opens the person's own page. The letter itself names nobody."""
    with transaction.atomic():
        locked = Acquaintance.objects.select_for_update().get(pk=line.pk)
        organization = line.document.organization
        now = timezone.now()
        today = clock.local(now, organization).date()
        if locked.reminded_at and clock.local(locked.reminded_at, organization).date() == today:
            return False
        locked.reminded_at, locked.reminders = now, locked.reminders + 1
        locked.save(update_fields=["reminded_at", "reminders"])
        audit.record("acquaintance.reminded", subject=line.document, actor=actor)
        link = public_link("reports:acquaint_by_link", token=token_for(locked.key, purpose=PURPOSE))
        context = {"organization": organization, "document": line.document, "link": link}
        if not send_letter(
            address,
            subject=f"Ознакомьтесь с документом: {organization.short_name}",
            template="reports/letters/acquaintance.txt",
            context=context,
        ):
            raise DomainError("Почта портала не приняла письмо. Повторите позже.", code="mail")
    return True


def _settle(
    line: Acquaintance, to: str, *, on: dt.date, actor: User | None, **fields: object
) -> Acquaintance:
    document = line.document
    if document.state not in IN_FORCE:
        raise DomainError(
            f"Знакомят с подписанным документом, а этот — «{document.get_state_display()}».",
            code="not_signed",
        )
    version = intact_version(document)
    return move(
        line,
        to=to,
        transitions=ACQUAINTANCE_TRANSITIONS,
        actor=actor,
        set_fields={
            "acquainted_on": on,
            "version": version,
            "sha256": version.file.sha256,
            "marked_by": actor,
            **fields,
        },
    )


def _add(
    document: Document,
    name: str,
    *,
    position: str = "",
    person: Person | None = None,
    user: User | None = None,
) -> Acquaintance:
    key = new_key()
    return Acquaintance.objects.create(
        document=document,
        full_name=name[:200],
        position=position[:200],
        person=person,
        user=user,
        key=key,
        token_hash=hash_token(token_for(key, purpose=PURPOSE)),
    )
