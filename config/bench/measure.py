"""Runs the measurements; `python -m config.bench` starts it in the measuring environment."""

import importlib
import json
import sys

import django

from config.bench.registry import Entry, NotMeasured, entries

AREAS = (
    "care",
    "director",
    "documents",
    "duplicates",
    "imports",
    "lists",
    "living",
    "matching",
    "pairs",
    "plans",
    "region",
    "start",
    "surveys",
)


def chosen(names: list[str], known: list[str]) -> list[str]:
    """The entries that `names` mean, in the order of registration; SystemExit names an unknown one."""
    unknown = [
        name for name in names if not any(entry == name or entry.startswith(f"{name}.") for entry in known)
    ]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}\nknown: {', '.join(known)}")
    return [
        entry
        for entry in known
        if not names or any(entry == name or entry.startswith(f"{name}.") for name in names)
    ]


def main(names: list[str]) -> None:
    django.setup()
    for area in AREAS:
        importlib.import_module(f"config.bench.{area}")
    for name in chosen(names, list(entries)):
        entry = entries[name]
        sys.stdout.write(json.dumps({"name": name, **_told(entry)}) + "\n")
        sys.stdout.flush()


def _told(entry: Entry) -> dict[str, object]:
    """The figures of an entry, or why this machine has none: the others are measured all the same."""
    try:
        found = entry.run()
    except NotMeasured as reason:
        return {"not_measured": str(reason)}
    return {
        "value": round(found.value, 4),
        "unit": entry.unit,
        "reference": round(found.reference, 4),
        "cost": round(found.cost, 3),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
