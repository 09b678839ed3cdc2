"""«Проблемы» and «План на следующий год»: what the figures themselves ask for."""

from __future__ import annotations

from dataclasses import dataclass

from core.russian import counted, plural, quoted, typography
from reports.narrative.book import Grid, Piece, Section
from reports.narrative.indicators import IndicatorFigure
from reports.narrative.pairs import PairsFigures, count
from reports.narrative.people import PeopleFigures
from reports.narrative.roadmap import RoadmapFigures
from reports.narrative.surveys import CampaignFigure
from reports.narrative.words import ACTIVITIES, MENTEES, MENTORS, did, sentence, share
from reports.narrative.work import MeetingFigures, PlanFigures, TrainingFigures

#: A survey that fewer than this share of the invited answered is told as a problem.
LOW_COVERAGE = 60
#: So many pairs out of a hundred ended early ask for attention.
MANY_ENDED = 15


@dataclass(frozen=True)
class Findings:
    """The figures that problems are read from."""

    roadmap: RoadmapFigures | None
    people: PeopleFigures
    pairs: PairsFigures
    training: TrainingFigures
    meetings: MeetingFigures
    plans: PlanFigures
    indicators: list[IndicatorFigure]
    campaigns: list[CampaignFigure]


@dataclass(frozen=True)
class Problem:
    """What is wrong, by the figures, and what is done about it."""

    text: str
    measure: str


def problems_of(found: Findings) -> list[Problem]:
    """Only what the figures show; nothing is made up where they are silent."""
    rows = [
        _overdue(found),
        _untrained(found),
        _unpaired(found),
        _ended(found),
        _unmet(found),
        _planless(found),
        _indicators(found),
        *_coverage(found),
    ]
    return [row for row in rows if row is not None]


def problems_section(problems: list[Problem]) -> Section:
    title = "Проблемы и пути их решения"
    if not problems:
        text = "По данным портала отклонений, которые требовали бы решений, в отчётном году нет."
        return Section("problems", title, [Piece(text)])
    word = plural(len(problems), "проблема", "проблемы", "проблем")
    lead = f"По данным портала {plural(len(problems), 'видна', 'видны', 'видно')} {len(problems)} {word}."
    grid = Grid(
        ["№", "Что показывают данные", "Что предлагается"],
        [[str(number), one.text, one.measure] for number, one in enumerate(problems, start=1)],
        widths=[6, 52, 42],
    )
    return Section("problems", title, [Piece(lead), Piece(grid=grid)])


def _overdue(found: Findings) -> Problem | None:
    late = len(found.roadmap.overdue) if found.roadmap else 0
    if not late:
        return None
    return Problem(
        sentence(f"{did(late, ACTIVITIES, ('просрочено', 'просрочены', 'просрочено'))} дорожной карты"),
        "Назначить новые сроки и ответственных или снять с обоснованием.",
    )


def _untrained(found: Findings) -> Problem | None:
    missing = found.training.mentors - found.training.trained
    if missing <= 0:
        return None
    verbs = ("не обучен", "не обучены", "не обучено")
    return Problem(
        sentence(f"{did(missing, MENTORS, verbs)} из {found.training.mentors} подтверждённых"),
        "Набрать группу «Школы наставников» до начала работы пар.",
    )


def _unpaired(found: Findings) -> Problem | None:
    if not found.people.unpaired:
        return None
    verbs = ("остаётся без пары", "остаются без пары", "остаются без пары")
    return Problem(
        sentence(f"{did(found.people.unpaired, MENTEES, verbs)}, хотя ждут наставника"),
        "Пополнить базу наставников по запросам, на которые нет предложений.",
    )


def _ended(found: Findings) -> Problem | None:
    pairs = found.pairs.pairs
    ended = count(pairs, "terminated")
    if not ended or ended * 100 < MANY_ENDED * len(pairs):
        return None
    return Problem(
        f"Досрочно прекращены {share(ended, len(pairs))} пар и групп.",
        "Разобрать причины с кураторами проектов; усилить пробные встречи и сопровождение в первые месяцы.",
    )


def _unmet(found: Findings) -> Problem | None:
    without = sum(row.without for row in found.meetings.forms)
    if not without or not found.meetings.held:
        return None
    return Problem(
        f"Нет ни одной записанной встречи у {counted(without, 'пары или группы', 'пар и групп', 'пар и групп')}.",
        "Выяснить, проходят ли встречи, и внести записи; пары без встреч сопроводить или заменить.",
    )


def _planless(found: Findings) -> Problem | None:
    if not found.plans.without or not found.plans.in_pairs:
        return None
    return Problem(
        f"Нет плана развития у {share(found.plans.without, found.plans.in_pairs)} наставляемых работающих пар.",
        "Составить планы с наставниками; напомнить о сроке.",
    )


def _indicators(found: Findings) -> Problem | None:
    """All in one line: what is proposed is the same for each."""
    missed = [row for row in found.indicators if row.is_met is False]
    if not missed:
        return None
    told = "; ".join(
        f"{typography(row.title)}\u00a0– {row.value} при плане {row.plan_text}" for row in missed
    )
    number = counted(len(missed), "показателю", "показателям", "показателям")
    return Problem(
        f"План не выполнен по {number}: {told}.",
        "Рассмотреть причины отставания; уточнить план или меры на следующий год.",
    )


def _coverage(found: Findings) -> list[Problem]:
    return [
        Problem(
            f"На анкетирование {quoted(typography(one.title))} ответили {share(one.answered, one.invited)} "
            "приглашённых.",
            "Провести опрос очно, по ссылке на группу; напомнить не ответившим.",
        )
        for one in found.campaigns
        if one.invited and one.answered * 100 < LOW_COVERAGE * one.invited
    ]


# --- next year ---


@dataclass(frozen=True)
class NextLine:
    number: str
    text: str
    deadline: str
    responsible: str


@dataclass(frozen=True)
class NextYear:
    """`planned`: the roadmap of the term to come, None when there is none; `carried`: what this year left undone."""

    planned: list[NextLine] | None
    carried: list[NextLine]
    label: str = ""


def next_section(following: NextYear, problems: list[Problem]) -> Section:
    pieces = []
    if following.planned is None:
        pieces.append(Piece("Дорожная карта следующего года в портале ещё не составлена: нет данных."))
    else:
        told = counted(len(following.planned), *ACTIVITIES)
        pieces.append(
            Piece(sentence(f"дорожная карта следующего года содержит {told}; перечень – в приложении"))
        )
    if following.carried:
        number = len(following.carried)
        told = (
            "Переносится невыполненное мероприятие:"
            if number == 1
            else f"Переносятся невыполненные мероприятия ({number}):"
        )
        pieces.append(Piece(told))
        pieces.append(Piece(grid=_next_grid(following.carried)))
    if problems:
        measures = list(dict.fromkeys(one.measure.rstrip(".") for one in problems))
        pieces.append(Piece(heading="Меры по итогам года", items=measures))
    return Section("next", "План на следующий год", pieces)


def next_annex(following: NextYear) -> Section:
    rows = following.planned or []
    pieces = [Piece(grid=_next_grid(rows))] if rows else []
    return Section("annex_next", "План мероприятий следующего года", pieces)


def _next_grid(rows: list[NextLine]) -> Grid:
    body = [[row.number, row.text, row.deadline, row.responsible or "не указан"] for row in rows]
    return Grid(["№", "Мероприятие", "Срок", "Ответственный"], body, widths=[8, 48, 21, 23])
