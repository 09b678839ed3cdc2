"""«Наставнические пары и группы»: begun, finished, ended early and why, by form and role model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from core.russian import counted, grouped, percent, plural
from reports.narrative.book import Chart, Grid, Piece, Section
from reports.narrative.words import (
    GROUPS,
    MENTEES,
    MENTORS,
    PAIRS,
    Forms,
    against_last,
    did,
    enumeration,
    named_counts,
    paragraph,
    sentence,
    share,
)

TITLE = "Наставнические пары и группы"
NO_REASON = "причина не указана"
#: What stands for reasons that few pairs ended by: the orders name the pairs, so that a reason would be somebody's.
RARE_REASONS = "прочие (каждая меньше чем у 5 пар)"
DAYS = ("день", "дня", "дней")
#: Pairs and groups counted together.
UNITS = ("пара или группа", "пары и группы", "пар и групп")


@dataclass(frozen=True)
class PairFigure:
    """A pair or a group that worked in the year; `days` from its first to its last day, None while it works."""

    number: int
    form: str
    role_model: str
    size: int
    order: str
    period: str
    started: bool  # by an order of this very year
    became: str  # "active", "completed" or "terminated" by the last day of the report
    reason: str
    meetings: int
    days: int | None


@dataclass(frozen=True)
class PairsFigures:
    """`before` and `before_completed`: pairs and groups of last year, None when it is not known."""

    pairs: list[PairFigure]
    mentees: int
    mentors: int
    before: int | None = None
    before_completed: int | None = None
    replaced: int = 0
    forms: list[str] = field(default_factory=list)


def count(pairs: Iterable[PairFigure], became: str) -> int:
    return sum(pair.became == became for pair in pairs)


def pairs_section(figures: PairsFigures) -> Section:
    pairs = figures.pairs
    if not pairs:
        return Section(
            "pairs", TITLE, [Piece("Пар и групп, закреплённых приказом, в отчётном году не было.")]
        )
    pieces = [
        Piece(_who_worked(figures)),
        Piece(_what_became(figures)),
        Piece(grid=form_grid(pairs)),
    ]
    by_form = Counter(pair.form for pair in pairs)
    if len(by_form) > 1:
        rows = by_form.most_common()
        chart = Chart(
            "Пары и группы по формам наставничества",
            [form for form, _ in rows],
            [float(number) for _, number in rows],
            [grouped(number) for _, number in rows],
        )
        pieces.append(Piece(chart=chart))
    ended = [pair for pair in pairs if pair.became == "terminated"]
    if ended:
        pieces.append(Piece(heading="Почему пары прекращены досрочно", text=reasons_text(ended)))
        pieces.append(Piece(grid=reasons_grid(ended)))
    return Section("pairs", TITLE, pieces)


def _who_worked(figures: PairsFigures) -> str:
    pairs, groups = _apart(figures.pairs)
    both = enumeration(
        [counted(number, *forms) for number, forms in ((pairs, PAIRS), (groups, GROUPS)) if number]
    )
    mentor_words = counted(figures.mentors, *MENTORS)
    mentee_words = counted(figures.mentees, *MENTEES)
    verb = (
        plural(pairs or groups, "работала", "работали", "работало") if not (pairs and groups) else "работали"
    )
    started = sum(pair.started for pair in figures.pairs)
    told = against_last(len(figures.pairs), figures.before, UNITS)
    return paragraph(
        f"В отчётном году по приказу {verb} {both}: {mentor_words} и\u00a0{mentee_words}, каждый посчитан один раз.",
        sentence(f"Впервые закреплено в этом году {share(started, len(figures.pairs))}")
        if started != len(figures.pairs)
        else "",
        sentence(f"Это {told}") if told else "",
    )


def _what_became(figures: PairsFigures) -> str:
    pairs, forms = figures.pairs, units(figures.pairs)
    done, ended, active = (count(pairs, became) for became in ("completed", "terminated", "active"))
    last = figures.before_completed
    finished, broken, works = (
        ("завершила работу", "завершили работу", "завершили работу"),
        ("прекращена досрочно", "прекращены досрочно", "прекращено досрочно"),
        ("продолжает работу", "продолжают работу", "продолжают работу"),
    )
    return paragraph(
        sentence(f"{did(done, forms, finished)} ({percent(done, len(pairs))})")
        if done
        else "Ни одна пара ещё не завершила работу.",
        sentence(f"годом ранее {did(last, UNITS, finished)}") if done and last else "",
        sentence(f"{did(ended, forms, broken)} ({percent(ended, len(pairs))})")
        if ended
        else "Досрочно не прекращена ни одна пара.",
        sentence(did(active, forms, works)) if active else "",
        sentence(f"наставник заменён в {counted(figures.replaced, 'паре', 'парах', 'парах')}")
        if figures.replaced
        else "",
    )


def units(pairs: list[PairFigure]) -> Forms:
    """What to call them: pairs, groups, or both where there are both."""
    single, groups = _apart(pairs)
    return UNITS if single and groups else GROUPS if groups else PAIRS


def _apart(pairs: Iterable[PairFigure]) -> tuple[int, int]:
    rows = list(pairs)
    groups = sum(pair.size > 1 for pair in rows)
    return len(rows) - groups, groups


def form_grid(pairs: list[PairFigure], *, by: str = "form") -> Grid:
    """Pairs by form (or another trait of theirs) and by what became of them, with a line of totals."""
    titles = list(dict.fromkeys(getattr(pair, by) for pair in pairs))
    rows = [
        _row(title or "не указана", [pair for pair in pairs if getattr(pair, by) == title])
        for title in titles
    ]
    head = "Форма наставничества" if by == "form" else "Ролевая модель"
    columns = [
        "Пар",
        "Групп",
        "Настав\u00adляемых",
        "Рабо\u00adтают",
        "Завер\u00adшили",
        "Прекра\u00adщены",
        "Дошли до конца",
    ]
    return Grid(
        [head, *columns],
        [*rows, _row("Всего", pairs)],
        widths=[28, 8, 9, 12, 10, 10, 11, 12],
        figures=list(range(1, 8)),
        total=True,
    )


def _row(title: str, pairs: list[PairFigure]) -> list[str]:
    single, groups = _apart(pairs)
    done, ended = count(pairs, "completed"), count(pairs, "terminated")
    places = sum(pair.size for pair in pairs)
    figures = [single, groups, places, count(pairs, "active"), done, ended]
    return [title, *map(grouped, figures), percent(done, done + ended)]


def reasons_text(ended: list[PairFigure]) -> str:
    reasons = Counter(pair.reason or NO_REASON for pair in ended)
    known = [row for row in reasons.items() if row[0] != NO_REASON]
    if not known:
        return "Причины досрочного прекращения в портале не указаны: нет данных."
    return paragraph(
        sentence(f"Причины: {named_counts(known)}"),
        sentence(f"Для {counted(reasons[NO_REASON], 'пары', 'пар', 'пар')} причина не указана")
        if reasons[NO_REASON]
        else "",
        "Редкие причины не названы: по ним узнали бы пару." if reasons[RARE_REASONS] else "",
    )


def reasons_grid(ended: list[PairFigure]) -> Grid:
    rows = Counter(pair.reason or NO_REASON for pair in ended)
    ordered = sorted(rows.items(), key=lambda row: (-row[1], row[0]))
    return Grid(
        ["Причина", "Пар и групп"],
        [[reason, grouped(number)] for reason, number in ordered],
        widths=[80, 20],
        figures=[1],
    )


def pairs_annex(figures: PairsFigures) -> Section:
    """The pairs of the year without names: each by itself, or, where they are many, those of one order together."""
    if len(figures.pairs) > LISTED:
        lead, grid = _pairs_together(figures.pairs)
    else:
        lead, grid = _pairs_apart(figures.pairs)
    pieces = [Piece(lead), Piece(grid=grid)] if figures.pairs else []
    return Section("annex_pairs", "Пары и группы отчётного года", pieces)


#: More lines than this without a name in them nobody reads: a year of three hundred pairs took twelve pages.
LISTED = 60
_BECAME = {"active": "работает", "completed": "завершила", "terminated": "прекращена"}


def _pairs_apart(pairs: list[PairFigure]) -> tuple[str, Grid]:
    modelled = any(pair.role_model for pair in pairs)
    rows = [
        [
            str(number),
            pair.form,
            *([pair.role_model or "не указана"] if modelled else []),
            str(pair.size),
            pair.order,
            pair.period,
            str(pair.meetings),
            _BECAME[pair.became],
        ]
        for number, pair in enumerate(pairs, start=1)
    ]
    head = ["№", "Форма", "Ролевая модель", "Настав\u00adляемых", "Приказ", "Период", "Встреч", "Итог"]
    widths, figures_at = [5, 15, 16, 10, 14, 15, 9, 16], [0, 3, 6]
    if not modelled:  # a column of nothing but «не указана» says nothing
        head.remove("Ролевая модель")
        widths, figures_at = [5, 21, 10, 19, 20, 9, 16], [0, 2, 5]
    return "Наставники и наставляемые названы в приказах; здесь пары показаны без имён.", Grid(
        head, rows, widths=widths, figures=figures_at
    )


def _pairs_together(pairs: list[PairFigure]) -> tuple[str, Grid]:
    """A line for the pairs of one form, order, period and ending: how many, how many mentees and meetings in all."""
    alike: dict[tuple[str, ...], list[PairFigure]] = {}
    for pair in pairs:
        alike.setdefault((pair.form, pair.order, pair.period, pair.became), []).append(pair)
    rows = [
        [
            form,
            order,
            period,
            _BECAME[became],
            *(
                grouped(sum(numbers))
                for numbers in zip(*((1, one.size, one.meetings) for one in own), strict=True)
            ),
        ]
        for (form, order, period, became), own in alike.items()
    ]
    head = ["Форма", "Приказ", "Период", "Итог", "Пар и групп", "Настав\u00adляемых", "Встреч"]
    lead = "Пар много: закреплённые одним приказом показаны одной строкой, участники названы в приказах."
    return lead, Grid(head, rows, widths=[22, 19, 20, 13, 8, 10, 8], figures=[4, 5, 6])


# --- the report on pairs ---


def durations_section(pairs: list[PairFigure]) -> Section:
    """How long pairs worked that have ended, whatever the ending."""
    over = [pair for pair in pairs if pair.days is not None]
    if not over:
        return Section(
            "durations", "Сколько работали пары", [Piece("Завершённых и прекращённых пар нет: нет данных.")]
        )
    rows = []
    for title, became in (("Завершили работу", "completed"), ("Прекращены досрочно", "terminated")):
        days = [pair.days for pair in over if pair.became == became and pair.days is not None]
        if days:
            rows.append(
                [
                    title,
                    grouped(len(days)),
                    *(grouped(round(each)) for each in (min(days), median(days), max(days))),
                ]
            )
    middle = round(median(pair.days for pair in over if pair.days is not None))
    text = f"Медиана срока работы оконченных пар и групп – {counted(middle, *DAYS)}: половина работала не дольше."
    grid = Grid(
        ["Чем окончилось", "Пар и групп", "Меньше всего, дней", "Медиана, дней", "Больше всего, дней"],
        rows,
        widths=[32, 14, 18, 18, 18],
        figures=[1, 2, 3, 4],
    )
    return Section("durations", "Сколько работали пары", [Piece(text), Piece(grid=grid)])


def models_section(pairs: list[PairFigure]) -> Section:
    title = "Пары по ролевым моделям"
    known = sum(bool(pair.role_model) for pair in pairs)
    if not known:
        return Section("models", title, [Piece("Ролевые модели у пар не указаны: нет данных.")])
    text = sentence(f"Ролевая модель указана у {share(known, len(pairs))} пар и групп")
    return Section("models", title, [Piece(text), Piece(grid=form_grid(pairs, by="role_model"))])
