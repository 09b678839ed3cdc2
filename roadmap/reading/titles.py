"""A plan's name and term, from what stands around its table."""

import re

from roadmap.deadlines import Period, parse_deadline
from roadmap.deadlines.calendar import school_year, year_span
from roadmap.deadlines.model import SCHOOL_YEAR_FIRST_MONTH
from roadmap.enums import DeadlineKind as Kind
from roadmap.reading.model import PlanRow, folded, one_line

STRONG_WORDS = re.compile(r"дорожн\w+ карт|\bпроект\w*\s*[«\"]")
PLAN_WORDS = re.compile(
    r"дорожн\w+ карт|\bплан\w*\b|\bпроект\w*\s*[«\"]|\bпрограмм\w+ наставнич|этапы реализации"
)
APPROVAL = re.compile(r"утвержда|согласован|рассмотрено|протокол|_{3,}|^директор|^приложение|\bот\s+«?\d")
NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.)\s+(?=\S)")
TERM = re.compile(r"сроки?\s+(?:реализации|действия|выполнения|исполнения)|период\s+реализации")
SCHOOL_YEARS = re.compile(r"(20\d\d)\s*[-–—/]\s*(20)?(\d\d)\s*(?:г\w*\.?\s*)?(?:уч\w*|у\.\s?г)")
SLASH_YEARS = re.compile(r"(20\d\d)\s*/\s*(20)?(\d\d)\b")
YEARS = re.compile(r"\b(?:на|за|в)\s+(?:период\s+)?(20\d\d)\s*[-–—]\s*(20\d\d)")
YEAR = re.compile(r"\bна\s+(20\d\d)\s*(?:г\b|год|г\.|$)")
SPANS = frozenset({Kind.MONTH_RANGE, Kind.RANGE, Kind.YEARS, Kind.ACADEMIC})
SHORTEST_TITLE, LONGEST_TITLE = 8, 250


def title_of(texts: list[str], place: str) -> str:
    """The nearest text above the table that names a plan; approval lines and dates are passed over."""
    plain = [text for text in texts if not APPROVAL.search(folded(text)) and len(text) > SHORTEST_TITLE]
    for words in (STRONG_WORDS, PLAN_WORDS, re.compile("")):
        if named := [text for text in plain if words.search(folded(text))]:
            return NUMBERING.sub("", one_line(named[-1]))[:LONGEST_TITLE]
    return f"План мероприятий ({place})"


def names_plan(text: str) -> bool:
    return bool(PLAN_WORDS.search(folded(text)))


def names_term(text: str) -> bool:
    """Whether a line of the document's beginning may tell the term of all its plans."""
    return bool(re.search(r"план|карт|программ|проект|срок", folded(text)))


def period_of(texts: list[str], terms: list[str]) -> Period:
    """The plan's term: what it says of its «сроки реализации», else what its titles say; unknown if neither does."""
    for term in reversed(terms):
        if (found := _span(term)).known:
            return found
    for text in reversed(texts):
        if (found := period_in(text)).known:
            return found
    return Period()


def term_in(text: str) -> str:
    """What follows «Срок реализации:» in a line, "" if the line is about something else."""
    match = TERM.search(folded(text))
    return folded(text)[match.end() :].strip(" :–—-") if match else ""


def period_in(text: str) -> Period:
    """The term that a title or a note names, an unknown Period if none. Approval dates are not terms."""
    plain = folded(text)
    if term := term_in(plain):
        return _span(term)
    if APPROVAL.search(plain):
        return Period()
    if match := SCHOOL_YEARS.search(plain) or SLASH_YEARS.search(plain):
        span = school_year(int(match[1]))
        return Period(span.start, span.end)
    if match := YEARS.search(plain):
        first, last = int(match[1]), int(match[2])
    elif match := YEAR.search(plain):
        first = last = int(match[1])
    else:
        return Period()
    if last < first:
        return Period()
    span = year_span(first, last)
    return Period(span.start, span.end)


def _span(text: str) -> Period:
    found = parse_deadline(text)
    return Period(found.start, found.end) if found.kind in SPANS else Period()


def period_of_rows(rows: list[PlanRow]) -> Period:
    """A guess from the years that the rows write out; what begins in August or September goes by the school year."""
    found = [parse_deadline(row.deadline) for row in rows]
    days = [day for reading in found if reading.is_dated for day in (reading.start, reading.end) if day]
    if not days:
        return Period()
    first, last = min(days), max(days)
    if first.month in (SCHOOL_YEAR_FIRST_MONTH - 1, SCHOOL_YEAR_FIRST_MONTH):
        span = school_year(first.year)
        return Period(span.start, max(span.end, last))
    span = year_span(first.year, last.year)
    return Period(span.start, span.end)
