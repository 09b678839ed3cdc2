"""What stands in a development plan: sections, goals, steps, mid-points. Changed while it is being prepared.

From the second revision on every change is a line of the list of changes: what, from what to what, who, when, why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Max

from core import audit
from core.errors import DomainError
from core.models import User
from core.russian import date_short
from core.seen import settle
from mentorship.models import (
    DevelopmentPlan,
    PlanChange,
    PlanGoal,
    PlanPoint,
    PlanSection,
    PlanStep,
    PlanTemplate,
)
from mentorship.plan_enums import PlanKind, PlanState, StepOwner
from mentorship.plan_outline import OutlineGoal, OutlineSection, read_outline

PLAIN = {
    PlanKind.INDIVIDUAL: (
        OutlineSection("Запрос", "О чём просит наставляемый"),
        OutlineSection("Сильные стороны", "На что можно опереться"),
        OutlineSection("Что мешает", "Трудности, которые решаем вместе"),
    ),
    PlanKind.PERSONALISED: (
        OutlineSection("Профессиональные затруднения", "Что показали анкета, уроки, беседа"),
        OutlineSection("Сильные стороны", "На что можно опереться"),
        OutlineSection("Вид и формат наставничества", "Традиционное, групповое, дистанционное, реверсивное"),
    ),
}
MOST_GOALS, MOST_STEPS, MOST_POINTS = 20, 30, 30
_LABELS = {
    "title": "название",
    "measure": "показатель",
    "due_on": "срок",
    "expected": "результат",
    "owner": "кто",
    "on": "день",
}


def fill_from_template(plan: DevelopmentPlan, template: PlanTemplate | None) -> None:
    """The sections, goals and mid-points a new plan begins with; weeks become dates within the plan's period."""
    outline = read_outline(template.outline) if template else None
    sections = (outline.sections if outline else ()) or PLAIN[PlanKind(plan.kind)]
    topics = "; ".join(topic.title for topic in plan.mentee.topics.all())
    for order, section in enumerate(sections, start=1):
        text = topics if order == 1 else ""
        PlanSection.objects.create(plan=plan, title=section.title, hint=section.hint, text=text, order=order)
    if outline is None:
        return
    for order, goal in enumerate(outline.goals, start=1):
        _keep_goal(plan, goal, order)
    PlanPoint.objects.bulk_create(
        PlanPoint(plan=plan, title=point.title, on=_day(plan, point.week)) for point in outline.points
    )


def _keep_goal(plan: DevelopmentPlan, goal: OutlineGoal, order: int) -> None:
    due = _day(plan, goal.week)
    made = PlanGoal.objects.create(plan=plan, title=goal.title, measure=goal.measure, due_on=due, order=order)
    PlanStep.objects.bulk_create(
        PlanStep(
            goal=made,
            title=step.title,
            expected=step.expected,
            owner=step.owner,
            due_on=min(due, _day(plan, step.week)) if step.week else due,
            order=place,
        )
        for place, step in enumerate(goal.steps, start=1)
    )


def _day(plan: DevelopmentPlan, week: int | None) -> dt.date:
    """The last day of a week of the plan, never after its end."""
    if week is None:
        return plan.period_end
    return min(plan.period_end, plan.period_start + dt.timedelta(days=7 * week - 1))


def edit_plan(
    plan: DevelopmentPlan,
    *,
    period_start: dt.date,
    period_end: dt.date,
    sections: Mapping[int, str],
    actor: User | None,
    seen: Mapping[str, str] | None = None,
) -> DevelopmentPlan:
    """The period and the texts of the sections (by their ids). `seen` is what the writer had before them, as in all
    that is edited here (`core.seen`): what another has changed meanwhile is kept or told, never lost."""
    with _editing(plan) as locked:
        known = {f"section_{one.pk}": one for one in PlanSection.objects.filter(plan=locked)}
        labels = {name: f"раздел «{one.title}»" for name, one in known.items()}
        settled = settle(
            {name: one.text for name, one in known.items()}
            | {"period_start": locked.period_start, "period_end": locked.period_end},
            {f"section_{pk}": text for pk, text in sections.items()}
            | {"period_start": period_start, "period_end": period_end},
            seen,
            labels | {"period_start": "начало", "period_end": "окончание"},
        )
        period_start, period_end = settled["period_start"], settled["period_end"]
        if period_end < period_start:
            raise DomainError("Окончание раньше начала.", field="period_end", code="period")
        was = _period(locked)
        locked.period_start, locked.period_end = period_start, period_end
        locked.save(update_fields=["period_start", "period_end", "updated_at"])
        plan.period_start, plan.period_end = period_start, period_end
        _tell(locked, "Период", was, _period(locked), actor)
        for name, section in known.items():
            text = settled.get(name, section.text).strip()
            before, section.text = section.text, text
            if before != text:
                section.save(update_fields=["text"])
                _tell(locked, f"Раздел «{section.title}»", before, text, actor)
    return plan


