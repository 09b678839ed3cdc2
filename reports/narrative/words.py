"""What sentences about figures are put together from: agreement, comparison, enumeration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from core.names import NBSP
from core.russian import capitalize_first, counted, fraction, grouped, percent, plural

PAIRS = ("пара", "пары", "пар")
GROUPS = ("группа", "группы", "групп")
#: «человек» in the nominative: 1 человек, 2 человека, 5 человек.
PEOPLE = ("человек", "человека", "человек")
MENTEES = ("наставляемый", "наставляемых", "наставляемых")
MENTORS = ("наставник", "наставника", "наставников")
ACTIVITIES = ("мероприятие", "мероприятия", "мероприятий")
MEETINGS = ("встреча", "встречи", "встреч")
POINTS = ("процентный пункт", "процентных пункта", "процентных пунктов")
Forms = tuple[str, str, str]


def paragraph(*sentences: str) -> str:
    """Sentences in one paragraph; those that had nothing to say are empty and leave no trace."""
    return " ".join(sentence for sentence in sentences if sentence)


def sentence(text: str) -> str:
    """A capital letter and one full stop, not doubled after «г.»."""
    text = text.strip()
    if not text:
        return ""
    return capitalize_first(text if text.endswith((".", "!", "?", "…", ":")) else f"{text}.")


def did(number: int, forms: Forms, verbs: Forms) -> str:
    """«завершила работу 1 пара», «завершили работу 2 пары», «завершили работу 5 пар» – verb before its subject.

    `verbs` agree as nouns do: with one, with two to four, with five and more.
    """
    return f"{plural(number, *verbs)} {counted(number, *forms)}"


def enumeration(items: Iterable[str]) -> str:
    """«а», «а и б», «а, б и в»."""
    known = [item for item in items if item]
    if len(known) < 2:
        return "".join(known)
    return f"{', '.join(known[:-1])} и{NBSP}{known[-1]}"


def share(part: int | None, whole: int | None) -> str:
    """«12 из 30 (40,0 %)»; empty when there is no share."""
    if part is None or not whole:
        return ""
    return f"{fraction(part, whole)} ({percent(part, whole)})"


def decimal(number: Decimal | float, digits: int = 1) -> str:
    """«3,2»; a whole number has no comma: «3»."""
    step = Decimal(1).scaleb(-digits)
    rounded = Decimal(str(number)).quantize(step, ROUND_HALF_UP)
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def mean_text(value: float) -> str:
    """A mean of marks: «8,0», always with its decimal, so that those beside it are read alike."""
    return f"{Decimal(str(value)).quantize(Decimal('0.1'), ROUND_HALF_UP):f}".replace(".", ",")


def points(difference: Decimal) -> str:
    """«3,2 процентного пункта», «2 процентных пункта», «1 процентный пункт»: a fraction takes the genitive."""
    size = abs(difference).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if size != size.to_integral_value():
        return f"{decimal(size)}{NBSP}процентного пункта"
    return counted(int(size), *POINTS)


def against_plan(fact: Decimal | None, plan: Decimal | None) -> str:
    """«выше плана на 3,2 процентного пункта»; empty when either is not known."""
    if fact is None or plan is None:
        return ""
    difference = (fact - plan).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not difference:
        return "на уровне плана"
    return f"{'выше' if difference > 0 else 'ниже'} плана на{NBSP}{points(difference)}"


def against_last(now: int | None, before: int | None, forms: Forms) -> str:
    """«на 5 пар больше, чем годом ранее (12)»; empty when last year is not known."""
    if now is None or before is None:
        return ""
    if now == before:
        return "столько же, сколько годом ранее"
    word = "больше" if now > before else "меньше"
    return f"на{NBSP}{_accusative(abs(now - before), forms)} {word}, чем годом ранее ({grouped(before)})"


def shift(now: Decimal | None, before: Decimal | None) -> str:
    """«на 4,5 процентного пункта больше, чем годом ранее (31,2 %)»; empty when either is not known."""
    if now is None or before is None:
        return ""
    difference = (now - before).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not difference:
        return "столько же, сколько годом ранее"
    word = "больше" if difference > 0 else "меньше"
    return f"на{NBSP}{points(difference)} {word}, чем годом ранее ({decimal(before)}{NBSP}%)"


#: Feminine nouns differ after «на 1»: «на 1 пару», «на 1 группу», «на 1 встречу».
_ACCUSATIVE = {"пара": "пару", "группа": "группу", "встреча": "встречу"}
#: Animate nouns: «на 1 наставника», «на 2 наставника» beside «на 1 человека».
_ANIMATE = {"человек": "человека", "наставник": "наставника", "наставляемый": "наставляемого"}


def _accusative(number: int, forms: Forms) -> str:
    one = _ACCUSATIVE.get(forms[0]) or _ANIMATE.get(forms[0]) or forms[0]
    return counted(number, one, forms[1], forms[2])


def named_counts(rows: Sequence[tuple[str, int]]) -> str:
    """«переезд – 2, болезнь – 1» by falling count, ties in the order of the alphabet."""
    ordered = sorted((row for row in rows if row[1]), key=lambda row: (-row[1], row[0]))
    return ", ".join(f"{name}{NBSP}– {grouped(count)}" for name, count in ordered)
