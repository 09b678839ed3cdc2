"""Results of a campaign: figures that may be shown, and why others may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.enums import Role
from core.models import Membership
from surveys.enums import CampaignState, ItemKind, Polarity
from surveys.instruments import ChoiceOptions, Item, MatrixOptions, RankingOptions, ScaleOptions
from surveys.instruments.schema import OTHER
from surveys.models import Campaign
from surveys.permissions import VIEW_ANSWERS
from surveys.selectors.names import NameHider
from surveys.selectors.questionnaires import load_version
from surveys.selectors.tallies import Tally, answers_in_words, marks, responses_in, tally
from surveys.statistics.disclosure import safe_counts, safe_table
from surveys.statistics.summary import HIGH, LOW, Summary, summarize

TEXTS = (ItemKind.SHORT_TEXT, ItemKind.LONG_TEXT)
TEXTS_SHOWN = 200
NO_LIMIT = 1
"""The least group for those who may read each answer with its name anyway."""

ONLY_PSYCHOLOGIST = "Ответы на этот вопрос видит только педагог-психолог."


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


def results_obstacle(campaign: Campaign) -> str:
    """Return why results are not open yet, «» when they are."""
    if campaign.is_named:
        return "" if campaign.state != CampaignState.DRAFT else "Опрос ещё не начался."
    if campaign.state != CampaignState.CLOSED:
        return "Опрос без имён: результаты откроются после его завершения. Так никого не узнать по разнице."
    if campaign.is_anonymous and campaign.ballots.exists():
        return "Листы перемешиваются, результаты появятся через минуту."
    return ""


def results_of(campaign: Campaign, *, membership: Membership) -> Results:
    """Return the results of a campaign; a constant number of queries."""
    least, least_texts = least_group(campaign, membership)
    obstacle = results_obstacle(campaign)
    if obstacle:
        return Results(campaign, None, least, least_texts, closed=obstacle)
    total = responses_in(campaign)
    if 0 < total < least or (total == 0 and not campaign.is_named):
        told = f"Ответов меньше {least}: показать их значило бы показать, кто как ответил."
        return Results(campaign, None, least, least_texts, closed=told)
    instrument = load_version(campaign.version).instrument
    counted = tally(campaign)
    psychologist = membership.role == Role.PSYCHOLOGIST
    words = _words(campaign, instrument.questions(), least_texts, psychologist=psychologist)
    items = []
    for item in instrument.questions():
        if item.kind == ItemKind.PERSON:
            continue
        if item.psychologist_only and not psychologist:
            items.append(ItemResult(item, None, ONLY_PSYCHOLOGIST))
            continue
        items.append(item_result(item, counted.get(item.key, Tally()), words, least=least))
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
        figures = summarize(counted.values)
        return ItemResult(item, figures.n, mean=figures.mean, median=figures.median)
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


def _scale(item: Item, options: ScaleOptions, counted: Tally, least: int) -> ItemResult:
    counts = dict.fromkeys(range(options.low, options.high + 1), 0)
    counts |= {int(value): count for value, count in counted.values.items()}
    ten = (options.low, options.high) == (1, 10)
    unions = (
        {
            "high": [value for value in counts if value >= HIGH],
            "low": [value for value in counts if value <= LOW],
        }
        if ten
        else {}
    )
    shown = safe_counts(counts, least=least, unions=unions)
    figures = summarize(counted.values)
    return ItemResult(
        item,
        figures.n,
        mean=figures.mean,
        median=figures.median,
        high=_share(figures.high, figures.n) if "high" in shown else None,
        low=_share(figures.low, figures.n) if "low" in shown else None,
        bars=tuple(
            Bar(str(value), count, _share(count, figures.n))
            if value in shown
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
        counts = {str(place): counted.places.get((choice.code, place), 0) for place in range(1, most + 1)}
        n = sum(counts.values())
        labels = {place: f"{place}-е место" for place in counts}
        mean = sum(int(place) * count for place, count in counts.items()) / n if n else 0
        note = f"среднее место {mean:.1f}".replace(".", ",") if n >= least else f"поставили меньше {least}"
        yield Lines(
            choice.label,
            _single(labels, {("", place): count for place, count in counts.items()}, n, least),
            note,
        )


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
    by_key: dict[str, list[str]] = {}
    hider = NameHider(campaign.organization_id)
    for answer in answers_in_words(campaign, keys).select_related("item", "shown_words"):
        own = getattr(answer, "shown_words", None)
        by_key.setdefault(answer.item.key, []).append(own.text if own else hider.hide(answer.text))
    return {
        key: Words(len(texts), tuple(Counter(text for text in texts[:TEXTS_SHOWN] if text).items()))
        for key, texts in by_key.items()
        if len(texts) >= least
    }


def _texts(item: Item, counted: Tally, words: Words | None, *, least: int) -> ItemResult:
    if item.personal:
        return ItemResult(item, None, "Это личные сведения: в общие результаты они не входят.")
    if words is None:
        return ItemResult(item, None, "Ответов слишком мало, чтобы показать слова без риска узнать, чьи они.")
    return ItemResult(item, words.total, texts=words.shown, texts_total=words.total)


def _share(count: int, n: int) -> float | None:
    return 100 * count / n if n else None


@dataclass(frozen=True)
class Cross:
    """A table of two questions: `cells[row][column]` is a number or None where it may not be shown."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    n: int | None


