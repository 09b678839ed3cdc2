"""Representatives of a row: one column or several, several people in one cell, contacts beside the name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.names import Gender, gender_from_patronymic
from core.sheets import cell_text
from mentorship.ages import age_on
from mentorship.enums import GuardianshipKind
from mentorship.imports import cells
from mentorship.imports.columns import GUARDIAN, GUARDIANS
from mentorship.imports.resources import Change
from mentorship.imports.results import GuardianData
from mentorship.naming import NameParts, name_problem, split_full_name

if TYPE_CHECKING:
    from mentorship.imports.checking import Draft
    from mentorship.imports.known import Known

ADULT = 18
GROWN = "исполнилось 18 лет: представитель не загружается"
_FIELDS = {slot: tuple(name for name in GUARDIAN if name.startswith(f"{slot}_")) for slot in GUARDIANS}
_KIND_OF_SLOT = {"mother": GuardianshipKind.MOTHER, "father": GuardianshipKind.FATHER}
_PARENTHESES = re.compile(r"\(([^)]*)\)")
_PHONE = re.compile(r"(?:тел\.?\s*:?\s*)?\+?[0-9][0-9\s()\-–.]{8,}[0-9]")
_EMAIL = re.compile(r"[^\s,;/|()<>]+@[^\s,;/|()<>]+")


def parse_guardians(draft: Draft, today: dt.date) -> list[GuardianData]:
    """The representatives that the row names, each once; what cannot be read becomes an issue at its cell."""
    if draft.birth_date is not None and age_on(draft.birth_date, today) >= ADULT:
        if any(f"{slot}_name" in draft.values for slot in GUARDIANS):
            draft.row.notes.append(GROWN)
        return []
    found: dict[str, GuardianData] = {}
    for slot in GUARDIANS:
        if any(name in draft.values for name in _FIELDS[slot]):
            for given in _slot(draft, slot, today):
                found.setdefault(given.key, given)
    return list(found.values())


def settle_guardians(draft: Draft, known: Known, today: dt.date) -> None:
    """Put the representatives into `draft.row.guardians` with who they are and what would change of them."""
    born = draft.row.person.birth_date if draft.row.person is not None else None
    if draft.guardians and born is not None and age_on(born, today) >= ADULT:
        draft.row.notes.append(GROWN)
        return
    for given in draft.guardians:
        _settle(draft, given, known, today)


def _slot(draft: Draft, slot: str, today: dt.date) -> list[GuardianData]:
    name = f"{slot}_name"
    read = _contacts(draft, slot, today)
    if name not in draft.values:
        if read:
            draft.row.notes.append("контакты представителя не загружаются: не указаны его фамилия и имя")
        return []
    try:
        whole = cell_text(cells.refuse_error(draft.values[name]))
    except ValueError as error:
        draft.issue(name, str(error))
        return []
    people: list[GuardianData] = []
    for part in _people(whole):
        read_one = _person(draft, name, part)
        if read_one is None:
            return []
        parts, kind, phone, email = read_one
        beside = {} if people else read  # contacts in columns of their own belong to the first of several
        people.append(
            GuardianData(
                parts.last_name,
                parts.first_name,
                parts.middle_name,
                _kind(draft, slot, parts, kind or beside.get("kind", "")),
                phone or beside.get("phone", ""),
                email or beside.get("email", ""),
                beside.get("birth_date"),
            )
        )
    return people


def _contacts(draft: Draft, slot: str, today: dt.date) -> dict[str, Any]:
    read: dict[str, Any] = {}
    readers: tuple[tuple[str, Callable[[object], Any]], ...] = (
        ("kind", cells.kind_of_guardian),
        ("phone", cells.phone),
        ("email", cells.email),
        ("birth_date", lambda cell: cells.birth_date(cell, today)),
        ("contacts", cells.contacts),
    )
    for part, clean in readers:
        name = f"{slot}_{part}"
        if name not in draft.values:
            continue
        try:
            read[part] = clean(cells.refuse_error(draft.values[name]))
        except ValueError as error:
            draft.issue(name, str(error))
    phone, email = read.pop("contacts", ("", ""))
    if phone:
        read.setdefault("phone", phone)
    if email:
        read.setdefault("email", email)
    born = read.get("birth_date")
    if born is not None and age_on(born, today) < ADULT:
        draft.issue(f"{slot}_birth_date", "представителю должно быть не меньше 18 лет")
    return read


def _people(text: str) -> list[str]:
    """«Образцова В. И. (мать); Образцов И. П. (отец)» → two parts; a comma parts two only before a full name."""
    parts = [part.strip(" ,") for part in re.split(r"[;\n/]+", text)]
    pieces: list[str] = []
    for part in filter(None, parts):
        for number, piece in enumerate(part.split(",")):
            words = re.findall(r"[А-ЯЁа-яё\-]{2,}", _PARENTHESES.sub("", piece))
            if number and (len(words) < 2 or "@" in piece):
                pieces[-1] += "," + piece
            else:
                pieces.append(piece)
    return [piece.strip() for piece in pieces if piece.strip()]


def _person(draft: Draft, name: str, text: str) -> tuple[NameParts, str, str, str] | None:
    """(name, kind or «», phone or «», e-mail or «»), or an issue at the cell."""
    try:
        email = cells.email(match[0]) if (match := _EMAIL.search(text)) else ""
        rest = _EMAIL.sub(" ", text)
        phone = (
            cells.phone(match[0].removeprefix("тел").lstrip(".: ")) if (match := _PHONE.search(rest)) else ""
        )
        rest = _PHONE.sub(" ", rest)
        aside = " ".join(_PARENTHESES.findall(rest))
        rest = _PARENTHESES.sub(" ", rest)
        rest, said = _take_kind(rest)
        kind = cells.kind_of_guardian(aside or said) if (aside or said) else ""
        parts = split_full_name(cells.text(rest.strip(" ,.:-–—"), limit=200))
        if parts is None:
            raise ValueError(f"«{text[:60]}»: нужны хотя бы фамилия и имя")
        problem = name_problem(f"{parts.last_name} {parts.first_name} {parts.middle_name}".strip())
        for part in (parts.last_name, parts.first_name, parts.middle_name):
            problem = problem or (name_problem(part) if part else "")
        if problem:
            raise ValueError(problem)
    except ValueError as error:
        draft.issue(name, str(error))
        return None
    return parts, kind, phone, email


def _take_kind(text: str) -> tuple[str, str]:
    """«мать — Образцова Вера Ильинична» → the name and the word apart."""
    match = re.match(r"(?i)\s*(мать|мама|отец|папа|опекун(?:ша)?|попечитель)\s*[:\-–—]\s*", text)
    return (text[match.end() :], match[1]) if match else (text, "")


def _kind(draft: Draft, slot: str, parts: NameParts, told: str) -> str:
    if slot in _KIND_OF_SLOT:
        return _KIND_OF_SLOT[slot]
    if told:
        return told
    shown = gender_from_patronymic(parts.middle_name)
    kind = GuardianshipKind.FATHER if shown is Gender.MALE else GuardianshipKind.GUARDIAN
    if shown is Gender.FEMALE:
        kind = GuardianshipKind.MOTHER
    draft.row.notes.append(f"представитель записан как «{kind.label.lower()}» — по отчеству, проверьте")
    return kind


def _settle(draft: Draft, given: GuardianData, known: Known, today: dt.date) -> None:
    row = draft.row
    ward = row.person if row.person is not None and row.person.pk else None
    given.person, given.is_linked = known.guardian(ward, given)
    slot = next(slot for slot in GUARDIANS if f"{slot}_name" in draft.values)
    if given.key == draft.key:
        row.notes.append("представитель назван тем же именем, что и сам человек: проверьте")
    if given.person is not None and not given.is_linked:
        if given.person.pk == getattr(ward, "pk", None):
            return draft.issue(f"{slot}_name", "человек не может представлять сам себя")
        born = given.person.birth_date
        if born is not None and age_on(born, today) < ADULT:
            return draft.issue(f"{slot}_name", "представителю должно быть не меньше 18 лет")
    if given.person is not None:
        _compare(given, given.person)
        if given.is_linked:
            row.changes += [
                Change(f"представитель {given.person.short_name}: {label}", str(old), str(new))
                for label, old, new in given.changed.values()
            ]
    if ward is not None and not given.is_linked:
        row.changes.append(Change("законный представитель", "", given.full_name))
    row.guardians.append(given)
    return None


def _compare(given: GuardianData, person: Any) -> None:
    """What the row says of a representative who is known: field → (label, former, new value)."""
    for name, label in (("phone", "телефон"), ("email", "почта"), ("birth_date", "дата рождения")):
        value, old = getattr(given, name), getattr(person, name)
        if value and value != old:
            given.changed[name] = (label, old or "", value)
