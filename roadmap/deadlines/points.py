"""Reads calendar places from the tokens of a deadline: days, parts of months, months, quarters, years.

A `Point` is what is written; `resolve` (in `resolve.py`) gives it a year and turns it into days.
"""

from dataclasses import replace
from itertools import pairwise

from roadmap.deadlines.lexer import Token
from roadmap.deadlines.lexicon import SEASON_NOUNS
from roadmap.deadlines.model import SCHOOL_YEAR_FIRST_MONTH
from roadmap.deadlines.point import MAX_WEEK, PART_DAYS, SEVEN, Point, part_of_month, unit_points

# What is passed over without a word; a number or a unit that binds nothing is told («не учтено»).
TELLING = frozenset({"number", "ordinal", "unit", "season", "day_word"})
LARGEST_PART = 30
UNIT_WORDS = {
    "quarter": "квартал", "half": "полугодие", "term": "четверть", "trimester": "триместр", "week": "неделя",
    "decade": "декада", "half_month": "половина", "begin": "начало", "middle": "середина", "end": "конец",
}  # fmt: skip


class Reader:
    """Reads points from tokens from left to right; words that bind nothing are passed over, numbers kept in `left`."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.i = 0
        self.left: list[str] = []
        self.last_count = 0

    def peek(self, ahead: int = 0) -> Token | None:
        place = self.i + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def kind(self, ahead: int = 0) -> str:
        token = self.peek(ahead)
        return token.kind if token else ""

    def points(self) -> list[Point]:
        found: list[Point] = []
        lead, join, plain, word = "", "", True, ""
        while (token := self.peek()) is not None:
            read = self.point(after=found[-1] if found and join else None)
            if read:
                first, *rest = read
                after = word == "после" and lead == "from" and first.grain != "day"
                first = replace(first, text="после") if after else first
                found.append(replace(first, lead=lead, join=join if found else ""))
                found.extend(rest)
                lead, join, plain = "", "", False
                continue
            self.i += 1
            if token.kind in {"to", "from"}:
                lead, word = "till" if token.text in {"к", "ко"} else token.kind, token.text
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
                join = "list" if plain else join or "list"  # «сентябрь – набор, май – итоги» is no range
            elif token.kind not in {"inclusive", "day_word"}:
                lead, plain = "", True
            if token.kind in TELLING:
                self.left.append(
                    token.text if token.kind != "unit" else UNIT_WORDS.get(token.text, token.text)
                )
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
        while (token := self.peek()) is not None and token.kind in {"number", "ordinal"} and token.a >= 0:
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
        for (before, _), (after, join) in pairwise(days):
            if join == "range" and after.a < before.a:
                return [Point("bad", before.at, text=f"{before.a}-{after.a} одного месяца")]
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
        if self.kind() == "comma" and self.kind(1) == "year" and self.kind(2) == "":
            self.i += 2
            return self.tokens[self.i - 1].a
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
        runs = self._numbers()
        unit = self.peek()
        if unit is None or unit.kind != "unit" or not runs:
            return None
        self.i += 1
        if token.a == -1 and len(runs) == 1 and self.last_count:
            days = SEVEN * self.last_count
            return (-days, 0) if unit.text == "week" and days <= LARGEST_PART else None
        return part_of_month(unit.text, runs[0][0], runs[0][1]) if len(runs) == 1 else None

    def _numbers(self) -> list[tuple[int, int]]:
        """«1», «1–2», «1, 2 и 4» as rows without a gap: [(1, 2), (4, 4)]; «последние 2» sets `last_count`."""
        self.last_count = 0
        runs: list[tuple[int, int]] = []
        join = ""
        while (token := self.peek()) is not None and token.kind in {"number", "ordinal"}:
            self.i += 1
            if runs and (join == "dash" or token.a == runs[-1][1] + 1):
                runs[-1] = (runs[-1][0], token.a)
            else:
                runs.append((token.a, token.a))
            if token.a == -1 and (count := self.peek()) is not None and count.kind == "number":
                self.last_count = count.a
                self.i += 1
                return runs
            join = self.kind()
            if join not in {"dash", "and", "comma"} or self.kind(1) not in {"number", "ordinal"}:
                return runs
            self.i += 1
        return runs

    def _unit(self) -> list[Point] | None:
        """«II квартал 2023 г.», «1 полугодие», «3-4 четверть», «первый триместр»."""
        token = self.peek()
        if token is None or token.kind not in {"number", "ordinal"}:
            return None
        runs = self._numbers()
        unit = self.peek()
        if unit is None or unit.kind != "unit" or self.last_count:
            return None
        self.i += 1
        year_token = self.peek()
        school = year_token is not None and year_token.kind == "school_year"
        if school:
            self.i += 1
        year = year_token.a if school and year_token else self._year_after()
        if (word := self.peek()) is not None and word.kind == "word" and word.text.startswith("учеб"):
            school = True
        return unit_points(unit.text, token.at, runs, year, school=school)

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
        if days := self._days_behind(token):
            return days
        year = self._year_after()
        last_year = self._further_years() if year else 0
        return [self._month_point(token, year, last_year)]

    def _days_behind(self, month: Token) -> list[Point] | None:
        """«Октябрь (1–15)», «октябрь 10»: numbers behind the month's name at the end of the cell are its days."""
        start = self.i
        if self.kind() == "comma":
            self.i += 1
        first = self.peek()
        found = [number.a for number in self.tokens[self.i :] if number.kind == "number"]
        tail = [token.kind for token in self.tokens[self.i :]]
        shapes = (["number"], ["number", "dash", "number"])
        if tail and tail[-1] in {"comma", "day_word"}:
            tail.pop()
        if first is None or tail not in shapes or not all(1 <= day <= 31 for day in found):
            self.i = start
            return None
        self.i = len(self.tokens)
        misspelt = bool(month.b)
        days = [Point("day", month.at, day, month=month.a, misspelt=misspelt, text="behind") for day in found]
        return [days[0], *(replace(day, join="range") for day in days[1:])]

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
        noun = self.peek()
        named = noun is not None and noun.kind == "word" and noun.text.startswith(SEASON_NOUNS)
        if token.c and not named:
            return None
        if named:
            self.i += 1
        return [Point("months", token.at, month=token.a, last_month=token.b, year=self._season_year(token.a))]

    def _season_year(self, month: int) -> int:
        """«Зима 2025-2026», «весна 2025/2026»: of two years that follow one another the one that it begins in."""
        span = self.peek()
        if span is not None and span.kind in {"years", "school_year"} and span.b == span.a + 1:
            self.i += 1
            return span.a if month >= SCHOOL_YEAR_FIRST_MONTH else span.b
        return self._year_after()

    def _years(self) -> list[Point] | None:
        token = self.peek()
        if token is None or token.kind not in {"years", "year", "school_year"}:
            return None
        self.i += 1
        grain = "school_year" if token.kind == "school_year" else "years"
        return [Point(grain, token.at, year=token.a, last_year=token.b or token.a)]
