"""The registry of document kinds. `reports.documents` fills it when the app starts; everything else asks here.

A kind is: how its content is built from the records, the template of each edition of its wording, and what follows
when it is signed or issued.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from core.docx import Block
from core.errors import DomainError
from core.models import Organization, User
from mentorship.enums import ConsentKind
from mentorship.models import Programme
from reports.citations import Act
from reports.wordings.declared import Clause

# The sheet of each kind of consent that the portal prints.
KIND_OF_CONSENT = {
    ConsentKind.PROCESSING: "consent_processing",
    ConsentKind.DISTRIBUTION: "consent_distribution",
    ConsentKind.PARTICIPATION: "consent_participation",
    ConsentKind.PSYCHOLOGICAL: "consent_psychological",
    ConsentKind.EMPLOYEE_MENTORING: "consent_employee",
    ConsentKind.SPECIAL: "consent_special",
}


#: The register of the institution's local acts: the programme and the Положение, which the head signs themselves.
LOCAL_ACTS, LOCAL_ACTS_PATTERN = "local_acts", "{number}-ЛА"


@dataclass(frozen=True)
class Source:
    """What a builder gets: the subject and the day; `options` are the kind's own (values of JSON).

    `clauses` are a text that is being tried before it is saved; None: the wording in use.
    """

    subject: models.Model
    organization: Organization
    today: dt.date
    options: Mapping[str, Any] = field(default_factory=dict)
    clauses: tuple[Clause, ...] | None = None


@dataclass(frozen=True)
class Built:
    """What a builder gives: content (a dataclass with `title`), a line for lists, and what the document is about."""

    content: Any
    summary: str = ""
    programme: Programme | None = None
    subjects: tuple[models.Model, ...] = ()


Build = Callable[[Source], Built]
# (document, actor): runs inside the transaction of the signing or issue.
Consequence = Callable[[Any, User | None], None]
# (documents, actor): of one institution.
AllConsequence = Callable[[Sequence[Any], User | None], None]
# (document): raises DomainError when what is issued may not be drawn anew any more.
Check = Callable[[Any], None]


@dataclass(frozen=True)
class DocumentKind:
    """`family` is what lists show («Приказ»), `label` the full name; `series` the register it is numbered in."""

    code: str
    family: str
    label: str
    content: type
    build: Build
    find: Callable[[int], models.Model]
    wording: str = "1"
    stylesheet: str = "document"
    series: str = ""
    number_pattern: str = ""  # of the register; empty: as orders are numbered
    signed_by_head: bool = False
    numbered_at_issue: bool = (
        False  # takes its number when it is made; the head signs the paper, not the record
    )
    personal_data: bool = True
    scanned_back: bool = False  # every page bears a code by which its scan is told
    to_partner: bool = False  # may be sent to a partner from its page
    mailed: bool = False  # a batch may be sent by mail, to each the paper about them
    mass: bool = False  # made by the hundred, one a person: lists show these when asked
    on_signed: Consequence | None = None
    on_cancelled: Consequence | None = None
    on_issued: Consequence | None = None
    on_all_issued: AllConsequence | None = None  # the same for documents made together, in fewer statements
    check_change: Check | None = None
    # The content as a Word document: one of the two. `form_blocks` are told the number, the date and the marks too,
    # for kinds that print them elsewhere than above the heading and under the signature.
    blocks: Callable[[Any], list[Block]] | None = None
    form_blocks: Callable[[Any, Any], list[Block]] | None = None
    landscape: bool = False
    cites: tuple[
        Act, ...
    ] = ()  # acts that the template names by itself: while one is out of force, none is made
    layout: str = ""  # the template shared by several kinds; empty: the kind's own

    def template(self, wording: str) -> str:
        return f"documents/{self.layout or self.code}/{wording}.html"


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> DocumentKind:
    if kind.code in _kinds:
        raise ValueError(f"document kind {kind.code} is declared twice")
    if (kind.blocks is None) == (kind.form_blocks is None):
        raise ValueError(f"document kind {kind.code} needs its Word form once")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> DocumentKind:
    """The kind; DomainError when the portal knows no such kind (any more)."""
    try:
        return _kinds[code]
    except KeyError:
        raise DomainError(f"Портал не знает документов вида «{code}».", code="unknown_kind") from None


def label_of(code: str) -> str:
    """The name of a kind for lists of what was made; a kind that the portal has forgotten keeps its code."""
    return _kinds[code].label if code in _kinds else code


def all_kinds() -> list[DocumentKind]:
    return list(_kinds.values())


def pattern_of(series: str) -> str:
    """How numbers of a register are written; empty: as the institution's orders."""
    return next((kind.number_pattern for kind in _kinds.values() if kind.series == series), "")


def series_labels() -> dict[str, str]:
    """The registers that kinds are numbered in, each with what is kept in it: «Приказ, …»."""
    found: dict[str, list[str]] = {}
    for kind in _kinds.values():
        if kind.series and kind.family not in found.setdefault(kind.series, []):
            found[kind.series].append(kind.family)
    return {series: ", ".join(families) for series, families in found.items()}


def codes(*, mass: bool) -> list[str]:
    """Codes of the kinds made by the hundred, or of the others."""
    return [kind.code for kind in _kinds.values() if kind.mass is mass]
