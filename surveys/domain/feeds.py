"""What the answers of a request or an offer say in the words of a base's entry. Pure: no database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from surveys.enums import Polarity
from surveys.instruments import ChoiceOptions, Instrument, Item, ScaleOptions
from surveys.instruments.schema import OTHER

_AGE = re.compile(r"age_(\d+)_(\d+)")


@dataclass(frozen=True)
class RequestFields:
    """A mentee's request: codes of the map of requests, words, interests, code of the format of meetings."""

    topics: tuple[str, ...]
    text: str
    interests: tuple[str, ...]
    meeting_format: str


@dataclass(frozen=True)
class OfferFields:
    """A mentor's offer. Ages are whole years (from, to), None when age does not matter; hours are hours a week."""

    topics: tuple[str, ...]
    competences: tuple[str, ...]
    achievements: str
    interests: tuple[str, ...]
    preferred_age: tuple[int | None, int | None]
    hours_per_week: Decimal | None
    capacity: int | None
    meeting_format: str


def request_fields(instrument: Instrument, answers: Mapping[str, Any]) -> RequestFields:
    """Return what a submitted request says; «другое» of the topics goes into the words."""
    fed = _Fed(instrument, answers)
    lines = [f"Другое: {other}" for other in fed.others("topics")]
    texts = fed.given("text")
    lines = [f"{item.label}: {value}" for item, value in texts] + lines
    return RequestFields(
        topics=fed.codes("topics"),
        text="\n".join(lines),
        interests=fed.words("interests"),
        meeting_format=next(iter(fed.codes("meeting_format")), ""),
    )


MOST_AVAILABILITY = 200


def card_words(instrument: Instrument, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the words for the columns of an entry that an answer may fill, by column; empty ones are left out.

    Several questions of one column are told with their short names.
    """
    fed = _Fed(instrument, answers)
    found: dict[str, str] = {}
    for column in ("motives", "availability", "experience", "mentor_wishes"):
        given = fed.given(column)
        parts = [(item, ", ".join(fed.words_of(item, value))) for item, value in given]
        told = [f"{item.label}: {words}" if len(given) > 1 else words for item, words in parts if words]
        if told:
            found[column] = "; ".join(told)
    if "availability" in found:
        found["availability"] = found["availability"][:MOST_AVAILABILITY].rstrip(", ")
    return found


@dataclass(frozen=True)
class Chosen:
    """Whom a respondent named: ids of people, the most wanted first."""

    wanted: tuple[int, ...]
    unwanted: tuple[int, ...]


def chosen_people(instrument: Instrument, answers: Mapping[str, Any]) -> Chosen:
    """Return whom a filled questionnaire of preferences names."""
    fed = _Fed(instrument, answers)
    return Chosen(fed.people("wanted"), fed.people("unwanted"))


def contradictions(instrument: Instrument, answers: Mapping[str, Any]) -> dict[str, str]:
    """Errors of answers that are right one by one but cannot be true together, by item key."""
    chosen = chosen_people(instrument, answers)
    if not set(chosen.wanted) & set(chosen.unwanted):
        return {}
    keys = [item.key for item in instrument.questions() if item.feeds == "unwanted" and item.key in answers]
    return dict.fromkeys(keys, "Этого человека вы уже назвали желанным: оставьте что-то одно.")


def said_yes(instrument: Instrument, answers: Mapping[str, Any], feed: str) -> bool | None:
    """Return the answer to a yes/no question that feeds `feed`; None when it was not answered."""
    return next((bool(value) for _, value in _Fed(instrument, answers).given(feed)), None)


def mark_of_meeting(instrument: Instrument, answers: Mapping[str, Any]) -> int | None:
    """Return how a meeting went, 1 (badly) … 5 (well), by the lowest of its marks; None when none was given.

    A useful meeting at which one is ill at ease is no good meeting, so that marks are not averaged. What is asked for
    the psychologist alone gives no mark that others would see.
    """
    marks = []
    for item in instrument.questions():
        options = item.options
        if not isinstance(options, ScaleOptions) or item.psychologist_only or item.polarity == Polarity.NONE:
            continue
        if (given := answers.get(item.key)) is None:
            continue
        steps, gone = options.high - options.low, int(given) - options.low
        # In whole numbers: a fifth of the scale is exactly a mark.
        marks.append(min(5, 1 + 5 * (steps - gone if item.polarity == Polarity.LOWER else gone) // steps))
    return min(marks, default=None)


def offer_fields(instrument: Instrument, answers: Mapping[str, Any]) -> OfferFields:
    """Return what a submitted offer says; «другое» of the topics joins the competences."""
    fed = _Fed(instrument, answers)
    capacity = fed.number("capacity")
    return OfferFields(
        topics=fed.codes("topics"),
        competences=(*fed.words("competences"), *fed.others("topics")),
        achievements="\n".join(fed.words("achievements")),
        interests=fed.words("interests"),
        preferred_age=_age_bounds(fed.codes("preferred_age")),
        hours_per_week=fed.number("hours"),
        capacity=int(capacity) if capacity is not None else None,
        meeting_format=next(iter(fed.codes("meeting_format")), ""),
    )


class _Fed:
    """Answers of the items that feed a field."""

    def __init__(self, instrument: Instrument, answers: Mapping[str, Any]) -> None:
        self._items = [item for item in instrument.questions() if item.feeds and item.key in answers]
        self._answers = answers

    def given(self, feed: str) -> list[tuple[Item, Any]]:
        return [(item, self._answers[item.key]) for item in self._items if item.feeds == feed]

    def codes(self, feed: str) -> tuple[str, ...]:
        found = (code for _, value in self.given(feed) for code in value["codes"] if code != OTHER)
        return tuple(dict.fromkeys(found))

    def others(self, feed: str) -> list[str]:
        return [value["other"] for _, value in self.given(feed) if value["other"]]

    def people(self, feed: str) -> tuple[int, ...]:
        found = (int(who) for _, value in self.given(feed) for who in value)
        return tuple(dict.fromkeys(found))

    def words_of(self, item: Item, value: Any) -> list[str]:
        """What one answer says in words."""
        if isinstance(value, dict):
            return [word for word in (*_labels(item, value["codes"]), value["other"]) if word]
        return [str(value)]

    def words(self, feed: str) -> tuple[str, ...]:
        """Labels of what was chosen and what was written, one after another."""
        found: list[str] = []
        for item, value in self.given(feed):
            found += self.words_of(item, value)
        return tuple(word for word in found if word)

    def number(self, feed: str) -> Decimal | None:
        return next((Decimal(value) for _, value in self.given(feed)), None)


def _labels(item: Item, codes: Iterable[str]) -> list[str]:
    if not isinstance(item.options, ChoiceOptions):
        return []
    labels = {choice.code: choice.label for choice in item.options.choices}
    return [labels[code] for code in codes if code in labels]


def _age_bounds(codes: Iterable[str]) -> tuple[int | None, int | None]:
    """The span over all chosen ages: «10–13» and «16–17» read as 10…17, since an entry keeps one span."""
    bounds = [(int(found[1]), int(found[2])) for code in codes if (found := _AGE.fullmatch(code))]
    if not bounds:
        return None, None
    return min(low for low, _ in bounds), max(high for _, high in bounds)
