"""Russian typography and grammar that documents and pages share: numbers, dates, agreement, positions.

Pure functions. U+00A0 is the only special space used: U+202F and U+2010 are missing from the print fonts.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from core.names import NBSP, Case

NO_DATA = "н/д"
MONTHS_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form that agrees with the number: plural(2, "пара", "пары", "пар") → «пары»."""
    n = abs(number) % 100
    if 11 <= n <= 14:
        return many
    return one if n % 10 == 1 else few if 2 <= n % 10 <= 4 else many


def counted(number: int, one: str, few: str, many: str) -> str:
    """«5 пар» with a non-breaking space and thousands parted: «12 500 анкет»."""
    return f"{grouped(number)}{NBSP}{plural(number, one, few, many)}"


def grouped(number: int) -> str:
    """«12 500»: thousands parted by non-breaking spaces from five digits on, as print does."""
    return f"{number:,}".replace(",", NBSP) if abs(number) >= 10_000 else str(number)


def date_long(day: dt.date) -> str:
    """«5 октября 2026 г.» on one line."""
    return NBSP.join((str(day.day), MONTHS_GENITIVE[day.month - 1], str(day.year), "г."))


def date_short(day: dt.date) -> str:
    """«05.10.2026»."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def period_long(start: dt.date, end: dt.date) -> str:
    """«с 17 февраля по 31 мая 2027 г.»; the first year is told only when it differs."""
    first = date_long(start)
    if start.year == end.year:
        first = NBSP.join((str(start.day), MONTHS_GENITIVE[start.month - 1]))
    return f"с{NBSP}{first} по{NBSP}{date_long(end)}"


def percent(numerator: int | None, denominator: int | None, digits: int = 1) -> str:
    """«31,2 %»; «н/д» when either part is missing or the denominator is zero: unknown is not nought."""
    if numerator is None or not denominator:
        return NO_DATA
    step = Decimal(1).scaleb(-digits)
    share = (Decimal(numerator) * 100 / Decimal(denominator)).quantize(step, ROUND_HALF_UP)
    return f"{str(share).replace('.', ',')}{NBSP}%"


def fraction(numerator: int | None, denominator: int | None) -> str:
    """«148 из 474»; «н/д» when either part is missing."""
    if numerator is None or denominator is None:
        return NO_DATA
    return f"{grouped(numerator)}{NBSP}из{NBSP}{grouped(denominator)}"


_QUOTED = re.compile(r'"([^"\n]*)"')
_GLUE_AFTER = re.compile(
    r"(?<![\w-])(в|во|к|ко|с|со|о|об|у|и|а|из|от|до|по|на|за|не|ст\.|ч\.|п\.|пп\.|№|стр\.|гр\.|д\.) (?=\S)",
    re.IGNORECASE,
)
_TOWN = re.compile(r"(?<!\d[ \u00a0])(?<!\w)г\. ?(?=[А-ЯЁ])")
_GLUE_BEFORE = re.compile(
    rf"(\d) (?=(?:г\.|гг\.|%|руб|тыс|млн|лет|чел|ч\.|мин|{'|'.join(MONTHS_GENITIVE)})(?!\w))"
)
_INITIALS = re.compile(r"([А-ЯЁ]\.) ?(?=[А-ЯЁ])")


def typography(text: str) -> str:
    """Plain text as it should be set: «ёлочки», dashes, non-breaking spaces where a break would hurt."""
    text = _QUOTED.sub("«\\1»", text)
    text = re.sub(r"(?<=\s)[-\u2013](?=\s)", "\u2013", text)
    text = re.sub(r" (?=[\u2013\u2014] )", NBSP, text)
    text = re.sub(r"№\s*(?=\d)", f"№{NBSP}", text)
    text = _TOWN.sub(f"г.{NBSP}", text)
    text = _INITIALS.sub(f"\\1{NBSP}", text)
    text = _GLUE_BEFORE.sub(f"\\1{NBSP}", text)
    return _GLUE_AFTER.sub(f"\\1{NBSP}", text)


def quoted(text: str) -> str:
    """A name in «ёлочки»; those inside it become „лапки“: «Студент – ученик. „Проба профессии“»."""
    inner = text.strip()
    if inner.startswith("«") and inner.endswith("»") and inner.count("«") == 1:
        return inner
    return "«" + inner.replace("«", "„").replace("»", "“") + "»"


def capitalize_first(text: str) -> str:
    """The first letter in upper case, the rest untouched («ГБПОУ» stays)."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """«Студент – студент» inside a sentence: the first letter goes down; «ГД-31» and other capitals stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


# --- positions ---