def add_goal(
    plan: DevelopmentPlan, *, title: str, measure: str, due_on: dt.date, actor: User | None
) -> PlanGoal:
    """A goal at the end of the plan. Raises DomainError without a measure or outside the period."""
    with _editing(plan) as locked:
        if locked.goals.count() >= MOST_GOALS:
            raise DomainError(f"Больше {MOST_GOALS} целей в плане не выполнить.", code="many")
        goal = PlanGoal(plan=locked, order=_next(locked.goals))
        _write_goal(goal, locked, title=title, measure=measure, due_on=due_on)
        _tell(locked, f"Добавлена цель «{goal.title}»", "", f"{goal.measure}, до {date_short(due_on)}", actor)
    return goal


def edit_goal(
    goal: PlanGoal,
    *,
    title: str,
    measure: str,
    due_on: dt.date,
    actor: User | None,
    seen: Mapping[str, str] | None = None,
) -> PlanGoal:
    with _editing(goal.plan) as locked:
        _fresh(goal, "Эту цель тем временем убрали из плана.")
        given = _settled(goal, {"title": title, "measure": measure, "due_on": due_on}, seen)
        was = _values(goal, ("title", "measure", "due_on"))
        _write_goal(goal, locked, **given)
        _tell_fields(locked, f"Цель «{was['title']}»", was, _values(goal, was), actor)
    return goal


def remove_goal(goal: PlanGoal, *, actor: User | None) -> None:
    """Take a goal out with its steps; what was brought as evidence stays with the plan."""
    with _editing(goal.plan) as locked:
        _tell(locked, f"Убрана цель «{goal.title}»", goal.measure, "", actor)
        goal.delete()


def add_step(
    goal: PlanGoal, *, title: str, expected: str, owner: str, due_on: dt.date, actor: User | None
) -> PlanStep:
    """A step towards a goal, at the end."""
    with _editing(goal.plan) as locked:
        _fresh(goal, "Эту цель тем временем убрали из плана.")
        if goal.steps.count() >= MOST_STEPS:
            raise DomainError(f"Больше {MOST_STEPS} шагов у цели не бывает.", code="many")
        step = PlanStep(goal=goal, order=_next(goal.steps))
        _write_step(step, locked, title=title, expected=expected, owner=owner, due_on=due_on)
        _tell(
            locked, f"Цель «{goal.title}»: добавлен шаг", "", f"{step.title}, до {date_short(due_on)}", actor
        )
    return step


def edit_step(
    step: PlanStep,
    *,
    title: str,
    expected: str,
    owner: str,
    due_on: dt.date,
    actor: User | None,
    seen: Mapping[str, str] | None = None,
) -> PlanStep:
    with _editing(step.goal.plan) as locked:
        _fresh(step, "Этот шаг тем временем убрали из плана.")
        values = {"title": title, "expected": expected, "owner": owner, "due_on": due_on}
        given = _settled(step, values, seen)
        was = _values(step, ("title", "expected", "owner", "due_on"))
        _write_step(step, locked, **given)
        _tell_fields(locked, f"Шаг «{was['title']}»", was, _values(step, was), actor)
    return step


def remove_step(step: PlanStep, *, actor: User | None) -> None:
    with _editing(step.goal.plan) as locked:
        _tell(locked, f"Цель «{step.goal.title}»: убран шаг", step.title, "", actor)
        step.delete()


def add_point(plan: DevelopmentPlan, *, title: str, on: dt.date, actor: User | None) -> PlanPoint:
    """A mid-point: when the pair looks back."""
    with _editing(plan) as locked:
        if locked.points.count() >= MOST_POINTS:
            raise DomainError(f"Больше {MOST_POINTS} контрольных точек не бывает.", code="many")
        point = PlanPoint(plan=locked)
        _write_point(point, locked, title=title, on=on)
        _tell(locked, "Добавлена контрольная точка", "", f"{point.title}, {date_short(on)}", actor)
    return point


def edit_point(
    point: PlanPoint, *, title: str, on: dt.date, actor: User | None, seen: Mapping[str, str] | None = None
) -> PlanPoint:
    with _editing(point.plan) as locked:
        _fresh(point, "Эту контрольную точку тем временем убрали из плана.")
        given = _settled(point, {"title": title, "on": on}, seen)
        was = f"{point.title}, {date_short(point.on)}"
        _write_point(point, locked, **given)
        _tell(locked, "Контрольная точка", was, f"{point.title}, {date_short(point.on)}", actor)
    return point


