"""Destroying a person's data with its act (152-ФЗ ст. 21; приказ РКН от 28.10.2022 № 179)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from core import audit, facts
from core.clock import today
from core.domain.forgetting import close_account, forget_in_audit, forget_in_jobs, forget_invitations
from core.enums import Role
from core.errors import DomainError
from core.models import User
from core.registries import OnErase, PersonLink, person_links, personal_data
from mentorship.domain.withdrawals import finish_step
from mentorship.enums import ErasureGround, WithdrawalStepCode
from mentorship.models import (
    Erasure,
    MenteeEntry,
    MentorEntry,
    Pair,
    PairMentee,
    Person,
    WithdrawalStep,
)

#: An account with these roles alone exists for the programme's sake and goes with the data.
_PARTICIPANTS = (Role.MENTOR, Role.MENTEE, Role.PARENT)
_CONTACTS = ("phone", "email", "address", "employer")


@dataclass(frozen=True)
class ErasurePlan:
    """What would be destroyed (label and how much), what stays and why, what must be finished first."""

    destroyed: list[tuple[str, int]]
    kept: list[str]
    blocks: list[str]


def plan_erasure(person: Person) -> ErasurePlan:
    """What would happen, without doing it."""
    cards = cards_of(person)
    destroyed = [(source.label, sum(len(source.export(card)) for card in cards)) for source in personal_data]
    destroyed += [
        (link.label, count)
        for link in person_links
        if link.on_erase in {OnErase.DELETE, OnErase.BLANK} and (count := _rows(link, cards).count())
    ]
    kept = [line for source in personal_data for card in cards for line in source.kept(card)]
    kept += [
        f"{link.label} ({count}): {link.why}"
        for link in person_links
        if link.on_erase is OnErase.KEEP and (count := _rows(link, cards).count())
    ]
    kept.append("Журнал действий: кто, что и когда делал с карточкой — без имён и значений")
    blocks = [line for source in personal_data for card in cards for line in source.blocks(card)]
    return ErasurePlan([(label, count) for label, count in destroyed if count], kept, blocks)


def erase_person(person: Person, *, actor: User | None, grounds: str, note: str = "") -> Erasure:
    """Destroy what the law lets destroy and keep an impersonal row; done already, the same record is returned.

    `grounds` is an `ErasureGround`. Emits the fact `person_erased` about the `Erasure`: `reports` makes the act of it.
    Raises DomainError while a pair or anything else of the person is not finished.
    """
    if grounds not in ErasureGround.values:
        raise DomainError("Выберите основание.", field="grounds", code="grounds")
    with transaction.atomic():
        locked = (
            Person.everything.select_for_update(of=("self",)).select_related("organization").get(pk=person.pk)
        )
        known = Erasure.objects.filter(person=locked).first()
        if known is not None:
            return known
        if locked.merged_into_id:
            raise DomainError("Эта карточка объединена с другой: откройте ту.", code="merged")
        plan = plan_erasure(locked)
        if plan.blocks:
            raise DomainError("; ".join(plan.blocks) + ".", code="blocked")
        cards = cards_of(locked)
        traces = _Traces(cards)
        account = locked.user
        for card in cards:
            for source in personal_data:
                source.erase(card)
        _erase_links(cards)
        closed = account if account and close_account(account, locked.organization, _PARTICIPANTS) else None
        touched = traces.forget(closed)
        erasure = Erasure.objects.create(
            organization=locked.organization,
            person=locked,
            grounds=grounds,
            note=_without(note.strip(), traces.texts)[:300],
            actor=actor,
            erased_on=today(locked.organization),
            erased_at=timezone.now(),
            destroyed=[[label, count] for label, count in plan.destroyed],
            kept=plan.kept + ([] if closed or not account else ["Учётная запись: нужна для другой роли"]),
            audit_redacted=touched,
        )
        locked.refresh_from_db()
        audit.record(
            "person.erased",
            subject=locked,
            actor=actor,
            after={"grounds": grounds, "destroyed": erasure.destroyed},
        )
        _finish_withdrawals(cards, actor)
        facts.emit("person_erased", subject=erasure, programme=None, actor=actor)
    return erasure


def cards_of(person: Person) -> list[Person]:
    """The card with all that were merged into it, the innermost first: their rows are erased before it."""
    found: list[Person] = []
    for one in Person.everything.filter(merged_into=person).select_related("organization").order_by("pk"):
        found += cards_of(one)
    return [*found, person]


def _finish_withdrawals(cards: list[Person], actor: User | None) -> None:
    """What withdrawals asked for is done: the destruction and its act."""
    steps = WithdrawalStep.objects.filter(
        withdrawal__consent__person__in=cards, done_on__isnull=True
    ).select_related("withdrawal")
    for code in (WithdrawalStepCode.DESTROY, WithdrawalStepCode.ACT):
        for step in steps.filter(code=code).order_by("pk"):
            finish_step(step, note="Портал уничтожил данные и составил акт.", actor=actor)


def _rows(link: PersonLink, cards: list[Person]) -> Any:
    return link.model._base_manager.filter(**{f"{link.path}__in": [card.pk for card in cards]})


def _erase_links(cards: list[Person]) -> None:
    for link in person_links:
        if link.on_erase is OnErase.DELETE:
            _rows(link, cards).delete()
        elif link.on_erase is OnErase.BLANK:
            blank = {name: _empty(link.model, name) for name in link.words}
            _rows(link, cards).update(**blank)


def _empty(model: type[models.Model], name: str) -> Any:
    field: Any = model._meta.get_field(name)
    if isinstance(field, models.JSONField):
        return field.get_default()
    return None if field.null else ""


class _Traces:
    """What the rest of the portal may know the person by, gathered before anything is erased."""

    def __init__(self, cards: list[Person]) -> None:
        self.organization = cards[-1].organization
        self.emails = {card.email for card in cards}
        self.objects = _objects_of(cards)
        self.texts = {text for card in cards for text in _texts(card)}
        keys = {card.search_key for card in cards}
        ids = [card.pk for card in cards]
        namesakes = list(Person.everything.filter(search_key__in=keys).exclude(pk__in=ids))
        self.spared = _objects_of(namesakes) if namesakes else {}
        for card in cards:  # a rare surname alone tells who it is
            if not Person.everything.filter(last_name=card.last_name).exclude(pk__in=ids).exists():
                self.texts.add(card.last_name)

    def forget(self, account: User | None) -> int:
        forget_in_jobs(self.organization, self.texts)
        forget_invitations(self.organization, self.emails)
        return forget_in_audit(
            self.organization, objects=self.objects, texts=self.texts, spare=self.spared, actor=account
        )


def _texts(card: Person) -> Iterable[str]:
    last, first, middle = card.last_name, card.first_name, card.middle_name
    yield from (card.full_name, f"{last} {first}", f"{first} {middle}".strip(), card.short_name)
    yield card.short_name.replace("\N{NO-BREAK SPACE}", " ")
    if first:
        yield f"{last} {first[0]}."
    yield from (value for name in _CONTACTS if (value := getattr(card, name)))
    yield from (str(form) for form in card.case_forms.values() if form)


def _objects_of(cards: list[Person]) -> dict[str, set[object]]:
    """Rows that are about these cards, by label; rows that several people share are found by their words instead."""
    found: dict[str, set[object]] = {Person._meta.label_lower: {card.pk for card in cards}}
    for link in person_links:
        if link.on_erase is not OnErase.KEEP:
            rows = set(_rows(link, cards).order_by().values_list("pk", flat=True))
            found.setdefault(link.model._meta.label_lower, set()).update(rows)
    for model in (MenteeEntry, MentorEntry):
        places = found.get(model._meta.label_lower, set())
        relations: Any = model._meta.related_objects
        for relation in relations:
            child = relation.related_model
            if child not in (Pair, PairMentee):
                rows = child._base_manager.filter(**{f"{relation.field.name}__in": places})
                found.setdefault(child._meta.label_lower, set()).update(rows.values_list("pk", flat=True))
    return found


def _without(text: str, texts: Iterable[str]) -> str:
    """The curator's note must not bring the name back."""
    for one in sorted((one for one in texts if len(one) > 2), key=len, reverse=True):
        text = text.replace(one, "…")
    return text
