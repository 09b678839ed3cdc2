"""Merging two cards of one person field by field. Nothing is lost: the merged card stays and the merge is undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import audit
from core.errors import DomainError
from core.models import User
from core.registries import MergeLine, OnMerge, person_links, person_movers
from core.workflow import move
from mentorship.domain.merge_journal import CHANGED, Journal
from mentorship.domain.people import edit_person
from mentorship.domain.signers import follow_signers
from mentorship.enums import DUPLICATE_TRANSITIONS, DuplicateState
from mentorship.models import DuplicatePair, Person, PersonMerge
from mentorship.permissions import MERGE_PEOPLE

FIELDS = (
    "last_name",
    "first_name",
    "middle_name",
    "birth_date",
    "gender",
    "category",
    "group",
    "position",
    "employer",
    "phone",
    "email",
    "address",
    "is_emancipated",
)
_NAMES = frozenset({"last_name", "first_name", "middle_name"})
KEPT, MERGED = "kept", "merged"


@dataclass(frozen=True)
class FieldChoice:
    """One line of the comparison: both values in words and the one chosen unless somebody chooses otherwise."""

    name: str
    label: str
    kept: str
    merged: str
    default: str

    @property
    def differs(self) -> bool:
        return self.kept != self.merged


@dataclass(frozen=True)
class MergePlan:
    """What merging would do; `refusals` say why it may not be done."""

    kept: Person
    merged: Person
    fields: list[FieldChoice]
    lines: list[MergeLine]

    @property
    def refusals(self) -> list[MergeLine]:
        return [line for line in self.lines if line.refused]

    @property
    def moves(self) -> list[MergeLine]:
        return [line for line in self.lines if not line.refused]


def plan_merge(kept: Person, merged: Person) -> MergePlan:
    """What would happen, without doing it."""
    return MergePlan(kept, merged, [_choice(name, kept, merged) for name in FIELDS], _lines(kept, merged))


def merge_people(
    kept: Person, merged: Person, *, choices: Mapping[str, str], actor: User | None
) -> PersonMerge:
    """Merge `merged` into `kept`. `choices` name for a field whose value stays: «kept» or «merged»; fields not
    named take the default. Merged once already, the same merge is returned. Raises DomainError.
    """
    with transaction.atomic():
        kept, merged = _lock(kept, merged)
        if merged.merged_into_id == kept.pk:
            return PersonMerge.objects.get(merged=merged, undone_at__isnull=True)
        if merged.merged_into_id or kept.merged_into_id:
            raise DomainError(
                "Одна из карточек уже объединена с другой. Откройте список снова.", code="merged"
            )
        plan = plan_merge(kept, merged)
        if plan.refusals:
            told = "; ".join(f"{line.label}: {line.text}" for line in plan.refusals)
            raise DomainError(f"Объединить нельзя. {told}.", code="refused")
        own = _own_rows(kept)
        journal = Journal()
        brought = merged.consents.exists()
        for mover in person_movers:
            mover.move(kept, merged, journal)
        _move_links(kept, merged, journal)
        _move_account(kept, merged, journal)
        fields = _write_fields(plan, choices, actor)
        now = Person.objects.get(pk=kept.pk)
        differs = (now.birth_date, now.is_emancipated) != (merged.birth_date, merged.is_emancipated)
        if brought and differs:
            # A consent that came with the other card was signed for that card's date of birth.
            follow_signers(now, actor=actor, former=merged.birth_date)
        Person.everything.filter(pk=merged.pk).update(merged_into=kept, updated_at=timezone.now())
        made = PersonMerge.objects.create(
            organization=kept.organization,
            kept=kept,
            merged=merged,
            actor=actor,
            record={"fields": fields, "steps": journal.steps, "own": own},
        )
        _settle_pair(kept, merged, DuplicateState.MERGED, actor)
        told_fields = [plan.kept._meta.get_field(name).verbose_name for name in fields]  # type: ignore[union-attr]
        audit.record("person.merged", subject=kept, actor=actor,
                     after={"card": merged.pk, "fields": [str(name) for name in told_fields]})  # fmt: skip
        audit.record("person.merged_into", subject=merged, actor=actor, after={"card": kept.pk})
    return made


def undo_merge(merge: PersonMerge, *, actor: User | None) -> Person:
    """Take a merge back while nothing new depends on it; returns the card that is in use again. Raises DomainError."""
    with transaction.atomic():
        kept, merged = _lock(merge.kept, merge.merged)
        merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
        if merge.undone_at is not None:
            return merged
        if kept.merged_into_id:
            raise DomainError(
                "Оставшаяся карточка сама объединена с другой: сначала отмените то.", code="chain"
            )
        _refuse_new_rows(kept, merge)
        Journal(merge.record["steps"]).undo(actor=actor)
        _restore_fields(kept, merge, actor)
        Person.everything.filter(pk=merged.pk).update(merged_into=None, updated_at=timezone.now())
        merge.undone_at = timezone.now()
        merge.save(update_fields=["undone_at", "updated_at"])
        _settle_pair(kept, merged, DuplicateState.OPEN, actor)
        audit.record("person.merge_undone", subject=kept, actor=actor, after={"card": merged.pk})
        audit.record("person.merge_undone", subject=merged, actor=actor, after={"card": kept.pk})
    return Person.objects.get(pk=merged.pk)


def decide_pair(pair: DuplicatePair, *, to: str, actor: User | None) -> DuplicatePair:
    """Different people, later, or open again."""
    if pair.state == to:
        return pair
    return move(pair, to=to, transitions=DUPLICATE_TRANSITIONS, actor=actor, rule=MERGE_PEOPLE)


def _lock(one: Person, other: Person) -> tuple[Person, Person]:
    """Both rows, locked in the order of their keys, so that two merges never wait for each other."""
    if one.pk == other.pk:
        raise DomainError("Это одна и та же карточка.", code="same")
    rows = Person.everything.select_for_update(of=("self",)).filter(pk__in=[one.pk, other.pk]).order_by("pk")
    found = {row.pk: row for row in rows.select_related("organization")}
    if len(found) != 2:
        raise DomainError("Карточка не найдена.", code="gone")
    return found[one.pk], found[other.pk]


def _choice(name: str, kept: Person, merged: Person) -> FieldChoice:
    label = str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    left, right = getattr(kept, name), getattr(merged, name)
    if not right or left == right:
        default = KEPT
    elif not left:
        default = MERGED
    elif name in _NAMES and len(str(left)) != len(str(right)) and min(len(str(left)), len(str(right))) <= 2:
        default = (
            MERGED if len(str(right)) > len(str(left)) else KEPT
        )  # a whole name is fuller than an initial
    else:
        default = MERGED if merged.updated_at > kept.updated_at else KEPT
    return FieldChoice(name, label[:1].upper() + label[1:], _told(kept, name), _told(merged, name), default)


def _told(person: Person, name: str) -> str:
    value = getattr(person, name)
    if isinstance(value, bool):
        return "да" if value else "нет"
    if hasattr(value, "strftime"):
        return f"{value:%d.%m.%Y}"
    return str(
        getattr(person, f"get_{name}_display")()
        if value and hasattr(person, f"get_{name}_display")
        else value or ""
    )


def _lines(kept: Person, merged: Person) -> list[MergeLine]:
    lines = [line for mover in person_movers for line in mover.plan(kept, merged)]
    for link in person_links:
        if link.on_merge is OnMerge.MOVE:
            count = link.model._base_manager.filter(**{link.path: merged}).count()
            if count:
                lines.append(MergeLine(link.label, f"переходят: {count}"))
    if kept.user_id and merged.user_id and kept.user_id != merged.user_id:
        text = "у обеих карточек есть учётная запись: сначала отключите одну из них"
        lines.append(MergeLine("Вход на портал", text, refused=True))
    elif merged.user_id:
        lines.append(MergeLine("Вход на портал", "учётная запись переходит"))
    if hasattr(kept, "erasure") or hasattr(merged, "erasure"):
        lines.append(MergeLine("Уничтожение данных", "данные одной из карточек уничтожены", refused=True))
    return lines


def _move_links(kept: Person, merged: Person, journal: Journal) -> None:
    for link in person_links:
        if link.on_merge is OnMerge.MOVE:
            for row in link.model._base_manager.filter(**{link.path: merged}).order_by("pk"):
                journal.point(row, link.path, kept)


def _move_account(kept: Person, merged: Person, journal: Journal) -> None:
    if merged.user_id and not kept.user_id:
        account = merged.user_id
        journal.write(merged, "user_id", None)
        journal.write(kept, "user_id", account)


def _write_fields(plan: MergePlan, choices: Mapping[str, str], actor: User | None) -> dict[str, list[Any]]:
    """Write the chosen values of the merged card; returns {column: [before, after]} of what changed."""
    taken = {
        field.name: getattr(plan.merged, field.name)
        for field in plan.fields
        if choices.get(field.name, field.default) == MERGED
        and getattr(plan.merged, field.name) != getattr(plan.kept, field.name)
    }
    if not plan.kept.case_forms and plan.merged.case_forms and not _NAMES & set(taken):
        taken["case_forms"] = plan.merged.case_forms
    if not taken:
        return {}
    before = audit.plain(plan.kept, taken)
    edit_person(plan.kept, actor=actor, **taken)
    after = audit.plain(plan.merged, taken)
    return {name: [before[name], after[name]] for name in taken}


def _restore_fields(kept: Person, merge: PersonMerge, actor: User | None) -> None:
    kept = Person.objects.get(pk=kept.pk)
    fields = merge.record["fields"]
    now = audit.plain(kept, fields)
    for name, (_, after) in fields.items():
        if now[name] != after:
            field: Any = Person._meta.get_field(name)
            raise DomainError(CHANGED.format(field.verbose_name), code="changed")
    values = {}
    for name, (before, _) in fields.items():
        target: Any = Person._meta.get_field(name)
        values[name] = target.to_python(before)
    if values:
        edit_person(kept, actor=actor, **values)


def _own_rows(person: Person) -> dict[str, list[str]]:
    """What already hangs on a card, by declared column."""
    return {
        f"{link.model._meta.label_lower}.{link.path}": [
            str(pk)
            for pk in link.model._base_manager.filter(**{link.path: person})
            .order_by("pk")
            .values_list("pk", flat=True)
        ]
        for link in person_links
        if link.on_merge is not OnMerge.STAY
    }


def _refuse_new_rows(kept: Person, merge: PersonMerge) -> None:
    """Rows that came after the merge belong to neither former card: with them it cannot be undone."""
    known: dict[str, set[str]] = {key: set(ids) for key, ids in merge.record["own"].items()}
    for step in merge.record["steps"]:
        if step[0] == "write":
            known.setdefault(f"{step[1]}.{step[3].removesuffix('_id')}", set()).add(step[2])
    for key, ids in _own_rows(kept).items():
        if set(ids) - known.get(key, set()):
            label = next(
                link.label for link in person_links if f"{link.model._meta.label_lower}.{link.path}" == key
            )
            raise DomainError(
                f"После объединения появилось новое: {label.lower()}. Отменить нельзя.", code="new"
            )


def _settle_pair(kept: Person, merged: Person, state: str, actor: User | None) -> None:
    first, second = sorted((kept.pk, merged.pk))
    pair = DuplicatePair.objects.filter(Q(first_id=first, second_id=second) & ~Q(state=state)).first()
    if pair is not None:
        move(pair, to=state, transitions=DUPLICATE_TRANSITIONS, actor=actor)
