"""Hard rules and the soft score of one thinkable pair. Points are whole numbers, so sums are exact everywhere."""

from __future__ import annotations

from mentorship.matching.types import MenteeSide, MentorSide, Reason, Weights
from mentorship.matching.words import Word

FORM = "другая форма наставничества"
AGE = "возраст не подходит наставнику"
BANNED = "пара уже отклонялась или прекращена"
SELF = "это один и тот же человек"
FAMILY = "наставник — законный представитель"
PAPERS = "у наставника со стороны нет действующих справок для работы с несовершеннолетними"
#: Years beyond the wished age that still may be agreed on; farther is a refusal.
AGE_TOLERANCE = 2

CURES = {
    FORM: "укажите наставнику эту форму или добавьте наставников в неё",
    AGE: "расширьте желаемый возраст у наставника",
    BANNED: "добавьте других наставников этой формы",
    SELF: "добавьте других наставников этой формы",
    PAPERS: "запишите справки наставника",
    FAMILY: "добавьте других наставников этой формы",
}


def forbidden(mentor: MentorSide, mentee: MenteeSide) -> str:
    """The hard rule that forbids the pair, or an empty string."""
    if mentor.person and mentor.person == mentee.person:
        return SELF
    if mentor.person and mentor.person in mentee.related:
        return FAMILY
    if mentee.minor and mentor.lacks_papers:
        return PAPERS
    if mentor.projects and mentee.project is not None and mentee.project not in mentor.projects:
        return FORM
    if mentor.id in mentee.banned:
        return BANNED
    return AGE if _years_outside(mentor, mentee) > AGE_TOLERANCE else ""


def score(mentor: MentorSide, mentee: MenteeSide, weights: Weights) -> int:
    """Points of an allowed pair, without the load. Kept apart from `reasons` for speed: it runs for every pair."""
    points = _topic_points(mentor, mentee, weights)
    points += _common_points(mentee.words, mentor.words, weights.words)
    points += _common_points(mentee.interests, mentor.interests, weights.interests)
    points += weights.age if _age_fits(mentor, mentee) else 0
    return points + (weights.meeting_format if _format_fits(mentor, mentee) else 0)


def reasons(mentor: MentorSide, mentee: MenteeSide, weights: Weights) -> tuple[Reason, ...]:
    """Why this pair: what spoke for it, what against, which data are missing."""
    found: list[Reason] = []
    common = len(mentee.topics & mentor.topics)
    if not mentee.topics or not mentor.topics:
        found.append(
            Reason("нет данных о запросе" if not mentee.topics else "наставник не указал, чем поможет", 0)
        )
    else:
        text = f"запросы, с которыми поможет: {common} из {len(mentee.topics)}"
        found.append(Reason(text, _topic_points(mentor, mentee, weights)))
    words = mentee.words & mentor.words
    if words:
        text = "совпали слова запроса и компетенций: " + _shown(mentee.words, mentor.words)
        found.append(Reason(text, _common_points(mentee.words, mentor.words, weights.words)))
    shared = mentee.interests & mentor.interests
    if shared:
        text = "общие интересы: " + _shown(mentee.interests, mentor.interests)
        found.append(Reason(text, _common_points(mentee.interests, mentor.interests, weights.interests)))
    found.append(_age_reason(mentor, mentee, weights))
    if not _format_fits(mentor, mentee):
        found.append(Reason("разный формат встреч: договориться", 0))
    elif "any" not in {mentor.meeting_format, mentee.meeting_format}:
        found.append(Reason("одинаковый формат встреч", weights.meeting_format))
    if mentor.busy:
        found.append(
            Reason(f"у наставника уже есть наставляемые: {mentor.busy}", -weights.load * mentor.busy)
        )
    return tuple(found)


def _topic_points(mentor: MentorSide, mentee: MenteeSide, weights: Weights) -> int:
    return weights.topics * len(mentee.topics & mentor.topics) // len(mentee.topics) if mentee.topics else 0


def _common_points(asked: frozenset[Word], offered: frozenset[Word], weight: int) -> int:
    """One common word earns half, two and more the whole weight."""
    return weight * min(2, len(asked & offered)) // 2


def _shown(asked: frozenset[Word], offered: frozenset[Word]) -> str:
    return ", ".join(sorted(word.shown for word in asked if word in offered)[:5])


def _years_outside(mentor: MentorSide, mentee: MenteeSide) -> int:
    low, high = mentor.preferred_age
    if mentee.age is None:
        return 0
    below = (low - mentee.age) if low is not None else 0
    above = (mentee.age - high) if high is not None else 0
    return max(0, below, above)


def _age_fits(mentor: MentorSide, mentee: MenteeSide) -> bool:
    return mentee.age is not None and _years_outside(mentor, mentee) == 0


def _age_reason(mentor: MentorSide, mentee: MenteeSide, weights: Weights) -> Reason:
    if mentee.age is None:
        return Reason("возраст наставляемого неизвестен", 0)
    if mentor.preferred_age == (None, None):
        return Reason("возраст наставнику не важен", weights.age)
    if _years_outside(mentor, mentee):
        return Reason("возраст немного вне желаемого", 0)
    return Reason("возраст как желает наставник", weights.age)


def _format_fits(mentor: MentorSide, mentee: MenteeSide) -> bool:
    formats = {mentor.meeting_format, mentee.meeting_format}
    return len(formats) == 1 or bool(formats & {"any", "mixed"})