_ORDER = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL, Case.PREPOSITIONAL)
_ADJECTIVES = {
    "ый": ("ого", "ому", "ого", "ым", "ом"),
    "ой": ("ого", "ому", "ого", "ым", "ом"),
    "ий": ("его", "ему", "его", "им", "ем"),
    "кий": ("кого", "кому", "кого", "ким", "ком"),
    "ая": ("ой", "ой", "ую", "ой", "ой"),
    "щая": ("щей", "щей", "щую", "щей", "щей"),
    "шая": ("шей", "шей", "шую", "шей", "шей"),
    "щийся": ("щегося", "щемуся", "щегося", "щимся", "щемся"),
    "щаяся": ("щейся", "щейся", "щуюся", "щейся", "щейся"),
}
_HARD = ("а", "у", "а", "ом", "е")
_SOFT = ("я", "ю", "я", "ем", "е")
_STRESSED_SOFT = ("я", "ю", "я", "ём", "е")
# Nouns that head a position in a school or a college. Others are left alone: a wrong ending in a signed order
# is worse than a turn of phrase that needs no case.
_HARD_NOUNS = (
    "директор", "мастер", "методист", "психолог", "педагог", "логопед", "дефектолог", "тьютор",
    "куратор", "наставник", "начальник", "инженер", "программист", "лаборант", "инструктор", "тренер",
    "администратор", "специалист", "эксперт", "ректор", "проректор", "доцент", "профессор", "студент",
    "ученик", "менеджер", "технолог", "бригадир", "механик", "электрик", "консультант", "советник",
    "организатор", "координатор", "бухгалтер", "юрист", "юрисконсульт", "концертмейстер", "ассистент",
    "повар", "сварщик", "ремонтник", "врач", "архивариус", "дизайнер", "аналитик", "электромонтёр", "монтажник",
    "оператор", "наладчик", "фрезеровщик", "кондитер", "парикмахер", "агроном", "ветеринар", "фельдшер", "редактор",
    "архитектор", "геодезист", "экономист", "маркетолог", "логист", "товаровед", "аниматор", "хореограф", "художник",
    "режиссёр", "дирижёр", "агротехник", "техник", "диспетчер", "провизор", "фармацевт",
)  # fmt: skip
_SOFT_NOUNS = (
    "преподаватель", "учитель", "заместитель", "руководитель", "воспитатель", "председатель",
    "предприниматель", "представитель", "родитель", "библиотекарь", "делопроизводитель",
    "токарь", "слесарь", "водитель", "строитель", "лекарь",
)  # fmt: skip
_NOUNS = {
    **dict.fromkeys(_HARD_NOUNS, _HARD),
    **dict.fromkeys(_SOFT_NOUNS, _SOFT),
    "секретарь": _STRESSED_SOFT,
}
_FEMININE = {
    "сестра": ("сестры", "сестре", "сестру", "сестрой", "сестре"),
    "студентка": ("студентки", "студентке", "студентку", "студенткой", "студентке"),
    "ученица": ("ученицы", "ученице", "ученицу", "ученицей", "ученице"),
    "воспитательница": ("воспитательницы", "воспитательнице", "воспитательницу", "воспитательницей",
                        "воспитательнице"),
    "учительница": ("учительницы", "учительнице", "учительницу", "учительницей", "учительнице"),
}  # fmt: skip
# Adjectives that stand for the noun itself: «заведующий отделением», «исполняющая обязанности директора».
_SUBSTANTIVES = frozenset({
    "заведующий", "заведующая", "исполняющий", "исполняющая", "обучающийся", "обучающаяся", "учащийся",
    "учащаяся", "вожатый", "вожатая", "управляющий", "управляющая",
})  # fmt: skip
# Abbreviations that carry the case themselves: «и.о. директора», «зав. отделением» stay as they are.
_UNCHANGED = frozenset({"и.о.", "и.", "врио", "зам.", "зав."})


def decline_position(position: str, case: str) -> str | None:
    """A position in the given case, or None where the form is not certain.

    «Заместитель директора по УПР» → dative «заместителю директора по УПР»; the rest is kept.
    None means: choose a turn of phrase with the nominative.
    """
    case = Case(case)
    words = position.split()
    if case is Case.NOMINATIVE or not words:
        return position or None
    if words[0].lower() in _UNCHANGED:
        return position
    head: list[str] = []
    for index, word in enumerate(words):
        noun = _decline_compound(word, case)
        if noun is not None:
            return " ".join((*head, noun, *words[index + 1 :]))
        adjective = _decline_adjective(word, case)
        if adjective is None:
            return None
        head.append(adjective)
    return None


def _decline_compound(word: str, case: Case) -> str | None:
    """A head noun, also hyphenated: «педагога-психолога»."""
    low = word.lower()
    if low in _SUBSTANTIVES:
        return _decline_adjective(word, case)
    if low not in _NOUNS and "-" in word:
        # «Шеф» before another word stays: «шеф-повару».
        pieces = [
            piece if piece.lower() == "шеф" else _decline_noun(piece, case) for piece in word.split("-")
        ]
        return "-".join(piece for piece in pieces if piece) if all(pieces) else None
    return _decline_noun(word, case)


def _decline_noun(word: str, case: Case) -> str | None:
    low = word.lower()
    if low in _FEMININE:
        return word[:1] + _FEMININE[low][_ORDER.index(case)][1:]
    endings = _NOUNS.get(low)
    if endings is None:
        return None
    stem = word[:-1] if word.endswith("ь") else word
    return stem + endings[_ORDER.index(case)]


def _decline_adjective(word: str, case: Case) -> str | None:
    low = word.lower()
    for ending in sorted(_ADJECTIVES, key=len, reverse=True):
        if low.endswith(ending) and len(low) > len(ending) + 1:
            return word[: -len(ending)] + _ADJECTIVES[ending][_ORDER.index(case)]
    return None
