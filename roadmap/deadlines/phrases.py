"""Turns of phrase that are not places of the calendar: frequencies, «весь период», «по плану», events.

Each found phrase is blanked out of the text (positions stay), so that what remains can be read as dates.
"""

import re
from dataclasses import dataclass

from roadmap.deadlines.lexicon import (
    CARDINALS,
    DURATION_UNITS,
    ROMAN,
    WEEKDAY,
    number_of,
    ordinal_of,
    weekday_of,
)

CARD = "|".join(sorted((*CARDINALS, "полтора"), key=len, reverse=True))
WITHIN = r"(?:в\s?течени[еи]|на протяжении|в продолжени[еи])"
YEAR_WORD = r"(?:год(?:а|у|ом|е|ы)?|г\.)(?![а-я])"
SCHOOL_YEAR = r"(?:учебн[а-я]*|уч\.?|учеб\.)\s*" + YEAR_WORD
MONTH_NAME = r"(?:янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек)"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A found phrase. `family`: yearly, frequency, monthly_day, whole, academic, by_plan, on_request, relative."""

    family: str
    at: int
    text: str
    rule: str = ""
    place: str = ""
    lead: str = ""
    anchor: str = ""
    duration: str = ""
    note: str = ""


MONTH_WORD = (
    r"(?:январ|феврал|март|апрел|ма[йяею]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,2}(?![а-я])"
)
LABEL = re.compile(r"^срок[а-я]*(?:\s+[а-я]+)?\s*[-:]\s*")
NOISE = re.compile(
    r"""
      (?:\b[вск]о?\s+)?(?<![\d.])\d{1,2}:\d{2}(?::\d{2})?(?:\s*-\s*\d{1,2}:\d{2})?(?:\s*(?:ч|час[а-я]*|мин[а-я]*)\b\.?)?
    | \bв\s+\d{1,2}[.-]\d{2}(?!\s?[.\d])(?:\s*(?:ч|час[а-я]*)\b\.?)?
    | (?<![\d.])\d{1,2}(?:\.(?:00|15|20|25|30|35|40|45|50|55)|-00)(?![.\d])(?=\s*(?:ч\b|час|мин|$|[,;)]))
    | \b(?:в\s+)?\d{1,2}\s*(?:ч\b\.?|час(?:а|ов)?\b)(?:\s*\d{1,2}\s*мин[а-я]*\.?)?
    | \b(?:каб(?:инет[а-я]*|\.)?|ауд(?:итори[а-я]+|\.)?|корп(?:ус[а-я]*|\.)?|зал[а-я]*)\s*(?:№\s*)?\d+[а-я]?\b
    | \b\d+(?:\s*[-,]\s*\d+)*(?:-?(?:й|м|ый|ом|е|ые|х|ых))?\s*
      (?:урок|пар[аеуы]\b|класс|кл\.|курс|групп|этаж|корпус|кабинет|человек|чел\.|час[а-я]*\s+занят)[а-я]*
    | \b(?:урок|пара|класс|курс|групп[аы]|этаж)[а-я]*\s*(?:№\s*)?\d+(?:\s*[-,]\s*\d+)*\b
    | \b(?:ул|улиц[аыеу]|просп|проспект[а-я]*|пр-т|пер|переул[а-я]*|пл|наб)\b\.?\s*
      [а-я. -]+,?\s*(?:д(?:ом)?\b\.?\s*)?\d+[а-я]?\b
    | \b(?P<keep>(?:приказ|распоряжени|протокол|постановлени|письм|закон|договор|соглашени)[а-я]*\b[^,;\d№]{0,60}?)
      (?:№\s*\S+(?:\s+от\s+(?:\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}\s+[а-я]+\s+\d{4})(?:\s*(?:года|г\b\.?))?)?
        |\bот\s+(?:\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}\s+[а-я]+\s+\d{4})(?:\s*(?:года|г\b\.?))?(?:\s*№\s*\S+)?)
    | №\s*[\w/-]+
    """,
    re.VERBOSE,
)

DURATION = (
    r"(?:(?P<n>\d{1,3}|" + CARD + r"|перв[а-я]+|втор[а-я]+)(?:-?(?:го|х|й|ого|ти|ми|ый|м))?(?![а-я])\s*"
    r"(?:-\s*(?P<n2>\d{1,3}|втор[а-я]+|трет[а-я]+|"
    + CARD
    + r")(?:-?(?:го|х|й|ого|ти|ми|ый|м))?(?![а-я])\s*)?)?"
    r"(?:\([а-я]+\)\s*)?(?P<unit>(?:рабоч[а-я]+\s+|календарн[а-я]+\s+|учебн[а-я]+\s+)?"
    r"(?:дн[а-я]*|день|сут[а-я]+|недел[а-я]+|месяц[а-я]*|год(?:а|ов)?|лет))(?![а-я])(?!\s+" + MONTH_NAME + ")"
)
AFTER = (
    r"(?:после|по окончани[ию]|по завершени[ию]|по истечени[ию]|с момента|со дня|с даты|от даты|с начала|от начала|"
    r"со старта|со времени|до начала|до|перед|с|со|от)"
)
ANCHOR = r"(?P<anchor>(?!\s*\d)[^,;]+)"
EVENT = (
    r"(?:после|по окончани[июя]|по завершени[июя]|по истечени[ию]|по итогам|по результатам|перед|накануне|"
    r"с момента|со дня|с даты|"
    r"по мере (?:готовност|формировани|реализаци|комплектовани|проведени|заключени|издани|подписани|"
    r"утверждени|создани|прохождени|завершени|набора|появлени|выполнени)[а-я]*)"
)

# An event that the plan names without a duration: «до проведения встречи», «в день посвящения», «во время практики».
MOMENT = (
    r"(?:до|к моменту)\s+(?:начала|проведения|завершения|окончания|утверждения|издания|подписания|заключения|открытия|"
    r"закрытия|старта|сдачи|выхода|отправки|мероприятия|встречи)|в день|в дни|в ходе|во время|в период"
)
NOT_TIME = (
    r"(?!со?\s|до\s|по\s)(?!(?:[а-я]+\s+)?(?:каникул|учебн|уч\.|год|месяц|период|проект|програм|реализац|план|срок|лет|"
    r"выходн|рабоч|[а-я]*дневн))(?!" + MONTH_WORD + r")(?!(?:летн|осен|весен|зимн)[а-я]+\s)"
)

# In this order: a longer reading comes before a shorter one that it contains.
RELATIVE = (
    re.compile(WITHIN + r"\s+" + DURATION + r"\s+(?P<after>" + AFTER + r")\s+" + ANCHOR),
    re.compile(
        r"(?P<how>не позднее|не позже|спустя|через|за)\s+(?:чем\s+)?(?:через\s+|за\s+)?"
        + DURATION
        + r"\s+(?P<after>"
        + AFTER
        + r")\s+"
        + ANCHOR
    ),
    re.compile(
        DURATION + r"\s+(?P<after>после|с момента|со дня|с даты|от даты|со старта|до начала)\s+" + ANCHOR
    ),
    re.compile(r"(?P<how>спустя|через)\s+" + DURATION),
    re.compile(WITHIN + r"\s+(?!(?:всего\s+)?(?:учебного\s+|календарного\s+)?года)" + DURATION),
    re.compile(r"\b(?P<after>" + EVENT + r")\s+(?!" + MONTH_WORD + ")" + ANCHOR),
    re.compile(r"\b(?P<after>" + MOMENT + r")\s+" + NOT_TIME + ANCHOR),
    re.compile(r"^(?:за\s+)?(?=\d|" + CARD + "|перв|втор)" + DURATION + "$"),
    re.compile(
        r"\b(?P<n>перв[а-я]+|втор[а-я]+|трет[а-я]+|\d)(?:-?[йя])?\s+(?P<unit>месяц|недел[яюи])(?![а-я])(?!\s+"
        + MONTH_NAME
        + r")(?!\s*[,(]?\s*"
        + MONTH_NAME
        + ")"
    ),
)

UNIT_IN = (
    r"(?P<u>ден[а-я]*|дн[а-я]+|сутки|недел[а-я]+|месяц[а-я]*|квартал[а-я]*|четверт[а-я]*|триместр[а-я]*|"
    r"полугоди[а-я]*|пол\s?года|год[а-я]*|лет)"
)
COUNTED = re.compile(
    r"(?P<bound>не реже|не менее|минимум|как минимум|не чаще)?\s*(?:чем\s+)?(?:(?P<n>\d{1,2}|"
    + CARD
    + r")(?:-?го)?(?:\s*-\s*(?:х\s*)?(?:\d{1,2}|"
    + CARD
    + r"))?(?:-?х)?\s+)?"
    r"раз(?:а|у)?\s+(?:в|за|на|кажд[а-я]+)\s+(?:кажд[а-я]+\s+)?(?:(?P<m>\d{1,2}|"
    + CARD
    + r")\s+)?(?:учебн[а-я]+\s+|календарн[а-я]+\s+)?"
    + UNIT_IN
)
WORK_DAYS = re.compile(r"\b(?:(?:по|в)\s+рабочи[ем]\s+дн(?:и|ям)|по\s+будн(?:ям|им дням))(?![а-я])")
EACH_COUNTED = re.compile(
    r"\bкажд(?:ые|ых|ую|ый)\s+(?P<m>\d{1,2}|"
    + CARD
    + r")\s+(?P<u>ден[а-я]*|дн[а-я]+|недел[а-я]+|месяц[а-я]*|год[а-я]*|лет)(?![а-я])"
)
ORDINAL = r"(?:перв[а-я]+|втор[а-я]+|трет[а-я]+|четверт[а-я]+|последн[а-я]+|[1-4](?:-?[а-я]{1,2})?)"
EVERY_WEEKDAY = re.compile(
    r"(?:кажд[а-я]+|по|еженед[а-я]*[\s,(]*(?:по\s+|во?\s+)?)\s*(?P<days>"
    + WEEKDAY
    + r"(?:\s*(?:,|и|-)\s*(?:по\s+)?"
    + WEEKDAY
    + r")*)"
)
WEEKDAY_WEEKLY = re.compile(
    r"(?P<days>"
    + WEEKDAY
    + r"(?:\s*(?:,|и|-)\s*"
    + WEEKDAY
    + r")*)\s*[,(-]?\s*(?:еженед[а-я]*|кажд[а-я]+ недел[а-я]+)"
)
WEEKDAYS_ALONE = re.compile(r"\W*(?P<days>" + WEEKDAY + r"(?:\s*(?:,|и)\s*" + WEEKDAY + r")+)\W*")
MONTHLY = re.compile(r"\bежемес|\bпомесячно|\bраз(?:а|у)? в (?:кажд[а-я]+ )?месяц")
ONWARD = re.compile(r"\b(?:далее|затем|потом|после этого|в дальнейшем)(?![а-я])")
WEEKDAY_RANGE = re.compile(
    r"\b(?:с\s+)?(?P<first>"
    + WEEKDAY
    + r")\s*(?:-|по)\s*(?P<last>"
    + WEEKDAY
    + r")(?!\s*(?:"
    + MONTH_NAME
    + r"|\d))"
)
NTH_WEEKDAY = re.compile(
    r"(?P<each>кажд[а-я]+\s+|ежемес[а-я]*[\s,(]*(?:во?\s+)?)?\b(?P<ord>"
    + ORDINAL
    + r"(?:\s*(?:,|и)\s*"
    + ORDINAL
    + r")*)\s+"
    r"(?P<wd>"
    + WEEKDAY
    + r")(?!\s+"
    + MONTH_NAME
    + r")(?P<month>\s+(?:кажд[а-я]+\s+|текущ[а-я]+\s+)?месяц[а-я]*)?"
)
MONTH_DAY = re.compile(
    r"(?P<monthly>(?:ежемес[а-я]*|кажд[а-я]+ месяц[а-я]*)[\s,(]*)?(?:кажд[а-я]+\s+)?(?P<lead>до|к|"
    r"не позднее|не позже)?\s*"
    r"(?<![\d.])(?P<d>\d{1,2})(?:-?(?:го|му|ого|е|й|ое))?(?:\s*(?P<word>числ[а-я]+))?"
    r"(?P<each>\s+(?:кажд[а-я]+|текущ[а-я]+|следующ[а-я]+|отчетн[а-я]+)\s+(?P<unit>месяц|квартал)[а-я]*|"
    r"\s+месяца(?![а-я])|\s*,?\s*ежемес[а-я]*)?"
    r"(?!\s*[-.\d]|\s*(?:" + MONTH_NAME + r"|раз|дн|недел|месяц|кварт|четв|полуг|г\.|год))"
)
LAST_DAY = re.compile(
    r"(?P<lead>до\s+)?последн[а-я]+ (?:день|дня|число|числа) (?:кажд[а-я]+ |текущ[а-я]+ )?месяца|"
    r"ежемес[а-я]*[\s,(]*(?:в )?(?P<lead2>до )?(?:конц[ае]|последн[а-я]+ (?:день|дня|"
    r"число|числа))(?: месяца)?"
)
WORKING_DAY = re.compile(
    r"(?P<monthly>ежемес[а-я]*[\s,(]*)?(?:в\s+|во\s+)?(?P<lead>до\s+|не позднее\s+)?(?:кажд[а-я]+\s+)?"
    r"(?P<which>перв|последн)[а-я]+ рабоч[а-я]+ (?:день|дня)(?P<month>\s+(?:кажд[а-я]+ |текущ[а-я]+ )?месяца)?"
)
AFTER_QUARTER = re.compile(
    r"(?:ежекв[а-я]*[\s,(]*)?(?P<lead>до|не позднее|к)?\s*(?P<d>\d{1,2})(?:-?го)?\s*числа\s+(?:первого\s+)?месяца,?\s*"
    r"(?:следующего|идущего)\s+(?:за|после)\s+(?:отчетн[а-я]+\s+|кажд[а-я]+\s+)?квартал[а-я]*"
)
_EDGE = r"(?:начал[а-я]*|середин[а-я]*|кон(?:ец|це|ца|цу))"
# «3 неделя каждого месяца», «ежемесячно в первой декаде», «в конце месяца»: a place inside every month.
MONTH_PART = re.compile(
    r"(?P<monthly>ежемес[а-я]*[\s,(-]*(?:во?\s+|на\s+)?)?(?:до\s+|к\s+|во?\s+|на\s+)?(?:кажд[а-я]+\s+)?"
    r"(?P<part>"
    + ORDINAL
    + r"(?:\s*(?:-|и|,)\s*"
    + ORDINAL
    + r")?\s+(?:недел|декад|половин)[а-я]+|"
    + _EDGE
    + r")"
    r"(?P<month>\s+(?P<each>кажд[а-я]+\s+)?(?:текущ[а-я]+\s+|отчетн[а-я]+\s+)?месяца(?![а-я]))?"
)
TERM_END = re.compile(
    r"(?:во?\s+|на\s+|к\s+)?(?:начале|конце|концу|конец|начало)\s+(?P<each>кажд[а-я]+\s+)?(?:учебн[а-я]+\s+)?"
    r"(?P<u>четверт|триместр|полугоди|квартал)[а-я]*"
)
SIMPLE_FREQUENCIES = (
    (r"раз в две недели|кажд[а-я]+ (?:две|2|втор[а-я]+) недел[а-я]+", "FREQ=WEEKLY;INTERVAL=2"),
    (r"ежедн[а-я]*|кажд[а-я]+ (?:рабоч[а-я]+ |учебн[а-я]+ )?(?:день|дня)", "FREQ=DAILY"),
    (r"еженед[а-я]*|кажд[а-я]+ недел[а-я]+|понедельно", "FREQ=WEEKLY"),
    (r"ежемес[а-я]*|кажд[а-я]+ месяц[а-я]*|помесячно", "FREQ=MONTHLY"),
    (r"ежеквар[а-я]*|поквартально|кажд[а-я]+ квартал[а-я]*", "FREQ=MONTHLY;INTERVAL=3"),
    (
        r"ежечетв[а-я]*|кажд[а-я]+ (?:учебн[а-я]+ )?четверт[а-я]*|по четвертям",
        "FREQ=YEARLY;BYMONTH=3,5,10,12",
    ),
    (r"кажд[а-я]+ триместр[а-я]*|по триместрам", "FREQ=YEARLY;BYMONTH=2,5,11"),
    (r"кажд[а-я]+ полугоди[а-я]*|по полугодиям", "FREQ=MONTHLY;INTERVAL=6"),
)
YEARLY = re.compile(
    r"ежегод[а-я]*|из года в год|кажд[а-я]{2,3}\s+(?:учебн[а-я]+\s+|календарн[а-я]+\s+)?год(?:а|у)?(?![а-я])|"
    r"(?:в\s+)?(?:начале|конце)\s+кажд[а-я]{2,3}\s+учебн[а-я]+\s+года"
)

_THING = (
    r"(?:период|срок|врем[ея]|проект|програм|реализаци|внедрени|действи|цикл|"
    r"деятельност|дорожн|наставнич|сотруднич|взаимодейств|процесс|работ)"
)
WHOLE = re.compile(
    WITHIN + r"\s+(?:[а-я]+\s+){0,2}?" + _THING + r"[а-я]*"
    r"|\b(?:весь|всего|всей|все|всю|на весь|за весь)\s+(?:(?!учебн)[а-я]+\s+)?(?:период|срок|время|проект|"
    r"програм|цикл|год)[а-я]*(?!\s+учебн)"
    r"|"
    + WITHIN
    + r"\s+(?:всего\s+|календарного\s+|всего календарного\s+|текущего\s+)?года(?![а-я])(?!\s*(?:с|после|со)\s)"
    r"|\b(?:в период|в ходе|в процессе|на период|на срок|период|срок|весь срок|по ходу)\s+(?:реализаци|"
    r"действи|внедрени|проект|програм|работы|осуществлени)[а-я]*"
    r"|\b(?:постоянн[а-я]*|непрерывн[а-я]*|систематическ[а-я]*|регулярн[а-я]*|круглогодично|круглый год|"
    r"бессрочно|всегда)(?:\s+основе)?"
)
ACADEMIC = re.compile(
    r"(?<!\d)(?<!\d\s)(?:"
    + WITHIN
    + r"|весь|за|на|в|во)?\s*(?:всего\s+|текущего\s+|каждого\s+)?(?:"
    + SCHOOL_YEAR
    + r")"
)
YEAR_EDGE = re.compile(
    r"(?P<lead>до|к|по(?=\s+кон)|не позднее|с|со)?\s*(?:в\s+|на\s+)?(?P<edge>начал[а-я]*|кон(?:ец|це|ца|цу))\s+"
    r"(?:нового\s+|текущего\s+|каждого\s+|"
    r"(?P<years>20\d\d(?:\s*[-/]\s*(?:20)?\d\d)?)\s*)?(?P<school>учебн[а-я]*\s+|уч\.?\s*)?" + YEAR_WORD
)
PERIOD_END = re.compile(
    r"(?:до|к)\s+(?:конц[ау]|окончани[яю]|завершени[яю])\s+(?:[а-я]+\s+)?(?:период|проект|програм|"
    r"реализаци|срок|план)[а-я]*"
)
ON_REQUEST = re.compile(
    r"(?:по\s+(?:мере\s+)?(?:личн[а-я]+\s+|индивидуальн[а-я]+\s+)?(?:запрос|необходимост|требовани|"
    r"обращени|заявк|заявлени|потребност|желани|поступлени|"
    r"возможност|согласовани|вызов|назначени|договоренност|инициатив|просьб|факту|приглашени|ситуаци)[а-я]*"
    r"|при\s+(?:необходимост|наличи|поступлени|обращени|возникновени|возможност)[а-я]*|в случае\s+[а-я]+|"
    r"по мере надобности)"
)
BY_PLAN = re.compile(
    r"(?:(?:по|согласно|в соответствии со?|в рамках|исходя из|с учетом|на основании)\s+(?:[а-я-]+\s+){0,3}?"
    r"(?:план|график|расписани|срок|програм|положени|приказ|распоряжени|календар|циклограмм|регламент|"
    r"договор|соглашени|индивидуальн|дорожн|документ)[а-я]*"
    r"|в(?:\s+[а-я]+)?\s+срок[а-я]*,?\s+(?:установлен|определен|указан|предусмотрен|обозначен|согласован)[а-я]*"
    r"|в (?:установленн|определенн|указанн|согласованн|утвержденн)[а-я]+ (?:сроки|срок|порядке)(?![а-я])"
    r"|индивидуальн[а-я]+ (?:план|график|"
    r"срок)[а-я]*|отдельн[а-я]+ (?:план|график)[а-я]*)"
)


class Text:
    """A text from which found phrases are cut without moving the rest."""

    def __init__(self, text: str) -> None:
        self.text = text

    def cut(self, match: re.Match[str]) -> str:
        piece = match.group()
        self.text = self.text[: match.start()] + " " * len(piece) + self.text[match.end() :]
        return piece.strip(" ,;")


def duration_of(match: re.Match[str], *, before: bool = False) -> str:
    """ISO 8601 duration of a DURATION match: the later bound of «первого-второго месяца» is P2M."""
    parts = match.groupdict()
    number = (parts.get("n2") or parts.get("n") or "1").strip()
    amount = number_of(number) or ordinal_of(number) or 1
    unit = parts["unit"]
    letter = next(code for pattern, code in DURATION_UNITS if pattern.search(unit))
    return f"{'-' if before else ''}P{amount}{letter}"


def counted_rule(n: int, m: int, unit: str) -> tuple[str, bool]:
    """RRULE of «n раз в m <unit>» and whether it says all of it (twice a week has no rule without days)."""
    if unit.startswith(("ден", "дн", "сут")):
        return _every("DAILY", m), n == 1
    if unit.startswith("недел"):
        return _every("WEEKLY", m), n == 1
    if unit.startswith("месяц"):
        if m == 1 and n in (2, 4):
            return _every("WEEKLY", 4 // n), True
        return _every("MONTHLY", m), n == 1
    if unit.startswith("четверт"):
        return "FREQ=YEARLY;BYMONTH=3,5,10,12", n == 1
    if unit.startswith("триместр"):
        return "FREQ=YEARLY;BYMONTH=2,5,11", n == 1
    months = 3 * m if unit.startswith("квартал") else 6 * m if unit.startswith("пол") else 12 * m
    if n == 1 and months % 12 == 0:
        return _every("YEARLY", months // 12), True
    return _every("MONTHLY", max(months // n, 1)), months % n == 0


def _every(frequency: str, interval: int) -> str:
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")


def weekday_codes(text: str) -> str:
    codes = [weekday_of(word) for word in re.findall(WEEKDAY, text)]
    order = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    return ",".join(code for code in order if code in codes)


def weekdays_between(first: str, last: str) -> str:
    """Codes from one day of the week to another, over Sunday if need be."""
    order = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    begin, end = order.index(weekday_of(first)), order.index(weekday_of(last))
    days = {*range(begin, end + 1)} if begin <= end else {*range(begin, 7), *range(end + 1)}
    return ",".join(code for index, code in enumerate(order) if index in days)


def ordinal_number(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else ordinal_of(word) or ROMAN.get(word, 0)
