"""Consents, one person and one purpose a document (152-ФЗ art. 9: they may not be merged since 01.09.2025).

The consents to processing and to distribution hold all nine elements of art. 9 part 4, the latter also what приказ
Роскомнадзора № 18 demands of art. 10.1; a minor's taking part, psychological help (273-ФЗ art. 42 part 3) and an
employee's mentoring of employees (ТК art. 351.8) have sheets of their own. Who signs is decided by `mentorship` (the
portal's rule by age, methodology §6.1) and stands in the consent itself. What the portal does not keep — passports —
is left as lines for the hand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from core.errors import DomainError
from core.models import Organization
from core.names import Case, UnknownGenderError
from mentorship.ages import FULL_AGE, birthday
from mentorship.enums import ConsentKind, ConsentSigner, DistributionCategory, GuardianshipKind
from mentorship.models import Consent, Person
from mentorship.selectors.sensitive import kinds_for
from reports import consequences
from reports.citations import DISTRIBUTION_ORDER, EDUCATION_LAW, LABOUR_CODE_MENTORING, PERSONAL_DATA_LAW
from reports.documents.letterhead import Letterhead, head_in, letterhead_of
from reports.documents.page_blocks import page_blocks
from reports.documents.people import full_name
from reports.kinds import KIND_OF_CONSENT, Built, DocumentKind, Source, register
from reports.selectors.consents import consents_to_draw
from reports.selectors.heads import head_on

TITLES = {
    ConsentKind.PROCESSING: "Согласие на обработку персональных данных",
    ConsentKind.DISTRIBUTION: "Согласие на обработку персональных данных, разрешённых для распространения",
    ConsentKind.PARTICIPATION: "Согласие на участие несовершеннолетнего в программе наставничества",
    ConsentKind.PSYCHOLOGICAL: "Согласие на психолого-педагогическую помощь",
    ConsentKind.EMPLOYEE_MENTORING: "Согласие работника на наставничество",
    ConsentKind.SPECIAL: "Согласие на обработку специальных категорий персональных данных",
}
_KINSHIP = {
    GuardianshipKind.MOTHER: "мать",
    GuardianshipKind.FATHER: "отец",
    GuardianshipKind.GUARDIAN: "опекун (попечитель)",
    GuardianshipKind.INSTITUTION: "представитель организации или органа опеки",
}
_CITED = {
    ConsentKind.PROCESSING: (PERSONAL_DATA_LAW,),
    ConsentKind.DISTRIBUTION: (PERSONAL_DATA_LAW, DISTRIBUTION_ORDER),
    ConsentKind.PSYCHOLOGICAL: (EDUCATION_LAW,),
    ConsentKind.EMPLOYEE_MENTORING: (LABOUR_CODE_MENTORING,),
    ConsentKind.SPECIAL: (PERSONAL_DATA_LAW,),
}
_COMMON = (
    "фамилия, имя, отчество",
    "дата рождения",
    "контактные телефон и адрес электронной почты",
    "ответы на анкеты программы и результаты их обработки",
    "сведения об участии во встречах и мероприятиях программы и о её результатах",
)
_STUDENT = ("группа (класс)",)
_EMPLOYEE = ("место работы и должность",)
_MENTEE = ("запрос на наставничество и оценки динамики", "индивидуальный план развития")
_MENTOR = (
    "образование, компетенции и опыт",
    "сведения о предъявленных справках, необходимых для работы с обучающимися (номер, дата, срок)",
)
HEAD_UNNAMED = "руководителя организации"
_REPRESENTATIVE = ("фамилия, имя, отчество и контакты законного представителя",)


@dataclass(frozen=True)
class Subject:
    """A person on the form; empty strings are printed as lines to fill in by hand."""

    name: str
    birth_date: dt.date | None
    address: str
    occupation: str
    contacts: str = ""


@dataclass(frozen=True)
class DistributionRow:
    """A line of the consent to distribution; `allowed` None is left to the hand, and unmarked means forbidden."""

    title: str
    allowed: bool | None = None
    conditions: str = ""


@dataclass(frozen=True)
class Representative:
    """The one who signs for a minor; all empty when nobody is entered yet."""

    name: str
    address: str
    kinship: str
    authority: str
    contacts: str = ""


@dataclass(frozen=True)
class ConsentSheet:
    """One consent of one person for one purpose; the templates of all kinds share it."""

    title: str
    letterhead: Letterhead
    head: str
    programme: str
    programme_end: dt.date
    subject: Subject
    representative: Representative | None
    teenager_signs: bool
    data: list[str]
    valid_until: dt.date
    site: str = ""
    items: list[DistributionRow] = field(default_factory=list)


def build_consent(source: Source) -> Built:
    """The subject is a row of `consents_to_draw`: all that a sheet needs comes with it, so a sheet costs no query."""
    consent = source.subject
    if not isinstance(consent, Consent):
        raise TypeError("the subject of a consent form is a consent")
    _check(consent, source.organization)
    person = consent.person
    minor = consent.signer != ConsentSigner.SELF
    content = ConsentSheet(
        title=TITLES[ConsentKind(consent.kind)],
        letterhead=letterhead_of(source.organization),
        head=head_or_unnamed(source.organization),
        programme=consent.programme.title,
        subject=Subject(
            full_name(person), person.birth_date, person.address, _occupation(person), _contacts(person)
        ),
        representative=_representative(consent) if minor else None,
        teenager_signs=consent.signer == ConsentSigner.REPRESENTATIVE_AND_TEENAGER,
        data=_special_data(source.organization) if consent.kind == ConsentKind.SPECIAL else _data(consent),
        programme_end=consent.programme.period_end,
        valid_until=consent.valid_until or _valid_until(consent),
        site=source.organization.site,
        items=_distribution(consent) if consent.kind == ConsentKind.DISTRIBUTION else [],
    )
    return Built(content, summary=_summary(consent), programme=consent.programme, subjects=(consent, person))


def find_consent(pk: int) -> Consent:
    return consents_to_draw().get(pk=pk)


def _check(consent: Consent, organization: Organization) -> None:
    if consent.kind not in KIND_OF_CONSENT:
        raise DomainError(f"Бланка для согласия «{consent.get_kind_display()}» нет.", code="kind")
    if not organization.address:
        raise DomainError(
            "В карточке организации не указан адрес: без него согласие неполно (152-ФЗ, ст. 9 ч. 4).",
            code="no_address",
        )
    if consent.person.birth_date is None:
        raise DomainError(
            "Не указана дата рождения: нельзя решить, кто подписывает согласие.", code="no_birth_date"
        )


def head_or_unnamed(organization: Organization) -> str:
    """Reads after «на имя»."""
    try:
        return head_in(organization, Case.GENITIVE) if head_on(organization).last_name else HEAD_UNNAMED
    except UnknownGenderError:
        return HEAD_UNNAMED


def _occupation(person: Person) -> str:
    return person.group or person.position


def _representative(consent: Consent) -> Representative:
    guardian = consent.representative
    if guardian is None:
        return Representative("", "", "", "")
    links = [each for each in consent.person.guardian_links.all() if each.guardian_id == guardian.pk]
    link = links[0] if links else None
    return Representative(
        name=full_name(guardian),
        address=guardian.address,
        kinship=_KINSHIP.get(link.kind, "") if link else "",  # type: ignore[call-overload]
        authority=link.authority if link else "",
        contacts=_contacts(guardian),
    )


def _contacts(person: Person) -> str:
    return ", ".join(part for part in (person.phone, person.email) if part)


def _distribution(consent: Consent) -> list[DistributionRow]:
    """Every item is on the sheet; what the person has not chosen in the portal is chosen by hand.

    Special categories and biometric data are never among them.
    """
    chosen = {item.category: item for item in consent.distribution_items.all()}
    rows = []
    for category in DistributionCategory:
        item = chosen.get(category)
        rows.append(
            DistributionRow(
                category.label, item.is_allowed if item else None, item.conditions if item else ""
            )
        )
    return rows


def _data(consent: Consent) -> list[str]:
    """Only what the programme needs of this person: no health, no records, no tests of a psychologist."""
    own = list(_COMMON)
    own[2:2] = _STUDENT if consent.person.group else _EMPLOYEE
    if consent.is_mentee:  # type: ignore[attr-defined]
        own += _MENTEE
    if consent.is_mentor:  # type: ignore[attr-defined]
        own += _MENTOR
    if consent.signer != ConsentSigner.SELF:
        own += _REPRESENTATIVE
    return own


def _special_data(organization: Organization) -> list[str]:
    """Kinds to be marked by hand: an unmarked one is not consented to."""
    return [kind.title for kind in kinds_for(organization)]


def _summary(consent: Consent) -> str:
    who = {
        ConsentSigner.REPRESENTATIVE: "подписывает законный представитель",
        ConsentSigner.REPRESENTATIVE_AND_TEENAGER: "подписывают законный представитель и подросток",
    }.get(ConsentSigner(consent.signer), "")
    return ", ".join(part for part in (consent.person.full_name, consent.person.group, who) if part)


def _valid_until(consent: Consent) -> dt.date:
    """A year for the reports after the programme; a minor's consent ends with the minority."""
    end = consent.programme.period_end
    until = birthday(end, 1)
    person = consent.person
    if consent.signer == ConsentSigner.SELF or person.birth_date is None:
        return until
    return min(until, birthday(person.birth_date, FULL_AGE) - dt.timedelta(days=1))


def _register(kind: ConsentKind, code: str) -> DocumentKind:
    return register(
        DocumentKind(
            code=code,
            family="Согласие",
            label=TITLES[kind],
            content=ConsentSheet,
            build=build_consent,
            find=find_consent,
            stylesheet="consent",
            mass=True,
            scanned_back=True,
            on_issued=consequences.consent_issued,
            on_all_issued=consequences.consents_issued,
            check_change=consequences.consent_may_change,
            cites=_CITED.get(kind, ()),
            form_blocks=page_blocks(code),
        )
    )


for _kind, _code in KIND_OF_CONSENT.items():
    _register(_kind, _code)
