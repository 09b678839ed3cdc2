"""Signing a consent by a one-time code from a letter (63-ФЗ ст. 6 ч. 2, ст. 9): links, codes, signatures."""

from __future__ import annotations

import datetime as dt
import hmac
import re
import secrets
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core import audit, personal_tokens
from core.context import current
from core.domain.letters import send_letter
from core.errors import DomainError
from core.models import User
from mentorship.domain.distribution import Choice, set_items
from mentorship.enums import ConsentKind, ConsentMethod, DistributionCategory
from mentorship.models import Consent
from mentorship.selectors.code_signing import Readiness, readiness_of
from reports.domain.consent_signatures import add_signature, intact, lock_consent, text_to_sign
from reports.enums import SignerRole
from reports.models import ConsentSignature, SigningLink
from reports.selectors.consent_signing import (
    PURPOSE,
    link_address,
    live_signatures,
    roles_of,
    why_closed,
    why_no_links,
)

LINK_DAYS = dt.timedelta(days=30)
LETTER_PAUSE = dt.timedelta(minutes=2)
CODE_MINUTES = 10
CODE_ATTEMPTS = 5
CODE_PAUSE = dt.timedelta(seconds=60)
CODES_AN_HOUR = 5
_DIGITS = re.compile(r"\d{6}", re.ASCII)


# --- links ---------------------------------------------------------------------------------------------------------


def give_links(consent: Consent, *, actor: User | None) -> list[SigningLink]:
    """A personal link for everybody who signs the consent, and its sheet as a PDF; again finds the links that live.

    A link whose term is over, or of somebody who does not sign any more, is replaced. Raises DomainError.
    """
    refusal = why_no_links(consent)
    if refusal:
        raise DomainError(refusal, code="no_links")
    with transaction.atomic():
        locked = lock_consent(consent.pk)
        text_to_sign(locked, actor=actor)
        links = {link.role: link for link in SigningLink.objects.filter(consent=locked, revoked_at=None)}
        made = []
        for role, person in roles_of(locked).items():
            link = links.pop(role, None)
            if link is not None and (link.person_id != person.pk or link.expires_at < timezone.now()):  # type: ignore[union-attr]
                _revoke(link, actor, "ссылка заменена новой")
                link = None
            made.append(link or _new_link(locked, role, actor))
        for link in links.values():  # of somebody who does not sign any more
            _revoke(link, actor, "сменился подписывающий")
    return made


def _new_link(consent: Consent, role: SignerRole, actor: User | None) -> SigningLink:
    key = personal_tokens.new_key()
    person = roles_of(consent)[role]
    assert person is not None  # noqa: S101 - `why_no_links` has asked
    link = SigningLink.objects.create(
        organization=consent.organization,
        consent=consent,
        role=role,
        person=person,
        key=key,
        token_hash=personal_tokens.hash_token(personal_tokens.token_for(key, purpose=PURPOSE)),
        expires_at=timezone.now() + LINK_DAYS,
        created_by=actor,
    )
    audit.record("consent.link_given", subject=consent, actor=actor, after={"signer": role.label})
    return link


def revoke_link(link: SigningLink, *, actor: User | None) -> SigningLink:
    """The link opens nothing from now on; a code that was sent is void. Again changes nothing."""
    with transaction.atomic():
        locked = SigningLink.objects.select_for_update().get(pk=link.pk)
        if locked.revoked_at is None:
            _revoke(locked, actor, "")
    return locked


def _revoke(link: SigningLink, actor: User | None, reason: str) -> None:
    link.revoked_at, link.code_hash = timezone.now(), ""
    link.save(update_fields=["revoked_at", "code_hash", "updated_at"])
    audit.record(
        "consent.link_revoked",
        subject=link.consent,
        actor=actor,
        after={"signer": SignerRole(link.role).label},
        reason=reason,
    )


