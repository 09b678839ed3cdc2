"""Indicators of a programme: taken from a set or added, planned by years, with denominators and facts entered by hand.

What cannot be is refused here with the field it stands in; what merely contradicts something else is kept and shown
(`reports.contradictions`), since the passport that it is copied from may say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from core import audit
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.russian import date_short
from mentorship.enums import ProgrammeState
from mentorship.models import Programme
from reports.indicator_catalogue import catalogue_set
from reports.indicator_enums import ContingentKind, Formula, Unit
from reports.indicator_formulas import spec_of, unit_of
from reports.indicator_lines import amount_text
from reports.indicator_years import year_label, years_of
from reports.models import ContingentFigure, Indicator, IndicatorFact, IndicatorPlan

_STEP = Decimal("0.01")
LARGEST = 2_000_000_000
CARD = ("title", "short_title", "group", "definition", "basis", "formula", "unit", "direction", "order")


def add_indicator(
    programme: Programme, *, title: str, actor: User | None, code: str = "", **card: Any
) -> Indicator:
    """A new row of the programme's table; `card` are the columns of `Indicator`. The code is made when not given."""
    with transaction.atomic():
        owner = _open_programme(programme)
        taken = set(Indicator.objects.filter(programme=owner).values_list("code", flat=True))
        if code and code in taken:
            raise DomainError("Показатель с таким кодом в программе уже есть.", field="code", code="taken")
        if card.get("order") is None:
            card["order"] = _next_order(owner)
        card["unit"] = _unit(str(card.get("formula", Formula.MANUAL)), card.get("unit", ""))
        indicator = Indicator.objects.create(
            organization=owner.organization,
            programme=owner,
            code=code or _free_code(str(card.get("formula", Formula.MANUAL)), taken),
            title=title,
            **card,
        )
        audit.record("indicator.added", subject=indicator, actor=actor, after={"title": title})
    return indicator


def edit_indicator(indicator: Indicator, *, actor: User | None, **card: Any) -> Indicator:
    """Write the given columns and record what changed."""
    with transaction.atomic():
        _open_programme(indicator.programme)
        locked = Indicator.objects.select_for_update().get(pk=indicator.pk)
        card["unit"] = _unit(
            card.get("formula", locked.formula), card.get("unit", "" if "formula" in card else locked.unit)
        )
        if card["unit"] != locked.unit and (locked.plans.exists() or locked.facts.exists()):
            raise DomainError(
                "Единицу не поменять, пока есть план или факты в прежней единице: сначала уберите их.",
                field="unit" if "unit" in card else "formula",
                code="unit_in_use",
            )
        before = audit.plain(locked, card)
        for name, value in card.items():
            setattr(locked, name, value)
        locked.save(update_fields=[*card, "updated_at"])
        old, new = audit.changes(before, audit.plain(locked, card))
        if new:
            audit.record("indicator.edited", subject=locked, actor=actor, before=old, after=new)
    return locked


def remove_indicator(indicator: Indicator, *, actor: User | None) -> None:
    """The row goes with its plan and facts; the audit trail keeps what they were."""
    with transaction.atomic():
        _open_programme(indicator.programme)
        kept = {"title": indicator.title, "group": indicator.group, **_plan_words(indicator)}
        audit.record("indicator.removed", subject=indicator, actor=actor, before=kept)
        indicator.delete()


def add_catalogue_set(programme: Programme, *, set_code: str, actor: User | None) -> int:
    """Add the indicators of a shipped set that the programme does not have yet; returns how many."""
    chosen = catalogue_set(set_code)
    if chosen is None:
        raise DomainError("Такого набора показателей нет.", field="set", code="unknown_set")
    with transaction.atomic():
        owner = _open_programme(programme)
        present = set(Indicator.objects.filter(programme=owner).values_list("code", flat=True))
        first = _next_order(owner)
        new = [row for row in chosen.indicators if row.code not in present]
        for place, row in enumerate(new):
            add_indicator(
                owner,
                actor=actor,
                code=row.code,
                title=row.title,
                short_title=row.short_title,
                group=row.group,
                definition=row.definition,
                basis=row.basis,
                formula=row.formula,
                order=first + place,
            )
    return len(new)


