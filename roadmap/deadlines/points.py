"""Calendar places that stand in a deadline: days, parts of months, months, quarters, years.

A `Point` is what is written; `resolve` (in `resolve.py`) gives it a year and turns it into days.
"""

from dataclasses import dataclass, replace

from roadmap.deadlines.lexer import Token
from roadmap.deadlines.model import SCHOOL_YEAR_FIRST_MONTH

PART_DAYS = {"begin": (1, 10), "middle": (11, 20), "end": (21, 0)}
SEVEN = 7
DECADE = 10
HALF_MONTH_DAY = 15
MAX_WEEK, MAX_DECADE, MAX_HALF = 5, 3, 2
LARGEST_PART = 30

SCHOOL_HALVES = {1: (9, 12), 2: (1, 5)}
CALENDAR_HALVES = {1: (1, 6), 2: (7, 12)}
TERMS = {1: (9, 10), 2: (11, 12), 3: (1, 3), 4: (4, 5)}
TRIMESTERS = {1: (9, 11), 2: (12, 2), 3: (3, 5)}
QUARTERS = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}


@dataclass(frozen=True, slots=True)
class Point:
    """One place of the calendar as written.

    `grain`: day, weekday (n-th of a month), part (days `day`…`last_day` of a month; last_day 0 — to its end, a
    negative day — counted from the end), month, months (`month`…`last_month`), half (of a year), years
    (`year`…`last_year`), school_year, bad. `lead` is the word before it: "to", "till" («к»), "from" or "".
    `join` is how it hangs on the point before: "range", "list" or "".
    """

    grain: str
    at: int
    day: int = 0
    last_day: int = 0
    month: int = 0
    last_month: int = 0
    year: int = 0
    last_year: int = 0
    lead: str = ""
    join: str = ""
    misspelt: bool = False
    half: int = 0
    text: str = ""


