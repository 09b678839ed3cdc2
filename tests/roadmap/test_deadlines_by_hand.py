"""Spellings with readings written by hand from the rule of reading, before the grammar was asked about any of them."""

import csv
from datetime import date
from pathlib import Path

import pytest

from roadmap.deadlines import parse_deadline
from roadmap.enums import Confidence
from roadmap.management.commands.parse_deadlines import readings

FILE = Path(__file__).parents[1] / "data" / "deadlines_by_hand.tsv"
PERIODS = {
    "S": (date(2025, 9, 1), date(2026, 8, 31)),  # a school year
    "C": (date(2025, 1, 1), date(2025, 12, 31)),  # a calendar year
    "P": (date(2021, 9, 1), date(2025, 5, 31)),  # a project of several years
}
with FILE.open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def told(row):
    start, end = PERIODS[row["period"]]
    found = parse_deadline(row["raw"], period_start=start, period_end=end)
    days = [day.isoformat() if day else "" for day in (found.start, found.end)]
    return {"kind": found.kind.value, "start": days[0], "end": days[1], "recurrence": found.recurrence}


def test_there_are_as_many_as_were_promised():
    assert len(ROWS) >= 150
    assert len({(row["raw"], row["period"]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['raw']}, {row['period']}" for row in ROWS])
def test_the_reading_written_by_hand_is_the_one_found(row):
    """«month|academic»: the rule says which days «конец учебного года» is, not which of the kinds carries them."""
    found = told(row)
    assert found.pop("kind") in row["kind"].split("|")
    assert found == {name: row[name] or "" for name in ("start", "end", "recurrence")}


@pytest.mark.parametrize("raw", ["декабрь – 1 полугодие", "март – 2 полугодие", "15 октября – 1 полугодие"])
def test_a_range_that_begins_inside_its_own_end_is_a_doubt(raw):
    start, end = PERIODS["S"]
    found = parse_deadline(raw, period_start=start, period_end=end)
    assert found.confidence == Confidence.LOW
    assert any("начало внутри названного" in doubt for doubt in found.doubts)
    plain = parse_deadline("1 четверть – 1 полугодие", period_start=start, period_end=end)
    assert not plain.doubts


@pytest.mark.parametrize(
    ("rows", "years"),
    [
        (["август", "сентябрь", "май"], [2025, 2025, 2026]),  # before the autumn: the August before the year
        (["сентябрь", "август"], [2025, 2026]),  # after it: the last month of the year
        (["август"], [2026]),  # alone: nothing says that the plan begins with it
        (["август", "май"], [2026, 2026]),  # no autumn follows
        (["постоянно", "август", "сентябрь"], [2025, 2025, 2025]),  # what lasts all the year begins nothing
        (["август", "август", "октябрь"], [2025, 2025, 2025]),
        (["август – сентябрь"], [2025]),  # opens a range: wherever it stands
        (["май", "август – сентябрь"], [2026, 2025]),
        (["до 25 августа", "сентябрь"], [2025, 2025]),
        (["август 2026", "сентябрь"], [2026, 2025]),  # a year that is written is never changed
    ],
)
def test_the_rule_of_august(rows, years):
    """R-AUG of the rule of reading, by the rows of one period as `parse_deadlines` gets them."""
    lines = ["raw\tperiod_start\tperiod_end", *(f"{row}\t2025-09-01\t2026-08-31" for row in rows)]
    found = list(readings(lines))
    assert [(one.start or one.end).year for one in found] == years
    alone = [
        "raw\tperiod_start\tperiod_end\tfile",
        *(f"{row}\t2025-09-01\t2026-08-31\t{n}" for n, row in enumerate(rows)),
    ]
    by_themselves = [2025 if row.startswith("август –") else 2026 for row in rows if row.startswith("август")]
    told = [(one.start or one.end).year for one in readings(alone) if one.raw.startswith("август")]
    assert told == by_themselves  # rows of different files are no neighbours
