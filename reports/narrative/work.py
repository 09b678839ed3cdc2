"""«Обучение наставников», «Встречи пар», «Планы развития»."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.russian import MONTHS_GENITIVE, counted, grouped, percent, plural
from reports.narrative.book import Chart, Grid, Piece, Section
from reports.narrative.words import MEETINGS, MENTORS, decimal, did, paragraph, sentence, share

MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
assert len(MONTHS) == len(MONTHS_GENITIVE)  # noqa: S101 - a slip in the list would shift every chart


@dataclass(frozen=True)
class CourseFigure:
    """A training group that worked in the year."""

    course: str
    group: str
    hours: int
    ends: str
    places: int
    completed: int
    left: int


@dataclass(frozen=True)
class TrainingFigures:
    """`trained` of `mentors`: confirmed mentors. `forms` as (form, trained, mentors)."""

    trained: int
    mentors: int
    forms: list[tuple[str, int, int]]
    courses: list[CourseFigure]
    outside: int
    before: tuple[int, int] | None = None


def training_section(figures: TrainingFigures) -> Section:
    title = "Обучение наставников"
    pieces = [Piece(_trained(figures))]
    if len(figures.forms) > 1 and figures.mentors:
        rows = [
            [form, grouped(whole), grouped(part), percent(part, whole)] for form, part, whole in figures.forms
        ]
        grid = Grid(
            ["Форма", "Наставников", "Обучены", "Доля"], rows, widths=[52, 18, 15, 15], figures=[1, 2, 3]
        )
        pieces.append(Piece(grid=grid))
    if figures.courses:
        rows = [
            [
                one.course,
                one.group,
                str(one.hours),
                one.ends,
                str(one.places),
                str(one.completed),
                str(one.left),
            ]
            for one in figures.courses
        ]
        head = [
            "Программа обучения",
            "Группа",
            "Часов",
            "Окончание",
            "Слуша\u00adтелей",
            "Обуче\u00adны",
            "Не окон\u00adчили",
        ]
        grid = Grid(head, rows, widths=[28, 17, 8, 14, 11, 11, 11], figures=[2, 4, 5, 6])
        pieces.append(Piece(heading="Учебные группы года", grid=grid))
    else:
        pieces.append(Piece("Учебных групп в портале в отчётном году не было."))
    return Section("training", title, pieces)


def _trained(figures: TrainingFigures) -> str:
    if not figures.mentors:
        return "Подтверждённых наставников в базе нет: о доле обученных нет данных."
    missing, told = figures.mentors - figures.trained, share(figures.trained, figures.mentors)
    whole = "100\u00a0%"
    confirmed = plural(figures.outside, "подтвердил", "подтвердили", "подтвердили")
    return paragraph(
        f"Обучены все подтверждённые наставники: {told}. Требование программы – {whole} – выполнено."
        if not missing
        else f"Из подтверждённых наставников обучено {told}. "
        f"До обязательных {whole} остаётся обучить {counted(missing, 'наставника', 'наставников', 'наставников')}.",
        f"Годом ранее – {share(*figures.before)}." if figures.before and figures.before[1] else "",
        sentence(
            f"обучение в других организациях {confirmed} документом {counted(figures.outside, *MENTORS)}"
        )
        if figures.outside
        else "",
    )


@dataclass(frozen=True)
class CadenceFigure:
    """A form: pairs of the year, meetings held, pairs without one, working pairs within the norm and all of them."""

    form: str
    pairs: int
    held: int
    without: int
    norm_days: int | None
    in_norm: int | None
    working: int


@dataclass(frozen=True)
class MeetingFigures:
    """`months` as (number of the month, meetings), in the order of the year; `kinds` as (label, meetings)."""

    forms: list[CadenceFigure]
    held: int
    missed: int
    minutes: int
    kinds: list[tuple[str, int]]
    months: list[tuple[int, int]]
    before: int | None = None


def meetings_section(figures: MeetingFigures) -> Section:
    title = "Встречи пар"
    pairs = sum(row.pairs for row in figures.forms)
    if not pairs:
        return Section("meetings", title, [Piece("Пар и групп по приказу не было, встречи не проводились.")])
    if not figures.held:
        return Section("meetings", title, [Piece("Состоявшихся встреч в портале не записано: нет данных.")])
    pieces = [Piece(_cadence(figures, pairs)), Piece(grid=_cadence_grid(figures.forms))]
    if len(figures.months) > 1:
        chart = Chart(
            "Состоявшиеся встречи по месяцам",
            [MONTHS[month - 1] for month, _ in figures.months],
            [float(number) for _, number in figures.months],
            [grouped(number) for _, number in figures.months],
        )
        pieces.append(Piece(chart=chart))
    kinds = [
        [label, grouped(number), percent(number, figures.held)] for label, number in figures.kinds if number
    ]
    if len(kinds) > 1:
        grid = Grid(["Вид встречи", "Встреч", "Доля"], kinds, widths=[60, 20, 20], figures=[1, 2])
        pieces.append(Piece(grid=grid))
    return Section("meetings", title, pieces)


def _cadence(figures: MeetingFigures, pairs: int) -> str:
    without = sum(row.without for row in figures.forms)
    judged = [row for row in figures.forms if row.in_norm is not None and row.working]
    working, in_norm = sum(row.working for row in judged), sum(row.in_norm or 0 for row in judged)
    lost = ("встреча", "встречи", "встреч")
    return paragraph(
        sentence(f"В отчётном году {did(figures.held, MEETINGS, ('состоялась', 'состоялись', 'состоялось'))}")
        + f" В среднем на пару или группу – {decimal(figures.held / pairs)}.",
        f"Средняя продолжительность – {counted(round(figures.minutes / figures.held), 'минута', 'минуты', 'минут')}.",
        sentence(did(figures.missed, lost, ("не состоялась", "не состоялись", "не состоялось")))
        if figures.missed
        else "",
        sentence(
            f"Ни одной записанной встречи нет у {counted(without, 'пары или группы', 'пар и групп', 'пар и групп')}"
        )
        if without
        else "У каждой пары записана хотя бы одна встреча.",
        f"Срок следующей встречи на последний день отчёта не пропустили {share(in_norm, working)} "
        "работающих пар и групп."
        if working
        else "",
        _than_before(figures),
    )


def _than_before(figures: MeetingFigures) -> str:
    if not figures.before:
        return ""
    word = "больше" if figures.held > figures.before else "меньше" if figures.held < figures.before else ""
    told = f"это {word}, чем годом ранее" if word else "столько же, сколько годом ранее"
    return sentence(f"{told} ({grouped(figures.before)})" if word else told)


def _cadence_grid(forms: list[CadenceFigure]) -> Grid:
    rows = [
        [
            row.form,
            grouped(row.pairs),
            grouped(row.held),
            decimal(row.held / row.pairs) if row.pairs else "н/д",
            grouped(row.without),
            f"раз в {counted(row.norm_days, 'день', 'дня', 'дней')}" if row.norm_days else "н/д",
            f"{row.in_norm}\u00a0из\u00a0{row.working}" if row.in_norm is not None and row.working else "н/д",
        ]
        for row in forms
    ]
    head = ["Форма", "Пар и групп", "Встреч", "На пару", "Без встреч", "Норма", "В норме"]
    return Grid(head, rows, widths=[28, 10, 10, 10, 11, 18, 13], figures=[1, 2, 3, 4, 6])


@dataclass(frozen=True)
class PlanFigures:
    """Plans of development by state (label, number), goals by result, steps done of all; `without`: mentees in working
    pairs that have no plan."""

    states: list[tuple[str, int]]
    goals: list[tuple[str, int]]
    steps_done: int
    steps: int
    without: int
    in_pairs: int
    approved: int = 0
    rest: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(number for _, number in self.states)


def plans_section(figures: PlanFigures) -> Section:
    title = "Планы развития наставляемых"
    if not figures.total:
        text = "Планов развития в портале нет: нет данных."
        if figures.in_pairs:
            text += f" В работающих парах {counted(figures.in_pairs, 'наставляемый', 'наставляемых', 'наставляемых')}."
        return Section("plans", title, [Piece(text)])
    goals = sum(number for _, number in figures.goals)
    words = ("план развития", "плана развития", "планов развития")
    pieces = [
        Piece(
            paragraph(
                sentence(f"{did(figures.total, words, ('составлен', 'составлены', 'составлено'))}")
                + f" Утверждено и завершено: {share(figures.approved, figures.total)}.",
                f"Без плана остаются {share(figures.without, figures.in_pairs)} наставляемых работающих пар."
                if figures.without and figures.in_pairs
                else ("План есть у каждого наставляемого работающих пар." if figures.in_pairs else ""),
                f"Выполнено шагов: {share(figures.steps_done, figures.steps)}." if figures.steps else "",
            )
        ),
        Piece(grid=_numbers("Состояние плана", "Планов", figures.states, figures.total)),
    ]
    if goals:
        pieces.append(Piece(grid=_numbers("Цели", "Целей", figures.goals, goals)))
    return Section("plans", title, pieces)


def _numbers(head: str, what: str, rows: list[tuple[str, int]], total: int) -> Grid:
    body = [[label, grouped(number), percent(number, total)] for label, number in rows if number]
    return Grid([head, what, "Доля"], body, widths=[60, 20, 20], figures=[1, 2])
