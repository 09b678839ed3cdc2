"""Names as they are compared: one key for «Ёлкин», «Елкин», «ЕЛКИН» and «Eлкин» with a Latin letter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from core.sheets.types import clean_text

# Latin letters that look like Cyrillic ones: typed by mistake in a Cyrillic word, they make equal names unequal.
_LOOKALIKES = str.maketrans("aceopxykmhtbABCEHKMOPTXY", "асеорхукмнтвАВСЕНКМОРТХУ")
_CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")
_LATIN = re.compile(r"[A-Za-z]")
_NAME = re.compile(r"[A-Za-zА-Яа-яЁё][A-Za-zА-Яа-яЁё'’ .\-]*")
_TURKIC = frozenset({"оглы", "оглу", "кызы", "гызы", "кизи", "улы", "уулу"})


@dataclass(frozen=True)
class NameParts:
    last_name: str
    first_name: str
    middle_name: str = ""


@lru_cache(maxsize=8192)  # a list of thousands has few first names and patronymics
def clean_name(text: str) -> str:
    """A part of a name without invisible characters, marks composed, look-alike Latin letters turned Cyrillic.

    Only words that already have a Cyrillic letter are touched: «Smith» stays.
    """
    text = clean_text(unicodedata.normalize("NFC", text)).replace("\n", " ")
    return " ".join(word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word for word in text.split())


@lru_cache(maxsize=8192)
def name_problem(text: str) -> str:
    """Why a part of a name cannot be kept, in Russian; empty when it can."""
    if len(text) > 80:
        return "длиннее 80 знаков"
    if not _NAME.fullmatch(text):
        return "в имени могут быть только буквы, дефис, апостроф и пробел"
    if _CYRILLIC.search(text) and _LATIN.search(text):
        return "смешаны русские и латинские буквы"
    return ""


@lru_cache(maxsize=8192)
def search_key(*parts: str) -> str:
    """The key that names are searched and compared by: lower case, «е» for «ё», single spaces."""
    text = " ".join(clean_name(part) for part in parts if part)
    folded = re.sub(r"['’]", "", text.lower().replace("ё", "е"))
    return " ".join(re.sub(r"[^\w\- ]+", " ", folded).split())[:260]


def split_full_name(text: str) -> NameParts | None:
    """«Образцов Пётр Ильич» → parts; a Turkic «оглы»/«кызы» belongs to the patronymic. None for one word."""
    words = clean_name(text).split()
    if len(words) < 2:
        return None
    return NameParts(words[0], words[1], " ".join(words[2:]))


def unordered_key(key: str) -> str:
    """The same for «Пётр Образцов» and «Образцов Пётр»: words of a search key in order."""
    return " ".join(sorted(word for word in key.split() if word not in _TURKIC))
