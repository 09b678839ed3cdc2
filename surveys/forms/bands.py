"""Bands of a key as lines that a curator types: «0–8 Недопустимый уровень»."""

import re
from collections.abc import Mapping
from typing import Any

from surveys.instruments.editing import Content, items_of, new_key
from surveys.instruments.scoring import MAX_BANDS

_LINE = re.compile(r"\s*(-?\d{1,5})\s*(?:[-–—]|\.\.\.?|…|до)\s*(-?\d{1,5})[\s:.—–-]+(\S.*?)\s*")


def scales_of(content: Content) -> list[dict[str, Any]]:
    """Questions that can be summed."""
    return [item for item in items_of(content) if item["kind"] == "scale"]


def write_bands(bands: list[dict[str, Any]]) -> str:
    """Bands as lines."""
    return "\n".join(f"{band['low']}–{band['high']} {band['label']}" for band in bands)


def read_bands(
    text: str, *, least: int, most: int, kept: Mapping[str, str]
) -> tuple[list[dict[str, Any]], str]:
    """(bands, what is wrong in Russian or «»). `kept` gives the codes that labels had before: they stay."""
    bands: list[dict[str, Any]] = []
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            return [], f"Строка {number}: нужно «от–до название», например «0–8 Низкий»."
        low, high, label = int(found[1]), int(found[2]), found[3]
        if high < low:
            return [], f"Строка {number}: первое число больше второго."
        if len(label) > 100:
            return [], f"Строка {number}: название длиннее 100 знаков."
        expected = bands[-1]["high"] + 1 if bands else least
        if low != expected:
            return [], f"Строка {number}: уровень должен начинаться с {expected}."
        taken = [band["code"] for band in bands]
        code = kept.get(label) if kept.get(label) not in taken else None
        code = code or new_key(label, {*taken, *kept.values()}, fallback="band")
        bands.append({"code": code, "label": label, "low": low, "high": high})
    if not bands:
        return [], f"Назовите уровни: суммы идут от {least} до {most}."
    if bands[-1]["high"] != most:
        return [], f"Последний уровень должен заканчиваться на {most}: это наибольшая сумма."
    if len(bands) > MAX_BANDS:
        return [], f"Уровней не больше {MAX_BANDS}."
    return bands, ""
