"""From the rows of a workbook to a questionnaire; every fault names its sheet, row and column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.sheets.types import CellError, Workbook, column_letter
from surveys.enums import ItemKind
from surveys.instruments.book import (
    BAND_FIELDS,
    BANDS,
    CHOICE_FIELDS,
    CHOICES,
    CODES,
    DATE,
    FLAG,
    HEAD,
    HEAD_FIELDS,
    ITEM_FIELDS,
    ITEMS,
    LISTS,
    MAX_ROWS,
    NO,
    SECTION_FIELDS,
    SECTIONS,
    TEXT,
    WHOLE,
    YES,
    Kind,
)
from surveys.instruments.errors import InstrumentError
from surveys.instruments.export import condition_to_dict
from surveys.instruments.options import OPTION_KEYS
from surveys.instruments.phrases import PhraseError, read_phrase
from surveys.instruments.reader import MAX_PROBLEMS
from surveys.instruments.reading import FORMAT, instrument_from_dict
from surveys.instruments.schema import Instrument

_LISTED = {word: name for name, word in LISTS.items()}


@dataclass
class _Reading:
    """What is gathered while the sheets are read: faults, and in which row each part of the questionnaire stands."""

    problems: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def fault(self, where: str, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(f"{where}: {message}")


def read_book(book: Workbook) -> Instrument:
    """Return the questionnaire of a workbook that `core.sheets` has read.

    :raises InstrumentError: with every fault found, each naming its sheet, row and column.
    """
    sheets = {sheet.name.strip().lower(): sheet.rows for sheet in book.sheets}
    return read_rows({name: sheets.get(name.lower(), []) for name in (HEAD, SECTIONS, ITEMS, CHOICES, BANDS)})


def read_rows(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Instrument:
    """The same from the rows of the sheets by their names."""
    reading = _Reading()
    data = _head(reading, sheets.get(HEAD) or [])
    sections = _sections(reading, sheets.get(SECTIONS) or [])
    _items(reading, sheets.get(ITEMS) or [], sheets.get(CHOICES) or [], sections)
    data["sections"] = sections
    bands = [values for _, values in _table(reading, BANDS, sheets.get(BANDS) or [], BAND_FIELDS)]
    keys, note = data.pop("scoring_items", None), data.pop("scoring_note", None)
    if keys or bands or note:
        data["scoring"] = {"items": keys or [], "bands": bands, "note": note or ""}
    try:
        made = instrument_from_dict(data)
    except InstrumentError as error:
        for problem in error.problems:
            _told(reading, problem)
        raise InstrumentError(reading.problems) from None
    if reading.problems:
        raise InstrumentError(reading.problems)
    return made


def _head(reading: _Reading, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {"format": FORMAT}
    names = {label.lower(): (name, label, kind) for name, (label, kind) in HEAD_FIELDS.items()}
    if not rows:
        reading.fault(f"лист «{HEAD}»", "нет такого листа или он пустой")
        return data
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        label = _text(row[0] if row else None).strip()
        if not label or (number == 1 and label.lower() == "поле"):
            continue
        where = f"лист «{HEAD}», строка {number}"
        value = row[1] if len(row) > 1 else None
        if label.lower() == "формат":
            if _text(value) != str(FORMAT):
                reading.fault(where, f"«Формат» должен быть {FORMAT}")
            continue
        known = names.get(label.lower())
        if known is None:
            reading.fault(where, f"поля «{label[:40]}» нет")
            continue
        if known[0] in seen:
            reading.fault(where, f"«{known[1]}» уже было выше")
        seen.add(known[0])
        read = _read(reading, value, known[2], f"{where}, «{known[1]}»")
        if read is not None:
            data[known[0]] = read
    return data


def _sections(reading: _Reading, rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    made = []
    for number, values in _table(reading, SECTIONS, rows, SECTION_FIELDS):
        made.append({"key": "", "title": "", "intro": ""} | values | {"items": []})
        reading.places[f"раздел {len(made)}"] = f"лист «{SECTIONS}», строка {number}"
    if not rows:
        reading.fault(f"лист «{SECTIONS}»", "нет такого листа или он пустой")
    return made


def _items(
    reading: _Reading,
    rows: Sequence[Sequence[Any]],
    choices: Sequence[Sequence[Any]],
    sections: list[dict[str, Any]],
) -> None:
    if not rows:
        reading.fault(f"лист «{ITEMS}»", "нет такого листа или он пустой")
    by_key = {section["key"]: place for place, section in enumerate(sections)}
    made: dict[str, dict[str, Any]] = {}
    last = ""
    finished: set[str] = set()
    for number, values in _table(reading, ITEMS, rows, ITEM_FIELDS):
        where = f"лист «{ITEMS}», строка {number}"
        home = str(values.pop("section", "") or last)
        if home not in by_key:
            reading.fault(where, f"раздела «{home[:40]}» нет на листе «{SECTIONS}»")
            continue
        if home != last and home in finished:
            reading.fault(where, f"вопросы раздела «{home}» стоят не подряд")
        finished.add(last := home)
        item = _item(reading, values, where)
        section = sections[by_key[home]]
        section["items"].append(item)
        reading.places[f"раздел {by_key[home] + 1}, вопрос {len(section['items'])}"] = where
        key = str(item.get("key", ""))
        reading.places.setdefault(f"вопрос «{key}»", where)
        made.setdefault(key, item)
    _choices(reading, choices, made)


def _item(reading: _Reading, values: dict[str, Any], where: str) -> dict[str, Any]:
    kind = values.get("kind")
    own = OPTION_KEYS.get(ItemKind(kind), set()) if kind in ItemKind.values else set()
    for name in [name for name in values if name in _OPTIONS and name not in own]:
        reading.fault(f"{where}, «{ITEM_FIELDS[name][0]}»", "у вопроса этого вида такого поля нет")
        del values[name]
    phrase = values.pop("show_if", "")
    if phrase:
        try:
            values["show_if"] = condition_to_dict(read_phrase(phrase))
        except PhraseError as error:
            reading.fault(f"{where}, «{ITEM_FIELDS['show_if'][0]}»", str(error))
    return values


_OPTIONS = set().union(*OPTION_KEYS.values()) & set(ITEM_FIELDS)


def _choices(reading: _Reading, rows: Sequence[Sequence[Any]], items: Mapping[str, dict[str, Any]]) -> None:
    for number, values in _table(reading, CHOICES, rows, CHOICE_FIELDS):
        where = f"лист «{CHOICES}», строка {number}"
        key, word = str(values.pop("item", "")), str(values.pop("list", "") or LISTS["choices"])
        item = items.get(key)
        name = _LISTED.get(word.lower())
        if item is None:
            reading.fault(where, f"вопроса «{key[:40]}» нет на листе «{ITEMS}»")
        elif name is None:
            reading.fault(f"{where}, «Список»", f"возможны {', '.join(LISTS.values())}")
        elif item.get("kind") in ItemKind.values and name not in OPTION_KEYS[ItemKind(item["kind"])]:
            reading.fault(where, f"у вопроса «{key}» нет списка «{word}»")
        else:
            item.setdefault(name, []).append(values)


def _table(
    reading: _Reading, name: str, rows: Sequence[Sequence[Any]], fields: Mapping[str, tuple[str, Kind]]
) -> Iterable[tuple[int, dict[str, Any]]]:
    """(row as Excel numbers it, field → value) of every row that is not empty."""
    if not rows:
        return
    if len(rows) > MAX_ROWS:
        reading.fault(f"лист «{name}»", f"больше {MAX_ROWS} строк")
        return
    labels = {label.lower(): field for field, (label, _) in fields.items()}
    columns: dict[int, str] = {}
    for place, cell in enumerate(rows[0]):
        header = " ".join(_text(cell).split())
        found = labels.get(header.lower())
        if header and found is None:
            reading.fault(f"лист «{name}», столбец {column_letter(place)}", f"столбца «{header[:40]}» нет")
        elif found in columns.values():
            reading.fault(f"лист «{name}», столбец {column_letter(place)}", f"«{header}» уже есть левее")
        elif found is not None:
            columns[place] = found
    for number, row in enumerate(rows[1:], start=2):
        values: dict[str, Any] = {}
        for place, cell in enumerate(row):
            if place not in columns or cell is None or cell == "":
                continue
            label, kind = fields[columns[place]]
            read = _read(reading, cell, kind, f"лист «{name}», строка {number}, «{label}»")
            if read is not None:
                values[columns[place]] = read
        if values:
            yield number, values


def _read(reading: _Reading, value: Any, kind: Kind, where: str) -> Any:
    """The value of a cell, None when it is empty or wrong (then the fault is noted)."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, CellError):
        reading.fault(where, value.message)
        return None
    if kind == WHOLE:
        return _whole(reading, value, where)
    if kind == DATE:
        return _date(reading, value, where)
    text = _text(value)
    if kind == TEXT:
        return text
    if kind == CODES:
        return [code for code in re.split(r"[,;\s]+", text) if code]
    if kind == FLAG:
        if text.strip().lower() in (YES, NO):
            return text.strip().lower() == YES
        reading.fault(where, f"нужно «{YES}» или «{NO}»")
        return None
    return _choice(reading, text, kind, where)


