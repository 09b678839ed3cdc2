"""Papers for partners: letters to an employer and the agreement on cooperation (methodology §5.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.enums import Gender
from core.errors import DomainError
from core.models import Organization
from core.names import Case, UnknownGenderError, gender_from_patronymic, short_name
from core.russian import capitalize_first, counted, lower_first, plural
from mentorship.enums import EntryState
from mentorship.models import Agreement, PartnerOrganization, Programme
from mentorship.partner_enums import UNSIGNED_AGREEMENTS
from mentorship.selectors.partners import employees_of, head_in, salutation
from reports.citations import PERSONAL_DATA_LAW, TARGET_MODEL, cite
from reports.documents.letterhead import (
    Letterhead,
    Signatory,
    letterhead_of,
    signatory_of,
)
from reports.documents.letterhead import (
    head_in as own_head_in,
)
from reports.documents.page_blocks import page_blocks
from reports.kinds import Built, DocumentKind, Source, register
from reports.models import Document
from reports.partner_kinds import AGREEMENT, LETTER, REQUEST, THANKS, VARIANTS

TITLES = {REQUEST: "О выделении наставников", THANKS: "Благодарственное письмо"}
#: Forms of mentoring in which an employer's people are the mentors.
EMPLOYER_FORMS = "employer-"
WORKED = (EntryState.APPROVED, EntryState.PAIRED, EntryState.FINISHED)


@dataclass(frozen=True)
class PartnerLetter:
    """`addressee` are the lines of the address, in the dative: «Директору», «ООО „Вектор“», «Образцову П. И.»."""

    title: str
    variant: str
    letterhead: Letterhead
    signatory: Signatory
    addressee: list[str]
    salutation: str
    partner: str
    programme: str
    period: str
    forms: list[str]
    wanted: str
    gave: str
    note: str
    cited: str
    executor: str
    contacts: str


@dataclass(frozen=True)
class Party:
    """One side of an agreement: `head` in the genitive, `acting` agrees with them, `details` are its requisites."""

    full_name: str
    short_name: str
    head: str
    acting: str
    basis: str
    position: str
    initials: str
    details: list[str]


@dataclass(frozen=True)
class PartnerAgreement:
    """The text of an agreement; `number` and `date` only when they are known."""

    title: str
    letterhead: Letterhead
    number: str
    date: dt.date | None
    institution: Party
    partner: Party
    subject: str
    forms: list[str]
    mentors: str
    starts_on: dt.date
    ends_on: dt.date


# --- the letter ---


def build_letter(source: Source) -> Built:
    """`options`: variant, programme (id or None), mentors (how many are asked for), note (own words)."""
    partner = source.subject
    if not isinstance(partner, PartnerOrganization):
        raise TypeError("the subject of this letter is a partner")
    options = source.options
    variant = str(options.get("variant") or REQUEST)
    if variant not in VARIANTS:
        raise DomainError("Такого письма портал не готовит.", code="variant")
    programme = _programme(options)
    content = PartnerLetter(
        title=TITLES[variant],
        variant=variant,
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        addressee=addressee(partner),
        salutation=salutation(partner),
        partner=partner.short_name,
        programme=programme.title if programme else "",
        period=_years(programme),
        forms=_forms(programme),
        wanted=_people(options.get("mentors")),
        gave=_gave(partner, programme) if variant == THANKS else "",
        note=str(options.get("note") or "").strip(),
        cited=cite(TARGET_MODEL, source.today).partition("«")[0].strip(),
        executor=programme.curator.full_name if programme and programme.curator else "",
        contacts=_contacts(source.organization, programme),
    )
    return Built(
        content,
        summary=f"{partner.short_name}: {VARIANTS[variant].lower()}",
        programme=programme,
        subjects=(partner,),
    )


def addressee(partner: PartnerOrganization) -> list[str]:
    """To whom, line by line. Raises UnknownGenderError when the head cannot be declined."""
    by_hand = str(partner.head_forms.get(Case.DATIVE, "")).strip()
    if by_hand:
        return [capitalize_first(by_hand), partner.short_name]
    if not partner.head_last_name:
        return ["Руководителю", partner.short_name]
    whole = head_in(partner, Case.DATIVE, initials=True)
    parts = (partner.head_last_name, partner.head_first_name, partner.head_middle_name)
    name = short_name(*parts, case=Case.DATIVE, gender=partner.head_gender or None)
    position = whole.removesuffix(name).strip()
    return [line for line in (capitalize_first(position), partner.short_name, name) if line]


def _programme(options: Mapping[str, Any]) -> Programme | None:
    wanted = options.get("programme")
    return Programme.objects.select_related("curator").filter(pk=wanted).first() if wanted else None


def _years(programme: Programme | None) -> str:
    if programme is None:
        return ""
    first, last = programme.period_start.year, programme.period_end.year
    return f"{first} году" if first == last else f"{first}–{last} годах"


def _forms(programme: Programme | None) -> list[str]:
    if programme is None:
        return []
    projects = programme.projects.filter(form__code__startswith=EMPLOYER_FORMS).select_related("form")
    return [lower_first(project.form.title) for project in projects]


def _people(number: Any) -> str:
    """«2 специалистов» after «выделить»; empty when no number was named."""
    return counted(int(number), "специалиста", "специалистов", "специалистов") if number else ""


def _gave(partner: PartnerOrganization, programme: Programme | None) -> str:
    """«стали 3 специалиста»: how many of the partner's people have been mentors. No names: the employer knows them."""
    if programme is None:
        return ""
    people = employees_of(partner).values("person")
    number = programme.mentors.filter(person__in=people, state__in=WORKED).count()
    if not number:
        return ""
    verb = plural(number, "стал", "стали", "стали")
    return f"{verb} {counted(number, 'специалист', 'специалиста', 'специалистов')}"


