"""Papers of an award: the jury's protocol, the order of encouragement, letters of thanks (methodology §5.0–5.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.errors import DomainError
from core.names import Case, UnknownGenderError, decline, gender_from_patronymic
from core.russian import capitalize_first, counted, date_long, quoted
from mentorship.award_enums import AwardSubject, NominationState, RoundState
from mentorship.models import AwardRound, JurySheet, Nomination, PartnerOrganization, Person
from mentorship.selectors.awards import name_of, nominations_of, people_of
from mentorship.selectors.partners import salutation
from reports.citations import TARGET_MODEL, cite
from reports.consequences import order_signed
from reports.documents.curators import curator_in_dative
from reports.documents.letterhead import Letterhead, Signatory, letterhead_of, signatory_of
from reports.documents.order_award_text import award_filling
from reports.documents.order_text import order_blocks, text_for, visas_of
from reports.documents.page_blocks import page_blocks
from reports.documents.partners import addressee
from reports.documents.people import full_name, occupation
from reports.kinds import Built, DocumentKind, Source, register
from reports.wordings import Worded

PROTOCOL, ORDER = "award_protocol", "order_award"
THANKS_PERSON, THANKS_PARENT, THANKS_EMPLOYER = "thanks_person", "thanks_parent", "thanks_employer"


@dataclass(frozen=True)
class ProtocolLine:
    """A nomination by its place: «1», «2–3» when shared, «—» when nobody scored it."""

    place: str
    name: str
    mean: str
    scored: str


@dataclass(frozen=True)
class AwardProtocol:
    """What the jury has decided. `ties` and `conflicts` are sentences, empty when there was nothing to say."""

    title: str
    letterhead: Letterhead
    award: str
    programme: str
    held_on: dt.date
    chair: str
    members: list[str]
    criteria: list[str]
    lines: list[ProtocolLine]
    conflicts: list[str]
    ties: list[str]
    decision: str


@dataclass(frozen=True)
class Honoured:
    """A line of the order: whom (accusative), in what post, for what."""

    number: int
    name: str
    occupation: str
    reward: str
    grounds: str


@dataclass(frozen=True)
class OrderAward:
    """The order of encouragement."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    programme: str
    cited: str
    basis: str
    lines: list[Honoured]
    curator: str
    acquaintance: list[str]
    visas: list[str] = field(default_factory=list)
    text: Worded = field(default_factory=Worded)  # of wording «2»


@dataclass(frozen=True)
class ThanksLetter:
    """`to` are lines in the dative; `about` names the one whose work is thanked for, where it is not the reader."""

    title: str
    letterhead: Letterhead
    signatory: Signatory
    variant: str
    to: list[str]
    salutation: str
    about: str
    award: str
    programme: str
    year: str


def find_round(pk: int) -> AwardRound:
    return AwardRound.objects.select_related("award", "organization", "programme__curator").get(pk=pk)


def _closed(source: Source) -> AwardRound:
    found = source.subject
    if not isinstance(found, AwardRound):
        raise TypeError("the subject of this document is a round of awards")
    if found.state != RoundState.CLOSED or found.closed_on is None:
        raise DomainError("Сначала подведите итоги конкурса.", code="state")
    return found


# --- the protocol ---


def build_protocol(source: Source) -> Built:
    """The subject is a closed round. Raises DomainError."""
    found = _closed(source)
    accepted = [one for one in nominations_of(found) if one.state == NominationState.ACCEPTED]
    jury = list(found.jury.select_related("user"))
    sheets = list(
        JurySheet.objects.filter(nomination__in=accepted)
        .select_related("juror__user", "nomination")
        .order_by("pk")
    )
    laureates = [one for one in accepted if one.is_laureate]
    content = AwardProtocol(
        title=f"Заседание жюри: {found.title}"[:300],
        letterhead=letterhead_of(source.organization),
        award=found.award.title,
        programme=found.programme.title,
        held_on=found.closed_on or source.today,
        chair=next((one.user.full_name for one in jury if one.is_chair), ""),
        members=[one.user.full_name for one in jury],
        criteria=[_criterion_words(one) for one in found.criteria.all()],
        lines=[_protocol_line(one, sheets) for one in _by_place(accepted)],
        conflicts=_conflicts(sheets, {one.pk: name_of(one) for one in accepted}),
        ties=_ties(found, accepted),
        decision=f"Наградить ({found.award.title}): {'; '.join(name_of(one) for one in _by_place(laureates))}.",
    )
    people = tuple(person for one in accepted for person in people_of(one))
    return Built(
        content,
        summary=f"{found.title}, {counted(len(accepted), 'номинация', 'номинации', 'номинаций')}",
        programme=found.programme,
        subjects=(found, *people),
    )


