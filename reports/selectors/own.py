"""«Мои документы»: extracts of orders, consents, certificates of the reader and their children. Nobody else's."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from core.personal_tokens import token_for
from core.russian import date_short
from mentorship.enums import ConsentSigner, ConsentState
from mentorship.models import Consent, Pair, Person, Programme, TrainingPlace
from mentorship.selectors.participants import consents_of, pairs_of
from mentorship.training_enums import PlaceState
from reports.enums import DocumentState
from reports.kinds import KIND_OF_CONSENT
from reports.life_enums import AcquaintanceState
from reports.models import Document
from reports.selectors.acquaintance import PURPOSE, own_lines
from reports.selectors.certificates import certificates_by_place, key_of
from reports.selectors.relations import named

_TONES = {
    ConsentState.SIGNED: "ok",
    ConsentState.NEEDED: "wait",
    ConsentState.ISSUED: "wait",
    ConsentState.REFUSED: "bad",
    ConsentState.WITHDRAWN: "bad",
    ConsentState.LAPSED: "bad",
}


@dataclass(frozen=True)
class OwnPaper:
    """A line of «Мои документы»; an empty `url`: there is nothing to open yet, or not for this reader."""

    title: str
    detail: str
    state: str = ""
    tone: str = ""
    url: str = ""


@dataclass(frozen=True)
class OwnPapers:
    orders: list[OwnPaper]
    consents: list[OwnPaper]
    certificates: list[OwnPaper]
    to_know: list[OwnPaper]


def own_papers(person: Person, wards: list[Person], programme: Programme) -> OwnPapers:
    """All of it for one reader; a constant number of queries."""
    return OwnPapers(
        _orders(person, wards, programme),
        _consents(person, wards, programme),
        _certificates([person, *wards]),
        _to_know(person),
    )


def _to_know(person: Person) -> list[OwnPaper]:
    """Documents that the reader is asked to get to know, those that wait first."""
    rows = sorted(own_lines(person.user, [person]), key=lambda one: one.state != AcquaintanceState.WAITING)
    return [
        OwnPaper(
            row.document.title,
            named(row.document),
            "прочитайте" if row.state == AcquaintanceState.WAITING else "ознакомлен(а)",
            "wait" if row.state == AcquaintanceState.WAITING else "ok",
            reverse("reports:acquaint_by_link", args=[token_for(row.key, purpose=PURPOSE)]),
        )
        for row in rows
    ]


def shown_people(pair: Pair, person: Person, wards: list[Person]) -> list[int]:
    """Mentees of the pair whom the reader may see in its extract: a mentor all, others themselves or their children."""
    mentees = [place.mentee.person_id for place in pair.places.all()]
    if pair.mentor.person_id == person.pk:
        return mentees
    own = {person.pk, *(ward.pk for ward in wards)}
    return [pk for pk in mentees if pk in own]


def _orders(person: Person, wards: list[Person], programme: Programme) -> list[OwnPaper]:
    return [
        OwnPaper(
            f"Приказ от {date_short(pair.order_date)} № {pair.order_number}",
            f"Закрепление пары: наставник {pair.mentor.person.full_name}",
            str(pair.get_state_display()),
            "",
            reverse("reports:own_extract", args=[pair.pk]),
        )
        for pair in pairs_of([person, *wards], programme)
        if pair.order_date is not None
    ]


def _consents(person: Person, wards: list[Person], programme: Programme) -> list[OwnPaper]:
    rows = list(consents_of([person, *wards], programme))
    made = sheets_of([row.pk for row in rows])
    return [
        OwnPaper(
            str(row.get_kind_display()),
            str(row.person) + (f" · до {date_short(row.valid_until)}" if row.valid_until else ""),
            str(row.get_state_display()),
            _TONES[ConsentState(row.state)],
            reverse("reports:own_consent", args=[row.pk])
            if row.pk in made and may_open_consent(row, person, wards)
            else "",
        )
        for row in rows
    ]


def sheets_of(consents: list[int]) -> dict[int, Document]:
    """Consent id → its living sheet."""
    keys = {f"consent:{pk}": pk for pk in consents}
    found = Document.objects.filter(kind__in=KIND_OF_CONSENT.values(), key__in=list(keys), file__isnull=False)
    rows = found.exclude(state=DocumentState.CANCELLED).select_related("file")
    return {keys[one.key]: one for one in rows}


def may_open_consent(consent: Consent, person: Person, wards: list[Person]) -> bool:
    """The sheet holds the signer's own data (152-ФЗ ст. 9 ч. 4): only who signs it opens it.

    An adult their own, a teenager and their representative the common one, another parent not.
    """
    if consent.person_id == person.pk:
        return consent.signer in {ConsentSigner.SELF, ConsentSigner.REPRESENTATIVE_AND_TEENAGER}
    is_ward = consent.person_id in {ward.pk for ward in wards}
    return is_ward and consent.representative_id == person.pk


def _certificates(people: list[Person]) -> list[OwnPaper]:
    places = TrainingPlace.objects.filter(
        entry__person__in=people, state=PlaceState.COMPLETED
    ).select_related("group__course", "entry__person")
    rows = list(places)
    given = certificates_by_place([place.pk for place in rows])
    return [
        OwnPaper(
            place.group.course.title,
            f"{place.entry.person} · {given[place.pk]}",
            "выдано",
            "ok",
            reverse("reports:own_certificate", args=[place.pk]),
        )
        for place in rows
        if place.pk in given
    ]


def certificate_of(place: TrainingPlace) -> Document | None:
    found = Document.objects.filter(kind="training_certificate", key=key_of(place.pk), file__isnull=False)
    return found.exclude(state=DocumentState.CANCELLED).select_related("file").first()
