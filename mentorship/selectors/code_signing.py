"""Whether somebody may sign by a code: the institution's act, the confirmed address, the agreement."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django_scopes import scopes_disabled

from core import personal_tokens
from core.clock import today
from core.models import Organization
from mentorship.models import CodeAgreement, CodeSigningAct, EmailProof, Person

PURPOSE = "email-proof"
NO_ACT = (
    "Подпись по коду в организации не включена: администратор или директор записывает "
    "локальный акт о простой электронной подписи."
)


@dataclass(frozen=True)
class Readiness:
    """How far a person is on the way to a signature by code."""

    person: Person
    proof: EmailProof | None
    agreement: CodeAgreement | None

    @property
    def has_email(self) -> bool:
        return bool(self.person.email)

    @property
    def is_confirmed(self) -> bool:
        return self.proof is not None and self.proof.confirmed_at is not None

    @property
    def is_ready(self) -> bool:
        return self.is_confirmed and self.agreement is not None

    @property
    def masked_email(self) -> str:
        return personal_tokens.masked_email(self.person.email) if self.person.email else ""


def act_in_force(organization: Organization, day: dt.date | None = None) -> CodeSigningAct | None:
    """The act by which signatures by code are taken on the day, or None: then there are none."""
    when = day or today(organization)
    return CodeSigningAct.objects.filter(
        organization=organization, in_force_from__lte=when, ended_on__isnull=True
    ).first()


def readiness_of(people: Iterable[Person], organization: Organization) -> dict[int, Readiness]:
    """Person id → readiness today: an address confirmed earlier counts only while it is the person's address."""
    chosen = list(people)
    act = act_in_force(organization)
    proofs = {(proof.person_id, proof.email): proof for proof in EmailProof.objects.filter(person__in=chosen)}
    agreed = (
        {
            one.person_id: one
            for one in CodeAgreement.objects.filter(person__in=chosen, act=act, ended_on=None)
        }
        if act
        else {}
    )
    return {
        person.pk: Readiness(person, proofs.get((person.pk, person.email.lower())), agreed.get(person.pk))
        for person in chosen
    }


def agreement_text(act: CodeSigningAct) -> str:
    """The text of the agreement as it is shown, printed and hashed."""
    context = {"act": act, "organization": act.organization}
    return render_to_string("mentorship/code_signing/agreement.txt", context).strip()


def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def find_proof(token: str) -> EmailProof | None:
    """The proof of a token of whatever institution: the link comes from nobody in particular."""
    if not personal_tokens.looks_right(token):
        return None
    with scopes_disabled():
        return (
            EmailProof.objects.select_related("organization", "person")
            .filter(token_hash=personal_tokens.hash_token(token))
            .first()
        )


def proof_token(proof: EmailProof) -> str:
    return personal_tokens.token_for(proof.key, purpose=PURPOSE)
