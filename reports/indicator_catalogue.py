"""The shipped sets of indicators, read once from `reference/indicators.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from reports.indicator_enums import Formula
from reports.indicator_formulas import spec_of

FILE = Path(__file__).resolve().parent / "reference" / "indicators.yaml"


@dataclass(frozen=True)
class CatalogueIndicator:
    code: str
    title: str
    short_title: str
    definition: str
    basis: str
    formula: Formula
    group: str

    @property
    def is_computed(self) -> bool:
        return spec_of(self.formula).is_computed


@dataclass(frozen=True)
class CatalogueSet:
    code: str
    title: str
    about: str
    indicators: tuple[CatalogueIndicator, ...]

    def count_missing(self, present: set[str]) -> int:
        """How many of its indicators are not among the codes `present`."""
        return sum(1 for row in self.indicators if row.code not in present)


@lru_cache(maxsize=1)
def catalogue() -> tuple[CatalogueSet, ...]:
    return tuple(
        CatalogueSet(
            code=given["code"],
            title=given["title"],
            about=given["about"],
            indicators=tuple(
                CatalogueIndicator(**row | {"formula": Formula(row["formula"]), "group": group["title"]})
                for group in given["groups"]
                for row in group["indicators"]
            ),
        )
        for given in yaml.safe_load(FILE.read_text(encoding="utf-8"))
    )


def catalogue_set(code: str) -> CatalogueSet | None:
    return next((one for one in catalogue() if one.code == code), None)
