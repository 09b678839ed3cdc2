"""Finds the turns of phrase of one deadline and leaves the rest for the calendar."""

import re
from dataclasses import dataclass, field

from roadmap.deadlines import phrases as p
from roadmap.deadlines.phrases import Phrase, Text
from roadmap.deadlines.working import MOVED, MOVING

EDGE_NOTE = "начало и конец учебного года — сентябрь и май"


@dataclass(slots=True)
class Found:
    """Phrases by family (the first of each) and the text that is left."""

    rest: str = ""
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    phrases: dict[str, Phrase] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    onward: int = (
        -1
    )  # where «далее», «затем» stands: what comes after it is not bounded by what stands before

    def get(self, family: str) -> Phrase | None:
        return self.phrases.get(family)

    def put(self, phrase: Phrase) -> None:
        self.phrases.setdefault(phrase.family, phrase)


def find_phrases(text: str) -> Found:
    """All phrases of a normalised text; anchored events go first: «месяц после приказа № 5» holds no date."""
    found, body = Found(), Text(text)
    if match := p.ONWARD.search(text):
        found.onward = match.start()
    if match := MOVING.search(body.text):
        body.cut(match)
        found.notes.append(MOVED)
    body.text = p.LABEL.sub(lambda match: " " * len(match.group()), body.text)
    _after_quarter(found, body)
    _month_parts(found, body)
    _relative(found, body)
    found.dropped = [noise.group().strip(" ,;") for noise in p.NOISE.finditer(body.text)]
    body.text = p.NOISE.sub(_blank, body.text)
    _weekdays(found, body)
    _month_day(found, body)
    _frequencies(found, body)
    _year_edges(found, body)
    for family, pattern in (
        ("on_request", p.ON_REQUEST),
        ("whole", p.WHOLE),
        ("academic", p.ACADEMIC),
        ("by_plan", p.BY_PLAN),
    ):
        if match := pattern.search(body.text):
            found.put(Phrase(family, match.start(), body.cut(match)))
    found.rest = body.text
    return found


def _blank(match: re.Match[str]) -> str:
    """Spaces in place of what is no date; the document's kind is kept («по приказу от … № …»)."""
    keep = match["keep"] or ""
    return keep + " " * (len(match.group()) - len(keep))


def _relative(found: Found, body: Text) -> None:
    # «по мере необходимости» and «по итогам» are alike to a pattern, so requests are looked at first.
    months = re.search(rf"\b{p.MONTH_NAME}", body.text)
    for pattern in p.RELATIVE:
        match = pattern.search(body.text)
        if match is None or ("after" not in match.groupdict() and (months or "раз" in body.text)):
            continue
        parts = match.groupdict()
        how = (parts.get("how") or "").strip()
        after = (parts.get("after") or "").strip()
        before = after in {"до", "до начала", "перед"}
        duration = p.duration_of(match, before=before) if parts.get("unit") else ""
        anchor = " ".join(x for x in (after, (parts.get("anchor") or "").strip(" ()")) if x)
        lead = "within" if match.group().startswith("в") else how
        found.put(
            Phrase("relative", match.start(), body.cut(match), anchor=anchor, duration=duration, lead=lead)
        )
        return


def _weekdays(found: Found, body: Text) -> None:
    match = p.NTH_WEEKDAY.search(body.text)
    if match and (match["each"] or match["month"] or p.MONTHLY.search(body.text)):
        numbers = [p.ordinal_number(word) for word in re.split(r"\s*(?:,|\bи\b)\s*", match["ord"])]
        code = p.weekday_codes(match["wd"])
        if all(numbers) and code:
            if match["each"] and match["each"].startswith("кажд") and not match["month"]:
                found.doubts.append(NTH_OF_MONTH)
            rule = "FREQ=MONTHLY;BYDAY=" + ",".join(f"{number}{code}" for number in numbers)
            found.put(Phrase("frequency", match.start(), body.cut(match), rule=rule, place="fixed"))
            return
    if match := p.WEEKDAY_RANGE.search(body.text):
        codes = p.weekdays_between(match["first"], match["last"])
        found.put(Phrase("frequency", match.start(), body.cut(match), rule=f"FREQ=WEEKLY;BYDAY={codes}"))
    match = (
        p.EVERY_WEEKDAY.search(body.text)
        or p.WEEKDAY_WEEKLY.search(body.text)
        or p.WEEKDAYS_ALONE.fullmatch(body.text)
    )
    if match and (codes := p.weekday_codes(match["days"])):
        found.put(Phrase("frequency", match.start(), body.cut(match), rule=f"FREQ=WEEKLY;BYDAY={codes}"))


