"""An outline in another term: every row with what its deadline was and what it becomes."""

from dataclasses import dataclass, replace
from datetime import date

from core.production_calendar import is_working_day
from core.russian import date_short
from roadmap.deadlines import Deadline, Period, explained, parse_column
from roadmap.drafts import PlanForm, RowForm
from roadmap.enums import DeadlineKind
from roadmap.outlines import Outline, OutlineRow
from roadmap.reading.results import result_kinds
from roadmap.shifting import Shifted, move_day, move_end, moves_rightly, shift_text, years_long

WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
ONE_DAY = frozenset({DeadlineKind.DATE, DeadlineKind.DEADLINE})


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A row before and after; `doubts` are what a person should look at, each a sentence without its full stop."""

    source: OutlineRow
    form: RowForm
    before: Deadline
    after: Deadline
    changes: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]

    @property
    def was(self) -> str:
        return explained(self.before)

    @property
    def becomes(self) -> str:
        return explained(self.after)


@dataclass(frozen=True)
class MovedPlan:
    """The whole plan in its new term; `form` is what a roadmap is made of."""

    form: PlanForm
    rows: list[MovedRow]
    title_changes: tuple[tuple[str, str], ...]

    @property
    def doubtful(self) -> int:
        return sum(bool(row.doubts) for row in self.rows)


def moved_plan(outline: Outline, period: Period) -> MovedPlan:
    """The outline in a new term: years of the texts moved, deadlines read anew, what came out otherwise told.

    `period` must be known. By how many years the plan moves follows from the years in which the terms begin.
    """
    if period.start is None or period.end is None:
        raise ValueError("the new term must be known")
    years = period.start.year - outline.period_start.year
    pairs = list(outline.rows)
    texts = [shift_text(row.text, years, outline.period) for _, row in pairs]
    results = [shift_text(row.result, years, outline.period) for _, row in pairs]
    raws = [shift_text(row.deadline, years, outline.period) for _, row in pairs]
    titles = {stage.title: shift_text(stage.title, years, outline.period).text for stage in outline.stages}
    before = parse_column([row.deadline for _, row in pairs], outline.period)
    after = parse_column([raw.text for raw in raws], period)
    rows = [
        MovedRow(
            source=row,
            form=_form(row, titles[stage.title], text.text, raw.text, result.text, index),
            before=was,
            after=now,
            changes=tuple(dict.fromkeys((*raw.changes, *text.changes, *result.changes))),
            doubts=_doubts(raw, text, was, now, years),
        )
        for index, ((stage, row), text, raw, result, was, now) in enumerate(
            zip(pairs, texts, raws, results, before, after, strict=True), start=1
        )
    ]
    title = shift_text(outline.title, years, outline.period)
    form = PlanForm(
        title=title.text,
        period_start=period.start,
        period_end=period.end,
        rows=tuple(row.form for row in rows),
        tasks={
            titles[stage.title]: shift_text(stage.task, years, outline.period).text
            for stage in outline.stages
            if stage.task
        },
    )
    return MovedPlan(form, rows, title.changes)


def _form(row: OutlineRow, stage: str, text: str, deadline: str, result: str, index: int) -> RowForm:
    kinds = row.kinds or tuple(kind.value for kind in result_kinds(result, text))
    return RowForm(
        stage=stage,
        number=row.number,
        text=text,
        deadline=deadline,
        responsible=row.responsible,
        result=result,
        kinds=kinds,
        source_row=index,
    )


def _doubts(raw: Shifted, text: Shifted, was: Deadline, now: Deadline, years: int) -> tuple[str, ...]:
    found = []
    if raw.kept:
        found.append(f"в сроке остался прежним год: {', '.join(raw.kept)}")
    if text.kept:
        found.append(f"в тексте остался прежним год: {', '.join(text.kept)}")
    if now.kind == DeadlineKind.UNKNOWN:
        found += [now.note or "срок не понят"] if now.raw.strip() else []
    elif not moves_rightly(was, now, years):
        found.append(f"срок читается иначе, чем в прежнем плане: был {explained(was)}")
    found += [doubt for doubt in now.doubts if doubt not in found and now.raw.strip()]
    day = now.end
    if now.kind in ONE_DAY and day and not is_working_day(day):
        found.append(f"{date_short(day)} – нерабочий день ({WEEKDAYS[day.weekday()]})")
    return tuple(found)


def fitting_period(outline: Outline, start: date, end: date, today: date) -> Period:
    """The term that an outline takes in a programme that lasts from `start` to `end`.

    A plan of about the programme's length takes the programme's own term; a one-year plan in a programme of several
    years takes the year that runs, else the first.
    """
    whole = Period(start, end)
    if years_long(whole) <= years_long(outline.period):
        return whole
    first = _year_from(outline, start)
    terms = [Period(move_day(first.start, by), move_end(first.end, by)) for by in range(years_long(whole))]  # type: ignore[arg-type]
    return next(
        (term for term in terms if term.start and term.end and term.start <= today <= term.end), terms[0]
    )


def _year_from(outline: Outline, start: date) -> Period:
    by = start.year - outline.period_start.year
    if move_end(outline.period_end, by) < start:
        by += 1
    return Period(move_day(outline.period_start, by), move_end(outline.period_end, by))


def with_rows(plan: PlanForm, kept: set[int]) -> PlanForm:
    """The plan with the rows of these places (from 1) taken and the others left out."""
    rows = (replace(row, included=place in kept) for place, row in enumerate(plan.rows, start=1))
    return replace(plan, rows=tuple(rows))
