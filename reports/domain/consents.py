"""Consent sheets: for one person and for all who lack one."""

from __future__ import annotations

from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, Organization, User
from mentorship.enums import ConsentKind
from mentorship.models import Consent, Programme
from reports.domain.documents import create_document
from reports.kinds import KIND_OF_CONSENT
from reports.models import Document

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
    """The sheet of one consent: made once, drawn anew when the records behind it have changed."""
    try:
        code = KIND_OF_CONSENT[ConsentKind(consent.kind)]
    except KeyError:
        raise DomainError(f"Бланка для согласия «{consent.get_kind_display()}» нет.", code="kind") from None
    return create_document(code, consent, organization=organization, key=f"consent:{consent.pk}", actor=actor)
