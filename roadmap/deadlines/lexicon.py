"""Words of deadlines: months with their usual misspellings, ordinals, weekdays, units."""

import re
from functools import lru_cache

MONTH_STEMS = (
    ("январ", 1),
    ("феврал", 2),
    ("март", 3),
    ("апрел", 4),
    ("июн", 6),
    ("июл", 7),
    ("август", 8),
    ("сентябр", 9),
    ("октябр", 10),
    ("ноябр", 11),
    ("декабр", 12),
)
MONTH_ENDINGS = frozenset({"", "ь", "я", "ю", "ем", "е", "и", "ей", "ям", "ях", "а", "у", "ом", "ы"})
MAY_FORMS = frozenset({"май", "мая", "маю", "маем", "мае"})
MONTH_SHORT = {
    "янв": 1,
    "фев": 2,
    "февр": 2,
    "мар": 3,
    "апр": 4,
    "июн": 6,
    "июл": 7,
    "авг": 8,
    "сен": 9,
    "сент": 9,
    "окт": 10,
    "ноя": 11,
    "нояб": 11,
    "дек": 12,
}
# Correct forms that a misspelt word is compared with; only long names, «марта» and «карта» are one letter apart.
LONG_MONTHS = {
    form: number
    for number, forms in {
        1: ("январь", "января", "январе"),
        2: ("февраль", "февраля", "феврале"),
        4: ("апрель", "апреля", "апреле"),
        8: ("август", "августа", "августе"),
        9: ("сентябрь", "сентября", "сентябре"),
        10: ("октябрь", "октября", "октябре"),
        11: ("ноябрь", "ноября", "ноябре"),
        12: ("декабрь", "декабря", "декабре"),
    }.items()
    for form in forms
}
MONTH_NAMES = (
    "",
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
MONTH_GENITIVE = (
    "",
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)

ORDINAL_STEMS = (
    ("перв", 1),
    ("втор", 2),
    ("трет", 3),
    ("четверт", 4),
    ("пят", 5),
    ("последн", -1),
    ("крайн", -1),
)
ORDINAL_ENDINGS = re.compile(
    r"(?:ый|ой|ий|ая|яя|ое|ее|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ей|ые|ие|ых|их|ья|ье|ью|ьего|ьей|ьем)$"
)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
CARDINALS = {
    "один": 1, "одна": 1, "одно": 1, "одного": 1, "одной": 1, "одну": 1,
    "два": 2, "две": 2, "двух": 2, "двумя": 2, "трех": 3, "три": 3, "четыре": 4, "четырех": 4,
    "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8, "девять": 9,
    "девяти": 9, "десять": 10, "десяти": 10, "двенадцати": 12, "четырнадцати": 14, "пятнадцати": 15,
    "двадцати": 20, "тридцати": 30, "полутора": 2,
}  # fmt: skip

WEEKDAY_STEMS = (
    ("понедельник", "MO"),
    ("вторник", "TU"),
    ("сред", "WE"),
    ("четверг", "TH"),
    ("пятниц", "FR"),
    ("суббот", "SA"),
    ("воскресень", "SU"),
)
WEEKDAY = r"(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)[а-я]{0,3}"

UNIT_STEMS = (
    ("квартал", "quarter"),
    ("кв", "quarter"),
    ("полугоди", "half"),
    ("четверт", "term"),
    ("триместр", "trimester"),
    ("недел", "week"),
    ("декад", "decade"),
    ("половин", "half_month"),
    ("начал", "begin"),
    ("середин", "middle"),
    ("кон", "end"),
)
# An adjective («летний») is a season only with one of these nouns; «весенний семестр» is none.
SEASON_NOUNS = ("период", "врем", "месяц", "сезон", "пор", "оздоров")
SEASONS = {"лет": (6, 8), "осен": (9, 11), "весн": (3, 5), "весен": (3, 5), "зим": (12, 2)}

DURATION_UNITS = (
    (re.compile(r"рабоч\w* (?:дн|ден)|дн|ден|сут"), "D"),
    (re.compile(r"недел"), "W"),
    (re.compile(r"месяц"), "M"),
    (re.compile(r"год|лет"), "Y"),
)


def month_of(word: str) -> tuple[int, bool]:
    """The month that a lower-case word names, 0 if none; the second value tells that it is misspelt."""
    if word in MAY_FORMS:
        return 5, False
    for stem, number in MONTH_STEMS:
        if word.startswith(stem) and word[len(stem) :] in MONTH_ENDINGS:
            return number, False
    if word in MONTH_SHORT:
        return MONTH_SHORT[word], False
    return misspelt_month(word)


@lru_cache(maxsize=2048)
def misspelt_month(word: str) -> tuple[int, bool]:
    """A long month name within two slips of the pen: «сентебрь», «октярь», «авгст»."""
    if not 5 <= len(word) <= 9 or unit_of(word) or ordinal_of(word) or season_of(word):
        return 0, False
    best = min((distance(word, form), form) for form in LONG_MONTHS)
    allowed = 2 if len(word) >= 6 and word[0] == best[1][0] else 1
    return (LONG_MONTHS[best[1]], True) if best[0] <= allowed else (0, False)


def distance(left: str, right: str) -> int:
    """Damerau–Levenshtein distance (swapped neighbours are one slip)."""
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]


def ordinal_of(word: str) -> int:
    """1…5, -1 for «последний», 0 if the word is no ordinal."""
    if word in ROMAN:
        return ROMAN[word]
    for stem, number in ORDINAL_STEMS:
        if word.startswith(stem) and (ORDINAL_ENDINGS.search(word) or word == "третья"):
            return number
    return 0


def weekday_of(word: str) -> str:
    for stem, code in WEEKDAY_STEMS:
        if word.startswith(stem):
            return code
    return ""


def unit_of(word: str) -> str:
    """The calendar unit that a word names: «квартал», «полугодие», «неделя», «начало», …"""
    if word in {"кв", "конец", "конце", "концу", "конца"}:
        return "quarter" if word == "кв" else "end"
    for stem, unit in UNIT_STEMS:
        if stem not in {"кв", "кон"} and word.startswith(stem):
            return unit
    return ""


def season_of(word: str) -> tuple[int, int, int] | None:
    """First and last month of a season, and 1 for an adjective («летний»); «лет» as a number of years is not one."""
    if word in {"лет", "летию"}:
        return None
    for stem, months in SEASONS.items():
        if word.startswith(stem) and len(word) <= len(stem) + 4:
            return (*months, int(bool(re.fullmatch(r"(?:летн|осенн|весенн|зимн)[а-я]+", word))))
    return None


def number_of(word: str) -> int:
    """A small number in digits or words, 0 if the word is none."""
    if word.isdecimal():
        return int(word) if len(word) <= 4 else 0
    return CARDINALS.get(word, 0)
