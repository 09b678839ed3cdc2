"""Papers for partners: made from the card, sent to a person of the partner by e-mail."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from core import audit, clock
from core.domain.files import read_file
from core.domain.letters import send_letter
from core.errors import DomainError
from core.models import StoredFile, User
from core.pdf import safe_file_name
from mentorship.domain.agreements import mark_sent
from mentorship.models import Agreement, PartnerOrganization, Person, Programme
from mentorship.partner_enums import UNSIGNED_AGREEMENTS, AgreementState, PartnerState
from reports.domain.documents import create_document
from reports.enums import IN_FORCE
from reports.kinds import kind_of
from reports.models import Document, PartnerDelivery, Signature
from reports.partner_kinds import AGREEMENT, LETTER, MIRROR, REQUEST

#: What a partner may be sent: signed by the head, or issued where the head does not sign.
FINISHED = IN_FORCE


@dataclass(frozen=True)
class Recipient:
    """Whom a paper may be sent to. `key` names the choice in a form."""

    key: str
    name: str
    address: str
    person: Person | None = None

    @property
    def label(self) -> str:
        return f"{self.name}, {self.address}"


def make_letter(
    partner: PartnerOrganization,
    *,
    variant: str,
    programme: Programme | None,
    actor: User | None,
    mentors: int | None = None,
    note: str = "",
) -> Document:
    """A draft letter for the head to sign; the same letter twice on a day is one draft. Raises DomainError."""
    if partner.state != PartnerState.ACTIVE:
        raise DomainError("Партнёр в архиве: сначала верните его.", code="archived")
    options = {
        "variant": variant,
        "programme": programme.pk if programme else None,
        "mentors": mentors if variant == REQUEST else None,
        "note": note.strip(),
    }
    told = json.dumps([options, clock.today(partner.organization).isoformat()], sort_keys=True)
    return create_document(
        LETTER,
        partner,
        organization=partner.organization,
        key=f"letter:{partner.pk}:{hashlib.sha256(told.encode()).hexdigest()[:24]}",
        actor=actor,
        options=options,
    )


def make_mirror_order(agreement: Agreement, *, actor: User | None) -> Document:
    """The order that the partner issues in answer to ours, as a text for its secretary. Raises DomainError."""
    return create_document(
        MIRROR,
        agreement,
        organization=agreement.organization,
        key=f"agreement:{agreement.pk}",
        actor=actor,
    )


def make_agreement_paper(agreement: Agreement, *, actor: User | None) -> Document:
    """The agreement as a document, drawn anew while it is not signed. Raises DomainError."""
    if agreement.state not in UNSIGNED_AGREEMENTS:
        raise DomainError("Соглашение уже подписано: его текст не меняется.", code="signed")
    return create_document(
        AGREEMENT,
        agreement,
        organization=agreement.organization,
        key=f"agreement:{agreement.pk}",
        actor=actor,
    )


def partner_of(document: Document) -> PartnerOrganization:
    """The partner that a paper is for. Raises DomainError for a document of another kind."""
    if document.kind == LETTER:
        return PartnerOrganization.objects.get(pk=document.subject_id)
    if document.kind in {AGREEMENT, MIRROR}:
        return Agreement.objects.select_related("partner").get(pk=document.subject_id).partner
    raise DomainError("Этот документ не для партнёров.", code="kind")


def recipients_of(partner: PartnerOrganization) -> list[Recipient]:
    """People of the partner with an address, then the partner's own address."""
    found: dict[str, Recipient] = {}
    for member in partner.members.select_related("person", "user"):
        address = (member.person.email if member.person else "") or (member.user.email if member.user else "")
        if address:
            name = member.person.full_name if member.person else member.user.full_name  # type: ignore[union-attr]
            found.setdefault(address, Recipient(f"member-{member.pk}", name, address, member.person))
    if partner.email:
        found.setdefault(partner.email, Recipient("partner", partner.short_name, partner.email))
    return list(found.values())


def paper_file(document: Document) -> StoredFile | None:
    """What a partner gets: the scan of the signed sheet if there is one, else the document's PDF."""
    signed = Signature.objects.filter(version__document=document, scan__isnull=False).select_related("scan")
    last = signed.order_by("-pk").first()
    return last.scan if last else document.file


def send_paper(
    document: Document, *, recipient: Recipient, words: str, actor: User | None
) -> PartnerDelivery:
    """Send the paper as an attachment and keep that it was sent. An agreement that was a draft becomes «отправлено».

    Raises DomainError when it is not finished yet or the mail server does not take it; then nothing is recorded.
    """
    partner = partner_of(document)
    stored = paper_file(document)
    if document.state not in FINISHED or stored is None:
        raise DomainError("Сначала документ должен быть подписан руководителем.", code="unfinished")
    if recipient.key not in {one.key for one in recipients_of(partner)}:
        raise DomainError("Этого получателя у партнёра больше нет.", field="recipient", code="recipient")
    data = read_file(stored)
    suffix = {"application/pdf": ".pdf", "image/png": ".png"}.get(stored.content_type, ".jpg")
    name = safe_file_name(f"{kind_of(document.kind).family} {document.number} {document.title}", suffix)
    taken = send_letter(
        recipient.address,
        subject=f"{document.title}: {document.organization.short_name or document.organization}",
        template="reports/letters/partner.txt",
        context={"document": document, "partner": partner, "words": words.strip(), "recipient": recipient},
        attachments=[(name, data, stored.content_type)],
    )
    if not taken:
        raise DomainError(
            "Почтовый сервер письмо не принял. Проверьте адрес или попробуйте позже.",
            field="recipient",
            code="mail",
        )
    with transaction.atomic():
        made = PartnerDelivery.objects.create(
            organization=document.organization,
            document=document,
            partner=partner,
            person=recipient.person,
            recipient=recipient.name,
            address=recipient.address,
            sent_at=timezone.now(),
            sent_by=actor,
        )
        audit.record(
            "partner.paper_sent",
            subject=partner,
            actor=actor,
            after={"document": str(document), "who": recipient.name, "email": recipient.address},
        )
        if document.kind == AGREEMENT:
            _agreement_sent(document, actor)
    return made


def _agreement_sent(document: Document, actor: User | None) -> None:
    agreement = Agreement.objects.select_related("organization").get(pk=document.subject_id)
    if agreement.state == AgreementState.DRAFT:
        mark_sent(agreement, actor=actor)
