"""Hard rules and the soft score of one thinkable pair. Points are whole numbers, so sums are exact everywhere.

`mentorship.matching.vectors` counts the same for all pairs at once; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection

from mentorship.matching.times import meet
from mentorship.matching.types import MenteeSide, MentorSide, Reason, Weights
from mentorship.matching.words import Word

SELF = "это один и тот же человек"
FAMILY = "наставник — законный представитель"
PAPERS = "у наставника со стороны нет действующих справок для работы с несовершеннолетними"
FORM = "другая форма наставничества"
ROLE = "другая ролевая модель"
BANNED = "пара уже отклонялась или прекращена"
BARRED = "пара запрещена куратором (родство, преподавание, конфликт)"
AGAINST = "один из двоих сказал «точно не подходит»"
AGE = "возраст не подходит наставнику"
#: In the order in which they are named; the number of a rule is its bit in `vectors`.
RULES = (SELF, FAMILY, PAPERS, FORM, ROLE, BANNED, BARRED, AGAINST, AGE)

CURES = {
    FORM: "укажите наставнику эту форму или добавьте наставников в неё",
    ROLE: "укажите наставнику эту ролевую модель или снимите её у наставляемого",
    AGE: "расширьте желаемый возраст у наставника",
    BANNED: "добавьте других наставников этой формы",
    BARRED: "добавьте других наставников этой формы или снимите запрет",
    AGAINST: "добавьте других наставников этой формы или поговорите с обеими сторонами",
    SELF: "добавьте других наставников этой формы",
    PAPERS: "запишите справки наставника",
    FAMILY: "добавьте других наставников этой формы",
}


def broken(mentor: MentorSide, mentee: MenteeSide, tolerance: int = Weights.age_tolerance) -> tuple[str, ...]:
    """All hard rules that forbid the pair, in the order of `RULES`."""
    in_form = not mentor.projects or mentee.project is None or mentee.project in mentor.projects
    found = (
        (SELF, bool(mentor.person) and mentor.person == mentee.person),
        (FAMILY, bool(mentor.person) and mentor.person in mentee.related),
        (PAPERS, mentee.minor and mentor.lacks_papers),
        (FORM, not in_form),
        (ROLE, mentee.role is not None and bool(mentor.roles) and mentee.role not in mentor.roles),
        (BANNED, mentor.id in mentee.banned),
        (BARRED, mentor.person in mentee.barred),
        (AGAINST, mentor.id in mentee.against),
        (AGE, _years_outside(mentor, mentee) > tolerance),
    )
    return tuple(rule for rule, holds in found if holds)


def forbidden(mentor: MentorSide, mentee: MenteeSide, tolerance: int = Weights.age_tolerance) -> str:
    """The first hard rule that forbids the pair, or an empty string."""
    return next(iter(broken(mentor, mentee, tolerance)), "")


def score(mentor: MentorSide, mentee: MenteeSide, weights: Weights) -> int:
    """Points of an allowed pair, without the load."""
    return sum(reason.points or 0 for reason in reasons(mentor, mentee, weights))


def load_cost(weights: Weights, load: int) -> int:
    """Points taken off because the mentor already has `load` mentees: beyond a group's size only."""
    return weights.load * max(0, load - max(0, weights.group_size - 1))


def reasons(mentor: MentorSide, mentee: MenteeSide, weights: Weights, load: int = 0) -> tuple[Reason, ...]:
    """Why this pair: what spoke for it, what against, which data are missing. Points add up to the score."""
    found = [
        _topics(mentor, mentee, weights.topics),
        _shared("предмет", mentee.subjects, mentor.subjects, weights.subjects),
        _words("совпали слова запроса и компетенций", mentee.words, mentor.words, weights.words),
        _words("общие интересы", mentee.interests, mentor.interests, weights.interests),
        _age(mentor, mentee, weights.age),
        _times(mentor, mentee, weights.times),
        _format(mentor, mentee, weights.meeting_format),
        _wish("наставляемый выбрал наставника", mentee.wishes.get(mentor.id), weights.wish),
        _wish("наставник выбрал наставляемого", mentee.wished_by.get(mentor.id), weights.wished_by),
        Reason("уже работали вместе и завершили", weights.continuity)
        if mentor.person and mentor.person in mentee.former
        else None,
        Reason(f"у наставника уже есть наставляемые: {load}", -load_cost(weights, load)) if load else None,
    ]
    return tuple(reason for reason in found if reason is not None)


def wish_points(rank: int, weight: int) -> int:
    return weight * max(1, 4 - rank) // 3


def common_points(common: int, weight: int) -> int:
    """One common word earns half, two and more the whole weight."""
    return weight * min(2, common) // 2


def _topics(mentor: MentorSide, mentee: MenteeSide, weight: int) -> Reason:
    if not mentee.topics:
        return Reason("нет данных о запросе", 0, missing=True)
    if not mentor.topics:
        return Reason("наставник не указал, чем поможет", 0, missing=True)
    common = len(mentee.topics & mentor.topics)
    text = f"запросы, с которыми поможет: {common} из {len(mentee.topics)}"
    return Reason(text, weight * common // len(mentee.topics))


def _shared(what: str, asked: frozenset[str], offered: frozenset[str], weight: int) -> Reason | None:
    common = sorted(asked & offered)
    if common:
        return Reason(f"{what}: {', '.join(common)}", weight)
    return Reason(f"{what}: нужен другой ({', '.join(sorted(asked))})", 0) if asked and offered else None


def _words(text: str, asked: frozenset[Word], offered: frozenset[Word], weight: int) -> Reason | None:
    shown = sorted(word.shown for word in asked if word in offered)
    return (
        Reason(f"{text}: {', '.join(shown[:5])}", common_points(len(asked & offered), weight))
        if shown
        else None
    )


def _years_outside(mentor: MentorSide, mentee: MenteeSide) -> int:
    low, high = mentor.preferred_age
    if mentee.age is None:
        return 0
    below = (low - mentee.age) if low is not None else 0
    above = (mentee.age - high) if high is not None else 0
    return max(0, below, above)


def _age(mentor: MentorSide, mentee: MenteeSide, weight: int) -> Reason:
    if mentee.age is None:
        return Reason("возраст наставляемого неизвестен", 0, missing=True)
    if mentor.preferred_age == (None, None):
        return Reason("возраст наставнику не важен", weight)
    if _years_outside(mentor, mentee):
        return Reason("возраст немного вне желаемого", 0)
    return Reason("возраст как желает наставник", weight)


def _times(mentor: MentorSide, mentee: MenteeSide, weight: int) -> Reason | None:
    if not mentor.times and not mentee.times:
        return None
    if not mentor.times or not mentee.times:
        who = "наставнику" if mentee.times else "наставляемому"
        return Reason(f"не указано, когда удобно {who}", 0, missing=True)
    if meet(mentor.times, mentee.times):
        return Reason("удобное время совпадает", weight)
    return Reason("удобное время не совпадает", 0)


def _format(mentor: MentorSide, mentee: MenteeSide, weight: int) -> Reason:
    formats = {mentor.meeting_format, mentee.meeting_format}
    if not format_fits(formats):
        return Reason("разный формат встреч: договориться", 0)
    return Reason("формат встреч не важен" if "any" in formats else "одинаковый формат встреч", weight)


def format_fits(formats: Collection[str]) -> bool:
    return len(formats) == 1 or bool({"any", "mixed"} & set(formats))


def _wish(text: str, rank: int | None, weight: int) -> Reason | None:
    return None if rank is None else Reason(f"{text}: {rank}-е место", wish_points(rank, weight))