def _contacts(organization: Organization, programme: Programme | None) -> str:
    email = programme.curator.email if programme and programme.curator else organization.email
    return ", ".join(part for part in (organization.phone, email or organization.email) if part)


# --- the agreement ---


def build_agreement(source: Source) -> Built:
    agreement = source.subject
    if not isinstance(agreement, Agreement):
        raise TypeError("the subject is an agreement with a partner")
    projects = list(agreement.projects.select_related("form", "programme"))
    content = PartnerAgreement(
        title="Соглашение о сотрудничестве в сфере наставничества",
        letterhead=letterhead_of(source.organization),
        number=agreement.number,
        date=agreement.signed_on,
        institution=_institution(source.organization),
        partner=_partner(agreement.partner),
        subject=agreement.subject,
        forms=[lower_first(project.form.title) for project in projects],
        mentors=_people(agreement.mentors_promised),
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
    )
    return Built(
        content,
        summary=f"{agreement.partner.short_name}, {agreement.starts_on:%d.%m.%Y}–{agreement.ends_on:%d.%m.%Y}",
        programme=projects[0].programme if projects else None,
        subjects=(agreement, agreement.partner),
    )


def _institution(organization: Organization) -> Party:
    signatory = signatory_of(organization)
    gender = organization.head_gender or gender_from_patronymic(organization.head_middle_name)
    return Party(
        full_name=organization.full_name,
        short_name=organization.short_name or organization.full_name,
        head=own_head_in(organization, Case.GENITIVE),
        acting=_acting(gender),
        basis="Устава",
        position=signatory.position,
        initials=signatory.initials,
        details=_details(
            organization.address,
            organization.inn,
            "",
            organization.ogrn,
            organization.phone,
            organization.email,
        ),
    )


def _partner(partner: PartnerOrganization) -> Party:
    if not partner.head_last_name:
        raise DomainError(
            f"В карточке партнёра «{partner.short_name}» не указан руководитель: соглашение некому подписать.",
            code="no_head",
        )
    parts = (partner.head_last_name, partner.head_first_name, partner.head_middle_name)
    return Party(
        full_name=partner.full_name,
        short_name=partner.short_name,
        head=head_in(partner, Case.GENITIVE),
        acting=_acting(partner.head_gender),
        basis=partner.head_basis or "Устава",
        position=partner.head_position or "Руководитель",
        initials=short_name(*parts, initials_first=True),
        details=_details(
            partner.address, partner.inn, partner.kpp, partner.ogrn, partner.phone, partner.email
        ),
    )


def _acting(gender: str | None) -> str:
    """«действующего» agrees with the head; who it is must be known to sign for a side."""
    if not gender:
        raise UnknownGenderError(
            "Не указан пол руководителя, а по отчеству он не виден: укажите его в карточке."
        )
    return "действующей" if gender == Gender.FEMALE else "действующего"


def _details(address: str, inn: str, kpp: str, ogrn: str, phone: str, email: str) -> list[str]:
    ogrn_name = "ОГРНИП" if len(ogrn) == 15 else "ОГРН"
    rows = (
        ("Адрес", address),
        ("ИНН", inn),
        ("КПП", kpp),
        (ogrn_name, ogrn),
        ("Тел.", phone),
        ("E-mail", email),
    )
    return [f"{label}: {value}" for label, value in rows if value]


def agreement_may_change(document: Document) -> None:
    """What both sides have signed is not drawn anew."""
    if not Agreement.objects.filter(pk=document.subject_id, state__in=UNSIGNED_AGREEMENTS).exists():
        raise DomainError("Соглашение уже подписано: его текст не меняется.", code="signed")


register(
    DocumentKind(
        code=LETTER,
        family="Письмо",
        label="Письмо партнёру",
        content=PartnerLetter,
        build=build_letter,
        find=lambda pk: PartnerOrganization.objects.get(pk=pk),
        series="letters",
        number_pattern="{number}",
        signed_by_head=True,
        to_partner=True,
        form_blocks=page_blocks(LETTER),
    )
)
register(
    DocumentKind(
        code=AGREEMENT,
        family="Соглашение",
        label="Соглашение о сотрудничестве с партнёром",
        content=PartnerAgreement,
        build=build_agreement,
        find=lambda pk: Agreement.objects.select_related("partner", "organization").get(pk=pk),
        to_partner=True,
        check_change=agreement_may_change,
        cites=(PERSONAL_DATA_LAW,),
        form_blocks=page_blocks(AGREEMENT),
    )
)