def send_link(link: SigningLink, *, actor: User | None) -> bool:
    """Write to the signer with their link; False when the mail server did not take the letter.

    Raises DomainError without an address, for a link that opens nothing, and within two minutes of the last letter.
    """
    with transaction.atomic():
        locked = SigningLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        locked.consent = lock_consent(locked.consent_id)
        refusal = why_closed(locked)
        if refusal:
            raise DomainError(refusal, code="closed")
        if not locked.person.email:
            raise DomainError(
                f"{locked.person.short_name}: в карточке нет электронной почты.", code="no_email"
            )
        now = timezone.now()
        if locked.sent_at is not None and now - locked.sent_at < LETTER_PAUSE:
            raise DomainError("Письмо только что отправлено. Подождите две минуты.", code="too_soon")
        locked.sent_at = now
        locked.save(update_fields=["sent_at", "updated_at"])
        audit.record(
            "consent.link_sent",
            subject=locked.consent,
            actor=actor,
            after={"signer": SignerRole(locked.role).label},
        )
    return send_letter(
        locked.person.email,
        subject=f"Согласие на подпись: {locked.organization.short_name}",
        template="reports/letters/consent_link.txt",
        context={
            "organization": locked.organization,
            "link": link_address(locked),
            "until": timezone.localtime(locked.expires_at),
        },
    )


def note_opening(link: SigningLink) -> None:
    if link.opened_at is None:
        SigningLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


# --- codes ---------------------------------------------------------------------------------------------------------


def request_code(link: SigningLink, *, choices: Mapping[str, Choice] | None = None) -> SigningLink:
    """Settle the text and send a code for it to the signer's confirmed address.

    `choices` are the lines of the consent to distribution; a line not named is forbidden (ст. 10.1 ч. 8: silence is no
    consent). They are taken from the first who signs; the second signs the same text. Raises DomainError.
    """
    with transaction.atomic():
        locked = _lock(link)
        if locked.role in live_signatures(locked.consent):
            raise DomainError("Вы уже подписали это согласие.", code="signed")
        _require_open(locked)
        ready = _require_ready(locked)
        _count_code(locked)
        consent = locked.consent
        if consent.kind == ConsentKind.DISTRIBUTION and not live_signatures(consent):
            _choose(consent, choices or {})
        version = text_to_sign(consent, actor=None)
        intact(version)
        code = f"{secrets.randbelow(10**6):06d}"
        locked.code_version, locked.code_hash = version, _hash(locked, code)
        locked.code_email, locked.code_attempts = ready.person.email, 0
        locked.save()
        audit.record(
            "consent.code_sent",
            subject=consent,
            after={"signer": SignerRole(locked.role).label, "sha256": version.file.sha256},
        )
    taken = send_letter(
        locked.code_email,
        subject=f"Код для подписи: {locked.organization.short_name}",
        template="reports/letters/consent_code.txt",
        context={
            "organization": locked.organization,
            "code": code,
            "minutes": CODE_MINUTES,
            "check": version.file.sha256[:8],
        },
    )
    if not taken:
        raise DomainError("Письмо с кодом не ушло: почта портала не отвечает. Попробуйте через минуту.")
    return locked


def sign_with_code(link: SigningLink, code: str) -> ConsentSignature:
    """Sign the text that the code was sent for. A signer who has signed gets their signature again.

    Five wrong codes void the code. Raises DomainError in plain words.
    """
    with transaction.atomic():
        locked = _lock(link)
        known = live_signatures(locked.consent).get(locked.role)
        if known is not None:
            return known
        _require_open(locked)
        _require_ready(locked)
        refusal = _check_code(locked, code)  # written before it is told: a wrong guess must count
        if not refusal:
            return _sign(locked)
    raise DomainError(refusal, field="code", code="code")


def _sign(link: SigningLink) -> ConsentSignature:
    version = link.code_version
    assert version is not None  # noqa: S101 - `_check_code` has asked
    ready = readiness_of([link.person], link.organization)[link.person_id]
    assert ready.agreement is not None  # noqa: S101 - `_require_ready` has asked
    assert ready.proof is not None  # noqa: S101
    signature = add_signature(
        link.consent,
        role=SignerRole(link.role),
        person=link.person,
        version=version,
        method=ConsentMethod.CODE,
        ip_address=current().ip_address,
        details={
            "email": ready.masked_email,
            "email_confirmed": ready.proof.confirmed_at.date().isoformat()
            if ready.proof.confirmed_at
            else "",
            "agreement": f"{ready.agreement.get_way_display().lower()}, {ready.agreement.accepted_on:%d.%m.%Y}",
            "act": str(ready.agreement.act),
        },
    )
    link.code_hash = ""
    link.save(update_fields=["code_hash", "updated_at"])
    return signature