def remove_point(point: PlanPoint, *, actor: User | None) -> None:
    if point.held_on is not None:
        raise DomainError("Эта точка уже проведена: её вывод остаётся в плане.", code="held")
    with _editing(point.plan) as locked:
        _tell(locked, "Убрана контрольная точка", f"{point.title}, {date_short(point.on)}", "", actor)
        point.delete()


# --- parts ---


@contextmanager
def _editing(plan: DevelopmentPlan) -> Iterator[DevelopmentPlan]:
    """The plan's row, locked, while it is being prepared: what is being agreed upon cannot change underneath."""
    with transaction.atomic():
        locked = (
            DevelopmentPlan.objects.select_for_update(of=("self",))
            .select_related("organization")
            .get(pk=plan.pk)
        )
        if locked.state != PlanState.DRAFT:
            raise DomainError(
                f"План в состоянии «{locked.get_state_display()}» не меняют: верните его на доработку "
                "или начните новую редакцию.",
                code="not_editable",
            )
        yield locked


def _fresh(row: PlanGoal | PlanStep | PlanPoint, gone: str) -> None:
    """The row as it stands under the plan's lock. Raises DomainError if it is there no more."""
    names = [column.attname for column in row._meta.concrete_fields if not column.is_relation]
    try:
        row.refresh_from_db(fields=names)
    except type(row).DoesNotExist:
        raise DomainError(f"{gone} Скопируйте написанное, если оно нужно.", code="gone") from None


def _settled(
    row: PlanGoal | PlanStep | PlanPoint, given: Mapping[str, Any], seen: Mapping[str, str] | None
) -> dict[str, Any]:
    return settle({name: getattr(row, name) for name in given}, given, seen, _LABELS)


def _tell(plan: DevelopmentPlan, what: str, before: str, after: str, actor: User | None) -> None:
    if before == after:
        return
    audit.record("plan.edited", subject=plan, actor=actor, after={"what": what[:400]})
    if plan.revision > 1:
        PlanChange.objects.create(
            organization=plan.organization,
            plan=plan,
            revision=plan.revision,
            what=what[:400],
            before=before,
            after=after,
            reason=plan.revision_reason,
            author=actor,
        )


def _tell_fields(
    plan: DevelopmentPlan, what: str, was: Mapping[str, str], now: Mapping[str, str], actor: User | None
) -> None:
    for name, before in was.items():
        _tell(plan, f"{what}: {_LABELS[name]}", before, now[name], actor)


def _values(row: PlanGoal | PlanStep, names: Any) -> dict[str, str]:
    found = {}
    for name in names:
        value = getattr(row, name)
        if name == "owner":
            value = StepOwner(value).label
        found[name] = date_short(value) if isinstance(value, dt.date) else str(value)
    return found


def _period(plan: DevelopmentPlan) -> str:
    return f"{date_short(plan.period_start)} – {date_short(plan.period_end)}"


def _write_goal(goal: PlanGoal, plan: DevelopmentPlan, *, title: str, measure: str, due_on: dt.date) -> None:
    goal.title = _line(title, "title", "Назовите цель.")
    goal.measure = _line(measure, "measure", "Напишите, по чему увидите результат.")
    goal.due_on = _within(plan, due_on, "due_on")
    goal.save()


def _write_step(
    step: PlanStep, plan: DevelopmentPlan, *, title: str, expected: str, owner: str, due_on: dt.date
) -> None:
    step.title = _line(title, "title", "Напишите, что делаем.")
    step.expected = " ".join(expected.split())[:300]
    step.owner = StepOwner(owner)
    step.due_on = _within(plan, due_on, "due_on")
    step.save()


def _write_point(point: PlanPoint, plan: DevelopmentPlan, *, title: str, on: dt.date) -> None:
    if point.held_on is not None:
        raise DomainError("Эта точка уже проведена.", code="held")
    point.title = _line(title, "title", "Напишите, что смотрим.")[:200]
    point.on = _within(plan, on, "on")
    point.save()


def _line(text: str, field: str, ask: str) -> str:
    words = " ".join(text.split())[:300]
    if not words:
        raise DomainError(ask, field=field, code="required")
    return words


def _within(plan: DevelopmentPlan, day: dt.date, field: str) -> dt.date:
    if not plan.period_start <= day <= plan.period_end:
        raise DomainError(f"Срок вне периода плана: {_period(plan)}.", field=field, code="period")
    return day


def _next(rows: Any) -> int:
    return int(rows.aggregate(last=Max("order"))["last"] or 0) + 1
