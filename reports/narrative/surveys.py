"""«Анкетирование»: coverage, satisfaction by form, expectation against reality by topic."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.russian import counted, fraction, percent, typography
from reports.narrative.book import Chart, Grid, Piece, Section
from reports.narrative.words import did, mean_text, paragraph, sentence, share

TITLE = "Результаты анкетирования"
CAMPAIGNS = ("анкетирование", "анкетирования", "анкетирований")


@dataclass(frozen=True)
class MarkFigure:
    """A question with a scale: mean of `n` answers, shares of high marks in per cent; None where it is not told."""

    label: str
    n: int
    mean: float
    top: int
    high: float | None = None
    is_satisfaction: bool = False


@dataclass(frozen=True)
class ChangeFigure:
    """A topic at the entry and at the exit, of those who answered both; means None where they are not told."""

    topic: str
    pairs: int
    before: float | None
    after: float | None
    reading: str


@dataclass(frozen=True)
class CampaignFigure:
    """A closed campaign of the year; `closed` says why its results are not told."""

    title: str
    form: str
    who: str
    phase: str
    period: str
    answered: int
    invited: int
    marks: list[MarkFigure] = field(default_factory=list)
    closed: str = ""
    changes: list[ChangeFigure] = field(default_factory=list)

    #: Answered before the work began: expectations, not satisfaction.
    is_entry: bool = False

    @property
    def satisfaction(self) -> MarkFigure | None:
        return next((mark for mark in self.marks if mark.is_satisfaction), None)


def surveys_section(campaigns: list[CampaignFigure]) -> Section:
    if not campaigns:
        return Section(
            "surveys", TITLE, [Piece("Завершённых анкетирований в отчётном году не было: нет данных.")]
        )
    answered, invited = sum(one.answered for one in campaigns), sum(one.invited for one in campaigns)
    pieces = [
        Piece(
            paragraph(
                sentence(
                    f"В отчётном году {did(len(campaigns), CAMPAIGNS, ('завершено', 'завершены', 'завершено'))}"
                ),
                f"Получены ответы на {share(answered, invited)} приглашений."
                if invited
                else "О числе приглашённых нет данных.",
            )
        ),
        Piece(grid=_coverage(campaigns), heading="Охват"),
        *_satisfaction(campaigns),
    ]
    for one in campaigns:
        pieces += _campaign(one)
    return Section("surveys", TITLE, pieces)


def _coverage(campaigns: list[CampaignFigure]) -> Grid:
    rows = [
        [
            typography(one.title),
            one.form or "все формы",
            one.who,
            one.phase,
            fraction(one.answered, one.invited),
            percent(one.answered, one.invited),
        ]
        for one in campaigns
    ]
    head = ["Анкетирование", "Форма", "Кто отвечал", "Фаза", "Ответили", "Охват"]
    return Grid(head, rows, widths=[29, 18, 16, 15, 12, 10], figures=[4, 5])


def _satisfaction(campaigns: list[CampaignFigure]) -> list[Piece]:
    """Marks of contentment side by side; forms are never mixed, their wording differs."""
    known = [(one, mark) for one in campaigns if not one.is_entry and (mark := one.satisfaction)]
    if not known:
        return [
            Piece(
                "Удовлетворённость участников по анкетам выхода ещё не измерена: нет данных.",
                heading="Удовлетворённость",
            )
        ]
    rows = [
        [
            one.form or typography(one.title),
            one.who,
            one.phase,
            str(mark.n),
            mean_text(mark.mean),
            "н/д" if mark.high is None else f"{mark.high:.0f}\u00a0%",
        ]
        for one, mark in known
    ]
    grid = Grid(
        ["Форма", "Кто отвечал", "Фаза", "Ответов", "Среднее", "Оценок 8–10"],
        rows,
        widths=[28, 17, 15, 12, 12, 16],
        figures=[3, 4, 5],
    )
    return [Piece(heading="Удовлетворённость", grid=grid)]


def _campaign(one: CampaignFigure) -> list[Piece]:
    heading = typography(one.title)
    if one.closed:
        return [Piece(sentence(typography(one.closed)), heading=heading)]
    if not one.marks:
        return []  # nothing was asked on a scale: the table of coverage tells all
    best = max(one.marks, key=lambda mark: mark.mean / mark.top)
    worst = min(one.marks, key=lambda mark: mark.mean / mark.top)
    pieces = [
        Piece(
            paragraph(
                sentence(f"{one.who}: {one.period}"),
                f"Ответили {share(one.answered, one.invited)}." if one.invited else "",
                f"Выше всего оценено: {best.label} – {mean_text(best.mean)} из {best.top}."
                if len(one.marks) > 1
                else f"{best.label} – {mean_text(best.mean)} из {best.top}.",
                f"Ниже всего: {worst.label} – {mean_text(worst.mean)} из {worst.top}."
                if len(one.marks) > 1 and worst != best
                else "",
            ),
            heading=heading,
        ),
        Piece(
            chart=Chart(
                f"Средние оценки: {heading}",
                [mark.label for mark in one.marks],
                [mark.mean for mark in one.marks],
                [mean_text(mark.mean) for mark in one.marks],
                limit=float(max(mark.top for mark in one.marks)),
            )
        ),
    ]
    if one.changes:
        pieces += [
            Piece(heading="Ожидания и реальность", text=_gap(one.changes)),
            Piece(grid=_changes(one.changes)),
        ]
    return pieces


def _gap(changes: list[ChangeFigure]) -> str:
    told = [
        (row, row.after - row.before) for row in changes if row.before is not None and row.after is not None
    ]
    topics = ("тема", "темы", "тем")
    fell = [row.topic for row, gap in told if gap <= -0.5]
    rose = [row.topic for row, gap in told if gap >= 0.5]
    return paragraph(
        f"Сравнены ответы тех, кто ответил и\u00a0на входе, и\u00a0на выходе: {counted(len(changes), *topics)}.",
        sentence(f"Реальность выше ожиданий не меньше чем на полбалла: {'; '.join(rose)}") if rose else "",
        sentence(f"Реальность ниже ожиданий не меньше чем на полбалла: {'; '.join(fell)}") if fell else "",
        "Расхождений в полбалла и больше нет." if told and not rose and not fell else "",
        "" if told else "Средние не показаны: по ним узнали бы ответы немногих.",
    )


def _changes(changes: list[ChangeFigure]) -> Grid:
    rows = [
        [
            row.topic,
            str(row.pairs),
            "мало" if row.before is None else mean_text(row.before),
            "мало" if row.after is None else mean_text(row.after),
            row.reading,
        ]
        for row in changes
    ]
    head = ["Тема", "Ответили дважды", "Ожидание", "Реальность", "Что это значит"]
    return Grid(head, rows, widths=[28, 12, 12, 13, 35], figures=[1, 2, 3])