def set_plan(indicator: Indicator, *, amounts: Mapping[int, Decimal | None], actor: User | None) -> Indicator:
    """Set the plan of the given years; None takes a year's plan away, years not named stay.

    Raises DomainError for a share outside 0–100 %, anything below nought, a year that the programme does not have.
    """
    programme = indicator.programme
    basis = programme.organization.year_basis
    own_years = years_of(programme.period_start, programme.period_end, basis)
    with transaction.atomic():
        _open_programme(programme)
        before = _plan_words(indicator)
        for year, amount in amounts.items():
            label = year_label(year, basis)
            if amount is None:
                indicator.plans.filter(year=year).delete()
                continue
            if year not in own_years:
                raise DomainError(f"{label} не входит в сроки программы.", code="year")
            _check_amount(indicator, label, amount)
            IndicatorPlan.objects.update_or_create(
                indicator=indicator,
                year=year,
                defaults={
                    "amount": amount.quantize(_STEP, ROUND_HALF_UP),
                    "is_share": indicator.unit == Unit.PERCENT,
                },
            )
        after = _plan_words(indicator)
        old, new = audit.changes(before | dict.fromkeys(after.keys() - before.keys(), ""), after)
        gone = {name: text for name, text in before.items() if name not in after}
        if new or gone:
            audit.record("indicator.planned", subject=indicator, actor=actor, before=old | gone, after=new)
    return indicator


def set_plans(
    programme: Programme, *, plans: Mapping[Indicator, Mapping[int, Decimal | None]], actor: User | None
) -> None:
    """The whole table of the passport at once, all or nothing."""
    with transaction.atomic():
        for indicator, amounts in plans.items():
            if indicator.programme_id != programme.pk:
                raise DomainError("Показатель относится к другой программе.", code="programme")
            set_plan(indicator, amounts=amounts, actor=actor)


def record_contingent(
    programme: Programme,
    *,
    kind: str,
    count: int,
    as_of: dt.date,
    source: str,
    actor: User | None,
) -> ContingentFigure:
    """Keep how many there are in all on a day; the same day entered again is corrected.

    Works in a closed programme too: results are summed up after it ends.
    """
    if kind not in ContingentKind.values:
        raise DomainError("Выберите, кого вы посчитали.", field="kind", code="kind")
    _check_count(count, "count")
    _check_day(as_of, programme)
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        old = ContingentFigure.objects.filter(programme=programme, kind=kind, as_of=as_of).first()
        before = audit.plain(old, ["count", "source"]) if old else {}
        figure, _ = ContingentFigure.objects.update_or_create(
            programme=programme,
            kind=kind,
            as_of=as_of,
            defaults={
                "organization": programme.organization,
                "count": count,
                "source": _source(source),
            },
        )
        audit.record(
            "contingent.recorded",
            subject=figure,
            actor=actor,
            before=before,
            after=audit.plain(figure, ["count", "as_of", "source"]),
        )
    return figure


def remove_contingent(figure: ContingentFigure, *, actor: User | None) -> None:
    with transaction.atomic():
        kept = audit.plain(figure, ["kind", "count", "as_of", "source"])
        audit.record("contingent.removed", subject=figure, actor=actor, before=kept)
        figure.delete()


