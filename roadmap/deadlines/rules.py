"""From phrases and points to one reading of a deadline."""

from dataclasses import replace
from datetime import date

from roadmap.deadlines.calendar import month_span, school_year
from roadmap.deadlines.case import Case
from roadmap.deadlines.finding import Found, find_phrases
from roadmap.deadlines.lexer import normalise, tokens_of
from roadmap.deadlines.model import Deadline, Period, Span
from roadmap.deadlines.phrases import Phrase
from roadmap.deadlines.places import FROM_WITHIN, TURNED_ROUND, place_deadline
from roadmap.deadlines.point import Point
from roadmap.deadlines.points import Reader
from roadmap.deadlines.recurring import recurring_deadline
from roadmap.deadlines.resolve import resolve
from roadmap.deadlines.spelling import Respelled, respell, unnumbered
from roadmap.enums import Confidence, DeadlineKind

OUTSIDE_BEFORE = "срок раньше начала плана"
OUTSIDE_PARTLY = "срок выходит за конец плана"
OUTSIDE_AFTER = "срок позже конца плана"
MISSPELT = "название месяца написано с ошибкой"
WITHIN_TYPO = "написано «в течении»"
MAY, SEPTEMBER = 5, 9


def parse_deadline(
    raw: str,
    *,
    period_start: date | None = None,
    period_end: date | None = None,
    opens_plan: bool = False,
) -> Deadline:
    """Read one deadline cell of a plan whose term is `period_start`…`period_end` (inclusive; None — not known).

    `opens_plan` says that no row of the plan's September stands before this one: its «август» is then the August
    before the school year. Never raises: what is not understood comes back as `unknown` with the reason in the note.
    """
    period = Period(period_start, period_end)
    if period.start and period.end and period.end < period.start:
        period = Period()
    text = normalise(unnumbered(raw))
    spelled = respell(text, raw)
    found = find_phrases(spelled.text)
    reader = Reader(tokens_of(found.rest))
    points = reader.points()
    spelled.doubts += found.doubts
    spelled.notes += found.notes
    if reader.left:
        spelled.doubts.append(f"не учтено в сроке: «{' '.join(reader.left)}»")
    points, local = _context(points, period, found)
    resolved = resolve(points, local, opens_plan=opens_plan)
    points = resolved.points
    case = Case(raw, period, found, points, resolved)
    return _finish(_choose(case, local), case, spelled, misspelt="течении" in text)


def _context(points: list[Point], period: Period, found: Found) -> tuple[list[Point], Period]:
    """A school year or year that stands beside months is their context: «май 2022-2023 учебного года»."""
    bound = [point for point in points if point.grain not in {"years", "school_year"}]
    frames = [
        point
        for point in points
        if point.grain in {"years", "school_year"} and point.lead not in {"to", "from"}
    ]
    frame = frames[0] if frames else None
    if not bound or frame is None or found.get("yearly"):
        return points, period
    if frame.grain == "school_year":
        span = school_year(frame.year)
    elif frame is points[0] and not any(point.year for point in bound):
        span = Span(date(frame.year, 1, 1), date(frame.last_year, 12, 31))
    else:
        return points, period
    first = next(index for index, point in enumerate(points) if point is bound[0])
    bound[0] = replace(bound[0], join="") if first else bound[0]
    return bound, Period(span.start, span.end)


def _choose(case: Case, local: Period) -> Deadline:
    found, points, get = case.found, case.points, case.found.get
    relative, whole, academic = get("relative"), get("whole"), get("academic")
    first = points[0].at if points else None
    if case.resolved.impossible:
        return _unknown(case, f"такой даты нет: {case.resolved.impossible}")
    dated = points and not (relative and relative.duration) and points[0].lead in {"to", "till"}
    if (
        relative
        and (first is None or (relative.anchor and relative.at < first and not dated))
        and not get("yearly")
    ):
        return _relative(case, relative)
    if (edge := get("edge")) and not points:
        return _edge(case, edge)
    if get("yearly") or get("frequency") or get("monthly_day"):
        return recurring_deadline(case, local)
    if get("period_end") and not points:
        note = "до конца срока плана"
        return case.reading(DeadlineKind.DEADLINE, end=case.period.end, note=note)
    if whole and (first is None or whole.at < first):
        return case.reading(DeadlineKind.WHOLE_PERIOD, start=case.period.start, end=case.period.end)
    if academic and first is None:
        return _academic(case)
    if points:
        return place_deadline(case)
    if get("on_request") and (get("by_plan") is None or get("on_request").at < get("by_plan").at):  # type: ignore[union-attr]
        return case.reading(DeadlineKind.ON_REQUEST)
    if get("by_plan"):
        return case.reading(DeadlineKind.BY_PLAN)
    if "каникул" in found.rest:
        return _unknown(case, "даты каникул в плане не названы")
    return _unknown(case, "срок не указан" if not found.rest.strip(" -.,;:") else "выражение не распознано")


def _unknown(case: Case, note: str) -> Deadline:
    return case.reading(DeadlineKind.UNKNOWN, note=note, confidence=Confidence.LOW)


def _relative(case: Case, phrase: Phrase) -> Deadline:
    anchor = phrase.anchor or "с начала реализации"
    note = f"отсчёт: {anchor}" if phrase.anchor else "отсчёт от начала реализации программы"
    if phrase.duration:
        note += f", {phrase.duration}"
    return case.reading(DeadlineKind.RELATIVE, anchor=anchor, duration=phrase.duration, note=note)


