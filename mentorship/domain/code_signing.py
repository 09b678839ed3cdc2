"""What must stand before a signature by code: the institution's act, confirmed addresses, agreements (63-ФЗ ст. 9)."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, personal_tokens
from core.clock import today
from core.context import current
from core.domain.letters import public_link, send_letter
from core.errors import DomainError
from core.models import Organization, User
from mentorship.enums import AgreementWay
from mentorship.models import CodeAgreement, CodeSigningAct, EmailProof, Person
from mentorship.selectors.code_signing import (
    NO_ACT,
    act_in_force,
    agreement_text,
    proof_token,
    text_sha256,
)

PROOF_DAYS = dt.timedelta(days=7)
PROOF_PAUSE = dt.timedelta(minutes=2)


def record_act(
    organization: Organization,
    *,
    number: str,
    signed_on: dt.date,
    in_force_from: dt.date,
    actor: User | None,
) -> CodeSigningAct:
    """Turn signatures by code on: the act on the use of simple electronic signatures and its first day.

    Raises DomainError for an act that is not signed yet, days out of order, or an act that stands already.
    """
    if not number.strip():
        raise DomainError("Укажите номер акта.", field="number", code="number")
    if signed_on > today(organization):
        raise DomainError("Акт ещё не подписан: дата в будущем.", field="signed_on", code="future")
    if in_force_from < signed_on:
        raise DomainError("Акт не может действовать раньше своей даты.", field="in_force_from", code="order")
    try:
        with transaction.atomic():
            act = CodeSigningAct.objects.create(
                organization=organization,
                number=number.strip()[:60],
                signed_on=signed_on,
                in_force_from=in_force_from,
                recorded_by=actor,
            )
            audit.record(
                "code_signing.on",
                subject=act,
                actor=actor,
                after={"number": act.number, "in_force_from": in_force_from.isoformat()},
            )
    except IntegrityError:
        raise DomainError("Акт уже записан. Чтобы сменить его, сначала прекратите прежний.") from None
    return act


def end_act(act: CodeSigningAct, *, actor: User | None, reason: str) -> CodeSigningAct:
    """Turn signatures by code off from today; what was signed stays signed. An ended act stays as it is."""
    with transaction.atomic():
        locked = CodeSigningAct.objects.select_for_update().get(pk=act.pk)
        if locked.ended_on is None:
            locked.ended_on = max(today(locked.organization), locked.signed_on)
            locked.save(update_fields=["ended_on", "updated_at"])
            audit.record("code_signing.off", subject=locked, actor=actor, reason=reason)
    return locked


def send_proof(person: Person, *, actor: User | None) -> EmailProof:
    """Send a letter whose link confirms the person's address.

    Raises DomainError without an address, for one that is confirmed, within two minutes of the last letter, and when
    the mail server does not take it.
    """
    if not person.email:
        raise DomainError(
            f"{person.short_name}: в карточке нет электронной почты.", field="email", code="no_email"
        )
    now = timezone.now()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        proof = EmailProof.objects.filter(person=person, email=person.email.lower()).first()
        if proof is not None and proof.confirmed_at is not None:
            raise DomainError("Адрес уже подтверждён.", code="confirmed")
        if proof is not None and now - proof.sent_at < PROOF_PAUSE:
            raise DomainError(
                "Письмо только что отправлено. Новое можно послать через две минуты.", code="too_soon"
            )
        if proof is None:
            proof = EmailProof(
                organization=person.organization,
                person=person,
                email=person.email.lower(),
                key=personal_tokens.new_key(),
            )
        proof.sent_at, proof.expires_at = now, now + PROOF_DAYS
        token = proof_token(proof)
        proof.token_hash = personal_tokens.hash_token(token)
        proof.save()
        audit.record("email.proof_sent", subject=person, actor=actor)
    taken = send_letter(
        proof.email,
        subject=f"Подтвердите адрес: {person.organization.short_name}",
        template="mentorship/letters/email_proof.txt",
        context={
            "organization": person.organization,
            "link": public_link("mentorship:email_confirm", token=token),
            "until": timezone.localtime(proof.expires_at),
        },
    )
    if not taken:
        raise DomainError("Письмо не ушло: почта портала не отвечает. Попробуйте через две минуты.")
    return proof


def confirm_email(proof: EmailProof) -> EmailProof:
    """The link was opened and confirmed. Again changes nothing. Raises DomainError for a link that is over, and for an
    address that is not the person's any more.
    """
    with transaction.atomic():
        locked = (
            EmailProof.objects.select_for_update(of=("self",))
            .select_related("person", "organization")
            .get(pk=proof.pk)
        )
        if locked.confirmed_at is not None:
            return locked
        if locked.expires_at < timezone.now():
            raise DomainError("Ссылка больше не действует. Попросите у куратора новую.", code="expired")
        if locked.person.email.lower() != locked.email:
            raise DomainError("В карточке теперь другой адрес: подтверждают его.", code="changed")
        locked.confirmed_at, locked.ip_address = timezone.now(), current().ip_address
        locked.save(update_fields=["confirmed_at", "ip_address", "updated_at"])
        audit.record("email.confirmed", subject=locked.person)
    return locked


def accept_on_page(person: Person) -> CodeAgreement:
    """The person accepts the agreement on their own page, with a confirmed address only. Again finds the first one.

    Raises DomainError.
    """
    confirmed = EmailProof.objects.filter(
        person=person, email=person.email.lower(), confirmed_at__isnull=False
    ).exists()
    if not confirmed:
        raise DomainError("Сначала подтвердите адрес электронной почты.", code="not_confirmed")
    return _accept(person, way=AgreementWay.PAGE, day=today(person.organization), place="", actor=None)


def accept_on_paper(person: Person, *, on: dt.date, place: str, actor: User | None) -> CodeAgreement:
    """The curator records an agreement signed on paper: its day and where the original lies. Raises DomainError."""
    if not place.strip():
        raise DomainError("Укажите, где хранится оригинал.", field="place", code="place")
    if on > today(person.organization):
        raise DomainError("Дата соглашения ещё не наступила.", field="on", code="future")
    return _accept(person, way=AgreementWay.PAPER, day=on, place=place.strip()[:200], actor=actor)


def _accept(
    person: Person, *, way: AgreementWay, day: dt.date, place: str, actor: User | None
) -> CodeAgreement:
    act = act_in_force(person.organization)
    if act is None:
        raise DomainError(NO_ACT, code="no_act")
    if day < act.signed_on:
        raise DomainError(
            f"Соглашение раньше акта, по которому оно заключено ({act.signed_on:%d.%m.%Y}).",
            field="on",
            code="early",
        )
    found = CodeAgreement.objects.filter(person=person, act=act, ended_on=None).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = CodeAgreement.objects.create(
                organization=person.organization,
                person=person,
                act=act,
                way=way,
                accepted_on=day,
                text_sha256=text_sha256(agreement_text(act)),
                place=place,
                ip_address=current().ip_address if way == AgreementWay.PAGE else None,
                recorded_by=actor,
            )
            audit.record(
                "code_signing.agreed",
                subject=person,
                actor=actor,
                after={"act": str(act), "way": way.label},
            )
    except IntegrityError:  # accepted a moment ago in another window
        return CodeAgreement.objects.get(person=person, act=act, ended_on=None)
    return made


def end_agreement(agreement: CodeAgreement, *, actor: User | None, reason: str) -> CodeAgreement:
    """The person signs by code no more; what they have signed stays signed."""
    with transaction.atomic():
        locked = CodeAgreement.objects.select_for_update().get(pk=agreement.pk)
        if locked.ended_on is None:
            locked.ended_on = max(today(locked.organization), locked.accepted_on)
            locked.save(update_fields=["ended_on", "updated_at"])
            audit.record("code_signing.disagreed", subject=locked.person, actor=actor, reason=reason)
    return locked
