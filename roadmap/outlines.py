"""A plan as plain values without states: what a template, an approved version and a move to another year hold."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from roadmap.deadlines import Period


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A row; `moved` tells of days moved by hand, `id` is the activity that it was taken from (0: a template's)."""

    number: str
    text: str
    deadline: str = ""
    responsible: str = ""
    result: str = ""
    kinds: tuple[str, ...] = ()
    moved: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class OutlineStage:
    title: str
    task: str = ""
    rows: tuple[OutlineRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan for a term; the years in its texts are those of the term."""

    title: str
    period_start: date
    period_end: date
    stages: tuple[OutlineStage, ...] = ()

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.period_end)

    @property
    def rows(self) -> Iterator[tuple[OutlineStage, OutlineRow]]:
        return ((stage, row) for stage in self.stages for row in stage.rows)

    @property
    def size(self) -> int:
        return sum(len(stage.rows) for stage in self.stages)

    def to_json(self) -> dict[str, Any]:
        values = asdict(self)
        values["period_start"], values["period_end"] = (
            self.period_start.isoformat(),
            self.period_end.isoformat(),
        )
        for stage in values["stages"]:
            stage["rows"] = [row | {"kinds": list(row["kinds"])} for row in stage["rows"]]
        values["stages"] = list(values["stages"])
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Outline":
        stages = tuple(
            OutlineStage(
                stage["title"],
                stage["task"],
                tuple(OutlineRow(**row | {"kinds": tuple(row["kinds"])}) for row in stage["rows"]),
            )
            for stage in values["stages"]
        )
        return cls(
            values["title"],
            date.fromisoformat(values["period_start"]),
            date.fromisoformat(values["period_end"]),
            stages,
        )


def year_label(start: date, end: date) -> str:
    """«2026/2027» for a school year, «2026» for a calendar one, «2021–2025» for several years."""
    if start.year == end.year:
        return str(start.year)
    if end.year == start.year + 1 and start.month >= 8:
        return f"{start.year}/{end.year}"
    return f"{start.year}–{end.year}"
