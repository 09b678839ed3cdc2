"""Who signs a consent electronically, who has signed, and why a link may not be used."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django_scopes import scopes_disabled

from core import personal_tokens
from core.clock import today
from core.domain.letters import public_link
from mentorship.ages import signer_for
from mentorship.enums import ConsentKind, ConsentSigner, ConsentState
from mentorship.models import Consent, Person
from mentorship.selectors.code_signing import NO_ACT, Readiness, act_in_force, readiness_of
from mentorship.selectors.consents import UNSIGNED
from reports.enums import DocumentState, SignerRole
from reports.kinds import KIND_OF_CONSENT
from reports.models import ConsentSignature, Document, DocumentVersion, SigningLink

PURPOSE = "consent-signing"
_CLOSED = {
    ConsentState.SIGNED: "Согласие уже подписано другим способом. Больше ничего делать не нужно.",
    ConsentState.REFUSED: "Отмечено, что согласие подписывать не стали. Если вы передумали, скажите куратору.",
    ConsentState.WITHDRAWN: "Согласие отозвано. Если его нужно дать снова, куратор пришлёт новую ссылку.",
    ConsentState.LAPSED: "Срок согласия истёк. Если оно ещё нужно, куратор пришлёт новую ссылку.",
}


@dataclass(frozen=True)
class Signer:
    """One who signs a consent, and how far they are."""

    role: SignerRole
    person: Person | None
    readiness: Readiness | None
    link: SigningLink | None
    signature: ConsentSignature | None

    @property
    def is_expired(self) -> bool:
        return self.link is not None and self.link.expires_at < timezone.now()

    @property
    def address(self) -> str:
        """The link to copy; empty when there is none that opens."""
        return link_address(self.link) if self.link is not None and not self.is_expired else ""


def roles_of(consent: Consent) -> dict[SignerRole, Person | None]:
    """Who signs this consent as it stands now."""
    if consent.signer == ConsentSigner.SELF:
        return {SignerRole.SELF: consent.person}
    both = {SignerRole.REPRESENTATIVE: consent.representative}
    if consent.signer == ConsentSigner.REPRESENTATIVE_AND_TEENAGER:
        both[SignerRole.TEENAGER] = consent.person
    return both


def live_signatures(consent: Consent) -> dict[str, ConsentSignature]:
    """Role → signature that counts: not void, and of the one who signs now."""
    people = roles_of(consent)
    rows = ConsentSignature.objects.filter(consent=consent, voided_at=None).select_related(
        "version__document", "version__file", "person"
    )
    return {
        row.role: row
        for row in rows
        if (person := people.get(SignerRole(row.role))) is not None and person.pk == row.person_id
    }


def signers_of(consent: Consent) -> list[Signer]:
    people = roles_of(consent)
    ready = readiness_of([person for person in people.values() if person], consent.organization)
    links = {link.role: link for link in SigningLink.objects.filter(consent=consent, revoked_at=None)}
    signed = live_signatures(consent)
    found = []
    for role, person in people.items():
        link = links.get(role)
        if link is not None and (person is None or link.person_id != person.pk):
            link = None
        found.append(Signer(role, person, ready.get(person.pk) if person else None, link, signed.get(role)))
    return found


def find_link(token: str) -> SigningLink | None:
    """The link of a token of whatever institution, also a revoked one: its page tells why it does not work."""
    if not personal_tokens.looks_right(token):
        return None
    with scopes_disabled():
        return (
            SigningLink.objects.select_related(
                "organization",
                "person__organization",
                "consent__organization",
                "consent__person__organization",
                "consent__representative__organization",
                "consent__programme",
                "code_version__file",
                "code_version__document",
            )
            .filter(token_hash=personal_tokens.hash_token(token))
            .first()
        )


def link_token(link: SigningLink) -> str:
    return personal_tokens.token_for(link.key, purpose=PURPOSE)


def link_address(link: SigningLink) -> str:
    return public_link("reports:consent_by_link", token=link_token(link))


def why_closed(link: SigningLink, *, now: dt.datetime | None = None) -> str:
    """Why nothing can be signed by this link; empty when something can."""
    consent = link.consent
    if link.revoked_at is not None:
        return "Куратор отозвал эту ссылку. Если вам прислали новую, откройте её."
    if consent.state not in UNSIGNED:
        return _CLOSED[ConsentState(consent.state)]
    if link.expires_at < (now or timezone.now()):
        return "Срок ссылки вышел. Попросите у куратора новую."
    person = roles_of(consent).get(SignerRole(link.role))
    if person is None or person.pk != link.person_id or not _is_still_due(consent):
        return (
            "Теперь это согласие подписывает другой человек: изменились возраст, дата рождения "
            "или представитель. Куратор подготовит новую ссылку."
        )
    if act_in_force(consent.organization) is None:
        return "Организация сейчас не принимает подписи по коду. Подпишите бланк на бумаге у куратора."
    return _same_address(consent)


def _is_still_due(consent: Consent) -> bool:
    born = consent.person.birth_date
    if born is None:
        return False
    due = signer_for(born, today(consent.organization), emancipated=consent.person.is_emancipated)
    more = {due, ConsentSigner.REPRESENTATIVE_AND_TEENAGER} if due == ConsentSigner.REPRESENTATIVE else {due}
    return consent.signer in more


def _same_address(consent: Consent) -> str:
    addresses = [person.email.lower() for person in roles_of(consent).values() if person and person.email]
    if len(addresses) != len(set(addresses)):
        return (
            "У подростка и представителя указан один адрес почты, а подписывает каждый сам. "
            "Попросите куратора записать разные адреса."
        )
    return ""


def why_no_links(consent: Consent) -> str:
    """Why links cannot be given out for the consent; empty when they can."""
    if consent.state not in UNSIGNED:
        return "Согласие уже подписано или закрыто."
    if ConsentKind(consent.kind) not in KIND_OF_CONSENT:
        return f"Бланка для согласия «{consent.get_kind_display()}» нет."
    if act_in_force(consent.organization) is None:
        return NO_ACT
    for role, person in roles_of(consent).items():
        if person is None:
            return f"Не указан {role.label.lower()}: сначала впишите его в карточку."
    if not _is_still_due(consent):
        return "Подписать должен другой: нажмите «Определить, кому нужны» и подготовьте новый бланк."
    return _same_address(consent)


def sheet_of(consent: Consent) -> Document | None:
    """The living sheet of a consent."""
    code = KIND_OF_CONSENT.get(ConsentKind(consent.kind), "")
    return (
        Document.objects.filter(kind=code, key=f"consent:{consent.pk}")
        .exclude(state=DocumentState.CANCELLED)
        .first()
    )


def version_of(document: Document | None) -> DocumentVersion | None:
    """The current text of a document."""
    if document is None:
        return None
    return (
        DocumentVersion.objects.filter(document=document, revision=document.revision)
        .select_related("file", "document__organization")
        .first()
    )
