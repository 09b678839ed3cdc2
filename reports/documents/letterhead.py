"""What every document of an institution begins and ends with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.docx import Align, Block, Paragraph
from core.errors import DomainError
from core.models import Organization
from core.names import Case, decline, short_name
from core.russian import NBSP, decline_position, lower_first
from reports.selectors.heads import head_on


@dataclass(frozen=True)
class Letterhead:
    """The head of the form: founder, names, place."""

    founder: str
    full_name: str
    short_name: str
    city: str
    address: str
    inn: str
    ogrn: str


@dataclass(frozen=True)
class Signatory:
    """Who signs: position, «И. О. Фамилия», the full name for the record."""

    position: str
    initials: str
    full_name: str


def letterhead_of(organization: Organization) -> Letterhead:
    return Letterhead(
        founder=organization.founder,
        full_name=organization.full_name,
        short_name=organization.short_name,
        city=town(organization.city),
        address=organization.address,
        inn=organization.inn,
        ogrn=organization.ogrn,
    )


def letterhead_blocks(head: Letterhead) -> list[Block]:
    """The head of a Word document: what `documents/letterhead.html` prints."""
    has_short = head.short_name and head.short_name != head.full_name
    names = (head.founder, head.full_name, f"({head.short_name})" if has_short else "")
    return [Paragraph(name, align=Align.CENTER, bold=name == head.full_name) for name in names if name]


def signatory_of(organization: Organization, *, on: dt.date | None = None) -> Signatory:
    """The head of the institution on the day (today), or who acts for them. DomainError when nobody is named."""
    head = head_on(organization, on)
    if not head.last_name or not head.first_name:
        raise DomainError(
            "В карточке организации не указан руководитель: документ некому подписать. "
            "Попросите администратора заполнить её.",
            code="no_head",
        )
    return Signatory(
        position=head.position,
        initials=short_name(*head.parts, initials_first=True),
        full_name=decline(*head.parts, Case.NOMINATIVE),
    )


def head_in(organization: Organization, case: str) -> str:
    """«директора Образцова П. И.» in the given case; «руководителя организации» would read in its place.

    Raises UnknownGenderError when the card tells neither the gender nor a patronymic that shows it.
    """
    head = head_on(organization)
    name = short_name(*head.parts, case=case, gender=head.gender or None)
    position = decline_position(lower_first(head.position), case)
    return f"{position} {name}" if position else name


def town(city: str) -> str:
    """«г.Приречный» and «Приречный» alike → «г. Приречный» with a space that does not break."""
    text = " ".join(city.split())
    if not text:
        return ""
    kind, dot, name = text.partition(".")
    if dot and name.strip() and " " not in kind:
        return f"{kind}.{NBSP}{name.strip()}"
    return text if " " in text else f"г.{NBSP}{text}"