def _by_place(nominations: list[Nomination]) -> list[Nomination]:
    return sorted(nominations, key=lambda one: (one.place_from is None, one.place_from or 0, name_of(one)))


def _criterion_words(one: Any) -> str:
    weight = f", вес {one.weight.normalize():f}".replace(".", ",") if one.weight != 1 else ""
    return f"{one.title}: от {one.least} до {one.most}{weight}"


def _protocol_line(one: Nomination, sheets: list[JurySheet]) -> ProtocolLine:
    place = "—"
    if one.place_from is not None:
        shared = one.place_to != one.place_from
        place = f"{one.place_from}–{one.place_to}" if shared else str(one.place_from)
    mean = f"{one.total:.3f}".replace(".", ",") if one.total is not None else "—"
    own = [sheet for sheet in sheets if sheet.nomination_id == one.pk and not sheet.conflict]
    return ProtocolLine(place, name_of(one), mean, str(len(own)))


def _conflicts(sheets: list[JurySheet], names: Mapping[int, str]) -> list[str]:
    return [
        f"{sheet.juror.user.full_name} не оценивает номинацию «{names[sheet.nomination_id]}»: {sheet.conflict}."
        for sheet in sheets
        if sheet.conflict
    ]


def _ties(found: AwardRound, accepted: list[Nomination]) -> list[str]:
    """Who shares places, and how equals were told apart."""
    told = []
    groups: dict[tuple[int, int], list[str]] = {}
    for one in accepted:
        if one.place_from is not None and one.place_to != one.place_from:
            groups.setdefault((one.place_from, one.place_to or 0), []).append(name_of(one))
    for (first, last), names in sorted(groups.items()):
        told.append(f"Места {first}–{last} поделили: {', '.join(sorted(names))}.")
    if found.tie_reason:
        told.append(f"При равенстве баллов решение принял председатель жюри: {found.tie_reason}.")
    return told


# --- the order ---


def build_order(source: Source) -> Built:
    """The subject is a closed round: its laureates. Raises DomainError."""
    found = _closed(source)
    laureates = [one for one in _by_place(list(nominations_of(found))) if one.is_laureate]
    if not laureates:
        raise DomainError("Лауреатов нет: награждать некого.", code="nobody")
    lines: list[Honoured] = []
    for one in laureates:
        for person in people_of(one):
            reward = quoted(found.award.title)
            words = _accusative(person)
            lines.append(
                Honoured(len(lines) + 1, words, occupation(person), reward, _for_what(found, one, person))
            )
    people = tuple(person for one in laureates for person in people_of(one))
    content = OrderAward(
        title="О поощрении участников программы наставничества",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        programme=found.programme.title,
        cited=cite(TARGET_MODEL, source.today),
        basis=f"протокол заседания жюри от\u00a0{date_long(found.closed_on or source.today)} ({quoted(found.title)})",
        lines=lines,
        curator=curator_in_dative(found.programme),
        acquaintance=[full_name(person) for person in people],
    )
    content = replace(
        content,
        visas=visas_of(source, ORDER),
        text=text_for(source, ORDER, award_filling(content, source, found.programme)),
    )
    return Built(
        content,
        summary=f"{found.title}: {counted(len(lines), 'человек', 'человека', 'человек')}",
        programme=found.programme,
        subjects=(found, *people),
    )


def _accusative(person: Person) -> str:
    try:
        return full_name(person, Case.ACCUSATIVE)
    except UnknownGenderError as error:
        raise DomainError(
            f"Укажите пол в карточке: {person.full_name}. Без него имя нельзя поставить в нужный падеж.",
            code="gender",
        ) from error


def _for_what(found: AwardRound, one: Nomination, person: Person) -> str:
    if found.subject == AwardSubject.PAIR and one.pair is not None and one.pair.mentor.person_id != person.pk:
        return "за результаты работы в паре с наставником"
    return "за высокие результаты наставнической работы"


# --- letters of thanks ---


