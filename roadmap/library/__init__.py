"""Built-in templates: YAML files beside this module. Their wording is the portal's own; each file has its version."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from roadmap.outlines import Outline, OutlineRow, OutlineStage
from roadmap.reading.results import result_kinds

_FOLDER = Path(__file__).resolve().parent
# In the order in which they are offered.
CODES = ("college", "school", "further", "teachers", "one_year", "several_years")


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A template of the portal; rows are numbered by stage and place («2.3.»)."""

    code: str
    version: int
    title: str
    about: str
    outline: Outline


@lru_cache(maxsize=1)
def built_in_templates() -> dict[str, BuiltIn]:
    """All of them by code, in the order in which they are offered."""
    return {code: _read(_FOLDER / f"{code}.yaml") for code in CODES}


def _read(path: Path) -> BuiltIn:
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    stages = tuple(
        OutlineStage(
            stage["title"],
            stage.get("task", ""),
            tuple(_row(row, number, place) for place, row in enumerate(stage["rows"], start=1)),
        )
        for number, stage in enumerate(values["stages"], start=1)
    )
    start, end = values["base"]
    if not (isinstance(start, date) and isinstance(end, date)):
        raise ValueError(f"{path.name}: base must be two dates")
    outline = Outline(values["plan_title"], start, end, stages)
    return BuiltIn(values["code"], values["version"], values["title"], values["about"], outline)


def _row(row: dict[str, str], stage: int, place: int) -> OutlineRow:
    return OutlineRow(
        number=f"{stage}.{place}.",
        text=row["text"],
        deadline=row["when"],
        responsible=row["who"],
        result=row["result"],
        kinds=tuple(kind.value for kind in result_kinds(row["result"], row["text"])),
    )