def _school_first_year(period: Period) -> int | None:
    """First year of a plan's «учебный год»: the first that begins in the plan, else the one it lies in."""
    if period.start is None:
        return None
    start = period.start
    if start.month >= SEPTEMBER or start.month == SEPTEMBER - 1:
        return start.year
    begins = date(start.year, SEPTEMBER, 1)
    return start.year if period.end and period.end >= begins else start.year - 1


def _academic(case: Case) -> Deadline:
    year = _school_first_year(case.period)
    if year is None:
        return case.reading(DeadlineKind.ACADEMIC, confidence=Confidence.MEDIUM)
    span = school_year(year)
    sure = (
        Confidence.HIGH if case.period.school_basis and not case.period.several_years else Confidence.MEDIUM
    )
    return case.reading(DeadlineKind.ACADEMIC, start=span.start, end=span.end, confidence=sure)


def _edge(case: Case, edge: Phrase) -> Deadline:
    """«В начале учебного года» — сентябрь, «в конце» — май; «до конца года» — the last day of it."""
    school = bool(edge.note) or (case.period.school_basis and not edge.anchor)
    year = int(edge.rule) if edge.rule else _school_first_year(case.period)
    if not school:
        year = int(edge.rule or 0) or (case.period.start.year if case.period.start else None)
    if year is None:
        return case.reading(
            DeadlineKind.ACADEMIC if school else DeadlineKind.MONTH, confidence=Confidence.LOW
        )
    if school:
        span = month_span(year, SEPTEMBER) if edge.place == "begin" else month_span(year + 1, MAY)
    else:
        span = month_span(year, 1 if edge.place == "begin" else 12)
    sure = Confidence.MEDIUM if edge.note else Confidence.LOW
    if edge.lead in {"с", "со"}:
        return case.reading(DeadlineKind.OPEN_START, start=span.start, note=edge.note, confidence=sure)
    if edge.lead and not case.found.get("yearly"):
        end = span.start if edge.place == "begin" else span.end
        return case.reading(DeadlineKind.DEADLINE, end=end, note=edge.note, confidence=sure)
    month = span.start.month
    rule = f"FREQ=YEARLY;BYMONTH={month}" if case.found.get("yearly") else ""
    kind = DeadlineKind.ACADEMIC if school else DeadlineKind.YEARLY_MONTH if rule else DeadlineKind.MONTH
    return case.reading(
        kind, start=span.start, end=span.end, recurrence=rule, note=edge.note, confidence=sure
    )


MODIFIERS = (
    ("whole", "в течение всего периода"),
    ("on_request", ""),
    ("by_plan", ""),
    ("relative", ""),
)
CARRIED_BY = {
    "whole": {DeadlineKind.WHOLE_PERIOD},
    "on_request": {DeadlineKind.ON_REQUEST},
    "by_plan": {DeadlineKind.BY_PLAN},
    "relative": {DeadlineKind.RELATIVE},
}


def _finish(reading: Deadline, case: Case, spelled: Respelled, *, misspelt: bool) -> Deadline:
    """Notes of modifiers and typos, doubts about dates outside the plan; nothing ends before it starts."""
    notes = [reading.note, *spelled.notes] if reading.note else [*spelled.notes]
    doubts = list(reading.doubts)
    compound = False
    for family, label in MODIFIERS:
        phrase = case.found.get(family)
        if phrase and reading.kind not in CARRIED_BY[family]:
            notes.append(label or phrase.text)
            compound = compound or family == "whole"
    if reading.kind == DeadlineKind.WHOLE_PERIOD and case.points:
        inner = place_deadline(case)
        notes.append("в том числе " + days_in_words(inner))
        compound = True
    if any(point.misspelt for point in case.points):
        notes.append(MISSPELT)
    if misspelt:
        notes.append(WITHIN_TYPO)
    notes.extend(f"не срок: {dropped}" for dropped in case.found.dropped)
    sure = reading.confidence
    if compound and sure == Confidence.HIGH:
        sure = Confidence.MEDIUM
    doubts += outside_doubts(reading, case.period)
    if case.resolved.within and reading.is_dated:
        doubts.append(FROM_WITHIN)
    if reading.kind != DeadlineKind.UNKNOWN:
        doubts += spelled.doubts
    if reading.kind == DeadlineKind.UNKNOWN:
        doubts.append(reading.note)
    if reading.start and reading.end and reading.end < reading.start:
        why = TURNED_ROUND
        return replace(
            reading, kind=DeadlineKind.UNKNOWN, start=None, end=None, recurrence="", spans=(), note=why,
            doubts=(why,), confidence=Confidence.LOW,
        )  # fmt: skip
    return replace(reading, note="; ".join(notes), doubts=tuple(doubts), confidence=sure)


def outside_doubts(reading: Deadline, period: Period) -> list[str]:
    if not reading.is_dated or not period.known:
        return []
    last, first = reading.end or reading.start, reading.start or reading.end
    if reading.kind == DeadlineKind.OPEN_START:
        last = None
    if period.start and last and last < period.start:
        return [OUTSIDE_BEFORE]
    if period.end and first and first > period.end:
        return [OUTSIDE_AFTER]
    if period.end and last and last > period.end and not reading.recurrence:
        return [OUTSIDE_PARTLY]
    return []


def days_in_words(reading: Deadline) -> str:
    start, end = reading.start, reading.end
    return " – ".join(f"{day:%d.%m.%Y}" for day in (start, end) if day) or "без даты"
