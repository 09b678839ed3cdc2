"""The journal of registration: every place of a register in a year, whatever became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.clock import today
from core.models import Organization
from core.russian import date_short
from reports.enums import DocumentState
from reports.kinds import kind_of, series_labels
from reports.life_enums import ReservedState
from reports.models import Document, NumberCounter, ReservedNumber


@dataclass(frozen=True)
class JournalLine:
    """A place of the register. `fate` is in words; a number without a document has no `pk`."""

    place: int
    number: str
    date: dt.date | None
    title: str
    kind: str
    pages: int
    fate: str
    author: str
    is_void: bool = False
    pk: int | None = None
    reserved: int | None = None  # a number that waits for its document


@dataclass(frozen=True)
class Journal:
    series: str
    label: str
    year: int
    lines: list[JournalLine]
    missing: list[int]  # places that nothing stands at: never, by the way numbers are given


def journals_of(organization: Organization) -> list[tuple[str, str, int]]:
    """(series, what is kept in it, year) of every register that has a number, the newest year first."""
    labels = series_labels()
    rows = NumberCounter.objects.filter(organization=organization, last__gt=0)
    # Orders first: theirs is the journal that is asked for.
    found = sorted(rows, key=lambda row: (-row.year, row.series != "orders", row.series))
    return [(row.series, labels.get(row.series, row.series), row.year) for row in found]


def journal_of(organization: Organization, series: str, year: int) -> Journal:
    """The whole register of a year in the order of its places; three queries."""
    place = {"organization": organization, "number_series": series, "number_year": year}
    documents = Document.objects.filter(**place).select_related("author").order_by("number_place")
    reserved = ReservedNumber.objects.filter(organization=organization, series=series, year=year)
    notes = {one.place: one for one in reserved.select_related("author")}
    lines = [_of_document(one, notes.pop(one.number_place or 0, None)) for one in documents]
    lines += [_of_reserved(one) for one in notes.values()]
    lines.sort(key=lambda line: line.place)
    last = NumberCounter.objects.filter(organization=organization, series=series, year=year).first()
    missing = sorted(set(range(1, (last.last if last else 0) + 1)) - {line.place for line in lines})
    return Journal(series, series_labels().get(series, series), year, lines, missing)


def _of_document(document: Document, reserved: ReservedNumber | None) -> JournalLine:
    void = document.state == DocumentState.CANCELLED
    fate = f"аннулирован: {document.remark}" if void else str(document.get_state_display()).lower()
    if reserved is not None:
        fate += f"; номер взят заранее {date_short(reserved.reserved_on)}: {reserved.reason}"
    return JournalLine(
        document.number_place or 0,
        document.number,
        document.date,
        document.title,
        kind_of(document.kind).family,
        document.pages,
        fate,
        str(document.author or "портал"),
        void,
        document.pk,
    )


def _of_reserved(one: ReservedNumber) -> JournalLine:
    void = one.state == ReservedState.VOID
    return JournalLine(
        one.place,
        one.text,
        None,
        one.reason,
        "номер взят заранее",
        0,
        f"не использован: {one.void_reason}" if void else f"ждёт документа с {date_short(one.reserved_on)}",
        str(one.author or "портал"),
        void,
        reserved=None if void else one.pk,
    )


def free_numbers(document: Document) -> list[ReservedNumber]:
    """Numbers taken ahead that this document may use today: another year's number would not be of its register."""
    return list(
        ReservedNumber.objects.filter(
            organization=document.organization,
            series=kind_of(document.kind).series,
            year=today(document.organization).year,
            state=ReservedState.RESERVED,
        ).order_by("place")
    )
