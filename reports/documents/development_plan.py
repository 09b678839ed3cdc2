"""«Индивидуальный план развития», for teachers «Персонализированная программа наставничества» (methodology §5.1).

The same content for the PDF and Word, with lines to sign. A side that agreed on the portal is told with the day.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from core.docx import Align, Block, Heading, Paragraph, SignatureLine, Table
from core.models import Organization
from core.names import short_name
from core.russian import date_short, lower_first
from mentorship.models import DevelopmentPlan
from mentorship.plan_enums import PlanKind, PlanSide, PlanState
from mentorship.selectors.plan_pages import GoalLine, PlanPageData, page_of
from mentorship.selectors.plans import guardians
from reports.documents.letterhead import Letterhead, letterhead_of
from reports.documents.people import full_name, initials, occupation
from reports.kinds import Built, DocumentKind, Source, register

CODE = "development_plan"
STEP_HEAD = ["№", "Что делаем", "Кто", "Срок", "Ожидаемый результат", "Отметка"]
POINT_HEAD = ["Контрольная точка", "Когда", "Вывод"]
CHANGE_HEAD = ["Что изменено", "Было", "Стало", "Кто, когда", "Почему"]
_EFFECTIVE = frozenset({PlanState.APPROVED, PlanState.COMPLETED})


@dataclass(frozen=True)
class Row:
    label: str
    text: str


@dataclass(frozen=True)
class StepRow:
    number: str
    title: str
    owner: str
    due: str
    expected: str
    mark: str


@dataclass(frozen=True)
class GoalRow:
    number: int
    title: str
    measure: str
    due: str
    result: str
    steps: list[StepRow]


@dataclass(frozen=True)
class PointRow:
    title: str
    on: str
    summary: str


@dataclass(frozen=True)
class ChangeRow:
    what: str
    before: str
    after: str
    who: str
    reason: str


@dataclass(frozen=True)
class Sign:
    """A line to sign; `mark` says that it was agreed on the portal, «____» stands otherwise."""

    role: str
    name: str
    mark: str


@dataclass(frozen=True)
class Plan:
    """A plan as it is printed. `approved` is empty while it is a draft."""

    title: str
    heading: str
    letterhead: Letterhead
    about: list[Row]
    sections: list[Row]
    goals: list[GoalRow]
    points: list[PointRow]
    outcome: str
    advice: str
    changes: list[ChangeRow]
    signs: list[Sign]
    approved: str


def is_draft(plan: DevelopmentPlan) -> bool:
    """«ПРОЕКТ» is printed over a plan that nobody has approved."""
    return plan.state not in _EFFECTIVE


def build_plan(source: Source) -> Built:
    plan = source.subject
    if not isinstance(plan, DevelopmentPlan):
        raise TypeError("the subject is a development plan")
    page = page_of(plan)
    mentee = plan.mentee.person
    kind = PlanKind(plan.kind).label
    content = Plan(
        title=f"{kind}: {mentee.short_name}"[:300],
        heading=kind,
        letterhead=letterhead_of(source.organization),
        about=_about(plan),
        sections=[Row(one.title, one.text) for one in page.sections if one.text],
        goals=[_goal(number, line) for number, line in enumerate(page.goals, start=1)],
        points=[
            PointRow(line.point.title, date_short(line.point.held_on or line.point.on), line.point.summary)
            for line in page.points
        ],
        outcome=plan.outcome,
        advice=plan.advice,
        changes=[
            ChangeRow(
                row.what,
                row.before,
                row.after,
                ", ".join(
                    part
                    for part in (str(row.author or ""), date_short(timezone.localdate(row.created_at)))
                    if part
                ),
                row.reason,
            )
            for row in page.changes
        ],
        signs=_signs(plan, page, source.organization),
        approved=date_short(plan.approved_on) if plan.approved_on and not is_draft(plan) else "",
    )
    return Built(content, summary=mentee.full_name, programme=plan.programme, subjects=(mentee,))


def _about(plan: DevelopmentPlan) -> list[Row]:
    mentee, mentor = plan.mentee.person, plan.pair.mentor.person
    whole = {
        "Наставляемый": ", ".join(part for part in (full_name(mentee), occupation(mentee)) if part),
        "Наставник": ", ".join(part for part in (full_name(mentor), occupation(mentor)) if part),
        "Программа": plan.programme.title,
        "Форма наставничества": lower_first(plan.project.form.title),
        "Ролевая модель": lower_first(plan.role_model.title) if plan.role_model else "",
        "Период": f"с {date_short(plan.period_start)} по {date_short(plan.period_end)}",
        "Основание": f"приказ от {date_short(plan.pair.order_date)} № {plan.pair.order_number}"
        if plan.pair.order_date
        else "",
        "Редакция": str(plan.revision) if plan.revision > 1 else "",
    }
    return [Row(label, text) for label, text in whole.items() if text]


def _goal(number: int, line: GoalLine) -> GoalRow:
    goal = line.goal
    result = "" if goal.result == "open" else str(goal.get_result_display())
    if result and goal.result_note:
        result = f"{result}: {goal.result_note}"
    steps = [
        StepRow(
            f"{number}.{place}",
            one.step.title,
            str(one.step.get_owner_display()).lower(),
            date_short(one.step.due_on),
            one.step.expected,
            f"сделано {date_short(one.step.done_on)}" if one.step.done_on else "",
        )
        for place, one in enumerate(line.steps, start=1)
    ]
    return GoalRow(number, goal.title, goal.measure, date_short(goal.due_on), result, steps)


def _signs(plan: DevelopmentPlan, page: PlanPageData, organization: Organization) -> list[Sign]:
    """Both sides, the representative where asked, the curator."""
    mentee = plan.mentee.person
    parents = guardians(mentee).first() if plan.asks_parent else None
    names = {
        PlanSide.MENTOR: initials(plan.pair.mentor.person),
        PlanSide.MENTEE: initials(mentee),
        PlanSide.PARENT: initials(parents.guardian) if parents else "",
    }
    found = []
    for line in page.sides:
        word = line.agreed
        mark = f"согласовано на портале {date_short(word.on)}" if word and not word.on_paper else ""
        name = initials(word.person) if word else names[PlanSide(line.side)]
        found.append(Sign(line.label, name, mark))
    curator = plan.approved_by or plan.programme.curator
    name = short_name(*_parts(curator.full_name)) if curator else ""
    return [*found, Sign("Куратор программы", name, "")]


def _parts(full: str) -> tuple[str, str, str]:
    words = [*full.split(), "", "", ""]
    return words[0], words[1], words[2]


# --- Word ---


def lay_out(doc: Plan) -> list[Block]:
    """The plan as blocks of a Word document."""
    blocks: list[Block] = [
        Paragraph(doc.letterhead.full_name, align=Align.CENTER, bold=True),
        Heading(doc.heading, align=Align.CENTER),
    ]
    blocks += [Paragraph(row.text, lead=f"{row.label}:", align=Align.LEFT) for row in doc.about]
    for row in doc.sections:
        blocks += [Heading(row.label, level=2), Paragraph(row.text, align=Align.LEFT)]
    blocks.append(Heading("Цели и шаги", level=2))
    for goal in doc.goals:
        blocks.append(
            Paragraph(goal.title, lead=f"Цель {goal.number}.", align=Align.LEFT, keep_with_next=True)
        )
        blocks.append(
            Paragraph(
                f"{goal.measure}. Срок: {goal.due}." + (f" Итог: {goal.result}." if goal.result else ""),
                lead="Показатель:",
                align=Align.LEFT,
            )
        )
        if goal.steps:
            rows = [[one.number, one.title, one.owner, one.due, one.expected, one.mark] for one in goal.steps]
            blocks.append(Table(STEP_HEAD, rows, widths=[0.8, 4, 1.8, 1.6, 2.8, 1.8], size=10))
    if doc.points:
        blocks.append(Heading("Контрольные точки", level=2))
        blocks.append(
            Table(
                POINT_HEAD,
                [[one.title, one.on, one.summary] for one in doc.points],
                widths=[4, 1.6, 4],
                size=11,
            )
        )
    for title, text in (("Итоговая оценка", doc.outcome), ("Рекомендации", doc.advice)):
        if text:
            blocks += [Heading(title, level=2), Paragraph(text, align=Align.LEFT)]
    if doc.changes:
        blocks.append(Heading("Лист изменений", level=2))
        rows = [[one.what, one.before, one.after, one.who, one.reason] for one in doc.changes]
        blocks.append(Table(CHANGE_HEAD, rows, widths=[3, 2.4, 2.4, 2, 2.4], size=10))
    if doc.approved:
        blocks.append(Paragraph(doc.approved, lead="Утверждён:", align=Align.LEFT))
    blocks += [
        SignatureLine(f"{sign.role} ({sign.mark})" if sign.mark else sign.role, sign.name, dated=True)
        for sign in doc.signs
    ]
    return blocks


def find_plan(pk: int) -> DevelopmentPlan:
    rows = DevelopmentPlan.objects.select_related(
        "organization",
        "programme__curator",
        "mentee__person",
        "pair__mentor__person",
        "project__form",
        "role_model",
        "approved_by",
    )
    return rows.get(pk=pk)


register(
    DocumentKind(
        code=CODE,
        family="План развития",
        label="План развития наставляемого",
        content=Plan,
        build=build_plan,
        find=find_plan,
        stylesheet="report",
        wording="2",  # in the first the marks of the steps had no room
        mailed=True,
        mass=True,
        blocks=lay_out,
    )
)