def _letter(source: Source, *, variant: str, to: list[str], greeting: str, about: str) -> Built:
    pk = source.options.get("round")
    found = AwardRound.objects.select_related("award", "programme").get(pk=int(pk or 0))
    if found.state != RoundState.CLOSED or found.closed_on is None:
        raise DomainError("Сначала подведите итоги конкурса.", code="state")
    content = ThanksLetter(
        title="Благодарственное письмо",
        letterhead=letterhead_of(source.organization),
        signatory=signatory_of(source.organization),
        variant=variant,
        to=to,
        salutation=greeting,
        about=about,
        award=found.award.title if source.options.get("laureate") else "",
        programme=found.programme.title,
        year=str(found.closed_on.year),
    )
    return Built(content, summary=", ".join(to), programme=found.programme, subjects=(source.subject,))


def _greeting(person: Person) -> str:
    """«Уважаемый Пётр Ильич!»: by the gender that the card or the patronymic tells, else for both."""
    word = {"male": "Уважаемый", "female": "Уважаемая"}.get(_gender(person), "Уважаемый(ая)")
    return f"{word} {' '.join(part for part in (person.first_name, person.middle_name) if part)}!"


def _gender(person: Person) -> str:
    return str(person.gender or gender_from_patronymic(person.middle_name) or "")


def build_thanks_person(source: Source) -> Built:
    """The subject is a person who is thanked; `options`: round, laureate."""
    person = source.subject
    if not isinstance(person, Person):
        raise TypeError("the subject of this letter is a person")
    to = [full_name(person, Case.DATIVE)]
    if occupation(person):
        to.append(occupation(person))
    return _letter(source, variant="person", to=to, greeting=_greeting(person), about="")


def build_thanks_parent(source: Source) -> Built:
    """The subject is a parent; `options["about"]` is the child's id."""
    parent = source.subject
    if not isinstance(parent, Person):
        raise TypeError("the subject of this letter is a parent")
    child = Person.objects.filter(pk=int(source.options.get("about") or 0)).first()
    if child is None:
        raise DomainError("Ребёнка, о котором письмо, в базе нет.", code="no_child")
    parts = (child.last_name, child.first_name, "")
    about = decline(*parts, Case.GENITIVE, gender=_gender(child) or None)
    to = [full_name(parent, Case.DATIVE)]
    return _letter(source, variant="parent", to=to, greeting=_greeting(parent), about=about)


def build_thanks_employer(source: Source) -> Built:
    """The subject is a partner; `options["about"]` is the id of the employee who is a mentor."""
    partner = source.subject
    if not isinstance(partner, PartnerOrganization):
        raise TypeError("the subject of this letter is a partner")
    person = Person.objects.filter(pk=int(source.options.get("about") or 0)).first()
    if person is None:
        raise DomainError("Наставника, о котором письмо, в базе нет.", code="no_person")
    about = full_name(person, Case.GENITIVE)
    greeting = capitalize_first(salutation(partner))
    return _letter(source, variant="employer", to=addressee(partner), greeting=greeting, about=about)


register(
    DocumentKind(
        code=PROTOCOL,
        family="Протокол",
        label="Протокол заседания жюри",
        content=AwardProtocol,
        build=build_protocol,
        find=find_round,
        series="award_protocols",
        number_pattern="{number}",
        numbered_at_issue=True,
        form_blocks=page_blocks(PROTOCOL),
    )
)
register(
    DocumentKind(
        code=ORDER,
        family="Приказ",
        label="Приказ о поощрении",
        content=OrderAward,
        build=build_order,
        find=find_round,
        wording="2",
        series="orders",
        signed_by_head=True,
        on_signed=order_signed,
        form_blocks=order_blocks,
    )
)
for _code, _label, _build, _find in (
    (THANKS_PERSON, "Благодарственное письмо участнику", build_thanks_person, Person),
    (THANKS_PARENT, "Благодарственное письмо родителям", build_thanks_parent, Person),
    (THANKS_EMPLOYER, "Благодарственное письмо работодателю", build_thanks_employer, PartnerOrganization),
):
    register(
        DocumentKind(
            code=_code,
            family="Благодарность",
            label=_label,
            content=ThanksLetter,
            build=_build,
            find=lambda pk, model=_find: model.objects.select_related("organization").get(pk=pk),  # type: ignore[misc, attr-defined]
            mailed=True,
            mass=True,
            form_blocks=page_blocks(_code),
        )
    )
