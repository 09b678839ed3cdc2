"""The supplementary agreement to the contract of an employee who mentors employees (ТК РФ art. 351.8).

The law wants in writing: content, term and form of the work, size and terms of the pay. Both sides sign on paper.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.russian import grouped, lower_first
from mentorship.enums import MeetingFormat
from mentorship.models import SupplementaryAgreement
from reports.citations import LABOUR_CODE_MENTORING
from reports.documents.consents import head_or_unnamed
from reports.documents.letterhead import Letterhead, Signatory, letterhead_of, signatory_of
from reports.documents.page_blocks import page_blocks
from reports.documents.people import full_name, initials
from reports.kinds import Built, DocumentKind, Source, register


@dataclass(frozen=True)
class Supplement:
    """The agreement as it is printed; `pay` empty: no separate pay was agreed."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    head: str
    programme: str
    number: str
    date: dt.date
    employee: str
    employee_initials: str
    position: str
    work: str
    form: str
    starts_on: dt.date
    ends_on: dt.date
    pay: str
    pay_terms: str


def build_supplement(source: Source) -> Built:
    agreement = source.subject
    if not isinstance(agreement, SupplementaryAgreement):
        raise TypeError("the subject is a supplementary agreement")
    person, organization = agreement.person, source.organization
    content = Supplement(
        title="Дополнительное соглашение о выполнении работы по наставничеству",
        letterhead=letterhead_of(organization),
        signatory=signatory_of(organization),
        head=head_or_unnamed(organization),
        programme=agreement.programme.title,
        number=agreement.number,
        date=agreement.signed_on,
        employee=full_name(person),
        employee_initials=initials(person),
        position=lower_first(person.position),
        work=agreement.content,
        form="любая"
        if agreement.form == MeetingFormat.ANY
        else lower_first(MeetingFormat(agreement.form).label),
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        pay="" if agreement.pay is None else _roubles(agreement.pay),
        pay_terms=agreement.pay_terms,
    )
    return Built(
        content,
        summary=f"{person.full_name}, № {agreement.number}",
        programme=agreement.programme,
        subjects=(agreement, person),
    )


def _roubles(amount) -> str:  # type: ignore[no-untyped-def]
    """«3500,50»: whole roubles grouped, kopecks always told."""
    whole, kopecks = divmod(int(amount * 100), 100)
    return f"{grouped(whole)},{kopecks:02}"


register(
    DocumentKind(
        code="supplement",
        family="Соглашение",
        label="Дополнительное соглашение о наставничестве (ТК РФ, ст. 351.8)",
        content=Supplement,
        build=build_supplement,
        find=lambda pk: SupplementaryAgreement.objects.select_related(
            "person", "programme", "organization"
        ).get(pk=pk),
        stylesheet="consent",
        mass=True,
        cites=(LABOUR_CODE_MENTORING,),
        form_blocks=page_blocks("supplement"),
    )
)