NTH_OF_MONTH = "понято как день недели каждого месяца"
MONTH_NOT_NAMED = "месяц не назван, понято как каждый"
TERM_NOT_NAMED = "не сказано, какой: понято как каждый раз"
TERM_RULES = {
    "четверт": "FREQ=YEARLY;BYMONTH=3,5,10,12",
    "триместр": "FREQ=YEARLY;BYMONTH=2,5,11",
    "полугоди": "FREQ=MONTHLY;INTERVAL=6",
    "квартал": "FREQ=MONTHLY;INTERVAL=3",
}


def _after_quarter(found: Found, body: Text) -> None:
    """«До 5 числа месяца, следующего за кварталом»: the months are known."""
    if (match := p.AFTER_QUARTER.search(body.text)) and 1 <= int(match["d"]) <= 31:
        rule = f"FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY={int(match['d'])}"
        lead = "to" if match["lead"] else ""
        found.put(Phrase("monthly_day", match.start(), body.cut(match), rule=rule, lead=lead))


def _month_parts(found: Found, body: Text) -> None:
    """Places inside every month or term, before «3 неделя» alone is taken for the third week of the work."""
    if (match := p.WORKING_DAY.search(body.text)) and (match["month"] or match["monthly"]):
        place = 1 if match["which"] == "перв" else -1
        rule = f"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={place}"
        lead = "to" if match["lead"] else ""
        note = "рабочий день — по производственному календарю"
        found.put(Phrase("monthly_day", match.start(), body.cut(match), rule=rule, lead=lead, note=note))
    if match := p.WORK_DAYS.search(body.text):
        found.put(
            Phrase("frequency", match.start(), body.cut(match), rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
        )
    if match := p.EACH_COUNTED.search(body.text):
        rule, _ = p.counted_rule(1, p.number_of(match["m"]), match["u"])
        family = "yearly" if rule.startswith("FREQ=YEARLY") else "frequency"
        found.put(Phrase(family, match.start(), body.cut(match), rule=rule))
    if p.LAST_DAY.search(body.text):
        return
    if (match := p.MONTH_PART.search(body.text)) and (match["month"] or match["monthly"]):
        if not (match["monthly"] or match["each"]):
            found.doubts.append(MONTH_NOT_NAMED)
        note = " ".join(match["part"].split()) + " месяца"
        found.put(Phrase("frequency", match.start(), body.cut(match), rule="FREQ=MONTHLY", note=note))
    if match := p.TERM_END.search(body.text):
        if not match["each"]:
            found.doubts.append(TERM_NOT_NAMED)
        at, text = match.start(), body.cut(match)
        found.put(Phrase("frequency", at, text, rule=TERM_RULES[match["u"]], note=text))


def _month_day(found: Found, body: Text) -> None:
    if match := p.LAST_DAY.search(body.text):
        lead = "to" if match["lead"] or match["lead2"] else ""
        rule = "FREQ=MONTHLY;BYMONTHDAY=-1"
        found.put(Phrase("monthly_day", match.start(), body.cut(match), rule=rule, lead=lead))
        return
    for match in p.MONTH_DAY.finditer(body.text):
        day = int(match["d"])
        if not (match["monthly"] or match["each"] or match["word"]) or not 1 <= day <= 31:
            continue
        each = match["each"] or ""
        if each.strip() == "месяца" and not match["word"]:
            continue
        quarterly = match["unit"] == "квартал" or "ежекварт" in body.text
        step = ";INTERVAL=3" if quarterly else ""
        lead = "to" if match["lead"] else ""
        named = match["monthly"] or (each and each.strip() != "месяца")
        note = "" if named or quarterly else MONTH_NOT_NAMED
        days = sorted({*_days_before(body.text[: match.start("d")], lead), day})
        rule = f"FREQ=MONTHLY{step};BYMONTHDAY={','.join(map(str, days))}"
        found.put(Phrase("monthly_day", match.start(), body.cut(match), rule=rule, lead=lead, note=note))
        return


def _days_before(text: str, lead: str) -> list[int]:
    """The «1» of «1 и 15 числа»; a range («с 20 по 25 числа») is due on its last day."""
    listed = re.search(r"((?:(?<![\d.])\d{1,2}(?:-?го|-?е)?\s*(?:,|и)\s*)+)$", text)
    days = [int(day) for day in re.findall(r"\d+", listed[1])] if listed and not lead else []
    return [day for day in days if 1 <= day <= 31]


def _frequencies(found: Found, body: Text) -> None:
    if match := p.COUNTED.search(body.text):
        n = p.number_of(match["n"] or "1") or 1
        m = p.number_of(match["m"] or "1") or 1
        rule, exact = p.counted_rule(n, m, match["u"])
        at, text = match.start(), body.cut(match)
        note = "" if exact else text
        note = ", ".join(x for x in (note, "указана наименьшая частота" if match["bound"] else "") if x)
        family = "yearly" if rule.startswith("FREQ=YEARLY") and "BYMONTH" not in rule else "frequency"
        found.put(Phrase(family, at, text, rule=rule, note=note))
    for pattern, rule in p.SIMPLE_FREQUENCIES:
        if match := re.search(rf"\b(?:{pattern})", body.text):
            found.put(Phrase("frequency", match.start(), body.cut(match), rule=rule))
            break
    if match := p.YEARLY.search(body.text):
        edge = re.search("начале|конце", match.group())
        if edge:
            place = "begin" if edge.group() == "начале" else "end"
            found.put(Phrase("edge", match.start(), match.group(), place=place, note=EDGE_NOTE))
        found.put(Phrase("yearly", match.start(), body.cut(match), rule="FREQ=YEARLY"))


def _year_edges(found: Found, body: Text) -> None:
    if match := p.PERIOD_END.search(body.text):
        found.put(Phrase("period_end", match.start(), body.cut(match)))
    if match := p.YEAR_EDGE.search(body.text):
        place = "begin" if match["edge"].startswith("нач") else "end"
        lead = (match["lead"] or "").strip()
        note = EDGE_NOTE if match["school"] else ""
        years = match["years"] or ""
        around = body.text[: match.start()].rstrip(), body.text[match.end() :].lstrip()
        bound = lead or around[0].endswith("-") or around[1].startswith("-")
        if note and bound and not years and re.search(rf"\d|\b{p.MONTH_NAME}", " ".join(around)):
            _edge_as_month(found, body, match, lead, "сентября" if place == "begin" else "мая")
            return
        calendar = "calendar" if len(years) == 4 and not note else ""
        found.put(
            Phrase("edge", match.start(), body.cut(match), place=place, lead=lead, note=note, rule=years[:4],
                   anchor=calendar)
        )  # fmt: skip


def _edge_as_month(found: Found, body: Text, match: re.Match[str], lead: str, month: str) -> None:
    """«С начала учебного года до 1 ноября»: beside other places of the calendar the edge is one of them."""
    body.cut(match)
    words = f"{lead} {month}".strip()
    body.text = f"{body.text[: match.start()]}{words:<{len(match.group())}}{body.text[match.end() :]}"
    found.notes.append(EDGE_NOTE)