def _choice(reading: _Reading, text: str, kind: Any, where: str) -> str | None:
    wanted = " ".join(text.replace("–", "—").lower().split())
    for value, label in kind.choices:
        if wanted in (str(value), str(label).lower()):
            return str(value)
    reading.fault(where, "возможны: " + ", ".join(str(label) for _, label in kind.choices))
    return None


def _whole(reading: _Reading, value: Any, where: str) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = _text(value).strip().replace("−", "-")
    if re.fullmatch(r"-?[0-9]{1,10}", text, re.ASCII):
        return int(text)
    reading.fault(where, "нужно целое число")
    return None


def _date(reading: _Reading, value: Any, where: str) -> str | None:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(_text(value).strip(), pattern).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    reading.fault(where, "нужна дата вида 01.09.2026")
    return None


def _text(value: Any) -> str:
    """A cell as text; a number as it is seen."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%d.%m.%Y")
    return str(value)


_WHERE = re.compile(r"(раздел \d+, вопрос \d+|раздел \d+|вопрос «[^»]*»|ключ|анкета)")
_LIST_PLACE = re.compile(r", (choices|rows|columns) (\d+)")
_FIELD = re.compile(r"поле (\w+)|\b(low_label|high_label|min_chosen|max_chosen|earliest|latest|low|high)\b")
_LABELS = {
    name: label
    for fields in (HEAD_FIELDS, SECTION_FIELDS, ITEM_FIELDS)
    for name, (label, _) in fields.items()
} | {
    "items": "Вопросы ключа",
    "bands": "Уровни",
    "label": "Слова",
    "score": "Балл",
    "sections": "Разделы",
    **{name: f"Варианты: {word}" for name, word in LISTS.items()},
}


def in_words(problem: str) -> str:
    """A fault of a questionnaire without its place, fields under the names that people know."""
    message = problem.split(": ", 1)[-1]
    return _FIELD.sub(lambda found: f"«{_LABELS.get(found[1] or found[2], found[1] or found[2])}»", message)


def _told(reading: _Reading, problem: str) -> None:
    """A fault of the questionnaire in the terms of the workbook."""
    place = _WHERE.match(problem)
    where = f"лист «{HEAD}»"
    rest = problem
    if place:
        where = reading.places.get(place[1], {"ключ": f"лист «{BANDS}»"}.get(place[1], where))
        rest = problem[place.end() :]
    if listed := _LIST_PLACE.search(rest):
        where += f", лист «{CHOICES}», {LISTS[listed[1]]} {listed[2]}"
        rest = rest.replace(listed[0], "")
    reading.fault(where, in_words(rest))
