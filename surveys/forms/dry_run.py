"""What a dry run tells: which questions did not apply, what the key gives, what the answers would fill."""

from dataclasses import dataclass, field
from typing import Any

from surveys.forms.question_words import FEED_WORDS
from surveys.instruments import Instrument, visible_keys
from surveys.selectors.candidates import Candidate

EXAMPLES = [
    Candidate("1", "Образцов Пётр Ильич"),
    Candidate("2", "Примерова Анна Сергеевна"),
    Candidate("3", "Тестова Ольга Игоревна"),
]
"""Invented people where a question lets one choose a person."""


@dataclass
class Outcome:
    """The outcome of a dry run; nothing of it is kept."""

    answered: int
    skipped: list[str] = field(default_factory=list)
    total: float | None = None
    band: str = ""
    fills: list[tuple[str, str]] = field(default_factory=list)


def outcome_of(instrument: Instrument, answers: dict[str, Any]) -> Outcome:
    """Tell what checked answers come to."""
    shown = visible_keys(instrument.items, answers)
    made = Outcome(
        answered=len(answers),
        skipped=[item.label for item in instrument.questions() if item.key not in shown],
        fills=[
            (FEED_WORDS.get(item.feeds, item.feeds), item.label)
            for item in instrument.questions()
            if item.feeds and item.key in answers
        ],
    )
    if instrument.scoring:
        made.total = instrument.scoring.total(answers)
        if made.total is not None:
            made.band = instrument.scoring.band_of(made.total).label
    return made
