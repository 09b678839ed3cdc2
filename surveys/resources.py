"""Answers person by person as files: XLSX and CSV in words, SPSS with codes, labels and names of variables."""

import importlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.exports import CSV_TYPE, XLSX_TYPE, clean_text, csv_lines, xlsx_bytes
from surveys.selectors.microdata import Column, Respondent, unique_names

SAV_TYPE = "application/x-spss-sav"
TYPES = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE, "sav": SAV_TYPE}
WHO = ("Кто", "Группа", "Когда")
MOST_LABEL = 250
"""SPSS holds labels of 256 bytes; Cyrillic takes two a letter, so that longer ones are cut by the writer."""


def file_of(kind: str, columns: Sequence[Column], rows: Sequence[Respondent]) -> bytes:
    """Return the file of a kind of :data:`TYPES`."""
    if kind == "sav":
        return _sav(columns, rows)
    table = [(*WHO, *(column.label for column in columns))]
    table += [(row.person, row.group, row.day, *_in_words(columns, row)) for row in rows]
    return xlsx_bytes("Ответы", table) if kind == "xlsx" else b"".join(csv_lines(table))


def _in_words(columns: Sequence[Column], row: Respondent) -> list[Any]:
    return [
        column.values.get(value, value) if column.values and value is not None else value
        for column, value in zip(columns, row.values, strict=True)
    ]


def _sav(columns: Sequence[Column], rows: Sequence[Respondent]) -> bytes:
    # Half a second and 60 MB: only the worker that makes such a file pays for them.
    pandas = importlib.import_module("pandas")
    pyreadstat = importlib.import_module("pyreadstat")
    names = unique_names(list(columns))
    data: dict[str, Any] = {
        "person": [clean_text(row.person) for row in rows],
        "group": [clean_text(row.group) for row in rows],
        "day": [row.day for row in rows],
    }
    for place, (name, column) in enumerate(zip(names, columns, strict=True)):
        given = [row.values[place] for row in rows]
        if column.text:
            data[name] = [clean_text(value or "") for value in given]
        else:
            data[name] = pandas.Series(given, dtype="float64")
    labels = [*WHO, *(column.label[:MOST_LABEL] for column in columns)]
    closed = {
        name: {float(code): words[:MOST_LABEL] for code, words in column.values.items()}
        for name, column in zip(names, columns, strict=True)
        if column.values
    }
    with tempfile.TemporaryDirectory(prefix="portal-sav-") as folder:
        path = Path(folder, "answers.sav")
        pyreadstat.write_sav(
            pandas.DataFrame(data), str(path), column_labels=labels, variable_value_labels=closed
        )
        return path.read_bytes()
