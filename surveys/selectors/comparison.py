"""Before and after: two campaigns of one programme compared by topic, on the people who answered both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from django.db.models import QuerySet

from core.models import Membership
from surveys.codes import code_of
from surveys.enums import Anonymity, CampaignState, Phase, Polarity
from surveys.instruments import Item, ScaleOptions
from surveys.models import Answer, Campaign
from surveys.selectors.campaigns import campaigns_visible_to
from surveys.selectors.questionnaires import load_version
from surveys.selectors.results import least_group, measures_something, results_obstacle
from surveys.statistics.paired import Paired, compare

Who = Hashable


@dataclass(frozen=True)
class Side:
    """Those who answered one of the two campaigns only; `n` is None and so is `mean` where they are too few to show."""

    n: int | None
    mean: float | None


@dataclass(frozen=True)
class TopicChange:
    """One topic. `paired` is None where too few answered both; `means_shown` is False where means would tell more."""

    topic: str
    label: str
    polarity: Polarity
    paired: Paired | None
    means_shown: bool
    before_only: Side
    after_only: Side
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    before: Campaign
    after: Campaign
    topics: tuple[TopicChange, ...] = ()
    closed: str = ""


def comparable_with(campaign: Campaign, membership: Membership) -> QuerySet[Campaign]:
    """Campaigns that may stand on the other side: of the same programme, not anonymous, already begun."""
    return (
        campaigns_visible_to(membership)
        .filter(programme_id=campaign.programme_id)
        .exclude(pk=campaign.pk)
        .exclude(anonymity=Anonymity.ANONYMOUS)
        .exclude(state=CampaignState.DRAFT)
        .order_by("opens_on", "pk")
    )


def alike(campaign: Campaign, membership: Membership) -> list[Campaign]:
    """Return those of :func:`comparable_with` that share a topic with the campaign: worth comparing."""
    if campaign.is_anonymous:
        return []
    own = set(_topics(campaign))
    return (
        [other for other in comparable_with(campaign, membership) if own & set(_topics(other))] if own else []
    )


def in_order(one: Campaign, other: Campaign) -> tuple[Campaign, Campaign]:
    """Return the two campaigns as before and after: by phase where both have one, else by day."""
    order = {Phase.ENTRY: 0, Phase.MIDDLE: 1, Phase.EXIT: 2}
    first, second = order.get(Phase(one.phase)), order.get(Phase(other.phase))
    if first is not None and second is not None and first != second:
        return (one, other) if first < second else (other, one)
    return (one, other) if (one.opens_on, one.pk) <= (other.opens_on, other.pk) else (other, one)


def compare_campaigns(before: Campaign, after: Campaign, *, membership: Membership) -> Comparison:
    """Return the changes by topic; three queries for each side.

    An anonymous campaign cannot be compared person by person: that is what it promises.
    """
    for campaign in (before, after):
        if campaign.is_anonymous:
            return Comparison(
                before,
                after,
                closed="Анонимный опрос не сравнивают по людям: портал не знает, чьи в нём ответы.",
            )
        obstacle = results_obstacle(campaign)
        if obstacle:
            return Comparison(
                before, after, closed=f"«{campaign.title}»: {obstacle[:1].lower()}{obstacle[1:]}"
            )
    least = max(least_group(before, membership)[0], least_group(after, membership)[0])
    old, new = _topics(before), _topics(after)
    first, second = _marks(before, old), _marks(after, new)
    changes = [
        _change(topic, old[topic][0], old[topic], new[topic], first[topic], second[topic], least)
        for topic in old
        if topic in new
    ]
    closed = "" if changes else "В этих анкетах нет общих тем: сравнивать нечего."
    return Comparison(before, after, tuple(changes), closed)


def _topics(campaign: Campaign) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in load_version(campaign.version).instrument.questions():
        if measures_something(item) and not item.psychologist_only:
            found.setdefault(item.topic, []).append(item)
    return found


def _marks(campaign: Campaign, topics: dict[str, list[Item]]) -> dict[str, dict[Who, float]]:
    """Return topic → who → mean of their marks."""
    topic_of = {item.key: item.topic for items in topics.values() for item in items}
    rows = (
        Answer.objects.filter(response__campaign=campaign, item__key__in=topic_of, number__isnull=False)
        .order_by()
        .values_list("item__key", "number", "response__person_id", "response__code")
    )
    given: dict[str, dict[Who, list[float]]] = defaultdict(lambda: defaultdict(list))
    codes: dict[int, str] = {}
    for key, number, person, code in rows:
        if person is not None and person not in codes:
            codes[person] = code_of(person, programme_id=campaign.programme_id)
        given[topic_of[key]][code or codes[person]].append(float(number or 0))
    return defaultdict(
        dict,
        {
            topic: {who: sum(all_) / len(all_) for who, all_ in marks.items()}
            for topic, marks in given.items()
        },
    )


def _change(
    topic: str,
    shown: Item,
    old: list[Item],
    new: list[Item],
    first: dict[Who, float],
    second: dict[Who, float],
    least: int,
) -> TopicChange:
    label, polarity = shown.label, Polarity(shown.polarity)
    nothing = Side(None, None)
    if len({_bounds(item) for item in (*old, *new)}) > 1:
        note = "Шкалы «до» и «после» разные: сравнивать нельзя."
        return TopicChange(topic, label, polarity, None, False, nothing, nothing, note)
    both = sorted(set(first) & set(second), key=str)
    alone = [first[who] for who in first if who not in second]
    later = [second[who] for who in second if who not in first]
    # The mean of all and the mean of pairs together tell the mean of the few who have no pair.
    few = any(0 < len(side) < least for side in (alone, later))
    if len(both) < least:
        note = f"Ответивших и до, и после меньше {least}." if least > 1 else "Никто не ответил и до, и после."
        return TopicChange(
            topic, label, polarity, None, False, _side(alone, least), _side(later, least), note
        )
    paired = compare([(first[who], second[who]) for who in both], polarity=polarity)
    note = (
        "Средние не показаны: по ним узнали бы ответы немногих, кто ответил только один раз." if few else ""
    )
    return TopicChange(
        topic, label, polarity, paired, not few, _side(alone, least), _side(later, least), note
    )


def _bounds(item: Item) -> tuple[int, int]:
    options = item.options
    return (options.low, options.high) if isinstance(options, ScaleOptions) else (0, 0)


def _side(values: list[float], least: int) -> Side:
    if len(values) < least:
        return Side(0 if not values else None, None)
    return Side(len(values), sum(values) / len(values))