def record_fact(
    indicator: Indicator,
    *,
    numerator: int,
    denominator: int | None,
    as_of: dt.date,
    source: str,
    actor: User | None,
) -> IndicatorFact:
    """Keep a fact measured outside the portal; the same day entered again is corrected.

    Raises DomainError when the portal counts this indicator itself and when the part is larger than the whole.
    """
    if not spec_of(indicator.formula).takes_facts:
        raise DomainError("Этот показатель портал считает сам.", code="computed")
    _check_count(numerator, "numerator")
    is_share = indicator.unit == Unit.PERCENT
    if indicator.unit not in {Unit.PERCENT, Unit.SCORE}:
        denominator = None
    if denominator is not None:
        _check_count(denominator, "denominator")
        if is_share and numerator > denominator:
            raise DomainError(
                f"Часть больше целого: {numerator} из {denominator}.", field="numerator", code="part"
            )
    _check_day(as_of, indicator.programme)
    with transaction.atomic():
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        old = IndicatorFact.objects.filter(indicator=indicator, as_of=as_of).first()
        fact, _ = IndicatorFact.objects.update_or_create(
            indicator=indicator,
            as_of=as_of,
            defaults={
                "numerator": numerator,
                "denominator": denominator,
                "source": _source(source),
                "is_share": is_share,
            },
        )
        audit.record(
            "indicator.measured",
            subject=indicator,
            actor=actor,
            before=_fact_words(old) if old else {},
            after=_fact_words(fact),
        )
    return fact


def remove_fact(fact: IndicatorFact, *, actor: User | None) -> None:
    with transaction.atomic():
        audit.record("indicator.unmeasured", subject=fact.indicator, actor=actor, before=_fact_words(fact))
        fact.delete()


# --- parts ---


def _open_programme(programme: Programme) -> Programme:
    """The programme, locked, so that codes and orders are given one by one; a closed one is not edited."""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    if locked.state == ProgrammeState.CLOSED:
        raise DomainError("Программа завершена: сначала верните её в работу.", code="closed")
    return locked


def _next_order(programme: Programme) -> int:
    last = Indicator.objects.filter(programme=programme).aggregate(last=Max("order"))["last"]
    return 1 if last is None else min(last + 1, 32_000)


def _free_code(formula: str, taken: set[str]) -> str:
    """A code for a row added by hand, told apart by a number: «manual», «manual-2»."""
    stem = slugify(formula.replace("_", "-"))
    number = 1
    code = stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def _unit(formula: str, asked: str) -> Unit:
    """The unit of a row. Raises DomainError when its formula counts in another one."""
    unit = unit_of(formula, asked)
    if asked and asked != unit:
        told = f"Формула «{Formula(formula).label}» считает в единице «{unit.label}»."
        raise DomainError(told, field="unit", code="unit")
    return unit


def _check_amount(indicator: Indicator, label: str, amount: Decimal) -> None:
    told = f"«{indicator.title}», {label}: план {amount_text(amount, indicator.unit)}."
    if indicator.unit == Unit.PERCENT and not 0 <= amount <= 100:
        raise DomainError(f"{told} Доля бывает от 0 до 100 %.", code="percent")
    if not 0 <= amount <= LARGEST:
        raise DomainError(f"{told} Число бывает от нуля до двух миллиардов.", code="amount")


def _plan_words(indicator: Indicator) -> dict[str, str]:
    basis = indicator.programme.organization.year_basis
    return {
        f"план {year_label(plan.year, basis)}": amount_text(plan.amount, indicator.unit)
        for plan in indicator.plans.order_by("year")
    }


def _fact_words(fact: IndicatorFact) -> dict[str, str]:
    whole = "не известно" if fact.denominator is None else fact.denominator
    has_whole = fact.is_share or fact.denominator is not None
    return {
        f"факт на {date_short(fact.as_of)}": f"{fact.numerator} из {whole}"
        if has_whole
        else f"{fact.numerator}",
        "источник": fact.source,
    }


def _check_count(count: int, field: str) -> None:
    if not 0 <= count <= LARGEST:
        raise DomainError("Число людей – от нуля до двух миллиардов.", field=field, code="count")


def _check_day(day: dt.date, programme: Programme) -> None:
    if day > today(programme.organization):
        raise DomainError("Эта дата ещё не наступила.", field="as_of", code="future")


def _source(source: str) -> str:
    named = source.strip()
    if not named:
        raise DomainError("Укажите, откуда число: приказ, отчёт, форма.", field="source", code="source")
    return named