def _check_code(link: SigningLink, code: str) -> str:
    """Why the code is not taken, empty when it is right. Wrong ones are counted."""
    typed = "".join(code.split())
    if not link.code_hash or link.code_version is None or link.code_sent_at is None:
        return "Сначала получите код."
    if timezone.now() - link.code_sent_at > dt.timedelta(minutes=CODE_MINUTES):
        return f"Код действовал {CODE_MINUTES} минут и больше не подходит. Получите новый."
    if link.code_email.lower() != link.person.email.lower():
        return "Адрес почты с тех пор изменился. Получите новый код."
    if not _DIGITS.fullmatch(typed):
        return "Код — это шесть цифр из письма."
    if hmac.compare_digest(_hash(link, typed), link.code_hash):
        return ""
    link.code_attempts += 1
    left = CODE_ATTEMPTS - link.code_attempts
    if left <= 0:
        link.code_hash = ""
    link.save(update_fields=["code_attempts", "code_hash", "updated_at"])
    if left <= 0:
        audit.record("consent.code_void", subject=link.consent, after={"signer": SignerRole(link.role).label})
        return "Код введён неверно пять раз и больше не подходит. Получите новый."
    word = {1: "Осталась одна попытка", 2: "Осталось две попытки", 3: "Осталось три попытки"}
    return f"Код не подошёл. {word.get(left, 'Осталось четыре попытки')}. Проверьте, что он из последнего письма."


def _count_code(link: SigningLink) -> None:
    """At most one code a minute and five an hour for a link. Raises DomainError."""
    now = timezone.now()
    if link.code_sent_at is not None and now - link.code_sent_at < CODE_PAUSE:
        raise DomainError("Код только что отправлен. Новый можно получить через минуту.", code="too_soon")
    if link.codes_since is None or now - link.codes_since >= dt.timedelta(hours=1):
        link.codes_since, link.codes_sent = now, 0
    if link.codes_sent >= CODES_AN_HOUR:
        raise DomainError("За час отправлено пять кодов. Попробуйте через час.", code="too_many")
    link.code_sent_at, link.codes_sent = now, link.codes_sent + 1


def _choose(consent: Consent, choices: Mapping[str, Choice]) -> None:
    """Here the places are marked from a list, so a line that allows and names none is a line left half done."""
    for category, chosen in choices.items():
        if chosen.allowed and not chosen.conditions:
            label = DistributionCategory(category).label
            raise DomainError(
                f"«{label}»: отметьте, где это можно показывать, или выберите «запрещаю».", code="nowhere"
            )
    set_items(consent, choices)


def _lock(link: SigningLink) -> SigningLink:
    """The consent first, then the link: whoever signs the same consent waits here."""
    consent = lock_consent(link.consent_id)
    locked = (
        SigningLink.objects.select_for_update(of=("self",))
        .select_related(
            "organization", "person__organization", "code_version__file", "code_version__document"
        )
        .get(pk=link.pk)
    )
    locked.consent = consent
    return locked


def _require_open(link: SigningLink) -> None:
    refusal = why_closed(link)
    if refusal:
        raise DomainError(refusal, code="closed")


def _require_ready(link: SigningLink) -> Readiness:
    ready = readiness_of([link.person], link.organization)[link.person_id]
    if not ready.has_email:
        raise DomainError("В карточке нет электронной почты: её записывает куратор.", code="no_email")
    if not ready.is_confirmed:
        raise DomainError("Сначала подтвердите адрес: откройте ссылку из письма.", code="not_confirmed")
    if ready.agreement is None:
        raise DomainError("Сначала примите соглашение о простой электронной подписи.", code="no_agreement")
    return ready


def _hash(link: SigningLink, code: str) -> str:
    return salted_hmac(
        "reports.consent-code",
        f"{link.pk}:{link.token_hash}:{code}",
        secret=settings.SECRET_KEY,
        algorithm="sha256",
    ).hexdigest()
