"""Other ways to write the same deadline, brought to the one that the grammar reads: «15мая», «двадцать пятого мая»,
«1 р/мес.», «первые две недели октября», «первая половина учебного года».

Every rewriting here keeps the meaning; one that had to choose between two meanings says so in a doubt.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from roadmap.deadlines.lexicon import WEEKDAY, month_of, number_of

MONTH = r"(?:янв|фев|мар(?=т|\b)|апр|мая|май|мае|июн|июл|авг|сен|окт|ноя|дек)[а-я]*"

_UNITS_1_9 = {
    "перв": 1, "втор": 2, "трет": 3, "четверт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8, "девят": 9,
}  # fmt: skip
_TEENS = {
    "десят": 10, "одиннадцат": 11, "двенадцат": 12, "тринадцат": 13, "четырнадцат": 14, "пятнадцат": 15,
    "шестнадцат": 16, "семнадцат": 17, "восемнадцат": 18, "девятнадцат": 19, "двадцат": 20, "тридцат": 30,
}  # fmt: skip
_STEMS = {**_TEENS, **_UNITS_1_9}
_ENDING = r"(?:ьего|ьему|ье|ого|ому|его|ему|ое|ее|ым|ом)"
_DAY_WORD = rf"(?:(?P<tens>двадцать|тридцать)\s+)?(?P<stem>{'|'.join(sorted(_STEMS, key=len, reverse=True))}){_ENDING}"
DAY_IN_WORDS = re.compile(rf"\b{_DAY_WORD}(?=\s+(?:числ|{MONTH}))")
ROMAN_MONTHS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")

FIRST_NUMBERS = "«первые (последние) числа» понято как начало (конец) месяца"
DAY_NOT_FILLED = "число в плане не вписано"
HALF_OF_YEAR = "половина года понята как полугодие"


@dataclass(slots=True)
class Respelled:
    """The text for the lexer; `notes` tell what was taken for what, `doubts` what a person should look at."""

    text: str
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


CONCLUSION = {"е": "конец", "я": "конца", "ю": "концу", "и": "конце"}


def _conclusion(match: re.Match[str]) -> str:
    """«До окончания учебного года» says the same as «до конца»; «по окончании» is an event and stays."""
    before = match.string[: match.start()].rstrip()
    return match.group() if before.endswith("по") else CONCLUSION[match["end"]]


def _day_number(match: re.Match[str]) -> str:
    value = _STEMS[match["stem"]]
    if match["tens"]:
        value += 20 if match["tens"] == "двадцать" else 30
    return f"{value}-го"


def _roman_date(match: re.Match[str]) -> str:
    return f"{match['d']}.{ROMAN_MONTHS.index(match['m']):02}.{match['y']}"


def _short_months(match: re.Match[str]) -> str:
    first, last = int(match["a"]), int(match["b"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return match.group()
    return f"{first:02}.{match['y']} - {last:02}.{match['y']}"


def _first_parts(match: re.Match[str]) -> str:
    count = number_of(match["n"])
    return f"1-{count} {match['unit']}" if count > 1 else f"1 {match['unit']}"


_NUMBER = r"(?:\d{1,2}|две|двух|три|трех|четыре|четырех|два)"
SIMPLE: tuple[tuple[str, str], ...] = (
    # abbreviations
    (r"\bраб\.?\s?(?=дн|ден)", "рабочих "), (r"\b(?:календ|кал)\.\s?(?=дн|ден)", "календарных "),
    (r"\bдн\b\.?", "дней"), (r"\bсут\.", "суток"),
    (rf"\bнач\.?\s?(?={MONTH}|месяц|уч|года|20\d\d)", "начало "),
    (rf"\b(?:сер|серед)\.?\s?(?={MONTH}|месяц)", "середина "),
    (rf"\bкон\.?\s?(?={MONTH}|месяц|уч|года|20\d\d)", "конец "),
    (rf"\bпол\.\s?(?={MONTH}|месяц)", "половина "), (r"\bпол\.(?=\s?(?:20\d\d|уч|года|$))", "полугодие"),
    (rf"(?<=\d)\s?н\.\s?(?={MONTH})", " неделя "),
    (r"\bпосл\.\s?", "последний "), (r"\bперв\.\s?(?=нед|дек|пол)", "первая "),
    (r"\b(в|за)\s+четв\.", r"\1 четверть"), (r"(?<=[\div])\s?трим\.", " триместр"),
    (r"\bпн\b\.?", "понедельник"), (r"\bвт\b\.?", "вторник"), (r"\bчт\b\.?", "четверг"), (r"\bпт\b\.?", "пятница"),
    (r"(\b(?:по|кажд[а-я]+|еженед[а-я]*|понедельник|вторник)[\s.,(и-]*)ср\b\.?", r"\1среда"),
    (r"(\b(?:по|кажд[а-я]+|еженед[а-я]*|четверг|пятница)[\s.,(и-]*)сб\b\.?", r"\1суббота"),
    (r"\bв\s*теч\.?(?=[\s.]|уч|год)\s*", "в течение "),
    (r"\b(?:п\s?/\s?г(?:од\w*)?|п\.\s?г\.|полуг|пг|полугод)(?:\.|(?![а-я]))", "полугодие"),
    (r"(?<=[\div])(\s*(?:-?[а-я]{1,2})?\s*)(?:четв|ч-ть|чет)(?:\.|(?![а-я]))", r"\1четверть"),
    (r"(?<=\d)(кв\b|четверт|полугод|недел|декад)", r" \1"),
    (r"\bнед\.(?!\w)|\bнед(?=\s|$)", "неделя"),
    (r"\b(в|за)\s+мес\b\.?", r"\1 месяц"),
    (r"\bмес\b\.?", "месяц"),
    (r"\bежемес\.", "ежемесячно"), (r"\bежекварт\.", "ежеквартально"), (r"\bежегод\.", "ежегодно"),
    (r"\b(двукратно|дважды)\b", "2 раза"), (r"\b(трехкратно|трижды)\b", "3 раза"), (r"\bчетырежды\b", "4 раза"),
    (r"\bоднократно (?=в |за )", "1 раз "),
    (r"(?<=\d)\s*р(?:\.|аза?)?\s*[/в]\s*(?=нед|мес|кв|год|г\b|полуг|четв|семест|триме|уч|день)", " раз в "),
    (r"\bраза?\s*/\s*", "раз в "),
    (r"\bраз в г\b\.?", "раз в год"),
    (r"\bраз в кв\b\.?", "раз в квартал"),
    # dates that came apart or grew together
    (r"(?<!\d)(\d{1,2})\s+\.(?=\s?\d{1,2}\s?\.\s?\d{2,4})", r"\1."),
    (r"(?<![\d.,])(\d{1,2})[.,](\d{1,2})[.,](20\d\d)(?!\d)", r"\1.\2.\3"),
    (r"(?<![\d.])(20\d\d)\.(\d{1,2})\.(\d{1,2})(?![\d.])", r"\1-\2-\3"),
    (rf"(?<=\d)(?=(?:{MONTH})(?![а-я]))", " "),
    (rf"\b((?:{MONTH}))(?=\d)", r"\1 "),
    (r"\b(до|с|по|к|от|на)(?=\d)", r"\1 "),
    (r"(?<=\d)\s*-\s*(?=(?:го|ое|е|й|му|м)\b)", "-"),
    (r"(?<=\d)\s*\([а-я]+(?:\s[а-я]+)?(?:ое|ого|е)\)(?=\s)", ""),
    # the same thing in other words
    (r"^(?!с |со |до )(.+?),? и далее\.?$", r"с \1"),
    (r"^(\d{1,2}\.\d{1,2}(?:\.\d{2,4})?)\s?г?\.?\s+по\s+(?=\d{1,2}\.\d)", r"с \1 по "),
    (r"\b(?:к|до)\s+начал[ауо]\s+(?=(?:\d|i{1,3}|iv|перв|втор|трет|четв)\S*\s+(?:четверт|полугод|квартал|тримес))",
     "к "),
    (rf"\bс(?:о)?\s+(\d|перв\w+|втор\w+|трет\w+)(?:-?й)?\s+по\s+(\d|втор\w+|трет\w+|четв\w+|последн\w+)(?:-?[юйя])?\s+"
     rf"((?:недел|декад)[а-я]+)(?=\s+{MONTH})", r"\1-\2 \3"),
    (r"(?<![\d/])(2\d)\s?/\s?(2\d)(?=\s*-?\s*уч)", r"20\1/20\2"),
    (r"\b(?:до|к)\s+(?:конца|концу|окончания)\s+(?=(?:\d|i{1,3}|iv|перв|втор|трет|четв)\S*\s+(?:четверт|полугод|квартал|тримес))",
     "до "),
    (r"\(?\b(?:\d|i{1,3}|iv|v)(?:-?[йяе])?\s+этап[а-я]*\s*[-:)]?\s*", " "),
    (rf"\b((?:{MONTH}))[ ,(]+(до|не позднее|к)\s+(\d{{1,2}})(?:-?го)?(?:\s+числа)?\)?$", r"\2 \3 \1"),
    (rf"\b(?:первый|первого|первому)\s+(?:день|дня|дню)\s+(?={MONTH})", "1 "),
    (r"\b(?:последний|последнего)\s+(?:день|дня)\s+(?=(?:янв|мар|мая|июл|авг|окт|дек)[а-я]*)", "31 "),
    (r"\b(?:последний|последнего)\s+(?:день|дня)\s+(?=(?:апр|июн|сен|ноя)[а-я]*)", "30 "),
    (r"\bкаждые полгода\b", "1 раз в полугодие"),
    (rf"\bкажд(?:ый|ого|ую|ое|ая)\s+(?=(?:{MONTH})(?![а-я]))", "ежегодно "),
    (r"\b(?:в\s+)?недельный срок", "в течение недели"), (r"\b(?:в\s+)?месячный срок", "в течение месяца"),
    (r"\bв\s+(\d{1,3})\s?-?(?:ти|х|и)?\s?-?\s?дневный срок", r"в течение \1 дней"),
    (r"\bв (двух|трех|пяти|семи|десяти)дневный срок", r"в течение \1 дней"),
    (r"\bмесяца,? следующего за (?:отчетн[а-я]+|текущ[а-я]+|прошедш[а-я]+)(?: месяц[а-я]*)?(?!\s+квартал)",
     "следующего месяца"),
    (r"\bв установленный\b", "в установленные"), (r"\bв установленные срок\b", "в установленные сроки"),
    (rf"\b({WEEKDAY})ого\b", r"\1"),
)  # fmt: skip
COMPILED = tuple((re.compile(pattern), to) for pattern, to in SIMPLE)
CALLED: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\bокончани(?P<end>[еяюи])(?=\s+(?:\d|учебн|уч\.|года|текущ|каждого))"), _conclusion),
    (DAY_IN_WORDS, _day_number),
    (
        re.compile(
            r"(?<!\d)(?P<d>\d{1,2})[. ]\s?(?P<m>x?i{1,3}|i?[vx]|vi{1,3}|xi|xii|ix)[. ]\s?(?P<y>20\d\d)"
        ),
        _roman_date,
    ),
    (re.compile(r"(?<![\d.])(?P<a>\d{1,2})\s?-\s?(?P<b>\d{1,2})\.(?P<y>20\d\d)(?!\d)"), _short_months),
    (
        re.compile(rf"\bпервы[ехм]\s+(?P<n>{_NUMBER})\s+(?P<unit>недел[а-я]+|декад[а-я]+)(?=\s+{MONTH})"),
        _first_parts,
    ),
)
NUMBERS = re.compile(r"\b(?:в\s+)?(?P<which>первы|последни)[ехм]\s+числ(?:а|ах|ам)?(?=\s+" + MONTH + ")")
YEAR_HALF = re.compile(
    r"\b(?:в\s+)?(?P<n>1-?[а-я]{0,2}|2-?[а-я]{0,2}|i|ii|перв[а-я]+|втор[а-я]+)\s+половин[а-я]+\s+"
    r"(?P<school>учебн[а-я]*\s+|уч\.?\s*)?(?:(?P<year>20\d\d)\s*(?:г\.?(?![а-я])|года)|года(?![а-я]))"
)
SHORT_YEARS = re.compile(
    rf"(?P<a>(?<![а-я]){MONTH})\.?\s?(?P<x>2\d)\s?-\s?(?P<b>{MONTH})\.?\s?(?P<y>2\d)(?![\d.])(?!\s*(?:числ|{MONTH}))"
)
TAKEN_FOR_YEARS = "двузначные числа после месяцев поняты как годы"
APPROXIMATE = re.compile(r"\b(?:примерн|ориентировочн|предварительн|предположительн|около|уточн)[а-я]*|[?~≈]")
NOT_EXACT = "срок назван приблизительно"
BLANK_DAY = re.compile(r"_{2,}")


LISTED = re.compile(r"(?m)^\s*(\d{1,2})[.)]\s+(?!\d{1,2}\s?[./])|(?:^|(?<=\s))(\d{1,2})\)\s+")


def unnumbered(raw: str) -> str:
    """A cell without the numbers of its list («1. Сентябрь», «2. Май» a line): else «2. Май» is the second of May."""
    numbers = [int(match[1] or match[2]) for match in LISTED.finditer(raw)]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return raw
    return LISTED.sub("; ", raw)


def respell(text: str, raw: str) -> Respelled:
    """The deadline (already in lower case, one space between words) in the spelling that the grammar reads."""
    done = Respelled(text)
    for pattern, to in COMPILED:
        done.text = pattern.sub(to, done.text)
    for called, make in CALLED:
        done.text = called.sub(make, done.text)
    if match := NUMBERS.search(done.text):
        word = "начало" if match["which"] == "первы" else "конец"
        done.text = f"{done.text[: match.start()]}{word}{done.text[match.end() :]}"
        done.doubts.append(FIRST_NUMBERS)
    if match := YEAR_HALF.search(done.text):
        number = "1" if match["n"][0] in "1п" or match["n"] == "i" else "2"
        school = " учебного года" if match["school"] else f" {match['year']} года" if match["year"] else ""
        done.text = f"{done.text[: match.start()]}{number} полугодие{school}{done.text[match.end() :]}"
        done.notes.append(HALF_OF_YEAR)
    _short_years(done)
    if APPROXIMATE.search(done.text):
        done.doubts.append(NOT_EXACT)
    if BLANK_DAY.search(raw):
        done.doubts.append(DAY_NOT_FILLED)
    done.text = re.sub(r"\s+", " ", done.text).strip()
    return done


def _short_years(done: Respelled) -> None:
    """«Дек. 25 – янв. 26» are years where the months go on from one to the other; «сентябрь 20 – октябрь 25», days."""
    match = SHORT_YEARS.search(done.text)
    if match is None:
        return
    first, last = month_of(match["a"])[0], month_of(match["b"])[0]
    if first and last and int(match["y"]) - int(match["x"]) == int(last < first):
        years = f"{match['a']} 20{match['x']} - {match['b']} 20{match['y']}"
        done.text = f"{done.text[: match.start()]}{years}{done.text[match.end() :]}"
        done.doubts.append(TAKEN_FOR_YEARS)
