"""Forms written by hand (`forms/names.txt`): what the rules are measured against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.names import Case

OBLIQUE = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL, Case.PREPOSITIONAL)
FORMS = Path(__file__).with_name("forms")
_ENDINGS = {
    "#": ",а,у,а,ым,е",
    "@": "а,ой,ой,у,ой,ой",
    "~": ",а,у,а,ем,е",
    "^": "а,ы,е,у,ой,е",
    "*": ",а,у,а,ом,е",
    "$": "ий,ого,ому,ого,им,ом",
    "&": "ая,ой,ой,ую,ой,ой",
    "=": "ий,ия,ию,ия,ием,ии",
}


@dataclass(frozen=True)
class Named:
    """Last, first, middle name with the gender and the six forms of the whole."""

    last: str
    first: str
    middle: str
    gender: str
    forms: tuple[str, ...]

    def expected(self, case: Case) -> str:
        return self.forms[(Case.NOMINATIVE, *OBLIQUE).index(case)]


def _word(text: str) -> tuple[str, ...]:
    text = text.replace("_", " ")
    stem, plus, endings = text.partition("+")
    if not plus and text[-1] in _ENDINGS:
        stem, plus, endings = text[:-1], "+", _ENDINGS[text[-1]]
    forms = tuple(stem + ending for ending in endings.split(",")) if plus else (text,) * 6
    if len(forms) != 6:
        raise ValueError(f"six forms are wanted: {text}")
    return forms


def names() -> Iterator[Named]:
    for line in (FORMS / "names.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        gender, *words = line.split()
        parts = [_word(word) for word in words]
        whole = tuple(" ".join(part[index] for part in parts) for index in range(6))
        last, first, middle = (*[part[0] for part in parts], "", "")[:3]
        yield Named(last, first, middle, {"m": "male", "f": "female"}[gender], whole)
