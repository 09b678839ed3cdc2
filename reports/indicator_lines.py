"""One indicator as it stands on a day: plan by years, fact with its fraction, why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core import russian
from core.names import NBSP
from reports.indicator_enums import Direction, Unit


def share_of(numerator: int | None, denominator: int | None) -> Decimal | None:
    """Per cent with one decimal, half up, by whole numbers; None when either part is missing or the whole is nought."""
    if numerator is None or not denominator:
        return None
    return Decimal((2000 * numerator + denominator) // (2 * denominator)).scaleb(-1)


def average_of(total: int | None, count: int | None) -> Decimal | None:
    """`total` / `count` with one decimal, half up, by whole numbers; None when either is missing or there is none."""
    if total is None or not count:
        return None
    return Decimal((20 * total + count) // (2 * count)).scaleb(-1)


_SIGNS = {Unit.PERCENT: f"{NBSP}%", Unit.HOURS: f"{NBSP}ч", Unit.ROUBLES: f"{NBSP}руб."}


def number_text(number: Decimal, unit: str = Unit.COUNT) -> str:
    """«12,5 %», «1 500 руб.»: no more decimals than there are."""
    exact = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole, _, rest = f"{exact:f}".partition(".")
    decimals = rest.rstrip("0")
    told = russian.grouped(int(whole)) + (f",{decimals}" if decimals else "")
    return told + _SIGNS.get(Unit(unit), "")


def amount_text(amount: Decimal | None, unit: str = Unit.PERCENT) -> str:
    """A plan as it was set: «35 %», «12,5 ч»; «н/д» for none."""
    return russian.NO_DATA if amount is None else number_text(amount, unit)


@dataclass(frozen=True)
class PlanCell:
    """The plan of one year of account; `amount` None: none is set."""

    year: int
    label: str
    amount: Decimal | None
    is_current: bool = False
    unit: str = Unit.PERCENT

    @property
    def text(self) -> str:
        return amount_text(self.amount, self.unit) if self.amount is not None else ""


@dataclass(frozen=True)
class Denominator:
    """A figure of the contingent that a share is taken of."""

    kind: str
    label: str
    count: int
    as_of: dt.date
    source: str


@dataclass(frozen=True)
class Fact:
    """Both parts are kept exact; `note` says where the figure is from, or why there is none.

    Hours that the portal counts are minutes of sixty. `is_counted`: by the portal, so that a list stands behind it.
    """

    numerator: int | None = None
    denominator: int | None = None
    note: str = ""
    is_counted: bool = False

    @property
    def share(self) -> Decimal | None:
        return share_of(self.numerator, self.denominator)

    def amount(self, unit: str) -> Decimal | None:
        """The figure in its unit; None when it is not known."""
        if unit == Unit.PERCENT:
            return self.share
        if unit == Unit.SCORE or self.denominator is not None:
            return average_of(self.numerator, self.denominator)
        return None if self.numerator is None else Decimal(self.numerator)


def fact_text(fact: Fact, unit: str) -> str:
    """«31,2 %» with its decimal, «148», «12,5 ч»; «н/д» for the unknown."""
    if unit == Unit.PERCENT:
        return russian.percent(fact.numerator, fact.denominator)
    return amount_text(fact.amount(unit), unit)


@dataclass(frozen=True)
class IndicatorLine:
    """`formula` is a code of `Formula`; `planned` the plan of the year of account that the day lies in."""

    pk: int
    code: str
    title: str
    short_title: str
    group: str
    definition: str
    formula: str
    direction: str
    is_computed: bool
    plan: tuple[PlanCell, ...]
    fact: Fact
    whole: Denominator | None = None
    unit: str = Unit.PERCENT
    takes_facts: bool = False

    @property
    def label(self) -> str:
        return self.short_title or self.title

    @property
    def planned(self) -> Decimal | None:
        return next((cell.amount for cell in self.plan if cell.is_current), None)

    @property
    def planned_text(self) -> str:
        """«35 %», «н/д» where the year has no plan."""
        return amount_text(self.planned, self.unit)

    @property
    def is_share(self) -> bool:
        return self.unit == Unit.PERCENT

    @property
    def share(self) -> Decimal | None:
        """Per cent of a share; None for other units."""
        return self.fact.share if self.is_share else None

    @property
    def amount(self) -> Decimal | None:
        return self.fact.amount(self.unit)

    @property
    def value(self) -> str:
        """«31,2 %», «148», «12,5 ч» or «н/д», never nought for the unknown."""
        return fact_text(self.fact, self.unit)

    @property
    def fraction(self) -> str:
        """«148 из 474»; empty when there is no share."""
        if self.share is None:
            return ""
        return russian.fraction(self.fact.numerator, self.fact.denominator)

    @property
    def is_reached(self) -> bool | None:
        """Whether the fact is as good as the plan or better; None when either is not known."""
        if self.amount is None or self.planned is None:
            return None
        return (
            self.amount <= self.planned if self.direction == Direction.LESS else self.amount >= self.planned
        )

    @property
    def note(self) -> str:
        return self.fact.note
