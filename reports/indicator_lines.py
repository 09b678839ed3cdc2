"""One indicator as it stands on a day: plan by years, fact with its fraction, why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core import russian
from core.names import NBSP


def share_of(numerator: int | None, denominator: int | None) -> Decimal | None:
    """Per cent with one decimal, half up, by whole numbers; None when either part is missing or the whole is nought."""
    if numerator is None or not denominator:
        return None
    return Decimal((2000 * numerator + denominator) // (2 * denominator)).scaleb(-1)


def percent_text(percent: Decimal | None) -> str:
    """«35 %», «12,5 %»: a plan is told as it was set."""
    if percent is None:
        return russian.NO_DATA
    exact = percent.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{exact:f}".rstrip("0").rstrip(".").replace(".", ",") + f"{NBSP}%"


@dataclass(frozen=True)
class PlanCell:
    """The plan of one year of account; `percent` None: none is set."""

    year: int
    label: str
    percent: Decimal | None
    is_current: bool = False

    @property
    def text(self) -> str:
        return percent_text(self.percent) if self.percent is not None else ""


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
    """Both parts are kept exact; `note` says where the figure is from, or why there is none."""

    numerator: int | None = None
    denominator: int | None = None
    note: str = ""

    @property
    def share(self) -> Decimal | None:
        return share_of(self.numerator, self.denominator)


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

    @property
    def label(self) -> str:
        return self.short_title or self.title

    @property
    def planned(self) -> Decimal | None:
        return next((cell.percent for cell in self.plan if cell.is_current), None)

    @property
    def planned_text(self) -> str:
        """«35 %», «н/д» where the year has no plan."""
        return percent_text(self.planned)

    @property
    def share(self) -> Decimal | None:
        return self.fact.share

    @property
    def value(self) -> str:
        """«31,2 %» or «н/д», never nought for the unknown."""
        return russian.percent(self.fact.numerator, self.fact.denominator)

    @property
    def fraction(self) -> str:
        """«148 из 474»; empty when there is no share."""
        if self.share is None:
            return ""
        return russian.fraction(self.fact.numerator, self.fact.denominator)

    @property
    def note(self) -> str:
        return self.fact.note
