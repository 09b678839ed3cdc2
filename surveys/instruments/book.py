"""A questionnaire as a workbook: one row per question, words instead of codes where people write them.

`surveys/bank/FORMAT.md` documents the sheets. Writing and reading back
(`book_reading`) gives an equal questionnaire.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from openpyxl import Workbook as XlsxBook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from core.sheets.types import column_letter
from surveys.enums import Confidence, ItemKind, Polarity, Purpose, Role
from surveys.instruments.export import instrument_to_dict
from surveys.instruments.phrases import write_phrase
from surveys.instruments.reading import FORMAT
from surveys.instruments.schema import Instrument, Item

Rows = list[list[Any]]

HEAD, SECTIONS, ITEMS, CHOICES, BANDS, HOW = (
    "Анкета",
    "Разделы",
    "Вопросы",
    "Варианты",
    "Уровни",
    "Как заполнять",
)
YES, NO = "да", "нет"
MAX_ROWS = 20_000

TEXT, FLAG, WHOLE, DATE, CODES = "text", "flag", "whole", "date", "codes"
Kind = str | type[TextChoices]
"""How a cell is read: a text, a yes or no, a whole number, a date, codes through commas, or words of an enum."""

HEAD_FIELDS: dict[str, tuple[str, Kind]] = {
    "code": ("Код", TEXT),
    "title": ("Название", TEXT),
    "purpose": ("Назначение", Purpose),
    "role": ("Кто отвечает", Role),
    "minutes": ("Минут на заполнение", WHOLE),
    "intro": ("Вступление", TEXT),
    "thanks": ("Что дальше", TEXT),
    "source": ("Источник", TEXT),
    "confidence": ("Уверенность", Confidence),
    "locked": ("Проверенная шкала", FLAG),
    "scoring_items": ("Вопросы ключа", CODES),
    "scoring_note": ("Откуда уровни", TEXT),
}
SECTION_FIELDS: dict[str, tuple[str, Kind]] = {
    "key": ("Ключ", TEXT),
    "title": ("Название", TEXT),
    "intro": ("Пояснение", TEXT),
}
ITEM_FIELDS: dict[str, tuple[str, Kind]] = {
    "section": ("Раздел", TEXT),
    "key": ("Ключ", TEXT),
    "kind": ("Вид", ItemKind),
    "text": ("Вопрос", TEXT),
    "required": ("Обязателен", FLAG),
    "show_if": ("Показывать, если", TEXT),
    "hint": ("Подсказка", TEXT),
    "short": ("Кратко", TEXT),
    "topic": ("Тема", TEXT),
    "polarity": ("Направление", Polarity),
    "personal": ("Персональные данные", FLAG),
    "psychologist_only": ("Только психолог", FLAG),
    "feeds": ("Заполняет поле", TEXT),
    "low": ("От", WHOLE),
    "high": ("До", WHOLE),
    "low_label": ("Слова у начала", TEXT),
    "high_label": ("Слова у конца", TEXT),
    "other": ("Можно своё", FLAG),
    "other_label": ("Слова для своего", TEXT),
    "min_chosen": ("Отметить не меньше", WHOLE),
    "max_chosen": ("Отметить не больше", WHOLE),
    "max_ranked": ("Расставить первых", WHOLE),
    "decimals": ("Знаков после запятой", WHOLE),
    "unit": ("Единица", TEXT),
    "earliest": ("Не раньше", DATE),
    "latest": ("Не позже", DATE),
    "max_length": ("Знаков не больше", WHOLE),
    "role": ("Кого выбирать", Role),
}
CHOICE_FIELDS: dict[str, tuple[str, Kind]] = {
    "item": ("Вопрос", TEXT),
    "list": ("Список", TEXT),
    "code": ("Код", TEXT),
    "label": ("Слова", TEXT),
    "score": ("Балл", WHOLE),
}
BAND_FIELDS: dict[str, tuple[str, Kind]] = {
    "code": ("Код", TEXT),
    "label": ("Уровень", TEXT),
    "low": ("От", WHOLE),
    "high": ("До", WHOLE),
}
LISTS = {"choices": "ответы", "rows": "строки", "columns": "столбцы"}

GUIDE = (
    "Одна строка листа «Вопросы» — один вопрос. Порядок строк — порядок вопросов.",
    "«Раздел» — ключ с листа «Разделы»; раздел — один экран телефона. Вопросы одного раздела стоят подряд.",
    "«Ключ» — латинские строчные буквы, цифры, «_» и «-». Ключ не меняется: по нему сравнивают годы.",
    "«Вид» — одно из: " + ", ".join(str(kind.label) for kind in ItemKind) + ".",
    "Ответы на выбор, строки и столбцы таблицы — на листе «Варианты»: ключ вопроса, список "
    "(ответы, строки или столбцы), код и слова.",
    "«Показывать, если»: help = да; colour из red, blue; score >= 5; несколько условий — все(a = да; b >= 5) "
    "или любое(a = да; b = нет).",
    "«Направление»: " + ", ".join(str(one.label) for one in Polarity) + ".",
    "Ключ с уровнями: вопросы-шкалы через запятую в строке «Вопросы ключа» листа «Анкета», уровни — на листе «Уровни».",
    "Пустая клетка — значение по умолчанию.",
)


def write_book(instrument: Instrument) -> bytes:
    """Return the questionnaire as XLSX."""
    book = XlsxBook(write_only=True)
    for name, rows in book_rows(instrument).items():
        sheet = book.create_sheet(name)
        if name not in (HEAD, HOW):
            sheet.freeze_panes = "A2"
        widths = {HEAD: (28, 90), HOW: (120,)}.get(name, ())
        for place in range(max((len(row) for row in rows), default=1)):
            wide = name in (ITEMS, SECTIONS) and rows[0][place] in ("Вопрос", "Пояснение", "Название")
            width = widths[place] if place < len(widths) else (60 if wide else 20)
            sheet.column_dimensions[column_letter(place)].width = width
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, head=number == 0 and name != HOW) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def book_rows(instrument: Instrument) -> dict[str, Rows]:
    """Return the rows of every sheet by its name; the first row is the header."""
    data = instrument_to_dict(instrument)
    scoring = data.get("scoring") or {"items": [], "bands": [], "note": ""}
    head = data | {"scoring_items": scoring["items"], "scoring_note": scoring["note"]}
    sections: Rows = [[label for label, _ in SECTION_FIELDS.values()]]
    items: Rows = [[label for label, _ in ITEM_FIELDS.values()]]
    choices: Rows = [[label for label, _ in CHOICE_FIELDS.values()]]
    for section, part in zip(data["sections"], instrument.sections, strict=True):
        sections.append(_written(section, SECTION_FIELDS))
        for written, item in zip(section["items"], part.items, strict=True):
            items.append(_written(_item_row(written, item, section["key"]), ITEM_FIELDS))
            choices += _choice_rows(written)
    bands: Rows = [[label for label, _ in BAND_FIELDS.values()]]
    bands += [_written(band, BAND_FIELDS) for band in scoring["bands"]]
    lines: Rows = [["Поле", "Значение"], ["Формат", FORMAT]]
    lines += [
        [label, value]
        for (label, _), value in zip(HEAD_FIELDS.values(), _written(head, HEAD_FIELDS), strict=True)
    ]
    guide: Rows = [[line] for line in GUIDE]
    return {HEAD: lines, SECTIONS: sections, ITEMS: items, CHOICES: choices, BANDS: bands, HOW: guide}


def _item_row(written: Mapping[str, Any], item: Item, section: str) -> dict[str, Any]:
    row = dict(written) | {"section": section}
    row["show_if"] = write_phrase(item.show_if) if item.show_if else ""
    return row


def _choice_rows(item: Mapping[str, Any]) -> Rows:
    rows: Rows = []
    for name, word in LISTS.items():
        for choice in item.get(name) or ():
            rows.append(_written({"item": item["key"], "list": word, **choice}, CHOICE_FIELDS))
    return rows


def _written(values: Mapping[str, Any], fields: Mapping[str, tuple[str, Kind]]) -> list[Any]:
    return [_write(values.get(name), kind) for name, (_, kind) in fields.items()]


def _write(value: Any, kind: Kind) -> Any:
    if value is None or value == "":
        return None
    if kind == FLAG:
        return YES if value else None
    if kind == CODES:
        return ", ".join(value) or None
    if kind == DATE:
        return dt.date.fromisoformat(value)
    if isinstance(kind, type):
        return None if kind is Polarity and value == Polarity.NONE else str(kind(value).label)
    return value


def _cell(sheet: Any, value: Any, *, head: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would turn «=1+1» into a formula
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(value, dt.date):
        cell.number_format = "DD.MM.YYYY"
    if head:
        cell.font = Font(bold=True)
    return cell
