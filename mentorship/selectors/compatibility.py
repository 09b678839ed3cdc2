"""Answers about compatibility: who has said what, and what of it keeps a pair from the order."""

from __future__ import annotations

from dataclasses import dataclass

from mentorship.models import Pair, PairVerdict, Person
from mentorship.pair_enums import PairPath, Verdict, VerdictSide, VerdictSource

VERDICT_TONES = {Verdict.YES: "ok", Verdict.DOUBT: "wait", Verdict.NO: "bad"}


@dataclass(frozen=True)
class Answer:
    """What one side says now; `verdict` is None while nothing has been said."""

    side: str
    name: str
    person: Person | None
    verdict: PairVerdict | None

    @property
    def tone(self) -> str:
        return VERDICT_TONES[Verdict(self.verdict.verdict)] if self.verdict else ""

    @property
    def source(self) -> str:
        return source_words(self.verdict.source) if self.verdict else ""


def source_words(source: str) -> str:
    """«survey:12» is an answer of a questionnaire; what the portal does not know is told as it is."""
    code = source.split(":", 1)[0]
    return VerdictSource(code).label if code in VerdictSource.values else source


def answers_of(pair: Pair) -> list[Answer]:
    """Every side of the pair with its current answer: mentor, live mentees by name, the psychologist. Two queries."""
    said = {row.person_id: row for row in pair.verdicts.filter(is_current=True).select_related("author")}
    live = [place for place in pair.places.select_related("mentee__person").all() if place.is_live]
    people = [(VerdictSide.MENTOR, pair.mentor.person)]
    people += [(VerdictSide.MENTEE, place.mentee.person) for place in live]
    rows = [Answer(side.label, person.short_name, person, said.get(person.pk)) for side, person in people]
    return [*rows, Answer(VerdictSide.PSYCHOLOGIST.label, "", None, said.get(None))]


def compatibility_obstacles(pair: Pair) -> list[str]:
    """Why the answers keep the pair from the order: Russian reasons, without a final stop.

    «Не подходим» of anybody keeps it always; where the programme makes answers obligatory, every side must have
    answered, and a doubt is lifted by the psychologist's «подходим». A directive appointment asks nobody.
    """
    if pair.is_directive:
        return []
    answers = answers_of(pair)
    word = answers[-1].verdict
    told = [_refusal(one) for one in answers if one.verdict and one.verdict.verdict == Verdict.NO]
    if pair.programme.pair_path != PairPath.FULL:
        return told
    sides = answers[:-1]
    told += [f"{one.name}: нет ответа о совместимости" for one in sides if one.verdict is None]
    if word is None or word.verdict != Verdict.YES:
        told += [
            f"{one.name}: есть сомнения, нужно слово педагога-психолога"
            for one in sides
            if one.verdict and one.verdict.verdict == Verdict.DOUBT
        ]
    return told


def _refusal(answer: Answer) -> str:
    return f"{answer.name or answer.side}: ответ «не подходим» — переформируйте пару"
