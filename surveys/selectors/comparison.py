"""Before and after: two campaigns of one programme compared by topic, on the people who answered both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from django.db.models import QuerySet

from core.models import Membership
from surveys.codes import code_of
from surveys.enums import LEAST_GROUP, Anonymity, CampaignState, ItemKind, Phase, Polarity
from surveys.instruments import Item, ScaleOptions
from surveys.models import Answer, Campaign
from surveys.models import Item as ItemRow
from surveys.selectors.campaigns import campaigns_visible_to
from surveys.selectors.questionnaires import load_version
from surveys.selectors.results import least_group, measures_something, results_obstacle, shown_of
from surveys.statistics.disclosure import Candidate, showable
from surveys.statistics.guessing import Known, safe_segments
from surveys.statistics.paired import Paired, compare

Marks = dict[str, float]
"""Key of a question → the mark that one person gave."""
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
    """Campaigns that may stand on the other side: of the same programme and mode, not anonymous, already begun.

    Named beside confidential is never compared: whose names are known would tell whose marks are in the pairs.
    """
    return (
        campaigns_visible_to(membership)
        .filter(programme_id=campaign.programme_id, anonymity=campaign.anonymity)
        .exclude(pk=campaign.pk)
        .exclude(anonymity=Anonymity.ANONYMOUS)
        .exclude(state=CampaignState.DRAFT)
        .order_by("opens_on", "pk")
    )


def alike(campaign: Campaign, membership: Membership) -> list[Campaign]:
    """Return those of :func:`comparable_with` that share a topic with the campaign: worth comparing."""
    if campaign.is_anonymous:
        return []
    own = [topic for topic, items in topics_of(campaign).items() if items]
    others = comparable_with(campaign, membership)
    asking = measuring().filter(topic__in=own)
    return list(others.filter(version__in=asking.order_by().values("version_id"))) if own else []


def in_order(one: Campaign, other: Campaign) -> tuple[Campaign, Campaign]:
    """Return the two campaigns as before and after: by phase where both have one, else by day."""
    order = {Phase.ENTRY: 0, Phase.MIDDLE: 1, Phase.EXIT: 2}
    first, second = order.get(Phase(one.phase)), order.get(Phase(other.phase))
    if first is not None and second is not None and first != second:
        return (one, other) if first < second else (other, one)
    return (one, other) if (one.opens_on, one.pk) <= (other.opens_on, other.pk) else (other, one)


def compare_campaigns(before: Campaign, after: Campaign, *, membership: Membership) -> Comparison:
    """Return the changes by topic as the viewer may see them; a constant number of queries."""
    return _compare(before, after, max(least_group(one, membership)[0] for one in (before, after)))


def compare_for_paper(campaign: Campaign) -> Comparison | None:
    """Return the changes since the entry campaign of the same people, as a document may hold them; None without one."""
    if campaign.is_anonymous or campaign.phase not in (Phase.MIDDLE, Phase.EXIT):
        return None
    asking = measuring().filter(topic__in=list(topics_of(campaign)))
    entry = (
        Campaign.objects.filter(
            programme_id=campaign.programme_id,
            anonymity=campaign.anonymity,
            phase=Phase.ENTRY,
            state=CampaignState.CLOSED,
            version__questionnaire__role=campaign.version.questionnaire.role,
            version__in=asking.order_by().values("version_id"),
        )
        .select_related("programme", "version__questionnaire", "organization")
        .order_by("-opens_on", "-pk")
        .first()
    )
    least = max(campaign.minimum_group, LEAST_GROUP)
    return _compare(entry, campaign, max(entry.minimum_group, least)) if entry else None


def compare_waves(before: Campaign, after: Campaign) -> Comparison:
    """Return the changes between two waves as anybody may see them: groups only, whoever looks.

    Questions whose single answers only the psychologist reads are compared too: their groups are what the
    questionnaire promises to show.
    """
    return _compare(before, after, max(before.minimum_group, after.minimum_group, LEAST_GROUP), private=True)


def _compare(before: Campaign, after: Campaign, least: int, *, private: bool = False) -> Comparison:
    """An anonymous campaign cannot be compared person by person: that is what it promises."""
    for campaign in (before, after):
        if campaign.is_anonymous:
            told = "Анонимный опрос не сравнивают по людям: портал не знает, чьи в нём ответы."
            return Comparison(before, after, closed=told)
        obstacle = results_obstacle(campaign, least)
        if obstacle:
            told = f"«{campaign.title}»: {obstacle[:1].lower()}{obstacle[1:]}"
            return Comparison(before, after, closed=told)
    old, new = topics_of(before, private=private), topics_of(after, private=private)
    first, second = _marks(before, old), _marks(after, new)
    common = [topic for topic in old if topic in new]
    told_topics = _beside_others(before, after, common, least=least, private=private)
    changes = [
        _change(
            _Sides(old[topic], new[topic], first[topic], second[topic]),
            least=least,
            told=topic in told_topics,
        )
        for topic in common
    ]
    closed = "" if changes else "В этих анкетах нет общих тем: сравнивать нечего."
    return Comparison(before, after, tuple(changes), closed)


def topics_of(campaign: Campaign, *, private: bool = False) -> dict[str, list[Item]]:
    """Return topic → the questions of a campaign that measure it; of the psychologist's own none, unless `private`."""
    found: dict[str, list[Item]] = {}
    for item in load_version(campaign.version).instrument.questions():
        if measures_something(item) and (private or not item.psychologist_only):
            found.setdefault(item.topic, []).append(item)
    return found


