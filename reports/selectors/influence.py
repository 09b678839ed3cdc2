"""Influence of the programme: entry, middle and exit by parameter and audience, on the people who answered both.

Everything is counted and hidden by `surveys.selectors.comparison`: groups only, differencing between waves included.
Nothing is added up here over audiences or forms, so that a whole and its parts never tell the part left out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.russian import counted
from mentorship.models import Programme
from surveys.enums import Phase, Polarity
from surveys.models import Campaign
from surveys.selectors.campaigns import Rate, rate_of
from surveys.selectors.comparison import Comparison, TopicChange, compare_waves
from surveys.selectors.waves import QUALITY, Series, waves_of
from surveys.selectors.years import WHO

FEW_PAIRS = 10
"""Fewer pairs of answers than this and a conclusion is shaky, whatever the test says."""
MUCH_UNPAIRED = 0.3
LOW_RATE = 50.0
RATES_APART = 20.0
PARAMETERS = {
    "influence-involvement": "Вовлечённость",
    "influence-results": "Успеваемость",
    "influence-ambition": "Желание хорошо учиться",
    "influence-attendance": "Желание приходить",
    "influence-soft-skills": "Гибкие навыки",
    "influence-future": "Понимание будущего",
    "influence-anxiety": "Тревожность",
    "influence-mood": "Эмоциональное состояние",
    "influence-burnout": "Профессиональное выгорание",
    "influence-profession": "Удовлетворённость профессией",
    "influence-climate": "Психологический климат",
    "influence-success": "Успешность",
    "influence-employer-involvement": "Включённость работодателя",
    "influence-student-involvement": "Включённость обучающихся",
}
"""Parameters that several questions may measure, by the method's own names (methodology §2.4)."""
WAVES = {Phase.MIDDLE: "вход – промежуточный", Phase.EXIT: "вход – выход"}