class Reader:
    """Reads points from tokens from left to right; words that bind nothing are passed over."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.i = 0

    def peek(self, ahead: int = 0) -> Token | None:
        place = self.i + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def kind(self, ahead: int = 0) -> str:
        token = self.peek(ahead)
        return token.kind if token else ""

    def points(self) -> list[Point]:
        found: list[Point] = []
        lead, join, plain = "", "", True
        while (token := self.peek()) is not None:
            read = self.point(after=found[-1] if found and join else None)
            if read:
                first, *rest = read
                found.append(replace(first, lead=lead, join=join if found else ""))
                found.extend(rest)
                lead, join, plain = "", "", False
                continue
            self.i += 1
            if token.kind in {"to", "from"}:
                lead = "till" if token.text in {"к", "ко"} else token.kind
                join = (
                    "range"
                    if token.kind == "to" and found and found[-1].lead == "from" and not plain
                    else join
                )
            elif token.kind == "by":
                bound = found and found[-1].lead == "from"
                lead, join = ("", "range") if bound else ("to", join)
            elif token.kind == "dash" and found:
                join = "range"
            elif token.kind in {"comma", "and"} and found:
                join = join or "list"
            elif token.kind not in {"inclusive", "day_word"}:
                lead, plain = "", True
        return found

    def point(self, after: Point | None) -> list[Point] | None:
        """One point at the reader's place (several for «1, 5 и 8 мая»), or None, the place unmoved."""
        start = self.i
        for read in (
            self._days,
            self._weekday,
            self._part,
            self._unit,
            self._month,
            self._season,
            self._years,
        ):
            if points := read():
                return points
            self.i = start
        return None

    def _days(self) -> list[Point] | None:
        token = self.peek()
        if token is None:
            return None
        if token.kind == "bad":
            self.i += 1
            return [Point("bad", token.at, text=token.text)]
        if token.kind in {"date", "day_month"}:
            self.i += 1
            year = token.c or self._year_after()
            return [Point("day", token.at, token.a, month=token.b, year=year, text=token.text)]
        return self._named_days() if token.kind in {"number", "ordinal"} else None

    def _named_days(self) -> list[Point] | None:
        """«15 мая», «1–15 мая», «1, 5 и 8 мая», «01-15.09.2022», «с 1 по 15 мая»."""
        days: list[tuple[Token, str]] = []
        join = ""
        while (token := self.peek()) is not None and token.kind in {"number", "ordinal"} and token.a > 0:
            days.append((token, join))
            self.i += 1
            following = self.peek()
            if following is not None and following.kind == "day_word":
                self.i += 1
                following = self.peek()
            if following is None:
                return None
            if following.kind == "month":
                return self._with_month(days, following)
            if following.kind in {"dash", "by"} or (following.kind == "to" and following.text == "до"):
                join = "range"
            elif following.kind in {"comma", "and"}:
                join = "list"
            else:
                return None
            self.i += 1
        token = self.peek()
        if days and token is not None and token.kind in {"date", "day_month"} and join:
            return self._with_month(days, token, last_join=join)
        return None

    def _with_month(self, days: list[tuple[Token, str]], token: Token, last_join: str = "") -> list[Point]:
        self.i += 1
        month = token.a if token.kind == "month" else token.b
        year = token.c if token.kind == "date" else self._year_after()
        points = [
            Point(
                "day",
                day.at,
                day.a,
                month=month,
                year=year,
                join=join,
                misspelt=bool(token.b) and token.kind == "month",
            )
            for day, join in days
        ]
        if token.kind != "month":
            points.append(Point("day", token.at, token.a, month=month, year=year, join=last_join or "range"))
        return points

    def _year_after(self) -> int:
        """A year that belongs to what was just read: «мая 2023», «мая, 2023 г.» is a list and stays."""
        token = self.peek()
        if token is not None and token.kind == "year":
            self.i += 1
            return token.a
        return 0

    def _weekday(self) -> list[Point] | None:
        """«Вторая пятница сентября»: `half` is the ordinal (-1 — the last), `text` the weekday's code."""
        number, weekday, month = self.peek(), self.peek(1), self.peek(2)
        if (
            number is None
            or weekday is None
            or month is None
            or weekday.kind != "weekday"
            or month.kind != "month"
        ):
            return None
        if number.kind not in {"number", "ordinal"} or not (1 <= number.a <= MAX_WEEK or number.a == -1):
            return None
        self.i += 3
        year = self._year_after()
        return [Point("weekday", number.at, month=month.a, year=year, half=number.a, text=weekday.text)]

    def _part(self) -> list[Point] | None:
        """«3 неделя октября», «начало мая», «первая декада ноября», «1–2 неделя октября», «октябрь, 3 неделя»."""
        days = self._part_days()
        if days is not None:
            if self.kind() == "word" and self.kind(1) == "month":
                self.i += 1
            token = self.peek()
            if token is None or token.kind != "month":
                return None
            self.i += 1
            return [self._part_point(token, days, self._year_after())]
        token = self.peek()
        if token is None or token.kind != "month":
            return None
        self.i += 1
        year = self._year_after()
        if self.kind() == "comma":
            self.i += 1
        days = self._part_days()
        if days is None or self.kind() == "month":
            return None
        return [self._part_point(token, days, year or self._year_after())]

    def _part_point(self, month: Token, days: tuple[int, int], year: int) -> Point:
        return Point("part", month.at, days[0], days[1], month=month.a, year=year, misspelt=bool(month.b))

    def _part_days(self) -> tuple[int, int] | None:
        token = self.peek()
        if token is None:
            return None
        if token.kind == "unit" and token.text in PART_DAYS:
            self.i += 1
            if self.kind() == "dash" and (other := self.peek(1)) is not None and other.text in PART_DAYS:
                self.i += 2
                return PART_DAYS[token.text][0], PART_DAYS[other.text][1]
            return PART_DAYS[token.text]
        if token.kind not in {"number", "ordinal"}:
            return None
        first = last = token.a
        self.i += 1
        if self.kind() in {"dash", "and", "comma"} and self.kind(1) in {"number", "ordinal"}:
            second = self.peek(1)
            last = second.a if second else last
            self.i += 2
        unit = self.peek()
        if unit is None or unit.kind != "unit":
            return None
        self.i += 1
        return part_of_month(unit.text, first, last)

    def _unit(self) -> list[Point] | None:
        """«II квартал 2023 г.», «1 полугодие», «3-4 четверть», «первый триместр»."""
        token = self.peek()
        if token is None or token.kind not in {"number", "ordinal"}:
            return None
        first = last = token.a
        join = ""
        self.i += 1
        if self.kind() in {"dash", "and", "comma"} and self.kind(1) in {"number", "ordinal"}:
            second = self.peek(1)
            join = self.kind()
            last = second.a if second else last
            self.i += 2
        unit = self.peek()
        if unit is None or unit.kind != "unit":
            return None
        self.i += 1
        year_token = self.peek()
        school = year_token is not None and year_token.kind == "school_year"
        if school:
            self.i += 1
        year = year_token.a if school and year_token else self._year_after()
        return self._unit_point(unit.text, token, first, last, year, school=school, join=join)

    def _unit_point(
        self, unit: str, token: Token, first: int, last: int, year: int, *, school: bool, join: str
    ) -> list[Point] | None:
        if unit == "half":
            if {first, last} - {1, 2, -1}:
                return None
            return [Point("half", token.at, half=first, last_day=last, year=year, last_year=int(school))]
        table = {"quarter": QUARTERS, "term": TERMS, "trimester": TRIMESTERS}.get(unit)
        first, last = (max(table) if n == -1 else n for n in (first, last)) if table else (0, 0)
        if table is None or first not in table or last not in table or last < first:
            return None
        if join in {"and", "comma"} and last > first + 1:
            both = (self._unit_point(unit, token, n, n, year, school=school, join="") for n in (first, last))
            head, tail = (points[0] for points in both if points)
            return [head, replace(tail, join="list")]
        begin, end = table[first][0], table[last][1]
        if school and begin < SCHOOL_YEAR_FIRST_MONTH:
            year += 1
        return [Point("months", token.at, month=begin, last_month=end, year=year)]

    def _month(self) -> list[Point] | None:
        token = self.peek()
        if token is None:
            return None
        if token.kind == "month_year":
            self.i += 1
            grain = "month" if 1 <= token.a <= 12 else "bad"
            return [Point(grain, token.at, month=token.a, year=token.b, text=token.text)]
        if token.kind != "month":
            return None
        self.i += 1
        span = self.peek()
        if span is not None and span.kind == "years":
            self.i += 1
            return [self._month_point(token, span.a, span.b)]
        year = self._year_after()
        last_year = self._further_years() if year else 0
        return [self._month_point(token, year, last_year)]

    @staticmethod
    def _month_point(token: Token, year: int, last_year: int) -> Point:
        return Point("month", token.at, month=token.a, year=year, last_year=last_year, misspelt=bool(token.b))

    def _further_years(self) -> int:
        """«Май 2023, 2024 г.г.»: the last of the years that follow without a month of their own, 0 if none."""
        last = 0
        while (
            self.kind() in {"comma", "and"} and (token := self.peek(1)) is not None and token.kind == "year"
        ):
            last = token.a
            self.i += 2
        return last

    def _season(self) -> list[Point] | None:
        token = self.peek()
        if token is None or token.kind != "season":
            return None
        self.i += 1
        if (noun := self.peek()) is not None and noun.kind == "word":
            if noun.text.startswith("каникул"):
                return None
            self.i += 1
        return [Point("months", token.at, month=token.a, last_month=token.b, year=self._year_after())]

    def _years(self) -> list[Point] | None:
        token = self.peek()
        if token is None or token.kind not in {"years", "year", "school_year"}:
            return None
        self.i += 1
        grain = "school_year" if token.kind == "school_year" else "years"
        return [Point(grain, token.at, year=token.a, last_year=token.b or token.a)]


def part_of_month(unit: str, first: int, last: int) -> tuple[int, int] | None:
    """Days of the n-th week (7(n-1)+1 … 7n), decade or half of a month; a negative day counts from the end."""
    if first == -1 or last == -1:
        return {"week": (-SEVEN, 0), "decade": (21, 0), "half_month": (HALF_MONTH_DAY + 1, 0)}.get(unit)
    if not 1 <= first <= last:
        return None
    if unit == "week" and last <= MAX_WEEK:
        return SEVEN * (first - 1) + 1, SEVEN * last if last < MAX_WEEK else 0
    if unit == "decade" and last <= MAX_DECADE:
        return DECADE * (first - 1) + 1, DECADE * last if last < MAX_DECADE else 0
    if unit == "half_month" and last <= MAX_HALF:
        return HALF_MONTH_DAY * (first - 1) + 1, HALF_MONTH_DAY * last if last < MAX_HALF else 0
    return None