def _marks(campaign: Campaign, topics: dict[str, list[Item]]) -> dict[str, dict[Who, Marks]]:
    """Return topic → who → their marks by question."""
    topic_of = {item.key: item.topic for items in topics.values() for item in items}
    rows = (
        Answer.objects.filter(response__campaign=campaign, item__key__in=topic_of, number__isnull=False)
        .order_by()
        .values_list("item__key", "number", "response__person_id", "response__code")
    )
    given: dict[str, dict[Who, Marks]] = defaultdict(lambda: defaultdict(dict))
    codes: dict[int, str] = {}
    for key, number, person, code in rows:
        if person is not None and person not in codes:
            codes[person] = code_of(person, programme_id=campaign.programme_id)
        given[topic_of[key]][code or codes[person]][key] = float(number or 0)
    return given


def measuring(*, private: bool = False) -> QuerySet[ItemRow]:
    """Questions that measure a topic and may be read by others than the psychologist; all of them if `private`."""
    found = ItemRow.objects.filter(kind__in=(ItemKind.SCALE, ItemKind.FREQUENCY)).exclude(
        polarity=Polarity.NONE
    )
    return found if private else found.filter(psychologist_only=False)


def _beside_others(
    before: Campaign, after: Campaign, topics: list[str], *, least: int, private: bool = False
) -> set[str]:
    """Return the topics whose means of pairs may be told, though each campaign has other partners too.

    The means of «autumn with spring» and of «autumn with summer» differ by the few who missed one of them. Older
    partners come first; one query.
    """
    if least <= 1:
        return set(topics)
    closed = Campaign.objects.filter(
        programme_id=before.programme_id, anonymity=before.anonymity, state=CampaignState.CLOSED
    )
    people: dict[str, dict[int, set[Who]]] = defaultdict(lambda: defaultdict(set))
    rows = (
        Answer.objects.filter(
            response__campaign__in=closed, item__in=measuring(private=private), item__topic__in=topics
        )
        .order_by()
        .values_list("item__topic", "response__campaign_id", "response__person_id", "response__code")
        .distinct()
    )
    for topic, campaign, person, code in rows:
        people[topic][campaign].add(code or person)
    return {
        topic
        for topic in topics
        if _is_told(people[topic], before.pk, after.pk, least)
        and _is_told(people[topic], after.pk, before.pk, least)
    }


