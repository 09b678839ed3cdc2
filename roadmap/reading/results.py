"""What kinds of result a plan's words promise: «Приказ об утверждении базы наставников» is one the portal knows."""

import re

from roadmap.enums import ResultKind as R
from roadmap.reading.model import folded

_ORDER = r"(?:приказ|распоряжени)\w*[^.;\n]{0,80}?"
# Every pattern that is found counts; an order's subject decides its kind, so that words of the rest do not.
_BASE = r"(?:баз\w|банк\w*|реестр\w*)"
PATTERNS: tuple[tuple[R, str], ...] = (
    (R.ORDER_PAIRS, _ORDER + r"(?<!рабоч)(?<!рабочей )\b(?:пар\b|групп)"),
    (R.ORDER_BASE, _ORDER + r"(?:баз|реестр|банк|отбор|выдвижени)\w*"),
    (R.ORDER_CURATOR, _ORDER + r"(?:куратор|рабоч\w+ групп)|назначени\w+ куратор"),
    (R.ORDER_SCHOOL, _ORDER + r"школ\w+ наставник"),
    (R.ORDER_AWARD, _ORDER + r"поощрени"),
    (R.ORDER_EVENT, _ORDER + r"итогов\w+ меропри"),
    (R.ORDER_LAUNCH, _ORDER + r"внедрени"),
    (R.CONSENTS, r"согласи\w*\s+(?:на\s+(?:сбор|обработку)|кандидат|родител|законн|от|наставник|участник)"
     r"|сбор\w* согласий"),
    (R.BASE_MENTEES, rf"{_BASE}\W+(?:данных\s+)?наставляемых|перечень лиц, желающих иметь"),
    (R.BASE_MENTORS, rf"{_BASE}\W+(?:данных\s+)?(?:потенциальных\s+)?наставников"),
    (R.TRAINING, r"обучени\w*\s+(?:\w+\s+)?наставник|обученны\w*\s+наставник|школ\w+ наставник"),
    (R.AGREEMENTS, r"соглашени\w*|\bдоговор(?:ы|ов|а|ам)?\s+(?:с|о)\b"),
    (R.REGULATION, r"положени[ея]\b"),
    (R.ROADMAP, r"дорожн\w+ карт"),
    (R.SURVEY_REQUEST, r"(?:отчет|результат)\w*\s+(?:по\s+)?(?:результатам\s+)?анкетировани|"
     r"анкет\w* запрос|карт\w+ запрос"),
    (R.SURVEY_OFFER, r"анкет\w*\s+(?:о\s+наставник|наставник|кандидат|«чем)"),
    (R.SURVEY_PREFERENCE, r"анкет\w*\s+(?:предпочтени|групповой встреч)"),
    (R.SURVEY_FEEDBACK, r"обратной связи|совместимост"),
    (R.SURVEY_EXIT, r"удовлетворенност|итогов\w+ анкетировани"),
    (R.REPORT_SWOT, r"swot"),
    (R.REPORT_MONITORING, r"отчет\w*\s+(?:по\s+(?:итогам|результатам)\s+)?мониторинг"),
    (R.REPORT_FINAL, r"итогов\w+ отчет|отчет\w*\s+(?:по\s+)?(?:итогам|о результатах|о реализации)\s+"
     r"(?:реализации\s+)?(?:наставническ\w+ )?программ"),
    (R.PORTFOLIO, r"портфолио"),
    (R.DEVELOPMENT_PLANS, r"план\w* (?:индивидуальн\w+ )?развити|индивидуальн\w+ план"),
    (R.PRACTICES, r"кейс|банк\w* практик|баз\w* (?:успешных )?практик"),
    (R.MATERIALS, r"методическ\w+ материал|памятк|сценари"),
    (R.PROGRAMME, r"утверждени\w+ программы наставничества|^программа наставничества"),
    (R.PUBLICATION, r"публикаци|на сайте|раздел\w* сайта|новост|заметк|анонс|объявлени"),
)  # fmt: skip
COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in PATTERNS)
ORDERS = {kind for kind in R if kind.value.startswith("order_")}
ANY_ORDER = re.compile(r"\bприказ|\bраспоряжени")
ANY_REPORT = re.compile(r"\bотчет")
REPORTS = {R.REPORT_FINAL, R.REPORT_MONITORING, R.REPORT_SWOT, R.SURVEY_REQUEST}


def result_kinds(result: str, activity: str = "") -> list[R]:
    """Kinds of result that a row promises, in the order of the text.

    A plan without a column of results says it in the activity itself («Издание приказа …», «Создание банка
    наставников»). The list is empty if nothing known is named; several results in one cell give several kinds.
    """
    text = folded(result) or folded(activity)
    if not text.strip(" .-–"):
        return []
    found = [(match.start(), kind) for kind, pattern in COMPILED if (match := pattern.search(text))]
    found = _without_subjects_of_orders(text, found)
    kinds = [kind for _, kind in sorted(found, key=lambda pair: pair[0])]
    if ANY_ORDER.search(text) and not ORDERS & set(kinds):
        kinds.append(R.ORDER_OTHER)
    if ANY_REPORT.search(text) and not REPORTS & set(kinds):
        kinds.append(R.REPORT_OTHER)
    return list(dict.fromkeys(kinds))


def _without_subjects_of_orders(text: str, found: list[tuple[int, R]]) -> list[tuple[int, R]]:
    """«Приказ об утверждении базы наставников» is an order, not a base: what an order is about does not count."""
    spans = [
        (m.start(), _end_of_order(text, m.end())) for m in re.finditer(r"(?:приказ|распоряжени)\w*", text)
    ]
    orders = {kind for _, kind in found if kind in ORDERS}
    if not orders:
        return found
    return [
        (at, kind)
        for at, kind in found
        if kind in ORDERS or not any(start <= at < end for start, end in spans)
    ]


def _end_of_order(text: str, at: int) -> int:
    """Where an order's own name ends: a comma, a full stop, a bracket, a line."""
    match = re.search(r"[,;.(\n]", text[at:])
    return at + match.start() if match else len(text)
