"""Values of reference lists as people write them: a form of mentoring, lines of the map of requests."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from core.sheets import normalize_header
from mentorship.models import MenteeCategory, Project, RequestTopic

_ALIKE = 0.88  # share of equal letters: a typo or an ending, not another word
_STEM = 5


#: What the law and the method guard apart, as people write it: never a category of a list.
_SENSITIVE = re.compile(
    r"\b(?:овз|тжс|пдн|кдн|вшк|соп|опфр|зпр|инвалид\w*|сирот\w*|опек\w*|подопечн\w*|диагноз\w*|здоровь\w*|"
    r"уч[её]т\w*|малоимущ\w*|многодетн\w*|неблагополучн\w*|группа риска|социальн\w+ опасн\w+|"
    r"трудн\w+ жизненн\w+|ограниченн\w+ возможност\w+)(?!\w)",
    re.I,
)
GUARDED = (
    "такие сведения (здоровье, семья, учёт) вносит педагог-психолог отдельной записью, "
    "на неё нужно отдельное согласие"
)


class Named(Protocol):
    pk: int


Row = TypeVar("Row", bound=Named)


def _words(text: str) -> list[str]:
    return normalize_header(text.replace("-", " ").replace("–", " ").replace("—", " ")).split()


def _same_words(first: Sequence[str], second: Sequence[str]) -> bool:
    return len(first) == len(second) and all(
        one == other or (min(len(one), len(other)) >= _STEM and one[:_STEM] == other[:_STEM])
        for one, other in zip(first, second, strict=True)
    )


def closest(text: str, names: Iterable[tuple[str, Row]]) -> Row | None:
    """The one row whose name is meant: equal but for case, marks and ё, else alike in every word, else by a typo.

    None when nothing or more than one row is meant. The order of words matters: «студент – ученик» is not
    «ученик – студент».
    """
    wanted = _words(text)
    if not wanted:
        return None
    known = [(_words(name), row) for name, row in names if name]
    joined = "".join(wanted)
    for alike in (
        lambda words: "".join(words) == joined,
        lambda words: _same_words(words, wanted),
        lambda words: (
            len(words) == len(wanted)
            and difflib.SequenceMatcher(None, "".join(words), joined).ratio() >= _ALIKE
        ),
    ):
        found = {row.pk: row for words, row in known if alike(words)}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def project_of(text: str, projects: Iterable[Project]) -> Project:
    """A project by its title or its form's. Raises ValueError naming what the programme has."""
    projects = list(projects)
    found = closest(text, [(one.form.title, one) for one in projects]) or closest(
        text, [(one.title, one) for one in projects]
    )
    if found is None:
        names = ", ".join(f"«{one.form.title}»" for one in projects) or "ни одной"
        raise ValueError(f"«{text[:60]}»: в программе нет такой формы. Есть: {names}")
    return found


def topics_of(text: str, topics: Sequence[RequestTopic]) -> list[RequestTopic]:
    """Lines of the map of requests in one cell, apart by «;», line breaks or commas. Raises ValueError."""
    names = [(name, one) for one in topics for name in (one.title, one.offer_title, one.code)]
    found: dict[int, RequestTopic] = {}
    unknown: list[str] = []
    for part in filter(None, (part.strip(" .•·—–") for part in re.split(r"[;\n]+", text))):
        whole = closest(part, names)
        pieces = (
            [part] if whole is not None else [piece.strip() for piece in part.split(",") if piece.strip()]
        )
        for piece in pieces:
            topic = whole or closest(piece, names)
            if topic is None:
                unknown.append(piece)
            else:
                found[topic.pk] = topic
    if unknown:
        told = ", ".join(f"«{piece[:60]}»" for piece in unknown[:3])
        allowed = "; ".join(dict.fromkeys(one.title for one in topics))
        raise ValueError(f"{told} — нет в карте запросов. Есть: {allowed}"[:900])
    return list(found.values())


def is_guarded(text: str) -> bool:
    """Whether the text speaks of health, family or offences."""
    return _SENSITIVE.search(text.replace("-", " ")) is not None


def categories_of(text: str, categories: Sequence[MenteeCategory]) -> list[MenteeCategory]:
    """Categories of a mentee in one cell, apart by «;», line breaks or commas. Raises ValueError."""
    names = [(name, one) for one in categories for name in (one.title, one.code, one.title.partition(",")[0])]
    found: dict[int, MenteeCategory] = {}
    for part in filter(None, (part.strip(" .•·—–") for part in re.split(r"[;\n]+", text))):
        whole = closest(part, names)
        for piece in [part] if whole else filter(None, (piece.strip() for piece in part.split(","))):
            one = whole or closest(piece, names)
            if one is not None:
                found[one.pk] = one
            elif is_guarded(piece):
                raise ValueError(f"«{piece[:60]}»: {GUARDED}")
            else:
                told = "; ".join(dict.fromkeys(each.title for each in categories))
                raise ValueError(f"«{piece[:60]}» — нет такой категории. Есть: {told}"[:900])
    return list(found.values())