def _is_told(people: dict[int, set[Who]], one: int, other: int, least: int) -> bool:
    """Whether figures about those of `one` who answered `other` too may stand beside all older ones of the kind."""
    partners = sorted(campaign for campaign in people if campaign != one)
    sizes = Counter(
        frozenset(partner for partner in partners if who in people[partner]) for who in people[one]
    )
    wanted = [Candidate("all", frozenset(sizes))]
    wanted += [
        Candidate(partner, frozenset(cell for cell in sizes if partner in cell)) for partner in partners
    ]
    return other in showable(sizes, wanted, least=least)


@dataclass(frozen=True)
class _Sides:
    """One topic on both sides: its questions and who gave which marks."""

    old: list[Item]
    new: list[Item]
    first: dict[Who, Marks]
    second: dict[Who, Marks]


def _change(sides: _Sides, *, least: int, told: bool) -> TopicChange:
    shown = sides.old[0]
    topic, label, polarity = shown.topic, shown.label, Polarity(shown.polarity)
    first, second = _means(sides.first), _means(sides.second)
    if len({_bounds(item) for item in (*sides.old, *sides.new)}) > 1:
        note, nothing = "Шкалы «до» и «после» разные: сравнивать нельзя.", Side(None, None)
        return TopicChange(topic, label, polarity, None, False, nothing, nothing, note)
    both = sorted(set(first) & set(second), key=str)
    alone = [mark for who, mark in first.items() if who not in second]
    later = [mark for who, mark in second.items() if who not in first]
    # The mean of all and the mean of pairs together tell the mean of the few who have no pair.
    few = any(0 < len(side) < least for side in (alone, later))
    safe = told and not few
    if safe and least > 1:
        safe = all(
            _unguessable(items, marks, set(both), least)
            for items, marks in ((sides.old, sides.first), (sides.new, sides.second))
        )
    before_only, after_only = _side(alone, least, told=safe), _side(later, least, told=safe)
    if len(both) < least:
        note = f"Ответивших и до, и после меньше {least}." if least > 1 else "Никто не ответил и до, и после."
        return TopicChange(topic, label, polarity, None, False, before_only, after_only, note)
    paired = compare([(first[who], second[who]) for who in both], polarity=polarity, least=least)
    note = "" if safe else "Средние не показаны: по ним узнали бы ответы немногих."
    return TopicChange(topic, label, polarity, paired, safe, before_only, after_only, note)


def _means(marks: dict[Who, Marks]) -> dict[Who, float]:
    return {who: sum(own.values()) / len(own) for who, own in marks.items()}


def _unguessable(items: list[Item], marks: dict[Who, Marks], both: set[Who], least: int) -> bool:
    """Whether the means of those with and without a pair leave hidden counts open.

    Of several questions a person's marks are added up: «five answered two questions, mean 9,9» tells as much as of
    one. The results tell of each open question too, and the mean of the one is what both leave of the other.
    """
    for item in items:
        if len(items) > 1 and item.psychologist_only:
            continue  # of it alone nothing is told
        own = {who: round(given[item.key]) for who, given in marks.items() if item.key in given}
        known, _ = shown_of(item, Counter(own.values()), least=least)
        if not _leaves_open(own, both, known, least):
            return False
    if len(items) == 1:
        return True
    times, (low, high) = len(items), _bounds(items[0])
    totals = {who: round(mark * times) for who, mark in _means(marks).items()}
    return _leaves_open(totals, both, Known(low=low * times, high=high * times), least)


def _leaves_open(values: dict[Who, int], both: set[Who], known: Known, least: int) -> bool:
    groups: dict[str, Counter[int]] = {"both": Counter(), "alone": Counter()}
    for who, value in values.items():
        groups["both" if who in both else "alone"][value] += 1
    inside = {name: [name] for name, counted in groups.items() if counted}
    return safe_segments(groups, inside, known, least=least).mean


def _bounds(item: Item) -> tuple[int, int]:
    options = item.options
    return (options.low, options.high) if isinstance(options, ScaleOptions) else (0, 0)


def _side(values: list[float], least: int, *, told: bool) -> Side:
    if len(values) < least:
        return Side(0 if not values else None, None)
    return Side(len(values), sum(values) / len(values) if told else None)
