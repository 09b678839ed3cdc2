"""The passport of a programme: its texts, tables and money, written section by section.

What cannot be is refused with its field; sums that merely contradict each other are kept and told
(`reports.passport_money`), since an institution's own paper may say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from core import audit
from core.errors import DomainError
from core.models import User
from mentorship.domain.programmes import edit_programme, edit_project
from mentorship.enums import ProgrammeState
from mentorship.models import Programme, Project
from reports.citations import ACTS
from reports.models import (
    Passport,
    PassportFunding,
    PassportProject,
    PassportResource,
    PassportRisk,
    PassportStage,
    ProjectCost,
    ProjectStep,
)
from reports.models.passport import PassportRow
from reports.passport_enums import FundingSource
from reports.passport_money import roubles

LARGEST = Decimal("999999999999.99")
MOST_ROWS = 200
#: What an audit entry calls the rows of each table.
KEYS: dict[type[PassportRow], str] = {
    PassportStage: "passport_stages",
    PassportResource: "passport_resources",
    PassportRisk: "passport_risks",
    ProjectStep: "project_steps",
    ProjectCost: "project_costs",
}


@dataclass(frozen=True)
class RowEdit:
    """A row as the editor sends it: `pk` None for a new one."""

    values: Mapping[str, Any] = field(default_factory=dict)
    pk: int | None = None
    remove: bool = False


def ensure_passport(programme: Programme, *, actor: User | None) -> Passport:
    """The passport of a programme, made on first use. Raises DomainError for a closed programme."""
    check_open(programme)
    passport, made = Passport.objects.get_or_create(
        programme=programme, defaults={"organization": programme.organization}
    )
    if made:
        audit.record("passport.created", subject=passport, actor=actor, after={"programme": programme.title})
    return passport


def check_open(programme: Programme) -> None:
    if programme.state == ProgrammeState.CLOSED:
        raise DomainError("Программа завершена: сначала верните её в работу.", code="closed")


def edit_passport(
    programme: Programme, *, actor: User | None, columns: Mapping[str, Any], **texts: Any
) -> Passport:
    """Write `columns` of the programme itself and `texts` of its passport; each is recorded where it stands.

    Raises DomainError for a closed programme and for an act that the portal's table does not hold.
    """
    unknown = [code for code in texts.get("acts", []) if code not in ACTS]
    if unknown:
        raise DomainError("Такого акта в справочнике портала нет.", field="acts", code="unknown_act")
    with transaction.atomic():
        passport = ensure_passport(programme, actor=actor)
        changed = {name: value for name, value in columns.items() if getattr(programme, name) != value}
        if changed:
            edit_programme(programme, actor=actor, **changed)
        _write(passport, texts, actor=actor)
    return passport


def set_funding(
    programme: Programme,
    *,
    amounts: Mapping[tuple[str, int], Decimal | None],
    total: Decimal | None,
    text: str,
    actor: User | None,
) -> Passport:
    """Write sums by source and year (year 0: the whole term); None takes a sum away. `text` are the words beside it."""
    for amount in [*amounts.values(), total]:
        if amount is not None and not 0 <= amount <= LARGEST:
            raise DomainError("Сумма не бывает меньше нуля.", field="total", code="amount")
    with transaction.atomic():
        passport = ensure_passport(programme, actor=actor)
        before = _funding_words(passport)
        for (source, year), amount in amounts.items():
            own = PassportFunding.objects.filter(passport=passport, source=source, year=year)
            if amount is None:
                own.delete()
            elif not own.update(amount=amount):
                PassportFunding.objects.create(passport=passport, source=source, year=year, amount=amount)
        old, new = audit.changes(before, _funding_words(passport))
        gone = dict.fromkeys(before.keys() - _funding_words(passport).keys(), "")
        if new or gone:
            audit.record(
                "passport.funding_edited",
                subject=passport,
                actor=actor,
                before=old | {key: before[key] for key in gone},
                after=new | gone,
            )
        _write(passport, {"funding_total": total}, actor=actor)
        if text != programme.financing:
            edit_programme(programme, actor=actor, financing=text)
    return passport


def save_rows(
    programme: Programme,
    table: type[PassportRow],
    rows: Iterable[RowEdit],
    *,
    actor: User | None,
    project: Project | None = None,
) -> Passport:
    """Write the rows of one table of the passport, or of one project's part of it, as the editor sent them.

    Rows that are not named stay. Raises DomainError for a row that is not there any more.
    """
    with transaction.atomic():
        passport = ensure_passport(programme, actor=actor)
        locked = Passport.objects.select_for_update().get(pk=passport.pk)
        own = _rows_of(locked, table, project)
        before = [_words(row) for row in own]
        known = {row.pk: row for row in own}
        for edit in rows:
            _apply(locked, table, edit, known, project)
        after = [_words(row) for row in _rows_of(locked, table, project)]
        if len(after) > MOST_ROWS:
            raise DomainError(f"В таблице не больше {MOST_ROWS} строк.", code="too_many")
        if after != before:
            key = KEYS[table]
            audit.record(
                "passport.rows_edited",
                subject=project or locked,
                actor=actor,
                before={key: before},
                after={key: after},
            )
    return locked


def edit_project_card(
    project: Project, *, actor: User | None, columns: Mapping[str, Any], **texts: Any
) -> PassportProject:
    """What the passport says of a project beside its card, and `columns` of the card itself."""
    with transaction.atomic():
        passport = ensure_passport(project.programme, actor=actor)
        changed = {name: value for name, value in columns.items() if getattr(project, name) != value}
        if changed:
            edit_project(project, actor=actor, **changed)
        card, _ = PassportProject.objects.get_or_create(passport=passport, project=project)
        before = audit.plain(card, texts)
        for name, value in texts.items():
            setattr(card, name, value)
        card.save(update_fields=list(texts))
        old, new = audit.changes(before, audit.plain(card, texts))
        if new:
            audit.record("passport.project_edited", subject=project, actor=actor, before=old, after=new)
    return card


# --- inside ---


def _write(passport: Passport, values: Mapping[str, Any], *, actor: User | None) -> None:
    before = audit.plain(passport, values)
    for name, value in values.items():
        setattr(passport, name, value)
    old, new = audit.changes(before, audit.plain(passport, values))
    if not new:
        return
    passport.save(update_fields=[*values, "updated_at"])
    audit.record("passport.edited", subject=passport, actor=actor, before=old, after=new)


def _rows_of(passport: Passport, table: type[PassportRow], project: Project | None) -> list[Any]:
    found: models.QuerySet[Any] = table.objects.filter(passport=passport)
    if hasattr(table, "project"):
        found = found.filter(project=project)
    return list(found)


def _words(row: PassportRow) -> str:
    """The row as its columns read, for the history."""
    told = []
    for column in row._meta.concrete_fields:
        if column.is_relation or column.name in {"id", "order"}:
            continue
        shown = getattr(row, f"get_{column.name}_display", None)
        value = shown() if shown else getattr(row, column.name)
        if value not in ("", None):
            told.append(str(value))
    return " · ".join(told)


def _apply(
    passport: Passport,
    table: type[PassportRow],
    edit: RowEdit,
    known: dict[int, Any],
    project: Project | None,
) -> None:
    if edit.pk is None:
        if edit.remove:
            return
        values = dict(edit.values)
        if project is not None:
            values["project"] = project
        table.objects.create(passport=passport, **values)
        return
    row = known.get(edit.pk)
    if row is None:
        raise DomainError("Строку только что убрали. Откройте раздел снова.", code="gone")
    if edit.remove:
        row.delete()
        return
    for name, value in edit.values.items():
        setattr(row, name, value)
    row.save()


def _funding_words(passport: Passport) -> dict[str, str]:
    """«Бюджетные средства, 2026» → «150 000 ₽»: what the audit entry tells."""
    names = dict(FundingSource.choices)
    return {
        f"{names[row.source]}, {row.year or 'весь срок'}": roubles(row.amount)
        for row in passport.fundings.all()
    }
