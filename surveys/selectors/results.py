"""Results of a campaign: figures that may be shown, and why others may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.enums import Role
from core.models import Membership
from surveys.enums import LEAST_GROUP, LEAST_TEXTS, CampaignState, ItemKind, Polarity
from surveys.instruments import ChoiceOptions, Item, MatrixOptions, RankingOptions, ScaleOptions
from surveys.instruments.schema import OTHER
from surveys.models import Campaign
from surveys.permissions import VIEW_ANSWERS
from surveys.selectors.names import NameHider
from surveys.selectors.questionnaires import load_version
from surveys.selectors.tallies import Tally, first_in_words, responses_in, tally, written_counts
from surveys.statistics.disclosure import safe_counts
from surveys.statistics.guessing import Known, Shown, safe_figures
from surveys.statistics.summary import HIGH, LOW, Summary, summarize

TEXTS = (ItemKind.SHORT_TEXT, ItemKind.LONG_TEXT)
TEXTS_SHOWN = 200
NO_LIMIT = 1
"""The least group for those who may read each answer with its name anyway."""

ONLY_PSYCHOLOGIST = "Ответы на этот вопрос видит только педагог-психолог."


ALMOST_ALL = (
    "Вопрос задан почти всем: по числу ответивших стало бы видно, сколько человек ответили раньше иначе."
)


@dataclass(frozen=True)
class Bar:
    """One line of a distribution; `count` is None where it may not be shown."""

    label: str
    count: int | None
    share: float | None


@dataclass(frozen=True)
class Lines:
    """A distribution with a heading of its own: a row of a table of marks, a choice that is ranked."""

    label: str
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True)
class ItemResult:
    """What is shown of one question.

    `n` is None and `withheld` says why when too few have answered. `high` and `low` are shares of answers 8 and more,
    5 and less, on scales 1–10 only.
    """

    item: Item
    n: int | None
    withheld: str = ""
    mean: float | None = None
    median: float | None = None
    high: float | None = None
    low: float | None = None
    bars: tuple[Bar, ...] = ()
    tables: tuple[Lines, ...] = ()
    texts: tuple[tuple[str, int], ...] = ()
    texts_total: int = 0

    @property
    def hides(self) -> bool:
        """Whether some line is hidden because too few people stand behind it."""
        every = (*self.bars, *(bar for table in self.tables for bar in table.bars))
        return any(bar.count is None for bar in every)


@dataclass(frozen=True)
class Results:
    """Results of a campaign as a viewer may see them; `closed` says why there are none."""

    campaign: Campaign
    n: int | None
    least: int
    least_texts: int
    items: tuple[ItemResult, ...] = ()
    closed: str = ""


def least_group(campaign: Campaign, membership: Membership) -> tuple[int, int]:
    """Return the least numbers of answers and of texts shown together to this viewer.

    With names, those who may read each answer see every figure; the director sees groups.
    """
    if campaign.is_named and VIEW_ANSWERS.allows(membership):
        return NO_LIMIT, NO_LIMIT
    return campaign.minimum_group, campaign.minimum_texts


def results_obstacle(campaign: Campaign, least: int) -> str:
    """Return why results are not open yet to a viewer for whom `least` is the least group, «» when they are."""
    if campaign.is_named:
        if campaign.state == CampaignState.DRAFT:
            return "Опрос ещё не начался."
        if least > NO_LIMIT and campaign.state != CampaignState.CLOSED:
            return "Результаты откроются после завершения опроса: до него видно только, сколько человек ответили."
        return ""
    if campaign.state != CampaignState.CLOSED:
        return "Опрос без имён: результаты откроются после его завершения. Так никого не узнать по разнице."
    if campaign.is_anonymous and campaign.ballots.exists():
        return "Листы перемешиваются, результаты появятся через минуту."
    return ""


def results_of(campaign: Campaign, *, membership: Membership) -> Results:
    """Return the results of a campaign as the viewer may see them; a constant number of queries."""
    least, least_texts = least_group(campaign, membership)
    return _results(campaign, least, least_texts, psychologist=membership.role == Role.PSYCHOLOGIST)


def results_for_paper(campaign: Campaign) -> Results:
    """Return the results as a document may hold them: groups only, and nothing kept for the psychologist.

    A campaign with names may set a smaller minimum for those inside; a document goes outside, so it keeps the common
    one at least.
    """
    return _results(
        campaign,
        max(campaign.minimum_group, LEAST_GROUP),
        max(campaign.minimum_texts, LEAST_TEXTS),
        psychologist=False,
    )


def _results(campaign: Campaign, least: int, least_texts: int, *, psychologist: bool) -> Results:
    obstacle = results_obstacle(campaign, least)
    if obstacle:
        return Results(campaign, None, least, least_texts, closed=obstacle)
    total = responses_in(campaign)
    if 0 < total < least or (total == 0 and not campaign.is_named):
        told = f"Ответов меньше {least}: показать их значило бы показать, кто как ответил."
        return Results(campaign, None, least, least_texts, closed=told)
    instrument = load_version(campaign.version).instrument
    counted = tally(campaign)
    words = _words(campaign, instrument.questions(), least_texts, psychologist=psychologist)
    items = []
    for item in instrument.questions():
        if item.kind == ItemKind.PERSON:
            continue
        if item.psychologist_only and not psychologist:
            items.append(ItemResult(item, None, ONLY_PSYCHOLOGIST))
            continue
        of_item = counted.get(item.key, Tally())
        if item.show_if is not None and 0 < total - of_item.n < least:
            items.append(ItemResult(item, None, ALMOST_ALL))
            continue
        items.append(item_result(item, of_item, words, least=least))
    return Results(campaign, total, least, least_texts, tuple(items))


def item_result(
    item: Item, counted: Tally, words: Mapping[str, Words] | None = None, *, least: int
) -> ItemResult:
    """Return what may be shown of one question to someone for whom `least` is the least group."""
    if item.kind in TEXTS:
        return _texts(item, counted, (words or {}).get(item.key), least=least)
    if not counted.n and least == NO_LIMIT:
        return ItemResult(item, 0, "Ответов пока нет.")
    if counted.n < least:
        return ItemResult(item, None, f"Ответивших меньше {least}.")
    if isinstance(item.options, ScaleOptions):
        return _scale(item, item.options, counted, least)
    if item.kind == ItemKind.NUMBER:
        return _number(item, counted, least)
    if item.kind == ItemKind.YES_NO:
        return ItemResult(
            item, counted.n, bars=_single({"yes": "Да", "no": "Нет"}, counted.codes, counted.n, least)
        )
    if isinstance(item.options, ChoiceOptions):
        labels = {choice.code: choice.label for choice in item.options.choices}
        if item.options.other:
            labels[OTHER] = item.options.other_label
        if item.kind == ItemKind.MULTIPLE:
            codes = {code: counted.codes.get((code, code), 0) for code in labels}
            bars = tuple(chosen_bar(labels[code], codes[code], counted.n, least) for code in labels)
            return ItemResult(item, counted.n, bars=bars)
        return ItemResult(item, counted.n, bars=_single(labels, counted.codes, counted.n, least))
    if isinstance(item.options, MatrixOptions):
        return ItemResult(item, counted.n, tables=tuple(_rows(item.options, counted, least)))
    if isinstance(item.options, RankingOptions):
        return ItemResult(item, counted.n, tables=tuple(_ranked(item.options, counted, least)))
    return ItemResult(item, counted.n)


def _number(item: Item, counted: Tally, least: int) -> ItemResult:
    figures = summarize(counted.values)
    options = item.options
    known = Known(low=getattr(options, "low", None), high=getattr(options, "high", None))
    seen = safe_figures(counted.values, known, least=least)
    return ItemResult(
        item,
        figures.n,
        mean=figures.mean if seen.mean else None,
        median=figures.median if seen.median else None,
    )


def bands_of(item: Item) -> dict[str, frozenset[int]]:
    """Return the high and the low marks of a scale of 1–10, nothing for other questions."""
    options = item.options
    if not isinstance(options, ScaleOptions) or (options.low, options.high) != (1, 10):
        return {}
    return {"high": frozenset(range(HIGH, 11)), "low": frozenset(range(1, LOW + 1))}


def shown_of(item: Item, counts: Mapping[int, int], *, least: int) -> tuple[Known, Shown]:
    """Return what the results of everybody tell of a question of numbers; `counts` is mark → people.

    The mean is worth more than single marks: where both together would tell too much, the marks give way.
    """
    options = item.options
    if not isinstance(options, ScaleOptions):
        known = Known(low=getattr(options, "low", None), high=getattr(options, "high", None))
        return known, safe_figures(counts, known, least=least)
    bands = bands_of(item)
    full = dict.fromkeys(range(options.low, options.high + 1), 0) | dict(counts)
    safe = safe_counts(full, least=least, unions=bands)
    middle = frozenset(full) - frozenset().union(*bands.values())
    told = Known(
        frozenset(value for value in full if value in safe),
        (*bands.values(), middle) if bands else (),
        tuple(band for name, band in bands.items() if name in safe),
        options.low,
        options.high,
    )
    figures = safe_figures(full, told, least=least)
    if not figures.mean:
        without = replace(told, values=frozenset())
        instead = safe_figures(full, without, least=least)
        if instead.mean:
            return without, instead
    return told, figures


def _scale(item: Item, options: ScaleOptions, counted: Tally, least: int) -> ItemResult:
    counts = dict.fromkeys(range(options.low, options.high + 1), 0)
    counts |= {int(value): count for value, count in counted.values.items()}
    known, seen = shown_of(item, counts, least=least)
    bands = {name for name, band in bands_of(item).items() if band in known.shown}
    figures = summarize(counted.values)
    return ItemResult(
        item,
        figures.n,
        mean=figures.mean if seen.mean else None,
        median=figures.median if seen.median else None,
        high=_share(figures.high, figures.n) if "high" in bands else None,
        low=_share(figures.low, figures.n) if "low" in bands else None,
        bars=tuple(
            Bar(str(value), count, _share(count, figures.n))
            if value in known.values
            else Bar(str(value), None, None)
            for value, count in sorted(counts.items())
        ),
    )


def _single(
    labels: Mapping[str, str], codes: Mapping[tuple[str, str], int], n: int, least: int, part: str = ""
) -> tuple[Bar, ...]:
    counts = {code: codes.get((part, code), 0) for code in labels}
    shown = safe_counts(counts, least=least)
    return tuple(
        Bar(label, counts[code], _share(counts[code], n)) if code in shown else Bar(label, None, None)
        for code, label in labels.items()
    )


def chosen_bar(label: str, count: int, n: int, least: int) -> Bar:
    """One of several ticks: who ticked and who did not are the two groups."""
    shown = safe_counts({"yes": count, "no": n - count}, least=least)
    return Bar(label, count, _share(count, n)) if "yes" in shown else Bar(label, None, None)


def _rows(options: MatrixOptions, counted: Tally, least: int) -> Iterable[Lines]:
    columns = {choice.code: choice.label for choice in options.columns}
    for row in options.rows:
        n = sum(counted.codes.get((row.code, code), 0) for code in columns)
        enough = n >= least
        bars = _single(columns, counted.codes, n, least, part=row.code)
        yield Lines(row.label, bars, f"ответили {n}" if enough else f"ответивших меньше {least}")


def _ranked(options: RankingOptions, counted: Tally, least: int) -> Iterable[Lines]:
    most = options.max_ranked or len(options.choices)
    for choice in options.choices:
        counts = {place: counted.places.get((choice.code, place), 0) for place in range(1, most + 1)}
        n = sum(counts.values())
        labels = {str(place): f"{place}-е место" for place in counts}
        bars = _single(labels, {("", str(place)): count for place, count in counts.items()}, n, least)
        told = frozenset(place for place, bar in zip(counts, bars, strict=True) if bar.count is not None)
        seen = safe_figures(counts, Known(told, low=1, high=most), least=least)
        mean = sum(place * count for place, count in counts.items()) / n if n else 0
        note = f"среднее место {mean:.1f}".replace(".", ",") if n and seen.mean else ""
        yield Lines(choice.label, bars, note if n >= least else f"поставили меньше {least}")


@dataclass(frozen=True)
class Words:
    """Written answers to one question: how many, and those that are shown; the same words stand once."""

    total: int
    shown: tuple[tuple[str, int], ...]


def _words(
    campaign: Campaign, questions: Iterable[Item], least: int, *, psychologist: bool
) -> dict[str, Words]:
    keys = [
        item.key
        for item in questions
        if item.kind in TEXTS and not item.personal and (psychologist or not item.psychologist_only)
    ]
    if not keys:
        return {}
    totals = written_counts(campaign, keys)
    enough = [key for key in keys if totals.get(key, 0) >= max(least, 1)]
    if not enough:
        return {}
    by_key: dict[str, list[str]] = {key: [] for key in enough}
    hider = NameHider(campaign.organization_id)
    for key, text, own in first_in_words(campaign, enough, TEXTS_SHOWN):
        by_key[key].append(hider.hide(text) if own is None else own)
    return {
        key: Words(totals[key], tuple(Counter(text for text in texts if text).items()))
        for key, texts in by_key.items()
    }


def _texts(item: Item, counted: Tally, words: Words | None, *, least: int) -> ItemResult:
    if item.personal:
        return ItemResult(item, None, "Это личные сведения: в общие результаты они не входят.")
    if words is None:
        return ItemResult(item, None, "Ответов слишком мало, чтобы показать слова без риска узнать, чьи они.")
    return ItemResult(item, words.total, texts=words.shown, texts_total=words.total)


def _share(count: int, n: int) -> float | None:
    return 100 * count / n if n else None


def is_rated(item: Item) -> bool:
    """Whether the question has numbers whose mean means something."""
    return item.kind in (ItemKind.SCALE, ItemKind.NUMBER)


def measures_something(item: Item) -> bool:
    """Whether «before» and «after» of the question can be compared."""
    return isinstance(item.options, ScaleOptions) and bool(item.topic) and item.polarity != Polarity.NONE


__all__ = ["Bar", "ItemResult", "Lines", "Results", "Summary", "results_of"]