def can_cross(item: Item) -> bool:
    """Whether a question has one answer of a closed list, and so can be a side of a table."""
    return item.kind in (ItemKind.SCALE, ItemKind.YES_NO, ItemKind.SINGLE, ItemKind.FREQUENCY)


def cross_table(campaign: Campaign, first: Item, second: Item, *, least: int) -> Cross:
    """Return the table of two questions, rows of the first and columns of the second; two queries."""
    others = {
        response: _option(second, code, number) for response, code, number in marks(campaign, second.key)
    }
    cells: Counter[tuple[str, str]] = Counter()
    rows, columns = _option_labels(first), _option_labels(second)
    for row in rows:
        for column in columns:
            cells[row, column] = 0
    for response, code, number in marks(campaign, first.key):
        if response in others:
            cells[_option(first, code, number), others[response]] += 1
    shown = safe_table(cells, least=least)

    def seen(name: Any, count: int) -> int | None:
        return count if name in shown else None

    return Cross(
        tuple(rows.values()),
        tuple(columns.values()),
        tuple(tuple(seen((row, column), cells[row, column]) for column in columns) for row in rows),
        tuple(seen(("row", row), sum(cells[row, column] for column in columns)) for row in rows),
        tuple(seen(("column", column), sum(cells[row, column] for row in rows)) for column in columns),
        seen(("total",), sum(cells.values())),
    )


def _option(item: Item, code: str, number: Decimal | None) -> str:
    """The option of an answer: its code, or its band of a ten-point scale."""
    if not isinstance(item.options, ScaleOptions):
        return code
    value = int(number or 0)
    if (item.options.low, item.options.high) != (1, 10):
        return str(value)
    return "high" if value >= HIGH else "low" if value <= LOW else "middle"


def _option_labels(item: Item) -> dict[str, str]:
    options = item.options
    if isinstance(options, ScaleOptions):
        if (options.low, options.high) == (1, 10):
            return {
                "low": f"{options.low}–{LOW}",
                "middle": f"{LOW + 1}–{HIGH - 1}",
                "high": f"{HIGH}–{options.high}",
            }
        return {str(value): str(value) for value in range(options.low, options.high + 1)}
    if isinstance(options, ChoiceOptions):
        labels = {choice.code: choice.label for choice in options.choices}
        return labels | ({OTHER: options.other_label} if options.other else {})
    return {"yes": "Да", "no": "Нет"}


def is_rated(item: Item) -> bool:
    """Whether the question has numbers whose mean means something."""
    return item.kind in (ItemKind.SCALE, ItemKind.NUMBER)


def measures_something(item: Item) -> bool:
    """Whether «before» and «after» of the question can be compared."""
    return isinstance(item.options, ScaleOptions) and bool(item.topic) and item.polarity != Polarity.NONE


__all__ = ["Bar", "Cross", "ItemResult", "Lines", "Results", "Summary", "cross_table", "results_of"]