@dataclass(frozen=True)
class Change:
    """What two waves show of a parameter. Figures are None where they may not be shown; `note` says why.

    `n` are people who answered both waves; `effect` is the rank-biserial correlation, −1 … 1, and `p` that of
    Wilcoxon's test. `warnings` are sentences to read before the conclusion.
    """

    phase: Phase
    n: int | None
    before: float | None = None
    after: float | None = None
    p: float | None = None
    effect: float | None = None
    better: bool | None = None
    reading: str = ""
    note: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def wave(self) -> str:
        return WAVES[self.phase]

    @property
    def difference(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def difference_text(self) -> str:
        """«+1,0», «−0,4», «0,0»; empty where it is not shown."""
        if self.difference is None:
            return ""
        return (
            f"{round(self.difference, 1) + 0.0:+.1f}".replace("-", "−")
            .replace(".", ",")
            .replace("+0,0", "0,0")
        )

    @property
    def percent_text(self) -> str:
        """«+19 %»; empty where it is not shown."""
        return "" if self.percent is None else f"{self.percent:+.0f}\u00a0%".replace("-", "−")

    @property
    def effect_text(self) -> str:
        return "" if self.effect is None else f"{self.effect:.2f}".replace("-", "−").replace(".", ",")

    @property
    def percent(self) -> float | None:
        """Change in per cent of the entry; None when the entry is nought."""
        return None if not self.before or self.difference is None else 100 * self.difference / self.before

    @property
    def is_certain(self) -> bool:
        """Whether the test found a difference."""
        return self.p is not None and self.p < 0.05


@dataclass(frozen=True)
class InfluenceLine:
    """One parameter of one audience. `project` is the id of the form, None of the whole programme."""

    topic: str
    label: str
    polarity: Polarity
    audience: str
    form: str
    project: int | None
    questionnaire: str
    changes: tuple[Change, ...]
    after_campaign: int

    @property
    def last(self) -> Change:
        """The latest wave against the entry."""
        return self.changes[-1]

    @property
    def direction(self) -> str:
        return "меньше – лучше" if self.polarity == Polarity.LOWER else "больше – лучше"


@dataclass(frozen=True)
class Gap:
    """A series that cannot be compared yet, with the reason in words."""

    audience: str
    form: str
    questionnaire: str
    reason: str


def influence_lines(programme: Programme, *, on: dt.date) -> list[InfluenceLine]:
    """Parameters of the participants' growth with their changes since the entry."""
    return _lines(programme, quality=False, on=on)[0]


def influence_gaps(programme: Programme, *, on: dt.date) -> list[Gap]:
    """What was measured and cannot be compared, with the reason."""
    return _lines(programme, quality=False, on=on)[1]


def influence_board(programme: Programme, *, on: dt.date) -> tuple[list[InfluenceLine], list[Gap]]:
    """Both together, counted once."""
    return _lines(programme, quality=False, on=on)


def expectation_lines(programme: Programme, *, on: dt.date) -> list[InfluenceLine]:
    """Expectation of the entry against the reality of the exit, by topic of the questionnaires of quality."""
    return _lines(programme, quality=True, on=on)[0]


def _lines(programme: Programme, *, quality: bool, on: dt.date) -> tuple[list[InfluenceLine], list[Gap]]:
    lines: list[InfluenceLine] = []
    gaps: list[Gap] = []
    for series in waves_of(programme, quality=quality, on=on):
        made, reason = _series_lines(series, quality=quality)
        lines += made
        if reason:
            gaps.append(Gap(WHO[series.role], form_of(series), series.title, reason))
    return lines, gaps


def form_of(series: Series) -> str:
    return series.project.form.title if series.project else ""


def _series_lines(series: Series, *, quality: bool) -> tuple[list[InfluenceLine], str]:
    entry = series.by_phase.get(Phase.ENTRY)
    later = [series.by_phase[phase] for phase in WAVES if phase in series.by_phase]
    if entry is None:
        return [], "Нет завершённого опроса на входе: сравнивать не с чем."
    if not later:
        return [], "Пока есть только вход: сравнение появится после следующего опроса."
    changes: dict[str, list[Change]] = {}
    shown: dict[str, TopicChange] = {}
    reasons = []
    for after in later:
        compared = compare_waves(entry, after)
        if compared.closed:
            reasons.append(compared.closed)
            continue
        rates = rate_of(entry), rate_of(after)
        for topic in compared.topics:
            if topic.topic.startswith(QUALITY) is quality:
                shown.setdefault(topic.topic, topic)
                changes.setdefault(topic.topic, []).append(_change(topic, compared, rates))
    lines = [
        InfluenceLine(
            topic=topic.topic,
            label=PARAMETERS.get(topic.topic, topic.label),
            polarity=topic.polarity,
            audience=WHO[series.role],
            form=form_of(series),
            project=series.project.pk if series.project else None,
            questionnaire=series.title,
            changes=tuple(changes[topic.topic]),
            after_campaign=series.last.pk,
        )
        for topic in shown.values()
    ]
    return lines, " ".join(dict.fromkeys(reasons))


def _change(topic: TopicChange, compared: Comparison, rates: tuple[Rate, Rate]) -> Change:
    phase = Phase(compared.after.phase)
    paired = topic.paired
    if paired is None:
        return Change(phase, None, note=topic.note)
    shown = topic.means_shown
    return Change(
        phase,
        paired.n,
        paired.before if shown else None,
        paired.after if shown else None,
        paired.p if shown else None,
        paired.effect if shown else None,
        paired.better,
        paired.reading,
        topic.note,
        warnings_of(paired.n, topic.before_only.n, topic.after_only.n, rates),
    )


def warnings_of(
    n: int, before_only: int | None, after_only: int | None, rates: tuple[Rate, Rate]
) -> tuple[str, ...]:
    """What speaks against trusting a comparison; unpaired people are None where too few to show."""
    found = []
    if n < FEW_PAIRS:
        found.append(f"Всего {counted(n, 'пара ответов', 'пары ответов', 'пар ответов')}: вывод непрочный.")
    for alone, wave in ((before_only, "только на входе"), (after_only, "только во второй раз")):
        if alone and alone / (alone + n) > MUCH_UNPAIRED:
            people = counted(alone, "человек", "человека", "человек")
            found.append(f"Без пары {people} ({wave}): у них могло быть иначе.")
    first, second = (rate.percent for rate in rates)
    if second is not None and second < LOW_RATE:
        found.append(f"Во второй раз ответили {second:.0f}\u00a0% приглашённых: чаще молчат недовольные.")
    elif first is not None and second is not None and abs(first - second) > RATES_APART:
        found.append(
            f"Откликнулись по-разному: {first:.0f}\u00a0% и {second:.0f}\u00a0% приглашённых, сравнение однобоко."
        )
    return tuple(found)


def waves_to_follow(programme: Programme, *, on: dt.date) -> list[tuple[Series, Campaign, Campaign]]:
    """Pairs of waves of influence that may be followed person by person: the answers bear names."""
    found = []
    for series in waves_of(programme, quality=False, on=on):
        entry = series.by_phase.get(Phase.ENTRY)
        later = next((series.by_phase[p] for p in (Phase.EXIT, Phase.MIDDLE) if p in series.by_phase), None)
        if entry and later and entry.is_named and later.is_named:
            found.append((series, entry, later))
    return found
