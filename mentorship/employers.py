"""Names of employers as they are compared: «ООО "Вектор"», «вектор ооо» and «ВЕКТОР» have one key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mentorship.naming import clean_name

# Legal forms written out: the longest first, since one may hold another.
_LONG_FORMS = sorted(
    (
        "общество с ограниченной ответственностью",
        "общество с дополнительной ответственностью",
        "публичное акционерное общество",
        "непубличное акционерное общество",
        "открытое акционерное общество",
        "закрытое акционерное общество",
        "акционерное общество",
        "индивидуальный предприниматель",
        "автономная некоммерческая организация",
        "некоммерческая организация",
        "муниципальное унитарное предприятие",
        "государственное унитарное предприятие",
        "федеральное государственное унитарное предприятие",
        "крестьянское фермерское хозяйство",
        "производственный кооператив",
    ),
    key=len,
    reverse=True,
)
_LONG = re.compile(rf"\b(?:{'|'.join(_LONG_FORMS)})\b")
_SHORT = frozenset((
    "ооо", "одо", "оао", "зао", "пао", "нао", "ао", "ип", "ано", "нко", "муп", "гуп", "фгуп", "мкп", "кфх", "пк",
    "тк", "сппк", "нпо", "оо", "чп", "фгбу", "фгку", "гбу", "мбу",
))  # fmt: skip
_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def employer_key(text: str) -> str:
    """The key that employers are compared by: lower case, «е» for «ё», without quotes, signs and legal forms.

    A name that is nothing but a legal form keeps it; "" for a text without a single letter or figure.
    """
    whole = unicodedata.normalize("NFC", clean_name(text).lower()).replace("ё", "е")
    words = _NOT_WORD.sub(" ", whole).split()
    joined = " ".join(words)
    bare = [word for word in _LONG.sub(" ", joined).split() if word not in _SHORT]
    return " ".join(bare or words)[:300]
