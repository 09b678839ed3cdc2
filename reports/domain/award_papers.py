"""Papers of awards: protocol, draft order, letters of thanks by a job; void once the outcome is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from core.clock import today
from core.domain.jobs import start_job
from core.errors import DomainError
from core.models import Job, User
from core.workflow import move
from mentorship.ages import is_minor
from mentorship.award_enums import NominationState, RoundState
from mentorship.models import AwardRound, PartnerEmployee, Person
from mentorship.selectors.awards import nominations_of, people_of
from mentorship.selectors.people import guardians_of
from reports.domain.documents import create_document
from reports.enums import DOCUMENT_TRANSITIONS, DocumentState
from reports.models import Document

PROTOCOL, ORDER = "award_protocol", "order_award"
THANKS = {"person": "thanks_person", "parent": "thanks_parent", "employer": "thanks_employer"}
JOB_KIND = "documents.thanks"


def make_protocol(award_round: AwardRound, *, actor: User | None) -> Document:
    """The protocol of a closed round, once: with its number. Raises DomainError."""
    return _of_round(PROTOCOL, award_round, actor)


def make_order(award_round: AwardRound, *, actor: User | None) -> Document:
    """A draft «О поощрении» with the laureates; pressed twice it is one. Raises DomainError."""
    return _of_round(ORDER, award_round, actor)


def _of_round(kind: str, award_round: AwardRound, actor: User | None) -> Document:
    if award_round.state != RoundState.CLOSED:
        raise DomainError("Сначала подведите итоги конкурса.", code="state")
    key = f"award:{award_round.pk}"
    return create_document(kind, award_round, organization=award_round.organization, key=key, actor=actor)


@dataclass(frozen=True)
class Thanks:
    """One letter: to whom, what for, of which kind."""

    variant: str
    to: Model
    name: str
    about: Person
    is_laureate: bool

    @property
    def key(self) -> str:
        return f"{self.variant}:{self.to.pk}:{self.about.pk}"


def letters_of(award_round: AwardRound, *, variants: list[str], only_laureates: bool) -> list[Thanks]:
    """Who is thanked: the nominees, parents of the minors among them, employers of those from outside."""
    chosen: dict[int, tuple[Person, bool]] = {}
    for one in nominations_of(award_round):
        if one.state != NominationState.ACCEPTED or (only_laureates and not one.is_laureate):
            continue
        for person in people_of(one):
            known = chosen.get(person.pk)
            chosen[person.pk] = (person, one.is_laureate or (known is not None and known[1]))
    people = [person for person, _ in chosen.values()]
    letters: list[Thanks] = []
    if "person" in variants:
        letters += [
            Thanks("person", person, person.full_name, person, won) for person, won in chosen.values()
        ]
    if "parent" in variants:
        letters += _to_parents(award_round, people, chosen)
    if "employer" in variants:
        rows = PartnerEmployee.objects.filter(person__in=people).select_related("partner").order_by("pk")
        letters += [
            Thanks("employer", row.partner, row.partner.short_name, *chosen[row.person_id]) for row in rows
        ]
    return letters


def _to_parents(
    award_round: AwardRound, people: list[Person], chosen: dict[int, tuple[Person, bool]]
) -> list[Thanks]:
    day = today(award_round.organization)
    minors = [one for one in people if is_minor(one.birth_date, day, emancipated=one.is_emancipated)]
    links = guardians_of(minors)
    return [
        Thanks("parent", link.guardian, link.guardian.full_name, *chosen[child.pk])
        for child in minors
        for link in links.get(child.pk, [])
    ]


def make_letter(letter: Thanks, award_round: AwardRound, *, actor: User | None) -> Document:
    """One letter of thanks, once. Raises DomainError."""
    options = {"round": award_round.pk, "about": letter.about.pk, "laureate": letter.is_laureate}
    return create_document(
        THANKS[letter.variant],
        letter.to,
        organization=award_round.organization,
        key=f"thanks:{award_round.pk}:{letter.key}",
        actor=actor,
        options=options,
    )


def start_letters(award_round: AwardRound, *, variants: list[str], only_laureates: bool, actor: User) -> Job:
    """One job for all the letters. Raises DomainError when there is nobody to thank."""
    if award_round.state != RoundState.CLOSED:
        raise DomainError("Сначала подведите итоги конкурса.", code="state")
    if not letters_of(award_round, variants=variants, only_laureates=only_laureates):
        raise DomainError("Таких получателей нет: измените выбор.", field="variants", code="nobody")
    return start_job(
        JOB_KIND,
        organization=award_round.organization,
        owner=actor,
        title=f"Благодарности: {award_round.title}"[:200],
        params={"round": award_round.pk, "variants": sorted(variants), "only_laureates": only_laureates},
        key=f"thanks:{award_round.pk}:{'-'.join(sorted(variants))}:{int(only_laureates)}",
    )


def cancel_papers(award_round: AwardRound, *, actor: User | None, reason: str) -> int:
    """The outcome was taken back: its protocol, its unsigned order and its letters hold no more."""
    own = Document.objects.filter(kind__in=[PROTOCOL, ORDER], key=f"award:{award_round.pk}")
    letters = Document.objects.filter(kind__in=THANKS.values(), key__startswith=f"thanks:{award_round.pk}:")
    count = 0
    for document in [
        *own.select_related("organization", "programme"),
        *letters.select_related("organization"),
    ]:
        if DocumentState.CANCELLED not in DOCUMENT_TRANSITIONS.get(document.state, frozenset()):
            continue
        if document.state == DocumentState.SIGNED:
            continue  # a signed order is cancelled by a person, with a reason of its own
        move(
            document,
            to=DocumentState.CANCELLED,
            transitions=DOCUMENT_TRANSITIONS,
            actor=actor,
            reason=reason,
            set_fields={"remark": reason[:1000]},
        )
        count += 1
    return count
