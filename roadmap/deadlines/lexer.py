"""From a cell's text to tokens: dates, months, years, ordinals and the few words that bind them."""

import re
import unicodedata
from dataclasses import dataclass

from roadmap.deadlines.lexicon import month_of, ordinal_of, season_of, unit_of, weekday_of
from roadmap.deadlines.lexicon import number_of as word_number

LONGEST = 2000
DAYS_OF_MONTH = 31

INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f]")
DASHES = re.compile(r"[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]")
QUOTES = re.compile(r"[«»“”„\"'`*_<>|]")
SPACES = re.compile(r"\s+")


def normalise(raw: str) -> str:
    """Lower case, one kind of space, dash and «е», no quotes or invisible characters; cut at a sane length."""
    # NFKC would turn «№» into «No», a word like any other.
    text = "№".join(unicodedata.normalize("NFKC", part) for part in raw[:LONGEST].split("№"))
    text = INVISIBLE.sub(" " if "\x0b" in text else "", text)
    text = QUOTES.sub(" ", DASHES.sub("-", text)).lower().replace("ё", "е")
    return SPACES.sub(" ", in_cyrillic(text)).strip()


LOOKALIKES = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
MIXED = re.compile(r"[a-z]*[а-я][a-zа-я]*|(?<![a-z.])[co](?=\s+\S)")


def in_cyrillic(text: str) -> str:
    """Latin letters that stand for Cyrillic ones in a word («cентябрь», «c 1 мая»); Roman numbers stay."""
    return (
        MIXED.sub(lambda match: match.group().translate(LOOKALIKES), text)
        if text.isascii() is False
        else text
    )


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is one of date, day_month, month_year, month, year, years, school_year, number, ordinal, unit, season,
    dash, comma, and, to, by, from, inclusive, bad, word; the numbers' meaning depends on it."""

    kind: str
    text: str
    at: int
    a: int = 0
    b: int = 0
    c: int = 0


_YEAR_WORD = r"(?:\s*(?:г\.\s*г\.?|гг\.?|годы|годах|годов|года|году|год|г\.?)(?![а-я]))?"
_SCHOOL = r"\s*(?:-?\s*(?:уч\.?|учеб\w*\.?)\s*(?:г\.?|год\w*)?(?![а-я])|у\.\s?г\.)"

PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", r"(?<!\d)(?P<iy>\d{4})-(?P<im>\d{1,2})-(?P<idd>\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2})?)?(?!\d)"),
    (
        "date",
        r"(?<!\d)(?P<dd>\d{1,2})(?P<sep>[./])\s?(?P<dm>\d{1,2})(?P=sep)\s?(?P<dy>\d{4}|\d{2})(?!\d)"
        + _YEAR_WORD,
    ),
    ("hdate", r"(?<!\d)(?P<hd>\d{1,2})-(?P<hm>\d{1,2})-(?P<hy>\d{4})(?!\d)" + _YEAR_WORD),
    (
        "sdate",
        r"(?<!\d)(?P<sd>\d{1,2})[. ]\s?(?P<sm>\d{1,2})[. ]\s?(?P<sy>(?:19|20)\d{2})(?!\d)" + _YEAR_WORD,
    ),
    ("month_year", r"(?<![\d.])(?P<mm>\d{1,2})[./]\s?(?P<my>20\d{2})(?!\d)" + _YEAR_WORD),
    ("school_year", r"(?<!\d)(?P<s1>20\d{2})\s*[-/]\s*(?P<s2>(?:20)?\d{2})(?!\d)(?:\s*г\w*\.?)?" + _SCHOOL),
    ("slash_years", r"(?<!\d)(?P<k1>20\d{2})\s*/\s*(?P<k2>(?:20)?\d{2})(?!\d)" + _YEAR_WORD),
    (
        "years",
        r"(?<!\d)(?P<y1>(?:19|20)\d{2})" + _YEAR_WORD + r"\s*-\s*(?P<y2>(?:19|20)\d{2})(?!\d)" + _YEAR_WORD,
    ),
    ("year", r"(?<!\d)(?P<y>(?:19|20)\d{2})(?!\d)(?:-?(?:й|го|м)(?![а-я]))?" + _YEAR_WORD),
    ("day_month", r"(?<![\d.])(?P<ed>\d{1,2})\.(?P<em>\d{1,2})(?!\d)\.?(?:\s*г\.?(?![а-я]))?"),
    ("short_year", r"(?<![\d.])(?P<yy>\d{2})\s?(?:гг?|года|году)(?![а-я])\.?"),
    (
        "number",
        r"(?<![\da-zа-я])(?P<n>\d{1,4})(?!\d)(?P<nend>-?(?:ого|его|го|ая|яя|ое|ые|ый|ой|ий|ую|ом|й|е|я|м|ю|х|му))?(?![а-я\d])",
    ),
    ("word", r"(?P<w>[a-zа-я]+)\d*\.?"),
    ("dash", r"-"),
    ("comma", r"[,;:()/+]"),
)
LEXER = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS))

