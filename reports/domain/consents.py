"""Consent sheets: for one person and for all who lack one."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from django.db import IntegrityError, transaction

from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, Organization, User
from mentorship.enums import ConsentKind
from mentorship.models import Consent, Programme, SupplementaryAgreement
from reports.domain.documents import (
    Prepared,
    create_document,
    keep_document,
    keep_new_documents,
    prepare_document,
)
from reports.kinds import KIND_OF_CONSENT
from reports.models import Document
from reports.selectors.documents import living_with_keys
from reports.selectors.heads import heads_kept

JOB_KIND = "documents.consents"


def start_consents(programme: Programme, *, actor: User) -> Job:
    """One job for everybody in the bases whose consent is not signed; pressed twice, it is one job."""
    return start_job(
        JOB_KIND,
        organization=programme.organization,
        owner=actor,
        title=f"Согласия: {programme.title}"[:200],
        params={"programme": programme.pk},
        key=f"programme:{programme.pk}",
    )


def make_sheet(consent: Consent, *, organization: Organization, actor: User | None) -> Document:
    """The sheet of one consent: made once, drawn anew when the records behind it have changed. Raises DomainError."""
    return create_document(
        _kind_code(consent), consent, organization=organization, key=_key(consent), actor=actor
    )


def make_supplement(agreement: SupplementaryAgreement, *, actor: User | None) -> Document:
    """The agreement of ТК art. 351.8 as a page to sign; drawn anew when the record has changed. Raises DomainError."""
    organization = agreement.programme.organization
    key = f"supplement:{agreement.pk}"
    return create_document("supplement", agreement, organization=organization, key=key, actor=actor)


def make_sheets(
    consents: Sequence[Consent], *, organization: Organization, actor: User | None
) -> list[Document | DomainError]:
    """The sheets of a few consents, drawn first and then written in one transaction; an error in the place of one.

    `consents` are rows of `reports.selectors.consents.consents_to_draw`.
    """
    return keep_sheets(prepare_sheets(consents, organization=organization, actor=actor), actor=actor)


def prepare_sheets(
    consents: Sequence[Consent], *, organization: Organization, actor: User | None
) -> list[Prepared | DomainError]:
    """The sheets drawn; nothing is written."""
    found = living_with_keys([_key(consent) for consent in consents])
    prepared: list[Prepared | DomainError] = []
    with heads_kept():
        for consent in consents:
            try:
                code = _kind_code(consent)
                prepared.append(
                    prepare_document(
                        code,
                        consent,
                        organization=organization,
                        key=_key(consent),
                        actor=actor,
                        found=found.get((code, _key(consent))),
                    )
                )
            except DomainError as error:
                prepared.append(error)
    return prepared


def keep_sheets(
    prepared: Sequence[Prepared | DomainError], *, actor: User | None
) -> list[Document | DomainError]:
    """New sheets are written together; if one of them is in the way of the others, each by itself."""
    new = [each for each in prepared if isinstance(each, Prepared) and each.drawn is not None]
    with transaction.atomic():
        try:
            # Of copies: a try that fails leaves its marks on the rows that it has tried to write.
            copies = [replace(each, document=copy(each.document)) for each in new]
            made = keep_new_documents(copies, actor=actor)
        except (IntegrityError, DomainError):
            made = []
        kept = {id(each): document for each, document in zip(new, made, strict=False)}
        return [
            each if isinstance(each, DomainError) else kept.get(id(each)) or _keep(each, actor)
            for each in prepared
        ]


def _keep(prepared: Prepared, actor: User | None) -> Document | DomainError:
    try:
        return keep_document(prepared, actor=actor)
    except DomainError as error:
        return error


def _key(consent: Consent) -> str:
    return f"consent:{consent.pk}"


def _kind_code(consent: Consent) -> str:
    try:
        return KIND_OF_CONSENT[ConsentKind(consent.kind)]
    except KeyError:
        raise DomainError(f"Бланка для согласия «{consent.get_kind_display()}» нет.", code="kind") from None