TO_WORDS = frozenset({"до", "позднее", "позже", "к", "ко"})
FROM_WORDS = frozenset({"с", "со", "от", "начиная", "после", "ранее", "раньше"})


def tokens_of(text: str) -> list[Token]:
    """The tokens of a normalised text; what is not understood is a `word`, an impossible date is `bad`."""
    found = []
    for match in LEXER.finditer(text):
        name = match.lastgroup or ""
        if token := _token(name, match):
            found.append(token)
    return found


def _token(name: str, match: re.Match[str]) -> Token | None:
    text, at, group = match.group(), match.start(), match.group
    if name in DATE_GROUPS:
        day, month, year = (int(group(part)) for part in DATE_GROUPS[name])
        return Token("date", text, at, day, month, year + 2000 if year < 100 else year)
    if name == "month_year":
        return Token("month_year", text, at, int(group("mm")), int(group("my")))
    if name in {"school_year", "slash_years"}:
        first, second = (
            int(group("s1" if name == "school_year" else "k1")),
            group("s2" if name == "school_year" else "k2"),
        )
        last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
        kind = (
            "school_year"
            if last == first + 1
            else "years"
            if first <= last and name == "slash_years"
            else "bad"
        )
        return Token(kind, text, at, first, last)
    if name == "years":
        first, last = int(group("y1")), int(group("y2"))
        return Token("years" if first <= last else "bad", text, at, first, last)
    if name in {"year", "short_year"}:
        year = int(group("y")) if name == "year" else 2000 + int(group("yy"))
        return Token("year", text, at, year)
    if name == "day_month":
        return _day_month(text, at, int(group("ed")), int(group("em")))
    if name == "number":
        return Token("ordinal" if group("nend") else "number", text, at, int(group("n")))
    if name == "word":
        return _word(group("w"), text, at)
    return Token(name, text, at)


DATE_GROUPS = {
    "iso": ("idd", "im", "iy"),
    "date": ("dd", "dm", "dy"),
    "hdate": ("hd", "hm", "hy"),
    "sdate": ("sd", "sm", "sy"),
}


def _day_month(text: str, at: int, day: int, month: int) -> Token | None:
    """«24.05», or a time of day («15.00», «14.30») that is no date at all."""
    if 1 <= month <= 12 and 1 <= day <= DAYS_OF_MONTH:
        return Token("day_month", text, at, day, month)
    if day < 24 and (month == 0 or month > 12) and month < 60:
        return None
    return Token("bad", text, at)


def _word(word: str, text: str, at: int) -> Token | None:
    month, misspelt = month_of(word)
    if month:
        return Token("month", text, at, month, int(misspelt))
    if word in TO_WORDS:
        return Token("to", word, at)
    if word in FROM_WORDS:
        return Token("from", word, at)
    if word in {"по", "и", "или", "включительно", "числа", "число", "числе", "числу"}:
        kinds = {"по": "by", "и": "and", "или": "and", "включительно": "inclusive"}
        return Token(kinds.get(word, "day_word"), word, at)
    if ordinal := ordinal_of(word):
        return Token("ordinal", word, at, ordinal)
    if unit := unit_of(word):
        return Token("unit", unit, at)
    if season := season_of(word):
        return Token("season", word, at, *season)
    if code := weekday_of(word):
        return Token("weekday", code, at)
    if number := word_number(word):
        return Token("number", word, at, number)
    return Token("word", word, at)
